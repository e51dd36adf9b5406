"""The life of a case as two tables and two functions.

``ALLOWED`` says in which statuses a command is possible, ``BECOMES`` which status an event leads to; both are law, and
the diagram of the manual is drawn from them. ``decide`` answers a command with events or raises Refused; ``evolve``
applies one event. Both are pure: an illegal command changes nothing. What each phase of a life decides is said beside
(the modules of PHASES); who may ask in permits.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from casework import (
    certifying,
    climbing,
    closing,
    conflict,
    handing,
    hearing,
    joining,
    merging,
    objecting,
    pressing,
    publishing,
    rating,
    referrals,
    referring,
    rescheduling,
    working,
)
from casework import commands as c
from casework import events as e
from casework.climbing import Events
from casework.model import OPEN, Case, Refused, Status
from casework.numbers import number
from casework.policy import Policy

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
    referrals.Refer: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS}),
    referrals.AskSharing: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS}),
    referrals.Agree: OPEN,
    referrals.Accept: frozenset({_S.IN_PROGRESS}),
    referrals.Return: frozenset({_S.IN_PROGRESS, _S.REFERRED}),
    referrals.Recall: frozenset({_S.IN_PROGRESS, _S.REFERRED}),
    pressing.Nudge: pressing.PRESSED,
    pressing.Raise: pressing.PRESSED,
    rescheduling.Reschedule: frozenset(Status),
    rating.Rate: frozenset({_S.CLOSED}),
    objecting.Object: frozenset({_S.RESOLVED, _S.CLOSED}),
    publishing.AnswerPublicly: frozenset({_S.RESOLVED, _S.CLOSED}),
    handing.TakeOver: frozenset(Status),
    handing.Share: frozenset(Status),
    handing.Tell: frozenset(Status),
    handing.Deliver: frozenset(Status),
    conflict.Exclude: frozenset(Status),
    conflict.Readmit: frozenset(Status),
    **joining.ALLOWED,
    certifying.Certify: frozenset(Status),
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
    referrals.Offered: _S.IN_PROGRESS,
    referrals.SharingAsked: None,
    referrals.SharingAnswered: None,
    referrals.Accepted: _S.REFERRED,
    referrals.TakenUp: _S.IN_PROGRESS,
    referrals.Returned: _S.IN_PROGRESS,
    referrals.Recalled: _S.IN_PROGRESS,
    referrals.Done: None,
    pressing.Nudged: None,
    pressing.Raised: None,
    rescheduling.Rescheduled: None,
    hearing.Heard: None,
    rating.Rated: None,
    objecting.Objected: _S.REVIEWED,
    publishing.AnsweredPublicly: None,
    handing.TakenOver: None,
    handing.SightChanged: None,
    handing.Delivered: None,
    handing.ToldByHand: None,
    conflict.Excluded: None,
    conflict.Readmitted: None,
    **joining.BECOMES,
    certifying.Certified: None,
}
"""None: the status stays as it is."""

PHASES = (
    working, referring, closing, climbing, pressing, rescheduling, hearing, rating, objecting, publishing, handing,
    conflict, joining, merging, certifying,
)  # fmt: skip

_DECIDE: Mapping[type, Callable[..., Events]] = {k: decide for phase in PHASES for k, decide in phase.DECIDE.items()}
_CHANGES: Mapping[type, Callable[..., Case]] = {k: change for phase in PHASES for k, change in phase.CHANGES.items()}


def file(command: c.File, at: datetime, policy: Policy) -> e.Filed:
    """The first event of a case. A case that opens at the district begins at the district's level."""
    route = policy.route(command.service, command.facts, command.village)
    if not command.manned:
        route = replace(route, office=policy.district, why=(*route.why, "unmanned"))
    return e.Filed(
        by=command.by, key=command.key, village=command.village, service=command.service, urgency=route.urgency,
        office=route.office, desk=route.desk, party=route.party, confidential=route.confidential,
        level=climbing.level_of(route.office, policy), why=route.why,
        intake={**command.intake, "facts": dict(command.facts)},
        due_at=policy.due(command.service, route.urgency, at), parent=command.parent, helper=command.helper,
        sensitive=policy.catalogue.services[command.service].sensitive,
    )  # fmt: skip


def decide(case: Case, command: c.Command, at: datetime, policy: Policy) -> Events:
    """What a command leads to. Raises Refused (with the text key that says why); then nothing has changed."""
    if case.status not in ALLOWED[type(command)]:
        hearing.check_new(case, command)
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
        id=case_id, key=event.key, village=event.village, service=event.service, urgency=event.urgency,
        office=event.office, desk=event.desk, party=event.party, confidential=event.confidential,
        status=Status.RECEIVED, teller=event.by, opened_at=at, due_at=event.due_at, intake=event.intake,
        level=event.level, parent=event.parent, version=1, helper=event.helper, sensitive=event.sensitive,
    )  # fmt: skip
