"""The morning's list: once a day for whoever has anything to do, at 07:30 of the place, and
nobody's is lost."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from casework.actions.assignment import Claim
from casework.actions.conflict_of_interest import Exclude
from casework.actions.correcting.postponement import Postpone
from casework.actions.question import Ask
from casework.case.model import Case, Role
from conversations.pages.morning_list import MOST_BUTTONS
from conversations.protocol.delivery import Delivery
from storage.cases import cases
from storage.db.database import Database
from storage.pending.bells import next_bell
from tests.casework.cases import DISTRICT
from tests.support.office import Office, Told, in_zone

FO, BO, CO, DO = 101, 102, 103, 104
SUNDAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
MORNING = {"Asia/Jakarta": 0, "Asia/Makassar": 22 + 1, "Asia/Jayapura": 22}
"""The hour in UTC at which 07:30 begins, by zone (the half hour is the same everywhere)."""


@pytest.fixture
async def office(sqlite_database: Database) -> Office:
    """A village with two at the desk and a coordinator, on a Sunday."""
    return await staffed(Office(sqlite_database, at=SUNDAY))


async def staffed(made: Office) -> Office:
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def until(office: Office, then: datetime) -> list[Told]:
    """Ring everything on the way, as the ticking program does; gives the morning's lists."""
    while office.at < then:
        await office.ring()
        async with office.db.read() as connection:
            due = await next_bell(connection)
        office.at = min(then, due) if due and due > office.at else then
    await office.ring()
    return [letter for letter in await office.told() if letter.delivery == Delivery.BROADCAST]


@pytest.mark.parametrize("zone", MORNING)
async def test_at_half_past_seven_of_the_place(sqlite_database: Database, zone: str) -> None:
    """On the next working day at 07:30 local time, in each of the three zones; the filing day
    itself was a Sunday."""
    office = await staffed(Office(sqlite_database, in_zone(zone), at=SUNDAY))
    await office.file()
    lists = await until(office, SUNDAY + timedelta(days=1, hours=2))
    assert [letter.to for letter in lists] == [FO, BO, CO, DO]
    local = lists[0].not_before.astimezone(office.desk.policy.calendar.zone)
    assert (local.strftime("%A %H:%M"), lists[0].not_before.hour) == ("Monday 07:30", MORNING[zone])


async def test_each_officer_once_a_working_day(office: Office) -> None:
    """In two weeks each gets ten lists, none on a weekend or a holiday, through restarts and
    doubled ringing."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    days: Counter[tuple[int, str]] = Counter()
    for _ in range(28):
        office.restart()
        for letter in await until(office, office.at + timedelta(hours=12)):
            days[
                letter.to,
                letter.not_before.astimezone(office.desk.policy.calendar.zone).strftime("%a %d"),
            ] += 1
        office.restart()
        await office.ring()
    assert set(days.values()) == {1}
    assert sorted(day for person, day in days if person == BO) == sorted(
        f"{name} {day}"
        for day, name in zip(
            (23, 24, 25, 26, 27, 30, 1, 2, 3, 4),
            ["Mon", "Tue", "Wed", "Thu", "Fri"] * 2,
            strict=True,
        )
        for day in [f"{day:02}"]
    )


async def test_a_holiday_has_no_list(office: Office) -> None:
    """Christmas, and the joint leave before it, are no working days."""
    office.at = datetime(2026, 12, 23, 12, 0, tzinfo=UTC)
    await office.file()
    lists = await until(office, datetime(2026, 12, 28, 3, 0, tzinfo=UTC))
    assert {
        letter.not_before.astimezone(office.desk.policy.calendar.zone).day for letter in lists
    } == {28}


async def test_who_has_nothing_gets_nothing(office: Office) -> None:
    """Without cases there is no list, but for leaders, who are told that all is well."""
    lists = await until(office, SUNDAY + timedelta(days=1, hours=2))
    assert [letter.to for letter in lists] == [CO, DO]
    assert all("Semua beres" in letter.text for letter in lists)
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    lists = await until(office, office.at + timedelta(days=1))
    assert [letter.to for letter in lists] == [BO, CO, DO]


async def test_what_the_list_says(office: Office) -> None:
    """Late, due today, waiting and in hand are counted; at most eight buttons, the most pressing
    first; no topic."""
    for n in range(9):
        case = await office.file(teller=200 + n)
        if n < 2:
            await office.do(BO, Claim(BO), case.id)
    await _due(office, case, SUNDAY - timedelta(days=2))
    lists = {
        letter.to: letter for letter in await until(office, SUNDAY + timedelta(days=1, hours=2))
    }
    assert lists[FO].text.splitlines()[1:] == [
        "Semuanya <b>9</b>:",
        "📥 Menunggu diambil: <b>7</b>",
        "👥 Dipegang rekan atau kantor lain: <b>2</b>",
        "Di antaranya:",
        "⏰ Lewat batas waktu: <b>1</b>",
    ]
    assert lists[BO].text.splitlines()[1:4] == [
        "Semuanya <b>9</b>:",
        "✋ Perlu dikerjakan, Anda yang pegang: <b>2</b>",
        "📥 Menunggu diambil: <b>7</b>",
    ]
    assert (len(lists[BO].taps), lists[BO].taps[0]) == (MOST_BUTTONS + 1, f"c:open:{case.id}")


async def _due(office: Office, case: Case, at: datetime) -> None:
    async with office.db.write() as connection:
        found = await cases.load(connection, office.vault, case.id)
        assert found is not None
        await cases.save(connection, office.vault, [replace(found, due_at=at)])


async def test_the_stand_in_gets_the_list_for_two(office: Office) -> None:
    """Who is away gets none; the stand-in's has the cases of both and says so."""
    for teller, officer in ((201, BO), (202, CO)):
        case = await office.file(teller=teller)
        await office.do(officer, Claim(officer), case.id)
    await office.away(BO, CO)
    lists = await until(office, SUNDAY + timedelta(days=1, hours=2))
    letter = lists[0]
    assert [one.to for one in lists] == [CO, DO]
    assert (letter.to, "yang pegang: <b>2</b>" in letter.text, "rekan" in letter.text) == (
        CO,
        True,
        True,
    )


async def test_what_was_closed_for_somebody_is_not_in_their_list(office: Office) -> None:
    """A case that a leader has closed for an officer is in no list of theirs."""
    case = await office.file()
    await office.do(CO, Exclude(CO, FO), case.id)
    lists = await until(office, SUNDAY + timedelta(days=1, hours=2))
    assert [letter.to for letter in lists] == [BO, CO, DO]


async def test_sensitive_cases_are_counted_for_those_who_see_them(office: Office) -> None:
    """The counter's list knows nothing of a sensitive case."""
    await office.file("violence")
    lists = await until(office, SUNDAY + timedelta(days=1, hours=2))
    assert [letter.to for letter in lists] == [BO, CO, DO]
    assert not [letter for letter in lists if "ekerasan" in letter.text]


async def test_after_an_outage_there_is_one_list(office: Office) -> None:
    """Off over three mornings, back at ten: one list of today, none of the days before."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.ring()
    office.at = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
    office.restart()
    await office.ring()
    lists = [letter for letter in await office.told() if letter.delivery == Delivery.BROADCAST]
    once = [(person, office.at) for person in (BO, CO, DO)]
    assert [(letter.to, letter.not_before) for letter in lists] == once
    assert len(await until(office, office.at + timedelta(days=1))) == len(once)


async def test_a_crash_between_bell_and_letters_costs_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What dies inside the transaction is done whole the next time: one list, not none and not
    two."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.ring()
    office.at = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)

    async def dies(*args: Any) -> None:
        raise OSError("power")

    with monkeypatch.context() as patched:
        patched.setattr("bot.turns.bells.bells_rung", dies)
        with pytest.raises(OSError, match="power"):
            await office.ring()
    assert [letter for letter in await office.told() if letter.delivery == Delivery.BROADCAST] == []
    office.restart()
    lists = await until(office, office.at + timedelta(hours=1))
    assert [letter.to for letter in lists] == [BO, CO, DO]


async def test_a_district_of_a_hundred_villages_takes_few_queries(office: Office) -> None:
    """The number of statements does not grow with villages, officers and cases."""

    async def statements() -> int:
        found: list[str] = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            found.append(statement)

        sync = office.db._writer.sync_engine
        event.listen(sync, "before_cursor_execute", note)
        lists = await until(office, office.at + timedelta(days=1))
        event.remove(sync, "before_cursor_execute", note)
        assert lists
        return len(found)

    await office.file()
    few = await statements()
    for n in range(20):
        village = f"32.74.09.{1001 + n}"
        await office.hire(300 + n, Role.BACK_OFFICE, village)
        await office.file(teller=500 + n, village=village)
    assert await statements() <= few + 4


async def test_what_is_put_off_is_apart(office: Office) -> None:
    """It is no work of today; on its day it is."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Postpone(BO, "2026-12-15", "menunggu kartu"), case.id)
    (mine,) = [x for x in await until(office, SUNDAY + timedelta(days=1, hours=2)) if x.to == BO]
    assert "Ditunda, belum harinya: <b>1</b>" in mine.text
    assert "Perlu dikerjakan" not in mine.text
    day = datetime(2026, 12, 15, 3, 0, tzinfo=UTC)
    mine = [x for x in await until(office, day) if x.to == BO][-1]
    assert "Perlu dikerjakan, Anda yang pegang: <b>1</b>" in mine.text
    assert "Ditunda" not in mine.text


async def test_who_has_not_answered_is_a_tap_away(office: Office) -> None:
    """They are told apart from the total, with a button that shows them."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Ask(BO, "Berapa nomor KK?", "text"), case.id)
    (mine,) = [x for x in await until(office, SUNDAY + timedelta(days=8, hours=2)) if x.to == BO][
        -1:
    ]
    assert "Di luar itu <b>1</b>:\n⏳ Warga belum menjawab" in mine.text
    assert "Semuanya" not in mine.text
    assert any(tap.endswith("t~") for tap in mine.taps)
