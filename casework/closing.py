"""The end of a case, and after: the result, taking back, opening again. What is said to a result: hearing.py. Pure.

No case ends without a decision and a written result; "no, it is not fixed" leads back to the coordinator.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from casework import commands as c
from casework import events as e
from casework.climbing import Events
from casework.model import Case, Decision, Refused
from casework.numbers import number
from casework.objecting import check_decides, decides_from
from casework.policy import Policy
from casework.referring import ended
from casework.working import owned

REOPEN_WITHIN = timedelta(days=30)
"""How long one tap reopens a closed case (complaint channels allow 10 to 30 days; we take the kindest)."""


def _resolve(case: Case, command: c.Resolve, at: datetime, policy: Policy) -> Events:
    if not command.result.strip():
        raise Refused("refused.resolve.no_result", number=number(case.id))
    rank = decides_from(case, command.rank)
    check_decides(case, command.by, rank)
    resolved = e.Resolved(command.by, command.decision, command.result, rank)
    return (*owned(case, command.by), *ended(case, command.by, policy, done=True), resolved)


def _reopen(case: Case, command: c.Reopen, at: datetime, policy: Policy) -> Events:
    if case.closed_at is None or at - case.closed_at > REOPEN_WITHIN:
        raise Refused("refused.reopen.too_late", number=number(case.id))
    return again(case, command.by, command.words, at, policy)


def again(case: Case, by: int, words: str, at: datetime, policy: Policy) -> Events:
    """The case opens again, for the coordinator at least."""
    due_at = policy.due(case.service, case.urgency, at)
    return (e.Reopened(by, words, max(case.level, 1), due_at),)


def _withdraw(case: Case, command: c.Withdraw, at: datetime, policy: Policy) -> Events:
    if not command.words.strip():
        raise Refused("refused.resolve.no_result", number=number(case.id))
    return (*ended(case, command.by, policy, done=False), e.Withdrawn(command.by, command.words))


def _resolved(case: Case, event: e.Resolved) -> Case:
    return replace(
        case, decision=event.decision, decided_by=event.by, decided_level=event.level, verdict=None, said_by=None,
        heard=False,
    )  # fmt: skip


def _reopened(case: Case, event: e.Reopened) -> Case:
    return replace(
        case, owner=None, level=event.level, due_at=event.due_at, decision=None, decided_by=None, verdict=None,
        said_by=None, heard=False, merged_into=None,
    )  # fmt: skip


def _withdrawn(case: Case, event: e.Withdrawn) -> Case:
    return replace(case, decision=Decision.WITHDRAWN, decided_by=None)


DECIDE: Mapping[type, Callable[..., Events]] = {
    c.Resolve: _resolve, c.Reopen: _reopen, c.Withdraw: _withdraw,
}  # fmt: skip

CHANGES: Mapping[type, Callable[..., Case]] = {
    e.Resolved: _resolved, e.Reopened: _reopened, e.Withdrawn: _withdrawn,
}  # fmt: skip
