"""Ordinary work on an open case: reading, claiming, asking, answering, and what the teller adds.
Pure.

``DECIDE`` answers a command with events or raises Refused; ``CHANGES`` says what an event changes
besides the status. Both are parts of the lifecycle (lifecycle.py), which says when a command is
possible at all."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from casework.actions.escalation import DISTRICT_LEVEL, Events, level_of
from casework.actions.objection import check_hands
from casework.case import commands as c
from casework.case import events as e
from casework.case.intake import Consent
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy


def owned(case: Case, by: int) -> Events:
    """Acting on a case that nobody has claimed claims it."""
    if case.owner is None:
        check_hands(case, by)
    return () if case.owner is not None else (e.Claimed(by),)


def _complete(case: Case, command: c.Complete, at: datetime, policy: Policy) -> Events:
    village, office, level = command.village or case.village, case.office, case.level
    # Once the place is known the case goes where it belongs, unless somebody has read it or it has
    # climbed meanwhile.
    if village and not case.village and case.status is Status.RECEIVED and level <= DISTRICT_LEVEL:
        office = policy.route(case.service, case.intake.facts or {}, village).office
        level = level_of(office, policy)
    placed = bool(village and not case.village)
    return (
        e.Completed(
            command.by, village, office, level, office != case.office, command.intake, placed
        ),
    )


def _record_consent(case: Case, command: c.RecordConsent, at: datetime, policy: Policy) -> Events:
    return (e.ConsentRecorded(command.by, command.consent),)


def _review(case: Case, command: c.Review, at: datetime, policy: Policy) -> Events:
    return (e.Reviewed(command.by),) if case.status is Status.RECEIVED else ()


def _claim(case: Case, command: c.Claim, at: datetime, policy: Policy) -> Events:
    if case.owner == command.by:
        raise Refused("refused.claim.yours", number=number(case.id))
    if case.owner is not None:
        raise Refused("refused.claim.taken", number=number(case.id))
    check_hands(case, command.by)
    return (e.Claimed(command.by),)


def _assign(case: Case, command: c.Assign, at: datetime, policy: Policy) -> Events:
    if case.owner == command.to:
        raise Refused("refused.assign.same", number=number(case.id))
    check_hands(case, command.to)
    held = case.owner is not None and case.status in (
        Status.WAITING,
        Status.IN_PROGRESS,
        Status.REFERRED,
    )
    event = e.HandedOver if held else e.Assigned
    return (event(command.by, command.to),)


def _ask(case: Case, command: c.Ask, at: datetime, policy: Policy) -> Events:
    if case.referral is not None:
        raise Refused("refused.referral.offered", number=number(case.id))
    left = policy.left(case, at)
    return (*owned(case, command.by), e.Asked(command.by, command.question, command.wants, left))


def _answer(case: Case, command: c.Answer, at: datetime, policy: Policy) -> Events:
    return (e.Answered(command.by, command.answer, policy.resumed(case, at)),)


def _add(case: Case, command: c.Add, at: datetime, policy: Policy) -> Events:
    return (e.Added(command.by, command.story),)


def _reply(case: Case, command: c.Reply, at: datetime, policy: Policy) -> Events:
    return (e.Replied(command.by, command.text),)


def _note(case: Case, command: c.Note, at: datetime, policy: Policy) -> Events:
    return (e.Noted(command.by, command.text),)


def _reveal(case: Case, command: c.Reveal, at: datetime, policy: Policy) -> Events:
    return (e.Revealed(command.by),)


def _completed(case: Case, event: e.Completed) -> Case:
    return replace(
        case,
        village=event.village or case.village,
        office=event.office,
        level=event.level,
        intake=case.intake.completed(event.intake),
    )


def _consent_recorded(case: Case, event: e.ConsentRecorded) -> Case:
    # Who does not agree is not named and not called.
    if event.consent is Consent.REFUSED:
        return replace(case, intake=case.intake.unnamed())
    return replace(case, intake=replace(case.intake, consent=event.consent))


def _claimed(case: Case, event: e.Claimed) -> Case:
    return replace(case, owner=event.by)


def _assigned(case: Case, event: e.Assigned | e.HandedOver) -> Case:
    return replace(case, owner=event.to)


def _asked(case: Case, event: e.Asked) -> Case:
    return replace(case, minutes_left=event.left)


def _answered(case: Case, event: e.Answered) -> Case:
    return replace(case, due_at=event.due_at, minutes_left=None)


DECIDE: Mapping[type, Callable[..., Events]] = {
    c.Complete: _complete,
    c.RecordConsent: _record_consent,
    c.Review: _review,
    c.Claim: _claim,
    c.Assign: _assign,
    c.Ask: _ask,
    c.Answer: _answer,
    c.Add: _add,
    c.Reply: _reply,
    c.Note: _note,
    c.Reveal: _reveal,
}

CHANGES: Mapping[type, Callable[..., Case]] = {
    e.Completed: _completed,
    e.ConsentRecorded: _consent_recorded,
    e.Claimed: _claimed,
    e.Assigned: _assigned,
    e.HandedOver: _assigned,
    e.Asked: _asked,
    e.Answered: _answered,
}
