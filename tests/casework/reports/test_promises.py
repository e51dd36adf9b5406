"""A calendar that changes moves every promise and every bell that runs on working time: ours and
those of other offices."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from casework.actions.assignment import Claim
from casework.actions.duplicates.merging import Absorbed
from casework.actions.ending.resolution import Resolve
from casework.actions.objection import Object
from casework.actions.referral import Recall, Refer
from casework.actions.referral_answer import Accept, Return, Why
from casework.actions.rescheduling import AnswerRescheduled, Reschedule, Rescheduled
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Decision
from casework.clock.days import DayKind, Window
from casework.clock.decreed_days import DecreedDay
from casework.clock.open_time import Calendar
from casework.policy.followups import Bell
from casework.policy.policy import Policy
from casework.reports.promises import Promises, bells_again, promises_again
from casework.reports.time_spent import History
from tests.casework.cases import DINSOS, NOW, OFFICER, POLICY, TELLER, after, filed, told

DAY = timedelta(days=1)
LEAVE = DecreedDay(date(2026, 11, 25), DayKind.HOLIDAY, "Cuti bersama")  # a Wednesday
CHANGED = POLICY.decreed([LEAVE])


def lived(*steps: tuple[c.Command, datetime]) -> tuple[Case, History, list[Bell]]:
    """A case after some commands, with its history and the bells that wait."""
    case, first = filed()
    history: list[tuple[e.Event, datetime]] = [(first, NOW)]
    bells = list(POLICY.bells(case, [first], NOW).bells)
    for command, at in steps:
        case, events = told(case, command, at)
        history += [(event, at) for event in events]
        changes = POLICY.bells(case, events, at)
        bells = [b for b in bells if b.kind not in changes.stopped] + list(changes.bells)
    return case, history, bells


def again(case: Case, history: History, policy: Policy = CHANGED) -> Promises:
    return promises_again(case, history, policy, POLICY.calendar)


def moved(
    case: Case, history: History, bells: Sequence[Bell], policy: Policy, at: datetime = NOW
) -> dict[str, timedelta]:
    """By how much each bell moves."""
    was = {(b.kind, b.occurrence): b.due_at for b in bells}
    return {
        f"{b.kind} {b.occurrence}": b.due_at - was[b.kind, b.occurrence]
        for b in bells_again(case, history, bells, policy, at, was=POLICY.calendar)
    }


def test_bells_on_working_time_move_and_others_stay() -> None:
    """Unread, each step of it, and late; the seven days after which the resident hears from us are
    days of the calendar."""
    case, history, bells = lived()
    case = replace(case, due_at=again(case, history).due_at or case.due_at)
    found = moved(case, history, bells, CHANGED)
    assert {name.split()[0] for name in found} == {"unread", "late"}
    assert found["unread 1.0"] == DAY
    assert len(found) == len([b for b in bells if b.kind in ("unread", "late")])


def test_with_the_same_calendar_nothing_moves() -> None:
    """Reckoning anew is no change."""
    for steps in ((), ((Claim(OFFICER), NOW),), REFERRED, (*REFERRED, TAKEN)):
        case, history, bells = lived(*steps)
        now = Promises(
            case.due_at,
            case.referral.answer_by if case.referral else None,
            case.referral.own_due if case.referral else None,
        )
        assert again(case, history, POLICY) == now
        assert moved(case, history, bells, POLICY) == {}


REFERRED = ((Claim(OFFICER), NOW), (Refer(OFFICER, DINSOS, "please"), NOW))
TAKEN = (Accept(OFFICER), NOW + DAY)


def test_the_answer_of_another_office_moves() -> None:
    """By when it must answer, and the bells that ring when it has not."""
    case, history, bells = lived(*REFERRED)
    assert case.referral is not None
    found = again(case, history)
    assert found.answer_by == case.referral.answer_by + DAY
    assert moved(case, history, bells, CHANGED)["unaccepted 3.0"] == DAY


def test_the_result_of_another_office_moves_and_the_persons_own_time_with_it() -> None:
    """Once it has the case its time is the due time, and ours goes on behind it."""
    case, history, bells = lived(*REFERRED, TAKEN)
    assert case.referral is not None
    assert case.referral.own_due is not None
    found = again(case, history)
    assert found.due_at == found.answer_by == case.due_at + DAY
    assert found.own_due == case.referral.own_due + DAY
    assert moved(case, history, bells, CHANGED)["unreported 4.0"] == DAY


def test_an_office_keeps_its_own_hours() -> None:
    """A Wednesday on which the office is closed anyway moves our time, and not its own."""
    week = {day: (Window(480, 960),) for day in (0, 1, 3, 4)}
    own = Calendar(POLICY.calendar.zone, replace(POLICY.calendar.hours, week=week))
    offices = dict(POLICY.directory.offices)
    offices[DINSOS] = replace(offices[DINSOS], calendar=own)
    policy = replace(POLICY, directory=replace(POLICY.directory, offices=offices))
    case, history, _ = lived(*REFERRED, TAKEN)
    before = again(case, history, policy)
    found = again(case, history, policy.decreed([LEAVE]))
    assert found.due_at == before.due_at
    assert found.own_due != before.own_due


def test_an_office_that_is_gone_keeps_what_it_promised() -> None:
    """Taken out of the directory meanwhile: its time is as long as it was, and ours goes on."""
    offices = {k: v for k, v in POLICY.directory.offices.items() if k != DINSOS}
    policy = replace(POLICY, directory=replace(POLICY.directory, offices=offices))
    for steps in (REFERRED, (*REFERRED, TAKEN)):
        case, history, _ = lived(*steps)
        assert case.referral is not None
        same, found = (again(case, history, p) for p in (policy, policy.decreed([LEAVE])))
        assert (same.due_at, same.answer_by) == (case.due_at, case.referral.answer_by)
        assert found.due_at == case.due_at + DAY
        assert found.own_due == (case.referral.own_due and case.referral.own_due + DAY)


def test_what_comes_back_is_reckoned_through_the_referral() -> None:
    """Returned or recalled: the person's own clock goes on where it was, by the new days."""
    back = (Return(OFFICER, Why.NO_MEANS, "no"), Recall(OFFICER))
    for command in back:
        case, history, _ = lived(*REFERRED, TAKEN, (command, NOW + 4 * DAY))
        assert again(case, history, POLICY).due_at == case.due_at
        assert again(case, history).due_at == case.due_at + DAY


def test_an_objection_runs_on_its_own_clock() -> None:
    """The ten working days of an objection are reckoned from the objection."""
    case, history, _ = lived(
        (Claim(OFFICER), NOW),
        (Resolve(OFFICER, Decision.NOT_POSSIBLE, "no"), NOW),
        (Object(TELLER, "look again"), NOW + timedelta(hours=1)),
    )
    assert again(case, history, POLICY).due_at == case.due_at
    assert again(case, history).due_at == case.due_at + DAY


def test_what_no_rule_explains_keeps_its_open_time() -> None:
    """Of two cases that became one the earlier time counts, and has as many open minutes as
    before."""
    case, history, _ = lived()
    absorbed = Absorbed(OFFICER, 260_000_002, NOW - DAY, case.due_at - 4 * DAY, ())
    case, history = after(case, absorbed), [*history, (absorbed, NOW)]
    assert again(case, history, POLICY).due_at == case.due_at
    assert again(case, history).due_at == case.due_at + DAY


def test_a_bell_does_not_move_into_the_past() -> None:
    """A day that opens after all would have let it ring before now: it rings when it would have."""
    case, history, bells = lived()
    late = NOW + 40 * DAY
    assert moved(case, history, bells, CHANGED, at=late) == {}


def test_a_bell_that_no_rule_knows_stays() -> None:
    """A kind without a row is left alone."""
    case, history, bells = lived()
    assert moved(case, history, [replace(bells[0], kind="gone")], CHANGED) == {}


def test_a_bell_that_was_put_off_keeps_its_open_time() -> None:
    """After an outage or a merge it rings when it still would, not when the rules once said: with
    the same calendar it stays, and a closed day puts it off by one."""
    case, history, bells = lived()
    unread = next(b for b in bells if b.kind == "unread")
    for name in ("1.0+", "1.0++", "m1.0"):
        other = replace(unread, occurrence=name, due_at=unread.due_at + timedelta(minutes=90.5))
        assert moved(case, history, [other], POLICY) == {}
        assert moved(case, history, [other], CHANGED) == {f"unread {name}": DAY}
    still = next(b for b in bells if b.kind == "still")
    assert moved(case, history, [replace(still, occurrence="1.0+")], CHANGED) == {}


def test_both_times_of_a_referred_case_are_kept() -> None:
    """One command moves both; what is not ahead any more stays, and the other still moves."""
    case, history, _ = lived(*REFERRED, TAKEN)
    found = again(case, history)
    command = Reschedule(found.due_at, "libur", answer_by=found.answer_by, own_due=found.own_due)
    then, events = told(case, command)
    assert [type(event) for event in events] == [Rescheduled, AnswerRescheduled]
    assert then.referral is not None
    assert Promises(then.due_at, then.referral.answer_by, then.referral.own_due) == found
    assert told(then, command)[1] == ()


def test_an_answer_that_is_overdue_stays_overdue() -> None:
    """No decree makes another office punctual after the fact."""
    case, history, _ = lived(*REFERRED)
    assert case.referral is not None
    at = datetime(2027, 1, 1, tzinfo=UTC)
    asked = Reschedule(None, "", answer_by=again(case, history).answer_by)
    assert told(case, asked, at)[1] == ()
    assert [type(event) for event in told(case, asked)[1]] == [AnswerRescheduled]
