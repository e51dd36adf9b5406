"""What another office answers to a referral: it takes the case, or gives it back. Pure.

A district that takes what its own village passed up has the case from then on as its own.

Tested in tests/casework/actions/test_referral.py."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from casework.actions.referral import known_office, office_name, ours_again, over
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import DISTRICT_LEVEL, Case, Referral, Refused, Stage, Status
from casework.case.number import number
from casework.case.stage import NONE
from casework.policy.offices import Kind
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, workers


class Why(StrEnum):
    """Why an office gives a case back. None of them makes the person start again."""

    WRONG_OFFICE = "wrong_office"
    INCOMPLETE = "incomplete"
    NO_MEANS = "no_means"
    OTHER = "other"


@dataclass(frozen=True)
class Accept(Command):
    by: int


@dataclass(frozen=True)
class Return(Command):
    by: int
    why: Why
    words: str


@dataclass(frozen=True)
class Accepted(Event):
    """Another office has the case; ``due_at`` is when it must have a result."""

    kind = "accepted"
    to: str
    name: str
    due_at: datetime


@dataclass(frozen=True)
class TakenUp(Event):
    """The district has taken a case that its village passed up: from now on it is the district's
    own. ``had``: who held it in the village, if that was somebody else; None also in what was
    stored before it was kept."""

    kind = "taken_up"
    to: str
    name: str
    had: int | None = None


@dataclass(frozen=True)
class Returned(Event):
    kind = "returned"
    to: str
    name: str
    cause: Why
    words: str
    due_at: datetime


def _accept(case: Case, command: Accept, at: datetime, policy: Policy) -> Events:
    office = known_office(case, case.referred_to, policy)
    if office.kind is Kind.SLRT:
        had = None if case.owner == command.by else case.owner
        return (TakenUp(command.by, office.code, office.name, had),)
    due_at = policy.directory.result_by(office.code, case.urgency, at)
    return (Accepted(command.by, office.code, office.name, due_at),)


def _return(case: Case, command: Return, at: datetime, policy: Policy) -> Events:
    if not command.words.strip():
        raise Refused("refused.referral.no_words", number=number(case.id))
    due_at = ours_again(case, at, policy)
    return (
        Returned(
            command.by,
            case.referred_to,
            office_name(case, policy),
            command.why,
            command.words,
            due_at,
        ),
    )


def _accepted(case: Case, event: Accepted) -> Case:
    asks = case.referral is not None and case.referral.asks
    referral = Referral(event.to, Stage.ACCEPTED, event.due_at, own_due=case.due_at, asks=asks)
    return replace(case, referral=referral, due_at=event.due_at)


def _taken_up(case: Case, event: TakenUp) -> Case:
    return replace(
        over(case), office=event.to, level=max(case.level, DISTRICT_LEVEL), owner=event.by
    )


def _returned(case: Case, event: Returned) -> Case:
    return replace(over(case), due_at=event.due_at)


RULES: tuple[AnyRule, ...] = (
    Rule(
        Accept,
        frozenset({Status.IN_PROGRESS}),
        workers(Condition.RECEIVES),
        _accept,
        stages=frozenset({Stage.OFFERED}),
    ),
    Rule(
        Return,
        frozenset({Status.IN_PROGRESS, Status.REFERRED}),
        workers(Condition.RECEIVES),
        _return,
        stages=frozenset(Stage),
    ),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Accepted, Status.REFERRED, _accepted, Stage.ACCEPTED),
    Change(TakenUp, Status.IN_PROGRESS, _taken_up, NONE),
    Change(Returned, Status.IN_PROGRESS, _returned, NONE),
)
