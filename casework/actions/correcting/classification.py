"""Betulkan: another service, or another urgency, than the case was sorted under at first. Pure.

A case that is sealed by what was told in it stays so under another service (sealing.py); a leader
who names the service that it has opens it again.

The new clock runs from the day of the report, so that our mistake costs its teller nothing; where
that would already be over, it runs from now, so that nobody is late at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from casework.actions.correcting.letting_go import Freed
from casework.actions.correcting.sealing import by_words
from casework.actions.ending.calling_off import OF_ALARMS
from casework.actions.escalation import level_of
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Desk, Refused, Route, Status, Urgency
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, UNDER_WORK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, staff

LEADS = 1
"""From this rank on somebody is a leader (access.visibility.rank)."""

OF_A_SERVICE = ("sector", "desk", "service", "party", "sensitive", "accuses_official", "vague")
"""What a case knows of its service by name (``Case.known``), and forgets with it."""


@dataclass(frozen=True)
class CorrectService(Command):
    """``urgency``: what a leader says of an alarm that was none; None leaves it as it is.
    ``rank``: how high the person stands in the case, ``manned``: somebody works at the office
    of its village, ``known``: what the rows of the service are called; told by the desk."""

    by: int
    service: str
    reason: str
    urgency: Urgency | None = None
    rank: int = 0
    manned: bool = True
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CorrectUrgency(Command):
    """``rank``: how high the person stands in the case (told by the desk)."""

    by: int
    urgency: Urgency
    reason: str
    rank: int = 0


@dataclass(frozen=True)
class ServiceCorrected(Event):
    """``since``: from when on (UTC) the new clock counts; ``was…``: what stood there before.
    ``lowered``: it was an emergency, and is none."""

    kind = "service_corrected"
    service: str
    was: str
    urgency: Urgency
    office: str
    was_office: str
    desk: Desk
    party: str
    confidential: bool
    sensitive: bool
    level: int
    due_at: datetime
    was_due: datetime
    since: datetime
    reason: str
    known: Mapping[str, str] = field(default_factory=dict)
    lowered: bool = False


@dataclass(frozen=True)
class UrgencyCorrected(Event):
    """``left``: minutes of the new time to act that stand still while we wait for the teller, None
    when we don't; the rest as above."""

    kind = "urgency_corrected"
    urgency: Urgency
    was: Urgency
    due_at: datetime
    was_due: datetime
    since: datetime
    reason: str
    left: int | None = None


def check_reason(case: Case, reason: str) -> None:
    """Raise Refused when nobody says why, or another office was asked meanwhile."""
    if not reason.strip():
        raise Refused("refused.correct.no_reason", number=number(case.id))
    if case.referral is not None:
        raise Refused("refused.referral.offered", number=number(case.id))


def _anew(
    case: Case, service: str, urgency: Urgency, at: datetime, policy: Policy
) -> tuple[datetime, datetime]:
    """When a case is due that was sorted anew, and from when on that counts."""
    if not case.ending.objected:
        due_at = policy.due(service, urgency, case.opened_at)
        if due_at > at:
            return due_at, case.opened_at
    return policy.due(service, urgency, at, objected=case.ending.objected), at


def _correct_service(case: Case, command: CorrectService, at: datetime, policy: Policy) -> Events:
    check_reason(case, command.reason)
    row = policy.catalogue.service(command.service)
    if row.gone:
        raise Refused("refused.correct.unknown", number=number(case.id))
    opens = by_words(case, policy) and command.rank >= LEADS
    if command.service == case.service and not opens:
        raise Refused("refused.correct.same", number=number(case.id))
    was, now = _routes(case, command, policy)
    sensitive = row.sensitive or (by_words(case, policy) and command.service != case.service)
    freer = (case.sensitive and not sensitive) or (case.confidential and not now.confidential)
    if freer and command.rank < LEADS:
        raise Refused("refused.correct.careful", number=number(case.id))
    urgency = _urgency(case, command, now)
    due_at, since = _anew(case, command.service, urgency, at, policy)
    office = now.office if now.office != was.office else case.office
    corrected = ServiceCorrected(
        command.by,
        command.service,
        case.service,
        urgency,
        office,
        case.office,
        now.desk,
        now.party,
        now.confidential,
        sensitive,
        case.level if office == case.office else level_of(office, policy),
        due_at,
        case.due_at,
        since,
        command.reason,
        command.known,
        _lowered(case, command),
    )
    gone = office != case.office or (now.desk is not case.desk and case.owner is None)
    return (corrected, Freed(command.by)) if gone else (corrected,)


def _lowered(case: Case, command: CorrectService) -> bool:
    """Whether an alarm is none, as a leader says with the service that is right."""
    lower = case.urgency is Urgency.EMERGENCY and command.urgency not in (None, case.urgency)
    if lower and command.rank < LEADS:
        raise Refused("refused.correct.emergency", number=number(case.id))
    return lower


def _urgency(case: Case, command: CorrectService, now: Route) -> Urgency:
    if case.urgency is not Urgency.EMERGENCY:
        return now.urgency
    return command.urgency or case.urgency


def _routes(case: Case, command: CorrectService, policy: Policy) -> tuple[Route, Route]:
    """Where the case went by its old service, and where it goes by the new one. What an alarm has
    told counts no more once it is none."""
    told = case.intake.facts or {}
    plain = {k: v for k, v in told.items() if k not in OF_ALARMS}
    before = told if case.urgency is Urgency.EMERGENCY else plain
    after = plain if _lowered(case, command) else before
    was = policy.route(case.service, before, case.village, case.known)
    now = policy.route(command.service, after, case.village)
    if not command.manned and now.office == case.village:
        now = replace(now, office=policy.district)
    return was, now


def _correct_urgency(case: Case, command: CorrectUrgency, at: datetime, policy: Policy) -> Events:
    check_reason(case, command.reason)
    if command.urgency is case.urgency:
        raise Refused("refused.correct.same", number=number(case.id))
    if case.urgency is Urgency.EMERGENCY and command.rank < LEADS:
        raise Refused("refused.correct.emergency", number=number(case.id))
    due_at, since = _anew(case, case.service, command.urgency, at, policy)
    waits = case.status is Status.WAITING
    sorted_anew = replace(case, urgency=command.urgency, due_at=due_at)
    left = policy.left(sorted_anew, at) if waits else None
    return (
        UrgencyCorrected(
            command.by,
            command.urgency,
            case.urgency,
            due_at,
            case.due_at,
            since,
            command.reason,
            left,
        ),
    )


def _service_corrected(case: Case, event: ServiceCorrected) -> Case:
    kept = {k: v for k, v in case.known.items() if k not in OF_A_SERVICE}
    return replace(
        case,
        service=event.service,
        urgency=event.urgency,
        office=event.office,
        desk=event.desk,
        party=event.party,
        confidential=event.confidential,
        sensitive=event.sensitive,
        level=event.level,
        due_at=event.due_at,
        known={**kept, **event.known},
        had_by=None,
    )


def _urgency_corrected(case: Case, event: UrgencyCorrected) -> Case:
    left = case.minutes_left if event.left is None else event.left
    return replace(case, urgency=event.urgency, due_at=event.due_at, minutes_left=left)


RULES: tuple[AnyRule, ...] = (
    Rule(CorrectService, AT_A_DESK, staff(Condition.OWNS, Condition.JUDGES), _correct_service),
    Rule(CorrectUrgency, UNDER_WORK, staff(Condition.OWNS, Condition.JUDGES), _correct_urgency),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(ServiceCorrected, evolve=_service_corrected),
    Change(UrgencyCorrected, evolve=_urgency_corrected),
)
