"""The end of a case, and what undoes it: a written result, taking the report back, opening the case
again. What the teller says to a result: confirmation.py. Pure.

No case ends without a decision and a written result; "no, it is not fixed" leads back to the
coordinator.

Tested in tests/casework/actions/test_handover.py."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.actions.assignment import owned
from casework.actions.ending.tone import tells
from casework.actions.objection import check_decides, decides_from
from casework.actions.referral import ended
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.intake import CALLED_OFF
from casework.case.model import OPEN, Case, Decision, Refused, Status, Urgency
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER, Condition, workers

REOPEN_WITHIN = timedelta(days=30)
"""How long one tap reopens a closed case (complaint channels allow 10 to 30 days; we take the
longest)."""

SLIP_WITHIN = timedelta(days=1)
"""Who opens a report again for so long after calling its emergency off has called it off by a
slip."""

MISTAKE = "mistake"
"""The reason of who takes back what was none, as in the form *withdraw*."""


@dataclass(frozen=True)
class Resolve(Command):
    """``rank``: the highest level of the chain at which this person works; ``own``: another office
    has the case, and this person is not of it (both told by the desk). ``along``: files that go
    with the result, as a story without words; None for none."""

    by: int
    decision: Decision
    result: str
    rank: int = 0
    along: Mapping[str, object] | None = None
    own: bool = False


@dataclass(frozen=True)
class Reopen(Command):
    by: int
    words: str


@dataclass(frozen=True)
class Withdraw(Command):
    by: int
    words: str


@dataclass(frozen=True)
class Resolved(Event):
    """``level``: from which level of the chain it was decided; an objection goes above it."""

    kind = "resolved"
    decision: Decision
    result: str
    level: int = 0
    along: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Reopened(Event):
    """The teller says that it is not fixed; the coordinator looks at it next. ``taken_back``: they
    had withdrawn it, so no result of ours is in question. ``decided_by``: who had written the
    result that is in question. ``raised``: it was an emergency that they had called off by a slip,
    and is one again."""

    kind = "reopened"
    words: str
    level: int
    due_at: datetime
    taken_back: bool = False
    decided_by: int | None = None
    raised: bool = False


@dataclass(frozen=True)
class Withdrawn(Event):
    kind = "withdrawn"
    words: str


def _resolve(case: Case, command: Resolve, at: datetime, policy: Policy) -> Events:
    if not command.result.strip():
        raise Refused("refused.resolve.no_result", number=number(case.id))
    rank = decides_from(case, command.rank)
    check_decides(case, command.by, rank)
    resolved = Resolved(command.by, command.decision, command.result, rank, command.along)
    referral = ended(case, command.by, policy, done=not command.own)
    return (*owned(case, command.by), *referral, resolved)


def _reopen(case: Case, command: Reopen, at: datetime, policy: Policy) -> Events:
    if case.closed_at is None or at - case.closed_at > REOPEN_WITHIN:
        raise Refused("refused.reopen.too_late", number=number(case.id))
    raised = _called_off_by_a_slip(case, at)
    case = replace(case, urgency=Urgency.EMERGENCY) if raised else case
    return again(case, command.by, command.words, at, policy, raised=raised)


def _called_off_by_a_slip(case: Case, at: datetime) -> bool:
    """Whether a report was taken back, and it had been an emergency until its teller said so."""
    lately = case.closed_at is not None and at - case.closed_at <= SLIP_WITHIN
    taken_back = case.ending.decision is Decision.WITHDRAWN
    return lately and taken_back and CALLED_OFF in (case.intake.facts or {})


def again(
    case: Case, by: int, words: str, at: datetime, policy: Policy, *, raised: bool = False
) -> Events:
    """The events that open a case again, for the coordinator at least. Thanks are no reason."""
    due_at = policy.due(case.service, case.urgency, at)
    taken_back = case.ending.decision is Decision.WITHDRAWN
    wrote = case.ending.decided_by
    return (Reopened(by, tells(words), max(case.level, 1), due_at, taken_back, wrote, raised),)


def _withdraw(case: Case, command: Withdraw, at: datetime, policy: Policy) -> Events:
    if not command.words.strip():
        raise Refused("refused.resolve.no_result", number=number(case.id))
    return (*ended(case, command.by, policy, done=False), Withdrawn(command.by, command.words))


def _resolved(case: Case, event: Resolved) -> Case:
    ending = replace(
        case.ending,
        decision=event.decision,
        decided_by=event.by,
        decided_level=event.level,
        verdict=None,
        said_by=None,
        heard=False,
    )
    return replace(case, ending=ending)


def _reopened(case: Case, event: Reopened) -> Case:
    ending = replace(
        case.ending,
        decision=None,
        decided_by=None,
        verdict=None,
        said_by=None,
        heard=False,
        merged_into=None,
    )
    urgency = Urgency.EMERGENCY if event.raised else case.urgency
    free = replace(case, owner=None, had_by=case.owner, urgency=urgency)
    return replace(free, level=event.level, due_at=event.due_at, ending=ending)


def _withdrawn(case: Case, event: Withdrawn) -> Case:
    ending = replace(case.ending, decision=Decision.WITHDRAWN, decided_by=None)
    return replace(case, ending=ending)


RULES: tuple[AnyRule, ...] = (
    Rule(
        Resolve,
        AT_A_DESK | {Status.WAITING, Status.REFERRED},
        workers(Condition.OWNS, Condition.JUDGES, Condition.ACCEPTED),
        _resolve,
    ),
    Rule(Reopen, frozenset({Status.CLOSED}), TELLER, _reopen),
    Rule(Withdraw, OPEN, TELLER, _withdraw),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Resolved, Status.RESOLVED, _resolved),
    Change(Reopened, Status.REVIEWED, _reopened),
    Change(Withdrawn, Status.CLOSED, _withdrawn),
)
