"""A result that was wrong, and that its teller may have read: it is taken back with a reason, and
whoever holds the case goes on with it, with a fresh clock. Pure.

Reports count the case as answered once there is a result that stands. What was decided about an
objection leaves the objection open again. What reached nobody yet: taking_back.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.assignment import owned
from casework.actions.ending.resolution import REOPEN_WITHIN
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Decision, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, staff


@dataclass(frozen=True)
class RetractResult(Command):
    """``said_at``: when the result was written (UTC), ``before``: the case as it stood until then,
    ``delivered``: its teller may have read it, ``referred``: the name of the office whose referral
    ended with it, "" for none; told by the desk."""

    by: int
    reason: str
    said_at: datetime | None = None
    before: Case | None = None
    delivered: bool = True
    referred: str = ""


@dataclass(frozen=True)
class ResultRetracted(Event):
    """``said_at``: when the result was written (UTC), ``decided_by``: by whom; ``objected_to`` and
    ``objected_level``: whose decision is in question again, None for nobody's."""

    kind = "result_retracted"
    reason: str
    due_at: datetime
    said_at: datetime
    decided_by: int | None = None
    objected_to: int | None = None
    objected_level: int = 0
    delivered: bool = True
    referred: str = ""


def _retract(case: Case, command: RetractResult, at: datetime, policy: Policy) -> Events:
    if not command.reason.strip():
        raise Refused("refused.correct.no_reason", number=number(case.id))
    _check_ours(case, at)
    ending = command.before.ending if command.before else replace(case.ending, decided_by=None)
    objected = ending.decided_by is not None
    retracted = ResultRetracted(
        command.by,
        command.reason,
        policy.due(case.service, case.urgency, at, objected=objected),
        command.said_at or at,
        case.ending.decided_by,
        ending.decided_by,
        ending.decided_level,
        command.delivered,
        command.referred,
    )
    return (*owned(case, command.by), retracted)


def _check_ours(case: Case, at: datetime) -> None:
    """Raise Refused where no result of ours stands, or it ended long ago."""
    if case.ending.merged_into is not None:
        raise Refused("refused.open_again.merged", number=number(case.id))
    if case.ending.decision is Decision.WITHDRAWN:
        raise Refused("refused.open_again.withdrawn", number=number(case.id))
    if case.closed_at is not None and at - case.closed_at > REOPEN_WITHIN:
        raise Refused("refused.wrong_result.too_late", number=number(case.id))


def _retracted(case: Case, event: ResultRetracted) -> Case:
    ending = replace(
        case.ending,
        decision=None,
        decided_by=event.objected_to,
        decided_level=event.objected_level,
        verdict=None,
        said_by=None,
        heard=False,
    )
    return replace(case, due_at=event.due_at, ending=ending)


RULES: tuple[AnyRule, ...] = (
    Rule(
        RetractResult,
        frozenset({Status.RESOLVED, Status.CLOSED}),
        staff(Condition.OWNS),
        _retract,
    ),
)
CHANGES: tuple[AnyChange, ...] = (Change(ResultRetracted, Status.IN_PROGRESS, _retracted),)
