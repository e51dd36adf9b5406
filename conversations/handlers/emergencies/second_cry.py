"""A cry while an emergency of the same kind is open: another victim is a case of their own, more of
the same is red news of the case. In doubt the numbers are shown, all who were called read it, and
then it is asked who it is about.

Tested in tests/conversations/handlers/emergencies/test_second_cry.py."""

from dataclasses import replace
from datetime import datetime, timedelta

from casework.actions.correspondence import Add
from casework.actions.ending.confirmation import Confirm
from casework.case.model import Status, Verdict
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.handlers.emergencies import (
    asking,
    belonging,
    emergency,
    likeness,
    raised,
    several,
)
from conversations.handlers.emergencies.beside_danger import another_matter
from conversations.handlers.emergencies.who.victims import Likeness
from conversations.handlers.messages import second_matter, shown_last
from conversations.handlers.messages.second_matter import PERSON
from conversations.pages.home import home
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Button, Do, Say, Tie, text
from conversations.protocol.taps import AnswerAlarm

ONCE_MORE = timedelta(days=1)
"""For so long after the result of an emergency the same cry says that it is not over."""

ANSWERS = frozenset({"same", "other"})
"""The answers to that question."""


def cried(turn: Turn, talk: Talk, found: Alarm) -> Answered:
    """What follows from a sure cry, just written or confirmed by a tap. What it tells besides is
    offered once its own questions are done."""
    cry = turn.said.text or emergency.last_cry(turn, talk)
    after, effects = _cried(turn, talk, found)
    asks = after.about_loose if after.about_loose in second_matter.IN_CASES else ""
    more = another_matter(cry, found, turn.content)
    after, offered = second_matter.waiting(turn, after, more)
    if after.draft is None and not asks:
        return after, effects + offered
    return unsorted.about(after, asks), effects


def _cried(turn: Turn, talk: Talk, found: Alarm) -> Answered:
    if _corrects(turn, talk, found):
        return emergency.more(turn, talk, found)
    if not raised.still_same(turn, talk, found):
        return emergency.raise_alarm(turn, talk, found)
    alike = likeness.about(turn, talk, found, emergency.last_cry(turn, talk))
    if alike is Likeness.OTHER:
        return emergency.raise_alarm(turn, talk, found)
    if not turn.said.text:
        return emergency.more(turn, talk, found)
    if alike is Likeness.SAME:
        return _goes_on(turn, talk, found)
    return _wonder(turn, talk, found)


def _corrects(turn: Turn, talk: Talk, found: Alarm) -> bool:
    """Whether a cry says right after the one before it what was wrong in that."""
    if talk.alarm is None or talk.alarm[2] != found.kind:
        return False
    since = turn.said.at - datetime.fromisoformat(talk.alarm[1])
    return since <= shown_last.SOON and shown_last.corrects(turn.said.text)


def _goes_on(turn: Turn, talk: Talk, found: Alarm) -> Answered:
    """More of the same; of two in the same danger it is asked which."""
    assert talk.alarm is not None  # noqa: S101 (asked before: still_same)
    keys = several.meant(turn, talk, talk.alarm[0])
    if len(keys) == 1:
        return emergency.more(turn, talk, found)
    numbers = emergency.numbers(turn, talk, found, talk.alarm[0])
    if not keys:
        after, asked = asking.ask(turn, talk, keys)
        return after, (numbers, *asked)
    add = Add(turn.person.id, Story().plus(turn.said).dump(), cry=True)
    after, asked = asking.told_one(turn, talk, keys, add)
    return after, (numbers, *asked)


def _wonder(turn: Turn, talk: Talk, found: Alarm) -> Answered:
    assert talk.alarm is not None  # noqa: S101 (asked before: still_same)
    key, told = talk.alarm[0], Story().plus(turn.said)
    if several.unclear(turn, key) and tuple(several.meant(turn, talk, key)) != (key,):
        return _goes_on(turn, talk, found)
    same = Button(text("alarm.person.same"), AnswerAlarm("same"))
    other = Button(text("alarm.person.other"), AnswerAlarm("other"))
    after = second_matter.asked(talk, replace(told, files=()), PERSON)
    return after, (
        emergency.numbers(turn, talk, found, key),
        Do(Add(turn.person.id, told.dump(), cry=True), case=key),
        Say(text("alarm.person.ask"), ((same, other),)),
    )


def answered(turn: Turn, talk: Talk, tap: AnswerAlarm) -> Answered:
    """Whose danger it was: the words are in the case already; another person gets their own."""
    before, talk = talk, unsorted.about(talk, PERSON)
    found = emergency.said_before(turn, talk) if talk.about_loose == PERSON else None
    if found is None:
        return before, (Say(text("form.stale"), home(turn)),)
    if tap.answer == "other":
        raised_anew, effects = emergency.raise_alarm(turn, replace(talk, about_loose=""), found)
        return unsorted.back(before, raised_anew), effects
    below = question.ask(turn, talk.draft) if talk.draft else ()
    kept = Say(text("alarm.person.same_kept"), () if below else home(turn))
    return unsorted.back(before, unsorted.let_go(talk)), (kept, *below)


def once_more(turn: Turn, talk: Talk, alarm: Alarm) -> Answered | None:
    """A cry soon after the result of the one emergency of this kind that is theirs: it is not over.
    Its case is opened again by these words, and rings."""
    words, at = turn.said.text, turn.said.at
    over = [
        case
        for case in turn.around.cases
        if (case.status, case.service, case.tie) == (Status.RESOLVED, alarm.service, Tie.OWN)
        if not case.calm and case.asked_at is not None and at - case.asked_at < ONCE_MORE
    ]
    of_another = belonging.people(words, turn.content).next_door or bool(turn.person.roles)
    if len(over) != 1 or of_another or not (words and alarm.certain):
        return None
    again = Do(Confirm(turn.person.id, Verdict.NO, words), case=over[0].id)
    return talk, (emergency.numbers(turn, talk, alarm, ""), again)
