"""Asking the teller something, and their answer; meanwhile the time to act stands still. Pure.

Tested in tests/casework/actions/test_objection.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from casework.actions.assignment import owned
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.intake import PERSON
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER, Condition, staff

UNDECIDED = timedelta(days=10)
"""After this whoever leads was asked to decide (followups.toml, *unanswered*)."""

AND = "+"
"""Stands between the kinds of answers where a question wants several."""


@dataclass(frozen=True)
class Ask(Command):
    """Ask the teller something; ``wants`` is the kind of answer (a field kind of the forms), or
    several with ``AND`` between them."""

    by: int
    question: str
    wants: str


@dataclass(frozen=True)
class Answer(Command):
    by: int
    answer: object


@dataclass(frozen=True)
class Asked(Event):
    """``left``: minutes of the time to act that were left then (Policy.left); None in trails older
    than that."""

    kind = "asked"
    question: str
    wants: str
    left: int | None = None


@dataclass(frozen=True)
class Answered(Event):
    kind = "answered"
    answer: object
    due_at: datetime


def _ask(case: Case, command: Ask, at: datetime, policy: Policy) -> Events:
    if case.referral is not None:
        raise Refused("refused.referral.offered", number=number(case.id))
    left = policy.left(case, at)
    return (*owned(case, command.by), Asked(command.by, command.question, command.wants, left))


def _answer(case: Case, command: Answer, at: datetime, policy: Policy) -> Events:
    return (Answered(command.by, command.answer, policy.resumed(case, at)),)


def _asked(case: Case, event: Asked) -> Case:
    return replace(case, minutes_left=event.left)


def _answered(case: Case, event: Answered) -> Case:
    raw: Any = event.answer
    given = {kind: value for kind, value in parts(raw) if kind in PERSON}
    intake = case.intake
    for kind, value in given.items():
        intake = intake.knowing_of_person(kind, str(value))
    return replace(case, intake=intake, due_at=event.due_at, minutes_left=None)


def kinds(wants: str) -> list[str]:
    """The kinds of answers that a question wants."""
    return wants.split(AND)


def parts(answer: Any) -> Iterable[tuple[str, Any]]:
    """Kind and value of what an answer says: one, or with it the numbers that came together with a
    story (``numbers``: kind → value)."""
    if not isinstance(answer, Mapping):
        return []
    return [(answer["kind"], answer.get("value")), *answer.get("numbers", {}).items()]


def undecided(case: Case, trail: Iterable[tuple[Event, datetime]], now: datetime) -> bool:
    """Whether somebody is to decide what becomes of a case, because its teller has not answered for
    so long at this moment (UTC)."""
    asked = [at for event, at in trail if isinstance(event, Asked)]
    return case.status is Status.WAITING and bool(asked) and asked[-1] < now - UNDECIDED


RULES: tuple[AnyRule, ...] = (
    Rule(Ask, AT_A_DESK, staff(Condition.OWNS, Condition.JUDGES), _ask),
    Rule(Answer, frozenset({Status.WAITING}), TELLER, _answer),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Asked, Status.WAITING, _asked),
    Change(Answered, Status.IN_PROGRESS, _answered),
)
