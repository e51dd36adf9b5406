"""The life of a case as two tables and two functions.

``ALLOWED`` says in which statuses a command is possible, ``BECOMES`` which status an event leads
to; both are law, and the diagram of the manual is drawn from them. ``decide`` answers a command
with events or raises Refused; ``evolve`` applies one event. Both are pure: an illegal command
changes nothing. What each phase of a life decides is said beside (the modules of PHASES); who may
ask in access/permissions.py."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from casework.actions import (
    certificate,
    co_reporting,
    confirmation,
    conflict_of_interest,
    escalation,
    handover,
    merging,
    objection,
    public_answer,
    rating,
    referral,
    referral_rules,
    reminder,
    rescheduling,
    resolution,
    work,
)
from casework.actions.escalation import Events
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import OPEN, Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy

_S = Status
ALLOWED: Mapping[type, frozenset[Status]] = {
    c.Complete: OPEN,
    c.RecordConsent: OPEN,
    c.Review: frozenset(Status),
    c.Claim: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS}),
    c.Assign: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS, _S.WAITING, _S.REFERRED}),
    c.Ask: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS}),
    c.Answer: frozenset({_S.WAITING}),
    c.Add: OPEN,
    c.Reply: OPEN,
    c.Note: frozenset(Status),
    c.Resolve: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS, _S.WAITING, _S.REFERRED}),
    c.Confirm: frozenset({_S.RESOLVED}),
    c.Reopen: frozenset({_S.CLOSED}),
    c.Withdraw: OPEN,
    c.Reveal: frozenset(Status),
    c.Ring: frozenset(Status),
    referral.Refer: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS}),
    referral.AskSharing: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS}),
    referral.Agree: OPEN,
    referral.Accept: frozenset({_S.IN_PROGRESS}),
    referral.Return: frozenset({_S.IN_PROGRESS, _S.REFERRED}),
    referral.Recall: frozenset({_S.IN_PROGRESS, _S.REFERRED}),
    reminder.Nudge: reminder.PRESSED,
    reminder.Raise: reminder.PRESSED,
    rescheduling.Reschedule: frozenset(Status),
    rating.Rate: frozenset({_S.CLOSED}),
    objection.Object: frozenset({_S.RESOLVED, _S.CLOSED}),
    public_answer.AnswerPublicly: frozenset({_S.RESOLVED, _S.CLOSED}),
    handover.TakeOver: frozenset(Status),
    handover.Share: frozenset(Status),
    handover.Tell: frozenset(Status),
    handover.Deliver: frozenset(Status),
    conflict_of_interest.Exclude: frozenset(Status),
    conflict_of_interest.Readmit: frozenset(Status),
    **co_reporting.ALLOWED,
    certificate.Certify: frozenset(Status),
}

BECOMES: Mapping[type[e.Event], Status | None] = {
    e.Filed: _S.RECEIVED,
    e.Completed: None,
    e.ConsentRecorded: None,
    e.Reviewed: _S.REVIEWED,
    e.Claimed: _S.IN_PROGRESS,
    e.Assigned: _S.IN_PROGRESS,
    e.HandedOver: None,
    e.Asked: _S.WAITING,
    e.Answered: _S.IN_PROGRESS,
    e.Added: None,
    e.Replied: None,
    e.Noted: None,
    e.Resolved: _S.RESOLVED,
    e.Confirmed: _S.CLOSED,
    e.Reopened: _S.REVIEWED,
    e.Withdrawn: _S.CLOSED,
    e.Lapsed: _S.CLOSED,
    e.Escalated: None,
    e.Rung: None,
    e.Reminded: None,
    e.Revealed: None,
    referral.Offered: _S.IN_PROGRESS,
    referral.SharingAsked: None,
    referral.SharingAnswered: None,
    referral.Accepted: _S.REFERRED,
    referral.TakenUp: _S.IN_PROGRESS,
    referral.Returned: _S.IN_PROGRESS,
    referral.Recalled: _S.IN_PROGRESS,
    referral.Done: None,
    reminder.Nudged: None,
    reminder.Raised: None,
    rescheduling.Rescheduled: None,
    confirmation.Heard: None,
    rating.Rated: None,
    objection.Objected: _S.REVIEWED,
    public_answer.AnsweredPublicly: None,
    handover.TakenOver: None,
    handover.SightChanged: None,
    handover.Delivered: None,
    handover.ToldByHand: None,
    conflict_of_interest.Excluded: None,
    conflict_of_interest.Readmitted: None,
    **co_reporting.BECOMES,
    certificate.Certified: None,
}
"""None: the status stays as it is."""

PHASES = (
    work,
    referral_rules,
    resolution,
    escalation,
    reminder,
    rescheduling,
    confirmation,
    rating,
    objection,
    public_answer,
    handover,
    conflict_of_interest,
    co_reporting,
    merging,
    certificate,
)

_DECIDE: Mapping[type, Callable[..., Events]] = {
    k: decide for phase in PHASES for k, decide in phase.DECIDE.items()
}
_CHANGES: Mapping[type, Callable[..., Case]] = {
    k: change for phase in PHASES for k, change in phase.CHANGES.items()
}


def file(command: c.File, at: datetime, policy: Policy) -> e.Filed:
    """The first event of a case. A case that opens at the district begins at the district's
    level."""
    route = policy.route(command.service, command.facts, command.village)
    if not command.manned:
        route = replace(route, office=policy.district, why=(*route.why, "unmanned"))
    return e.Filed(
        by=command.by,
        key=command.key,
        village=command.village,
        service=command.service,
        urgency=route.urgency,
        office=route.office,
        desk=route.desk,
        party=route.party,
        confidential=route.confidential,
        level=escalation.level_of(route.office, policy),
        why=route.why,
        intake=replace(command.intake, facts=dict(command.facts)),
        due_at=policy.due(command.service, route.urgency, at),
        parent=command.parent,
        helper=command.helper,
        sensitive=policy.catalogue.services[command.service].sensitive,
    )


def decide(case: Case, command: c.Command, at: datetime, policy: Policy) -> Events:
    """What a command leads to. Raises Refused (with the text key that says why); then nothing has
    changed."""
    if case.status not in ALLOWED[type(command)]:
        confirmation.check_new(case, command)
        rating.check_new(case, command)
        raise Refused(f"refused.status.{case.status}", number=number(case.id))
    return _DECIDE[type(command)](case, command, at, policy)


def evolve(case: Case, event: e.Event, at: datetime) -> Case:
    """The case after one event, at ``at`` (UTC)."""
    status = BECOMES[type(event)] or case.status
    closed_at = (case.closed_at or at) if status is Status.CLOSED else None
    changed = replace(case, status=status, closed_at=closed_at, version=case.version + 1)
    change = _CHANGES.get(type(event))
    return change(changed, event) if change else changed


def opened(case_id: int, event: e.Filed, at: datetime) -> Case:
    """The case that a Filed event opens."""
    return Case(
        id=case_id,
        key=event.key,
        village=event.village,
        service=event.service,
        urgency=event.urgency,
        office=event.office,
        desk=event.desk,
        party=event.party,
        confidential=event.confidential,
        status=Status.RECEIVED,
        teller=event.by,
        opened_at=at,
        due_at=event.due_at,
        intake=event.intake,
        level=event.level,
        parent=event.parent,
        version=1,
        helper=event.helper,
        sensitive=event.sensitive,
    )
