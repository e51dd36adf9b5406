"""Every moment of a case that hangs on the calendar, reckoned again from its trail: its due time,
what another office has promised, and its bells. For a calendar that has changed. Pure.

The rules of the policy that is given count, so the answer is the same however often it is asked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.actions.correcting.classification import ServiceCorrected, UrgencyCorrected
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.question_dropped import QuestionDropped
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.duplicates.merging import Absorbed
from casework.actions.duplicates.unmerging import Released
from casework.actions.ending.calling_off import CalledOff
from casework.actions.ending.resolution import Reopened
from casework.actions.objection import Objected
from casework.actions.question import Answered, Asked
from casework.actions.referral import Offered, Recalled
from casework.actions.referral_answer import Accepted, Returned
from casework.actions.rescheduling import Rescheduled
from casework.case import events as e
from casework.case.model import Case, Stage
from casework.clock.open_time import Calendar
from casework.policy.followups import Bell
from casework.policy.policy import LEAST_LEFT, Policy
from casework.reports.due_time import period
from casework.reports.time_spent import History

_OF_AN_EVENT = re.compile(r"(\d+)\.(\d+)", re.ASCII)
"""The occurrence of a bell that an event has set: the event's place in the trail, and which of its
bells it is."""


@dataclass(frozen=True)
class Promises:
    """What a case has promised at the end of its trail; None: nothing, or the rules do not say.
    ``answer_by`` and ``own_due`` as in ``Referral``."""

    due_at: datetime | None
    answer_by: datetime | None = None
    own_due: datetime | None = None


def promises_again(case: Case, history: History, policy: Policy, was: Calendar) -> Promises:
    """What a case promises by the calendar of ``policy``.

    Where the rules do not say how its due time came about (two cases became one, say), it keeps the
    open time that it had by the calendar ``was``, and so it does where an office is gone."""
    found, left = Promises(None), None
    for event, at in history:
        if isinstance(event, Asked):
            left = event.left
        found = _after(found, event, at, case, policy, left=left)
    due_at = found.due_at or _kept(case, history, policy, was)
    if case.referral is None:
        return Promises(due_at)
    answer_by = due_at if case.stage is Stage.ACCEPTED else found.answer_by
    own_due = found.own_due or case.referral.own_due
    return Promises(due_at, answer_by or case.referral.answer_by, own_due)


def _after(
    now: Promises, event: e.Event, at: datetime, case: Case, policy: Policy, *, left: int | None
) -> Promises:
    """The promises after one more event."""
    service, urgency, offices = case.service, case.urgency, policy.directory
    match event:
        case e.Filed() | Reopened() | OpenedAgain():
            return Promises(policy.due(service, urgency, at))
        case CalledOff() if event.due_at is not None:
            return Promises(policy.due(service, urgency, at))
        case Objected():
            return Promises(policy.due(service, urgency, at, objected=True))
        case ServiceCorrected() | UrgencyCorrected():
            objected = case.ending.objected
            return Promises(policy.due(service, urgency, event.since, objected=objected))
        case Answered() | QuestionDropped() if left == 0:
            return now
        case Answered() | QuestionDropped() if left is not None:
            return Promises(policy.time_of(case).add_minutes(at, max(left, LEAST_LEFT)))
        case Answered() | QuestionDropped() | ResultRetracted():
            return Promises(policy.due(service, urgency, at, objected=case.ending.objected))
        case Offered() if event.to in offices.offices:
            return replace(now, answer_by=offices.accept_by(event.to, urgency, at))
        case Accepted():
            known = event.to in offices.offices
            due_at = offices.result_by(event.to, urgency, at) if known else None
            return Promises(due_at, due_at, own_due=now.due_at)
        case Returned() | Recalled():
            own = now.own_due if now.answer_by == now.due_at else now.due_at
            return Promises(own and max(own, policy.read_by(service, urgency, at)))
        case _:
            return Promises(None) if _unruled(event) else now


def _unruled(event: e.Event) -> bool:
    """Whether an event sets a due time that no rule of the policy explains."""
    sets_it = getattr(event, "due_at", None) is not None and not isinstance(event, Rescheduled)
    return sets_it or isinstance(event, Absorbed | Released)


def _kept(case: Case, history: History, policy: Policy, was: Calendar) -> datetime:
    """The due time with the open time that it has by ``was`` from the start of its period on."""
    start, now = period(history).start, policy.time_of(case)
    minutes = replace(policy, calendar=was).left(case, start)
    after = now.add_minutes(start, minutes)
    same = now is not policy.calendar or after == was.add_minutes(start, minutes)
    return case.due_at if same else after


def bells_again(
    case: Case,
    history: History,
    waiting: Iterable[Bell],
    policy: Policy,
    at: datetime,
    *,
    was: Calendar,
) -> Iterator[Bell]:
    """Those waiting bells of a case that ring at another moment by the calendar of ``policy``, each
    with its new one. None moves into the past. ``case`` has its due time by that calendar.

    A bell that was put off, or moved with another case, keeps the open time that it still had by
    the calendar ``was``."""
    for bell in waiting:
        found = _OF_AN_EVENT.fullmatch(bell.occurrence)
        if found is None:
            due_at = _put_off_again(case, bell, policy, at, was)
        else:
            due_at = _rings_at(case, history, bell, policy, place=int(found[1]), n=int(found[2]))
        if due_at is not None and due_at != bell.due_at and due_at > at:
            yield replace(bell, due_at=due_at)


def _rings_at(
    case: Case, history: History, bell: Bell, policy: Policy, *, place: int, n: int
) -> datetime | None:
    """When a bell rings by the rules: the ``n``-th that the event at this place of the trail has
    set. None when the rules do not say (any more)."""
    if not 0 < place <= len(history):
        return None
    moments = policy.moments(case, bell.kind, history[place - 1][1])
    return moments[n] if n < len(moments) else None


def _put_off_again(
    case: Case, bell: Bell, policy: Policy, at: datetime, was: Calendar
) -> datetime | None:
    row, now = policy.followups.get(bell.kind), policy.time_of(case)
    if row is None or not isinstance(row.after, str) or now is not policy.calendar:
        return None
    minutes = was.open_time(at, bell.due_at) // timedelta(minutes=1)
    if minutes <= 0:
        return None
    before, after = was.add_minutes(at, minutes), now.add_minutes(at, minutes)
    return bell.due_at + (after - before)
