"""Whether words belong to an emergency that their writer has raised a short while ago.

Tested in tests/conversations/handlers/emergencies/test_emergency_words.py."""

from dataclasses import replace
from datetime import datetime, timedelta

from conversations.content.alarm_words import Alarm
from conversations.content.content import Turn
from conversations.handlers.emergencies import whose
from conversations.protocol.dialogue import Story, Talk

SAME_WITHIN = timedelta(hours=2)
"""Words of alarm within this time belong to the emergency that was raised already."""

CALLED_OFF = "called_off"
"""Instead of the kind of an emergency: its teller has said that it was none."""


def still_same(turn: Turn, talk: Talk, found: Alarm) -> bool:
    """Whether this is more about the emergency that the speaker has raised a short while ago.

    Another kind of danger is another emergency. A volunteer may have two neighbours in the same
    danger: once the short form is done, the next words are about the next one."""
    return talk.alarm is not None and talk.alarm[2] == found.kind and goes_on(turn, talk)


def turned_to(turn: Turn, talk: Talk, found: Alarm) -> Talk:
    """The talk of somebody who has raised several emergencies and speaks of an earlier one, or
    calls whoever is in one that is still open by name: further words belong to that."""
    if turn.person.roles or talk.alarm is None or still_same(turn, talk, found):
        return talk
    alike = {k: v for k, v in turn.around.emergencies.items() if v.kind == found.kind and v.open}
    fitting = [
        (raised.at, key)
        for key, raised in alike.items()
        if raised.at is not None and turn.said.at - raised.at < SAME_WITHIN
    ]
    if not fitting:
        fitting = [
            (turn.said.at, key) for key in whose.fitting(turn.said.text, alike, turn.content)
        ]
    if not fitting:
        return talk
    at, key = max(fitting)
    return replace(talk, alarm=(key, at.isoformat(), str(found.kind)))


def _ended(turn: Turn, talk: Talk) -> bool:
    """Whether its case takes no words any more: a cry after that is a new emergency."""
    raised = turn.around.emergencies.get(talk.alarm[0]) if talk.alarm else None
    return raised is not None and not raised.open


def words_of(turn: Turn, talk: Talk) -> str:
    """The words with which the last emergency was raised, "" when they are not known."""
    key = talk.alarm[0] if talk.alarm else ""
    known = turn.around.emergencies.get(key)
    if known is not None and known.words:
        return known.words
    forms = (one for one in talk.drafts if one.about.get("key") == key and one.about.get("story"))
    return next((Story.load(one.about["story"]).text for one in forms), "")


def lately(talk: Talk, at: datetime) -> bool:
    """Whether an emergency was raised a short while before ``at`` (UTC)."""
    if talk.alarm is None:
        return False
    raised = datetime.fromisoformat(talk.alarm[1])
    return at - raised < SAME_WITHIN


def goes_on(turn: Turn, talk: Talk) -> bool:
    """Whether the speaker has raised an alarm a short while ago; who helps others may speak of the
    next one."""
    if not lately(talk, turn.said.at) or _ended(turn, talk):
        return False
    asking = talk.draft is not None and talk.draft.form == "emergency"
    return asking or not turn.person.roles
