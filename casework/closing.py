"""The end of a case, and after: the result, what the teller says to it, taking back, opening again. Pure.

No case ends without a decision and a written result; "no, it is not fixed" leads back to the coordinator.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from casework import commands as c
from casework import events as e
from casework.climbing import Events
from casework.model import Case, Decision, Refused, Verdict
from casework.numbers import number
from casework.policy import Policy
from casework.working import owned

REOPEN_WITHIN = timedelta(days=30)
"""How long one tap reopens a closed case (domain: complaint channels allow 10 to 30 days; we take the kindest)."""


def _resolve(case: Case, command: c.Resolve, at: datetime, policy: Policy) -> Events:
    if not command.result.strip():
        raise Refused("refused.resolve.no_result", number=number(case.id))
    return (*owned(case, command.by), e.Resolved(command.by, command.decision, command.result))


def _confirm(case: Case, command: c.Confirm, at: datetime, policy: Policy) -> Events:
    if command.verdict is Verdict.NO:
        return _again(case, command.by, command.words, at, policy)
    return (e.Confirmed(command.by, command.verdict, command.words),)


def _reopen(case: Case, command: c.Reopen, at: datetime, policy: Policy) -> Events:
    if case.closed_at is None or at - case.closed_at > REOPEN_WITHIN:
        raise Refused("refused.reopen.too_late", number=number(case.id))
    return _again(case, command.by, command.words, at, policy)


def _again(case: Case, by: int, words: str, at: datetime, policy: Policy) -> Events:
    due_at = policy.due(case.service, case.urgency, at)
    return (e.Reopened(by, words, max(case.level, 1), due_at),)


def _withdraw(case: Case, command: c.Withdraw, at: datetime, policy: Policy) -> Events:
    if not command.words.strip():
        raise Refused("refused.resolve.no_result", number=number(case.id))
    return (e.Withdrawn(command.by, command.words),)


def _resolved(case: Case, event: e.Resolved) -> Case:
    return replace(case, decision=event.decision)


def _reopened(case: Case, event: e.Reopened) -> Case:
    return replace(case, owner=None, level=event.level, due_at=event.due_at, decision=None, merged_into=None)


def _withdrawn(case: Case, event: e.Withdrawn) -> Case:
    return replace(case, decision=Decision.WITHDRAWN)


DECIDE: Mapping[type, Callable[..., Events]] = {
    c.Resolve: _resolve, c.Confirm: _confirm, c.Reopen: _reopen, c.Withdraw: _withdraw,
}  # fmt: skip

CHANGES: Mapping[type, Callable[..., Case]] = {
    e.Resolved: _resolved, e.Reopened: _reopened, e.Withdrawn: _withdrawn,
}  # fmt: skip
