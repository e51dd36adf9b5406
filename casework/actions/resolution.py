"""The end of a case, and after: the result, taking back, opening again. What is said to a result:
confirmation.py. Pure.

No case ends without a decision and a written result; "no, it is not fixed" leads back to the
coordinator."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from casework.actions.escalation import Events
from casework.actions.objection import check_decides, decides_from
from casework.actions.referral_rules import ended
from casework.actions.work import owned
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Decision, Refused
from casework.case.number import number
from casework.policy.policy import Policy

REOPEN_WITHIN = timedelta(days=30)
"""How long one tap reopens a closed case (domain: complaint channels allow 10 to 30 days; we take
the kindest)."""


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


def _reopened(case: Case, event: e.Reopened) -> Case:
    ending = replace(
        case.ending,
        decision=None,
        decided_by=None,
        verdict=None,
        said_by=None,
        heard=False,
        merged_into=None,
    )
    return replace(case, owner=None, level=event.level, due_at=event.due_at, ending=ending)


def _withdrawn(case: Case, event: e.Withdrawn) -> Case:
    ending = replace(case.ending, decision=Decision.WITHDRAWN, decided_by=None)
    return replace(case, ending=ending)


DECIDE: Mapping[type, Callable[..., Events]] = {
    c.Resolve: _resolve,
    c.Reopen: _reopen,
    c.Withdraw: _withdraw,
}

CHANGES: Mapping[type, Callable[..., Case]] = {
    e.Resolved: _resolved,
    e.Reopened: _reopened,
    e.Withdrawn: _withdrawn,
}
