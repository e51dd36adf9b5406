"""Putting a case off: a month at most, once, a second time by a leader; the holder is woken on the
day, and the page of the due time says why."""

from datetime import UTC, datetime

import pytest

from casework import lifecycle
from casework.actions.correcting.postponement import Postpone, Postponed
from casework.actions.escalation import Ring, Woken
from casework.case.model import Case, Referral, Refused, Stage, Status, Urgency
from casework.reports import due_time
from tests.casework.cases import DINSOS, NOW, OFFICER, POLICY, filed, standing, told

HELD = standing(Status.IN_PROGRESS, owner=OFFICER)
DAY = "2026-12-14"


def refused(case: Case, command: Postpone) -> str:
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, command, NOW, POLICY)
    return caught.value.key


def test_it_is_due_when_the_office_closes_on_that_day_and_wakes_its_holder_that_morning() -> None:
    """Due at the end of the day's hours; at their beginning a bell tells the holder."""
    case, events = told(HELD, Postpone(OFFICER, DAY, "the next payment"))
    local = case.due_at.astimezone(POLICY.calendar.zone)
    assert (local.date().isoformat(), local.hour >= 12) == (DAY, True)
    bells = {bell.kind: bell.due_at for bell in POLICY.bells(case, events, NOW).bells}
    assert bells["postponed"] == POLICY.calendar.next_open(datetime(2026, 12, 13, 17, tzinfo=UTC))
    assert lifecycle.decide(case, Ring("postponed"), bells["postponed"], POLICY) == (Woken(0),)


def test_a_closed_day_becomes_the_next_open_one() -> None:
    """Until a Sunday is until the Monday after it."""
    case, _ = told(HELD, Postpone(OFFICER, "2026-12-13", "the next payment"))
    assert case.due_at.astimezone(POLICY.calendar.zone).date().isoformat() == DAY


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (Postpone(OFFICER, "2026-11-23", "today"), "postpone.days"),
        (Postpone(OFFICER, "2026-12-24", "too far"), "postpone.days"),
        (Postpone(OFFICER, "2026-11-25", "sooner than it is due"), "postpone.earlier"),
        (Postpone(OFFICER, DAY, "  "), "correct.no_reason"),
        (Postpone(OFFICER, DAY, "again", before=1), "postpone.leader"),
        (Postpone(OFFICER, DAY, "again", before=2, rank=3), "postpone.often"),
    ],
)
def test_what_is_refused(command: Postpone, key: str) -> None:
    """Too far, too soon, without a reason, or once too often."""
    assert refused(HELD, command) == f"refused.{key}"


def test_a_leader_may_once_more() -> None:
    """The second time a leader says so."""
    _, events = told(HELD, Postpone(OFFICER, DAY, "again", rank=1, before=1))
    assert isinstance(events[-1], Postponed)


def test_emergencies_and_what_another_office_was_asked_wait_for_nobody() -> None:
    """Danger is never put off; what is offered to another office is not ours to put off."""
    asked = Postpone(OFFICER, DAY, "x")
    alarm = standing(Status.IN_PROGRESS, owner=OFFICER, urgency=Urgency.EMERGENCY)
    assert refused(alarm, asked) == "refused.postpone.emergency"
    offered = standing(
        Status.IN_PROGRESS, owner=OFFICER, referral=Referral(DINSOS, Stage.OFFERED, NOW)
    )
    assert refused(offered, asked) == "refused.referral.offered"


def test_why_then() -> None:
    """The running period begins with the postponement, which no clock of ours explains."""
    event = told(HELD, Postpone(OFFICER, DAY, "x"))[1][-1]
    period = due_time.period([(filed()[1], NOW), (event, NOW)])
    assert (period.event, period.known) == (event, False)
