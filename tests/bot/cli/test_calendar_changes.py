"""A decree moves the due times that are still ahead, tells their tellers by day, and does it all or
not at all."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.cli import calendar_changes
from bot.cli.calendar_changes import MOST_SHOWN, Move, Plan
from bot.program import Program
from bot.simulator.phones import Phone
from casework.actions.reminder import Raised
from casework.actions.rescheduling import Rescheduled
from casework.case.model import Case, Role
from casework.clock.days import DayKind
from casework.clock.decreed_days import DecreedDay
from storage.cases import cases
from storage.db.database import table_of
from storage.pending.bells import waiting_bells
from storage.places.calendar_days import load_days
from storage.tables.pending import BellRow
from tests.support.begun.rigs import begun
from tests.support.rig import DISTRICT, VILLAGE, Rig
from tests.support.walking import report

LEAVE = DecreedDay(date(2026, 12, 2), DayKind.HOLIDAY, "Cuti bersama")
FIRST = 260_000_001
DAY = timedelta(days=1)


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with a coordinator and one report of a Monday morning; the district has an
    officer."""
    async with begun(_begin, database_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    await made.employ(11, Role.COORDINATOR, VILLAGE)
    await made.employ(12, Role.DISTRICT_OFFICER, DISTRICT)
    await files(made, 1)


async def files(made: Rig, who: int) -> None:
    """Somebody gets to know the bot and reports."""
    await made.introduce(made.phone(who))
    await report(made, made.phone(who), "/lapor butuh sktm")


async def case_of(program: Program, case_id: int = FIRST) -> Case:
    async with program.db.read() as connection:
        found = await cases.load(connection, program.vault, case_id, lock=False)
    assert found is not None
    return found


async def late_bells(program: Program) -> list[datetime]:
    rows = table_of(BellRow)
    async with program.db.read() as connection:
        wanted = (
            select(rows.c.due_at)
            .where(rows.c.kind == "late", rows.c.fired_at.is_(None))
            .order_by(rows.c.due_at)
        )
        return list((await connection.execute(wanted)).scalars())


def heard(phone: Phone, piece: str) -> list[str]:
    return [message.text for message in phone.messages if piece in message.text]


async def test_looking_changes_nothing(office: Rig) -> None:
    """The plan names what would move, and leaves the days and the due time as they are."""
    before = await case_of(office.program)
    found = await calendar_changes.plan(office.program.config, [LEAVE], office.now)
    due = Move(FIRST, before.due_at, before.due_at + DAY, "Cuti bersama")
    assert (found.days, found.moves) == ((LEAVE,), (due,))
    assert {bell.kind for bell in found.bells} == {"unread", "late"}
    assert await case_of(office.program) == before
    async with office.program.db.read() as connection:
        assert await load_days(connection) == []


async def test_a_decree_moves_what_is_ahead(office: Rig) -> None:
    """Days, due time, event, bells and notice: all of it, and the second time nothing."""
    before = await case_of(office.program)
    await calendar_changes.carry_out(office.program.config, [LEAVE], office.now)
    after = await case_of(office.program)
    assert (after.due_at, after.version) == (before.due_at + DAY, before.version + 1)
    async with office.program.db.read() as connection:
        assert await load_days(connection) == [LEAVE]
        trail = await cases.history(connection, office.program.vault, FIRST)
    assert trail[-1] == (Rescheduled(0, after.due_at, "Cuti bersama"), office.now)
    assert (await late_bells(office.program))[0] == after.due_at
    await office.settle()
    assert len(heard(office.phone(1), "Hari kerja kantor berubah (Cuti bersama)")) == 1
    assert await calendar_changes.carry_out(office.program.config, [LEAVE], office.now) == Plan(
        (), ()
    )
    assert await calendar_changes.plan(office.program.config, [], office.now) == Plan((), ())


async def bells_of(program: Program, kind: str) -> list[datetime]:
    async with program.db.read() as connection:
        waiting = await waiting_bells(connection, FIRST)
    return [bell.due_at for bell in waiting if bell.kind == kind]


async def test_nobody_is_called_on_the_holiday(office: Rig) -> None:
    """The third working day becomes a holiday: "unread" waits for the next one, each of its steps
    too, and the morning list stays away."""
    thursday = replace(LEAVE, day=date(2026, 11, 26))
    before = await bells_of(office.program, "unread")
    assert before[0].date() == thursday.day
    await calendar_changes.carry_out(office.program.config, [thursday], office.now)
    after = await bells_of(office.program, "unread")
    # The last step goes from a Friday to a Monday.
    assert [b - a for a, b in zip(before, after, strict=True)] == [DAY, DAY, 3 * DAY]
    await office.restart()
    await office.pass_time(hours=71)  # Thursday, 08:00
    coordinator = office.phone(11)
    told = len(coordinator.messages)
    await office.pass_time(hours=22)
    assert len(coordinator.messages) == told
    await office.pass_time(hours=3)
    assert "26-00001-R" in " ".join(m.text for m in coordinator.messages[told:])


async def test_the_steps_of_a_late_case_move(office: Rig) -> None:
    """What is late stays late; the next working day on which it climbs is still a working day."""
    case = await case_of(office.program)
    await office.pass_time(days=14, hours=2)
    assert (await case_of(office.program)).due_at == case.due_at < office.now
    before = await late_bells(office.program)
    climbs = replace(LEAVE, day=before[0].date())
    found = await calendar_changes.carry_out(office.program.config, [climbs], office.now)
    assert found.moves == ()
    assert (await late_bells(office.program))[0] >= before[0] + DAY
    assert await calendar_changes.plan(office.program.config, [], office.now) == Plan((), ())


async def test_what_was_put_off_after_an_outage_stays_so(office: Rig) -> None:
    """A case takes one step and gets a fresh wait; a check of the calendar takes none of it
    back."""
    office.later(days=15)  # the bot was off, and several steps are due
    await office.program.ringer.ring()
    before = await late_bells(office.program)
    assert await calendar_changes.plan(office.program.config, [], office.now) == Plan((), ())
    climbs = replace(LEAVE, day=before[0].date())
    await calendar_changes.carry_out(office.program.config, [climbs], office.now)
    assert (await late_bells(office.program))[0] >= before[0] + DAY


async def test_changed_hours_move_bells_too(office: Rig) -> None:
    """A week without a Thursday in the configuration: a check without a file moves what was to
    happen on one."""
    config = office.program.config
    week = {day: ["07:30-16:00"] for day in ("monday", "tuesday", "wednesday", "friday")}
    config.hours["week"] = week
    before = await bells_of(office.program, "unread")
    await calendar_changes.carry_out(config, [], office.now)
    after = await bells_of(office.program, "unread")
    assert before[0].strftime("%A") == "Thursday"
    assert after[0].strftime("%A") == "Friday"
    assert await calendar_changes.plan(config, [], office.now) == Plan((), ())


async def test_a_night_is_kept(office: Rig) -> None:
    """A decree that is imported in the evening is told in the morning."""
    office.later(hours=13)
    await calendar_changes.carry_out(office.program.config, [LEAVE], office.now)
    await office.settle()
    assert heard(office.phone(1), "Hari kerja") == []
    await office.pass_time(hours=10)
    assert len(heard(office.phone(1), "Hari kerja")) == 1


async def test_what_has_passed_stays(office: Rig) -> None:
    """A case that is late, by a minute even, is not reckoned again."""
    before = await case_of(office.program)
    at = before.due_at + timedelta(minutes=1)
    assert (await calendar_changes.carry_out(office.program.config, [LEAVE], at)).moves == ()
    assert (await case_of(office.program)).due_at == before.due_at


async def test_a_day_that_opens_after_all_moves_it_back(office: Rig) -> None:
    """A later decree takes the first one back: the old promise stands again."""
    before = await case_of(office.program)
    await calendar_changes.carry_out(office.program.config, [LEAVE], office.now)
    open_again = replace(LEAVE, kind=DayKind.OPEN, name="dibatalkan")
    await calendar_changes.carry_out(
        office.program.config, [open_again], office.now + timedelta(seconds=1)
    )
    assert (await case_of(office.program)).due_at == before.due_at


async def test_new_reports_count_by_the_decree(office: Rig) -> None:
    """The bot that starts anew knows the day: a report of the same hour gets the same due date."""
    await calendar_changes.carry_out(office.program.config, [LEAVE], office.now)
    await office.restart()
    await files(office, 2)
    moved, new = await case_of(office.program), await case_of(office.program, FIRST + 1)
    assert new.due_at.date() == moved.due_at.date()


async def test_what_came_before_the_restart_is_put_right(office: Rig) -> None:
    """A report that the bot counted by its old calendar is found by a check without a file."""
    await calendar_changes.carry_out(office.program.config, [LEAVE], office.now)
    await files(office, 2)  # not restarted yet
    found = await calendar_changes.carry_out(office.program.config, [], office.now)
    assert [(move.case, move.becomes - move.was, move.why) for move in found.moves] == [
        (FIRST + 1, DAY, "")
    ]
    await office.settle()
    assert heard(office.phone(2), "Hari kerja kantor berubah.")


async def test_all_or_nothing(office: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """If anything fails on the way, neither days nor due times have changed."""
    before = await case_of(office.program)

    async def broken(*args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(calendar_changes.Batch, "flush", broken)
    with pytest.raises(RuntimeError):
        await calendar_changes.carry_out(office.program.config, [LEAVE], office.now)
    assert await case_of(office.program) == before
    async with office.program.db.read() as connection:
        assert await load_days(connection) == []


def test_a_long_table_is_cut() -> None:
    """Twenty cases with old and new due time in local time, then how many more; the count tells
    all."""
    at = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
    moves = tuple(Move(FIRST + n, at, at + DAY, "") for n in range(MOST_SHOWN + 3))
    lines = list(calendar_changes.table(Plan((LEAVE,), moves), ZoneInfo("Asia/Jakarta")))
    assert lines[:3] == [
        "2026-12-02  holiday    Cuti bersama",
        "case         due now           due then",
        "26-00001-R   2026-12-07 09:00  2026-12-08 09:00",
    ]
    assert (len(lines), lines[-2:]) == (
        MOST_SHOWN + 4,
        ["and 3 more", f"1 new days, {MOST_SHOWN + 3} due times move"],
    )


async def test_a_teller_takes_a_late_case_higher(office: Rig) -> None:
    """One step at a tap, once a day; those above and the teller hear of it, and a second tap climbs
    no further."""
    teller = office.phone(1)
    office.later(days=15)  # late, and the bot was off: no bell has rung yet
    for _ in range(2):
        teller.tap_data(f"c:raise:{FIRST}", teller.last.message_id)
    await office.settle()
    async with office.program.db.read() as connection:
        trail = await cases.history(connection, office.program.vault, FIRST)
    assert [event.level for event, _ in trail if isinstance(event, Raised)] == [1]
    assert heard(teller, "sudah kami naikkan ke koordinator Puskesos")
    assert heard(teller, "Bisa dinaikkan lagi mulai")
    assert heard(office.phone(11), "dinaikkan oleh pelapornya")


async def test_nobody_else_presses(office: Rig) -> None:
    """To a neighbour, and to staff who did not tell us of it, the case cannot be pressed."""
    office.later(days=15)
    before = (await case_of(office.program)).reminders.nudges
    stranger = office.phone(3)
    await office.introduce(stranger)
    for phone in (stranger, office.phone(11)):
        phone.tap_data(f"c:nudge:{FIRST}", phone.last.message_id)
        await office.settle()
        assert heard(phone, "tidak kami temukan")
    assert (await case_of(office.program)).reminders.nudges == before
