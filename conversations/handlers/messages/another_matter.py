"""An ordinary trouble that somebody tells after they have raised an emergency: a matter of its own,
about which it is asked like any message. What may be about the danger is news of it."""

import re
from datetime import datetime, timedelta

from casework.policy import classifier
from conversations.content import alarm_words
from conversations.content.content import Turn
from conversations.protocol.dialogue import Talk

CLEAR = 2.0
"""The score of a service from which on words name it for sure."""

ALONG = timedelta(minutes=5)
"""For so long words that say nothing by themselves go on with the trouble that was told before
them, while it is asked what that is."""

ADDRESS = re.compile(
    r"\b(r[tw]\b|jl|jln|jalan|gg|gang|blok|dekat|deket|depan|belakang|sebelah|samping|seberang"
    r"|rumah (no|nomor)|near|behind|next to|in front|opposite)\b",
    re.IGNORECASE,
)
"""Words of which an address is made."""


def told(turn: Turn, talk: Talk, key: str) -> bool:
    """Whether a message is about something else than the emergency that was raised as ``key``."""
    said = turn.said
    if said.location or said.phone or alarm_words.hear(said.text, turn.content.alarms):
        return False
    return names_another(turn, key) or _along(turn, talk)


def names_another(turn: Turn, key: str = "") -> bool:
    """Whether words name a trouble in which nobody is in danger; an address may only look so."""
    words = turn.said.text
    found = classifier.suggest(words, turn.content.words)
    if any(one.service in _dangers(turn, key) for one in found):
        return False
    if found and found[0].score >= CLEAR:
        return True
    return alarm_words.is_ordinary(words, turn.content.alarms) and not ADDRESS.search(words)


def _dangers(turn: Turn, key: str) -> set[str]:
    """The services of all emergencies, and that of this one."""
    raised = turn.around.emergencies.get(key)
    own = {raised.service} if raised else set()
    return own | {call.service for call in turn.content.alarms.calls}


def _along(turn: Turn, talk: Talk) -> bool:
    """Whether a message goes on with another trouble that was told a moment ago."""
    told, words = talk.loose, turn.said.text
    if told.empty or not told.last_at or talk.about_loose == "alarm" or talk.alarm is None:
        return False
    before = datetime.fromisoformat(talk.alarm[1]) < datetime.fromisoformat(told.last_at)
    if not before or not told.told_within(ALONG, turn.said.at):
        return False
    of_place = ADDRESS.search(words) or any(map(str.isdigit, words))
    return not of_place and not alarm_words.goes_on(words, turn.content.alarms)
