"""Three clocks: every minute of a life is charged to exactly one, and an answer gives no time
away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.actions.assignment import Claimed
from casework.actions.correcting.taking_back import TakenBack
from casework.actions.duplicates.merging import Merged
from casework.actions.duplicates.unmerging import Unmerged
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Reopened, Resolved, Withdrawn
from casework.actions.question import Answer, Answered, Ask, Asked
from casework.case import commands as c
from casework.case.events import Event
from casework.case.model import Case, Decision, Status, Urgency, Verdict
from casework.case.whose_turn import is_late
from casework.policy.policy import LEAST_LEFT
from casework.reports.time_spent import PAYERS, Payer, charges, pauses, stays, totals
from tests.casework.cases import NOW, OFFICER, POLICY, TELLER, after, filed, told
from tests.casework.test_lifecycle_properties import LIVES, OPENED, lived

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@given(st.sampled_from(sorted(OPENED)), LIVES, st.integers(0, 60 * 24))
def test_every_minute_is_charged_to_exactly_one(
    opened: str, life: list[tuple[c.Command, int]], more: int
) -> None:
    """Whatever happens: no gap, no overlap, neighbours differ, and the sum is the life of the
    case."""
    trail = lived(opened, life)
    case, _, last = trail[-1]
    now = last + timedelta(minutes=more)
    found = charges([(event, at) for _, event, at in trail], now)
    end = case.closed_at or now
    assert sum(totals(found).values(), timedelta(0)) == end - case.opened_at
    edges = [case.opened_at, *(charge.end for charge in found)]
    assert [charge.start for charge in found] == edges[:-1]
    assert edges[-1] == end
    assert all(charge.start < charge.end for charge in found)
    assert all(one.payer is not other.payer for one, other in pairwise(found))


@given(st.sampled_from(sorted(OPENED)), LIVES)
def test_the_payer_is_whoever_has_the_next_step(
    opened: str, life: list[tuple[c.Command, int]]
) -> None:
    """At each moment between two events the charge is that of the status in which the case
    stood."""
    trail = lived(opened, life)
    found = charges([(event, at) for _, event, at in trail], trail[-1][2])
    for (case, _, at), (_, _, until) in pairwise(trail):
        if at < until and case.status is not Status.CLOSED:
            (payer,) = {charge.payer for charge in found if charge.start <= at < charge.end}
            assert payer is PAYERS[case.status]


def test_every_status_has_a_payer() -> None:
    """Waiting and a result are the resident's time, a referral the other office's, the rest is
    ours."""
    resident = {Status.WAITING, Status.RESOLVED, Status.CLOSED}
    assert {s for s, payer in PAYERS.items() if payer is Payer.RESIDENT} == resident
    assert {s for s, payer in PAYERS.items() if payer is Payer.OTHER_OFFICE} == {Status.REFERRED}
    assert set(PAYERS) == set(Status)


def test_a_life_told_in_hours() -> None:
    """Three hours until we ask, two until the answer, one until the result, four until the word,
    and then no more."""
    case, first = filed()
    history = [(first, NOW), (Asked(OFFICER, "?", "text", 9), NOW + 3 * HOUR)]
    history += [(Answered(TELLER, {}, case.due_at), NOW + 5 * HOUR)]
    history += [(Resolved(OFFICER, Decision.HELPED, "x"), NOW + 6 * HOUR)]
    history += [(Confirmed(TELLER, Verdict.FIXED, ""), NOW + 10 * HOUR)]
    found = charges(history, NOW + 99 * HOUR)
    assert [(charge.payer, charge.end - charge.start) for charge in found] == [
        (Payer.OURS, 3 * HOUR),
        (Payer.RESIDENT, 2 * HOUR),
        (Payer.OURS, HOUR),
        (Payer.RESIDENT, 4 * HOUR),
    ]
    assert totals(found) == {
        Payer.OURS: 4 * HOUR,
        Payer.OTHER_OFFICE: 0 * HOUR,
        Payer.RESIDENT: 6 * HOUR,
    }
    assert pauses(history, NOW + 99 * HOUR) == ((NOW + 3 * HOUR, NOW + 5 * HOUR),)
    assert stays(history, NOW) == []


# ---- what is left goes on ------------------------------------------------------------------------


def _asked(case: Case, at: datetime) -> Case:
    return told(case, Ask(OFFICER, "since when?", "text"), at)[0]


def _answered(case: Case, at: datetime) -> Case:
    return told(case, Answer(TELLER, "today"), at)[0]


def test_an_answer_gives_no_time_away() -> None:
    """Asked four working days on, answered a week later: the six working days that were left go on,
    not ten again."""
    case, _ = filed()
    again = _answered(_asked(case, NOW + 4 * DAY), NOW + 14 * DAY)
    assert case.due_at == NOW + 14 * DAY
    assert again.due_at == NOW + 22 * DAY  # from a Monday on, six days and one weekend
    assert POLICY.calendar.open_time(NOW + 14 * DAY, again.due_at) == POLICY.calendar.open_time(
        NOW + 4 * DAY, case.due_at
    )


def test_asking_twice_costs_twice() -> None:
    """Each question stops the clock only for as long as its own answer takes."""
    case, _ = filed()
    once = _answered(_asked(case, NOW + DAY), NOW + 2 * DAY)
    twice = _answered(_asked(once, NOW + 3 * DAY), NOW + 7 * DAY)
    spent = POLICY.calendar.open_time(NOW, NOW + DAY) + POLICY.calendar.open_time(
        NOW + 2 * DAY, NOW + 3 * DAY
    )
    left = POLICY.calendar.open_time(NOW + 7 * DAY, twice.due_at)
    assert spent + left == POLICY.calendar.open_time(NOW, case.due_at)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=-7)])
def test_nobody_is_late_at_the_moment_of_an_answer(late: timedelta) -> None:
    """Asked at the last minute: an hour of working time is left, no more and no less."""
    case, _ = filed()
    asked_at = case.due_at + late
    at = datetime(2027, 1, 11, 2, 0, tzinfo=UTC)  # a Monday, 09:00
    assert _answered(_asked(case, asked_at), at).due_at == at + timedelta(minutes=LEAST_LEFT)


@pytest.mark.parametrize("late", [timedelta(seconds=1), 30 * DAY])
def test_a_question_washes_no_lateness_off(late: timedelta) -> None:
    """Asked when it was late: what was promised stays, and it is late as it was, also when it was
    asked about twice."""
    case, _ = filed()
    asked_at = case.due_at + late
    once = _answered(_asked(case, asked_at), asked_at + timedelta(minutes=5))
    assert once.due_at == case.due_at
    assert is_late(once, asked_at + timedelta(minutes=5))
    twice = _answered(_asked(once, asked_at + DAY), asked_at + 2 * DAY)
    assert twice.due_at == case.due_at


def test_a_question_between_closing_and_opening_is_not_late() -> None:
    """No open time is left then, but its time has not passed."""
    case, _ = filed()
    opens = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
    case = replace(case, due_at=opens)
    answered = _answered(_asked(case, opens - timedelta(hours=3)), opens + timedelta(hours=1))
    assert answered.due_at > opens + timedelta(hours=1)


def test_an_emergency_goes_on_day_and_night() -> None:
    """One of four hours used: the other three go on from the answer, also on a Sunday night."""
    case, _ = filed(alarm="medical")
    sunday = datetime(2026, 11, 29, 19, 0, tzinfo=UTC)
    assert case.urgency is Urgency.EMERGENCY
    assert _answered(_asked(case, NOW + HOUR), sunday).due_at == sunday + 3 * HOUR


def test_an_older_trail_keeps_its_rule() -> None:
    """Where it was not written down what was left, an answer begins the time again, as it did
    then."""
    case, _ = filed()
    waiting = after(case, Asked(OFFICER, "?", "text"))
    assert _answered(waiting, NOW + DAY).due_at == POLICY.due(case.service, case.urgency, NOW + DAY)


def test_the_late_bell_keeps_to_the_due_time() -> None:
    """After an answer the bell rings when the case is due, and climbs on from there."""
    case, _ = filed()
    waiting = _asked(case, NOW + 4 * DAY)
    changed, events = told(waiting, Answer(TELLER, "today"), NOW + 14 * DAY)
    late = [
        bell.due_at
        for bell in POLICY.bells(changed, events, NOW + 14 * DAY).bells
        if bell.kind == "late"
    ]
    assert late[0] == changed.due_at
    assert late == sorted(late)
    assert len(late) == 3


@given(st.integers(0, 60 * 24 * 30), st.integers(0, 60 * 24 * 30))
def test_answers_are_fair(before: int, waited: int) -> None:
    """The working time before the question and after the answer is the whole time, or the least
    that is left."""
    case, _ = filed()
    asked_at = NOW + timedelta(minutes=before)
    answered_at = asked_at + timedelta(minutes=waited)
    after_it = _answered(_asked(replace(case), asked_at), answered_at)
    left = POLICY.calendar.open_time(answered_at, after_it.due_at)
    whole, used = (
        POLICY.calendar.open_time(NOW, case.due_at),
        POLICY.calendar.open_time(NOW, asked_at),
    )
    if asked_at > case.due_at:
        assert after_it.due_at == case.due_at
    else:
        assert left == max(whole - used, timedelta(minutes=LEAST_LEFT))


def test_opened_again_this_very_minute() -> None:
    """The time in which a case was closed is charged from the first moment on in which it is open
    again."""
    again = Reopened(TELLER, "", 1, NOW + DAY)
    history = [(filed()[1], NOW), (Withdrawn(TELLER, "solved"), NOW), (again, NOW + HOUR)]
    assert totals(charges(history, NOW + HOUR))[Payer.RESIDENT] == HOUR
    assert totals(charges(history[:2], NOW + HOUR))[Payer.RESIDENT] == timedelta(0)


@pytest.mark.parametrize("before", [Status.RECEIVED, Status.IN_PROGRESS, Status.WAITING])
@pytest.mark.parametrize("undone", ["merge", "question"])
def test_what_is_undone_took_no_time_of_the_resident(before: Status, undone: str) -> None:
    """Merged and taken back, or a question taken back before it went out: the minutes between
    belong to whoever had the case before, as if it had never been."""
    asked = Asked(OFFICER, "Berapa?", "text")
    trail: list[tuple[Event, datetime]] = [(filed()[1], NOW)]
    trail += [(Claimed(OFFICER), NOW)] if before is not Status.RECEIVED else []
    trail += [(asked, NOW + HOUR)] if before is Status.WAITING else []
    did, back = {
        "merge": (
            Merged(OFFICER, 7, before, ()),
            Unmerged(OFFICER, 7, before, ()),
        ),
        "question": (
            asked,
            TakenBack(OFFICER, "question", 2, NOW, before, OFFICER, 60, None, 0),
        ),
    }[undone]
    trail += [(did, NOW + 2 * HOUR), (back, NOW + 5 * HOUR)]
    spent = totals(charges(trail, NOW + 9 * HOUR))
    theirs = 8 * HOUR if before is Status.WAITING else timedelta(0)
    assert spent[Payer.RESIDENT] == theirs
    assert spent[Payer.OURS] == 9 * HOUR - theirs
