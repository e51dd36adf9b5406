"""Confirmation: the teller says whether the trouble is over, and whose word that is: their own or,
for a case told for somebody else, the sufferer's. Pure.

A neighbour may report, but only who suffers knows whether it is fixed. "Fixed" from a teller who
has not asked them is kept and does not close the case; "no" opens it again whoever says so, because
a doubt is reason enough to look again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from casework.actions.correspondence import Added
from casework.actions.duplicates.co_reporting import ToldMore
from casework.actions.ending.resolution import Resolved, again
from casework.actions.ending.tone import Tone, tone
from casework.actions.handover import by_hand
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, SaidBy, Status, Verdict
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER


@dataclass(frozen=True)
class Confirm(Command):
    by: int
    verdict: Verdict
    words: str
    said_by: SaidBy = SaidBy.SELF


@dataclass(frozen=True)
class Confirmed(Event):
    """The teller says that it is fixed, or partly, and whose word that is; the case is closed."""

    kind = "confirmed"
    verdict: Verdict
    words: str
    said_by: SaidBy = SaidBy.SELF


@dataclass(frozen=True)
class Heard(Event):
    """The teller says that it is fixed, or partly, and has not asked the person who suffers;
    nothing is closed."""

    kind: ClassVar[str] = "heard"
    verdict: Verdict
    words: str


def words_after_result(trail: Iterable[Event]) -> tuple[Added | ToldMore, ...]:
    """What was told, by its teller or by who follows the case, since the result that stands now;
    nothing when there is none."""
    words: list[Added | ToldMore] = []
    resolved = False
    for event in trail:
        if isinstance(event, Resolved):
            words, resolved = [], True
        elif resolved and isinstance(event, Added | ToldMore):
            words.append(event)
    return tuple(words)


def doubts_after_result(trail: Iterable[Event]) -> bool:
    """Whether something was told since the result that stands now, and not only thanks."""
    said = words_after_result(trail)
    return any(tone(_story(event)) is not Tone.FIXED for event in said)


def _story(event: Added | ToldMore) -> object:
    return event.story if isinstance(event, Added) else event.answer


def _confirm(case: Case, command: Confirm, at: datetime, policy: Policy) -> Events:
    if command.verdict is Verdict.NO:
        return again(case, command.by, command.words, at, policy)
    # Whoever says that it is fixed must have asked the one who knows.
    if by_hand(case) and not case.ending.heard:
        raise Refused("refused.tell_first", number=number(case.id))
    said_by = _whose_word(case, command.said_by)
    if said_by is SaidBy.TELLER_ONLY:
        return (Heard(command.by, command.verdict, command.words),)
    return (Confirmed(command.by, command.verdict, command.words, said_by),)


def _whose_word(case: Case, said_by: SaidBy) -> SaidBy:
    """Whose word a verdict counts as. The teller's own word never closes what they told for
    somebody else, also not from a button of an older version."""
    if not case.for_another:
        return SaidBy.SELF
    if by_hand(case):  # who tells by hand is asked only then, and for the other's word
        return SaidBy.ASKED_THEM
    return SaidBy.TELLER_ONLY if said_by is SaidBy.SELF else said_by


def _check_new(case: Case, command: Confirm) -> None:
    """Raise Refused, in kinder words, for a verdict that its teller has given already and that has
    closed the case, and for one about a result that stands no more."""
    if case.status is not Status.CLOSED:
        raise Refused("refused.confirm.not_now", number=number(case.id))
    again = command.by == case.teller and case.ending.verdict is command.verdict
    if again and case.status is Status.CLOSED:
        raise Refused("refused.confirm.noted", number=number(case.id))


def _confirmed(case: Case, event: Confirmed) -> Case:
    # A new end may be rated anew.
    ending = replace(
        case.ending, verdict=event.verdict, said_by=event.said_by, rating=None, heard=True
    )
    return replace(case, ending=ending)


def _heard(case: Case, event: Heard) -> Case:
    ending = replace(case.ending, verdict=event.verdict, said_by=SaidBy.TELLER_ONLY)
    return replace(case, ending=ending)


RULES: tuple[AnyRule, ...] = (
    Rule(Confirm, frozenset({Status.RESOLVED}), TELLER, _confirm, check_new=_check_new),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Confirmed, Status.CLOSED, _confirmed),
    Change(Heard, evolve=_heard),
)
