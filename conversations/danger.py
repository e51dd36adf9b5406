"""What follows from words of danger, and from those that one is over: asked of every message before
any order and any form. Pure.

Tested in tests/conversations/handlers/emergencies."""

from collections.abc import Callable

from conversations import form_progress
from conversations.content.alarm_words import Alarm
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.handlers import named_case
from conversations.handlers.emergencies import (
    emergency,
    likeness,
    means,
    open_emergency,
    raised,
    second_cry,
)
from conversations.handlers.emergencies.in_parts import anew, hurt, together, undone
from conversations.handlers.emergencies.mourning import death
from conversations.handlers.emergencies.who.victims import Likeness
from conversations.handlers.messages.answers import whenever
from conversations.handlers.shared_phone import quiet
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Talk

RESULT_REFUSED = frozenset({"confirm", "reopen"})
"""Forms in which somebody says what is still wrong after a result."""

Message = Callable[[Turn, Talk], Answered]

BEFORE = (named_case.ordered, death.told, open_emergency.over, anew.told)
"""What is asked in this order before a cry is heard."""


def heard(turn: Turn, talk: Talk, message: Message) -> Answered | None:
    """What follows from words of an emergency, and from those that one is over; an officer's order
    for a case is none, whatever it tells. ``message``: what follows from any other message."""
    answered = _heard(turn, talk, message)
    return hurt.called(turn, answered) if answered else None


def _heard(turn: Turn, talk: Talk, message: Message) -> Answered | None:
    """The same, without those who are called to a wound beside."""
    before = next(filter(None, (step(turn, talk) for step in BEFORE)), None)
    if before is not None:
        return before
    turn, talk = together.told(turn, talk)
    alarm = emergency.heard(turn, talk)
    if alarm is None:
        return None
    talk = raised.turned_to(turn, talk, alarm)
    if _is_place(turn, talk, alarm):
        return message(turn, talk)
    refused = _still_wrong(turn, talk, alarm) or second_cry.once_more(turn, talk, alarm)
    if refused is not None:
        return refused
    same = raised.still_same(turn, talk, alarm)
    if not (alarm.certain or quiet.asks(turn)):
        same = same and likeness.goes_on(turn, talk, alarm)
        joined = open_emergency.joins(turn, talk) if same else None
        return joined or emergency.wonder(turn, talk, alarm)
    after, effects = undone.cried(turn, unsorted.about(talk, unsorted.DOUBT), alarm)
    return unsorted.back(talk, after), effects


def _still_wrong(turn: Turn, talk: Talk, alarm: Alarm) -> Answered | None:
    """Words of danger that say what is still wrong after a result. They open its case again, and
    where that is an emergency of the same danger it is this one that rings, no second one; else a
    new one rings, too."""
    draft = talk.draft
    step = question.current(turn, draft) if draft and draft.form in RESULT_REFUSED else None
    if draft is None or step is None or step.key != "words":
        return None
    after, effects = form_progress.answered(turn, talk, draft)
    key = _of_the_same(turn, draft.about["case"], alarm)
    if key is not None:
        after, left = undone.asking_on(after, key), after.draft
        below = question.ask(turn, after.draft) if after.draft and after.draft is not left else ()
        return after, (emergency.numbers(turn, after, alarm, ""), *effects, *below)
    cried, more = (undone.cried if alarm.certain else emergency.wonder)(turn, after, alarm)
    return cried, (*more, *effects)


def _of_the_same(turn: Turn, case: int, alarm: Alarm) -> str | None:
    """The key of a case that is, or was, an emergency of this danger, "" where it is not known;
    None where it is none."""
    raised = turn.around.emergencies.items()
    found = [key for key, one in raised if one.case == case and alarm.fits(one.service)]
    open_ones = (one for one in turn.around.cases if one.id == case and not one.calm)
    if any(alarm.fits(one.service) for one in open_ones):
        found.append("")
    return next(iter(found), None)


def _is_place(turn: Turn, talk: Talk, alarm: Alarm) -> bool:
    """Whether words that sound like an alarm answer where it is ("ruang IGD")."""
    asked = whenever.asked(turn, talk.draft) and _of_kind(talk, alarm)
    if not asked or not means.only_place(turn):
        return False
    return likeness.about(turn, talk, alarm) is Likeness.SAME


def _of_kind(talk: Talk, alarm: Alarm) -> bool:
    """Whether the emergency that was raised last, however long ago, is of this kind."""
    return talk.alarm is not None and talk.alarm[2] == alarm.kind
