"""What a teller may do when a case is late: remind once a day, and take it one level higher, once a
step."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from casework import lifecycle
from casework.actions.reminder import PRESSED, REST, Nudge, Nudged, Raise, Raised, late
from casework.case import commands as c
from casework.case.model import CHAIN, Case, Refused, Reminders, Status
from tests.casework.cases import DISTRICT, NOW, OFFICER, POLICY, TELLER, VILLAGE, standing, told

MINUTE = timedelta(minutes=1)
TOP = len(CHAIN) - 1


def overdue(status: Status = Status.IN_PROGRESS, **more: object) -> Case:
    """A case that is late by a minute."""
    return standing(status, due_at=NOW - MINUTE, **more)


def refused(case: Case, command: c.Command, at: datetime = NOW) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, command, at, POLICY)
    return caught.value.key, caught.value.args_for_text


@pytest.mark.parametrize("command", [Nudge(TELLER), Raise(TELLER)])
def test_nobody_is_pressed_before_the_due_time(command: c.Command) -> None:
    """Up to the due time itself the teller is told when it is; a moment later the same is done."""
    case = standing(Status.IN_PROGRESS, due_at=NOW)
    key, given = refused(case, command)
    assert (key.rpartition(".")[2], given["due"]) == ("early", NOW)
    assert told(case, command, NOW + MINUTE)[1]


def test_a_reminder_is_counted_and_stands_for_a_day() -> None:
    """Each reminder adds one; the next is refused until exactly 24 hours later, and says from
    when."""
    case, events = told(overdue(), Nudge(TELLER))
    assert events == (Nudged(TELLER, 1, NOW + REST),)
    assert refused(case, Nudge(TELLER), NOW + REST - MINUTE) == (
        "refused.nudge.again",
        {"number": "26-00001-R", "again": NOW + REST},
    )
    again, _ = told(case, Nudge(TELLER), NOW + REST)
    assert (case.reminders.nudges, again.reminders.nudges, again.level, again.status) == (
        1,
        2,
        case.level,
        case.status,
    )


def test_a_case_goes_up_a_level_at_a_time() -> None:
    """Each step leads to the next level where somebody works; from there on the district answers
    for it."""
    case, at, path = overdue(), NOW, []
    for _ in range(TOP):
        case, (event,) = told(case, Raise(TELLER), at)
        assert isinstance(event, Raised)
        path.append((CHAIN[case.level], case.office))
        at += REST
    assert path == [
        ("coordinator", VILLAGE),
        ("district_officer", DISTRICT),
        ("district_manager", DISTRICT),
    ]
    assert refused(case, Raise(TELLER), at)[0] == "refused.raise.top"


def test_a_double_tap_climbs_once() -> None:
    """After a step the new level has a day, whatever is tapped."""
    case, _ = told(overdue(), Raise(TELLER))
    assert refused(case, Raise(TELLER), NOW + MINUTE)[0] == "refused.raise.again"
    assert told(case, Raise(TELLER), NOW + REST)[0].level == 2


def test_empty_levels_are_skipped_upwards() -> None:
    """Where nobody is coordinator the step leads to the district; where nobody is above, the case
    is at its top."""
    assert told(overdue(), Raise(TELLER, manned=frozenset({0, 2, 3})))[0].level == 2
    assert (
        refused(overdue(level=2), Raise(TELLER, manned=frozenset({0, 1, 2})))[0]
        == "refused.raise.top"
    )


@pytest.mark.parametrize("status", sorted(set(Status) - PRESSED))
def test_only_offices_are_pressed(status: Status) -> None:
    """While we wait for the teller, or once there is a result, nobody in an office is late."""
    assert not late(overdue(status), NOW)
    for command in (Nudge(TELLER), Raise(TELLER)):
        assert refused(overdue(status), command)[0] == f"refused.status.{status}"


def test_pressing_takes_nothing_from_the_officer() -> None:
    """Owner, status and due time stay as they are."""
    case = overdue(owner=OFFICER)
    for command in (Nudge(TELLER), Raise(TELLER)):
        changed, _ = told(case, command)
        same = replace(
            changed,
            level=case.level,
            office=case.office,
            reminders=Reminders(),
            version=case.version,
        )
        assert same == case
