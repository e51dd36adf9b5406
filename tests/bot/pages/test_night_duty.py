"""The rota of the nights: who is on duty is rung first, and nobody else is woken for nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.roster import Roster
from casework.case.model import Role
from conversations.protocol.effects import Show
from storage.db.database import table_of
from storage.people import people, stand_ins
from storage.people.people import Profile
from storage.tables.people import Grant
from storage.unit_of_work import Batch
from tests.conversations.speaker import Speaker, resident
from tests.support.begun.rigs import begun
from tests.support.rig import DISTRICT, OTHER_VILLAGE, VILLAGE, Rig

RESIDENT, FO, BO, CO, SLRT, MANAGER = 1, 900, 901, 902, 903, 904
FLOOD = "tolong, banjir, air masuk rumah sekarang"


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village with three officers, the district with two, at eleven in the evening."""
    async with begun(_begin, database_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    for person, role, scope in (
        (FO, Role.FRONT_OFFICE, VILLAGE),
        (BO, Role.BACK_OFFICE, VILLAGE),
        (CO, Role.COORDINATOR, VILLAGE),
        (SLRT, Role.DISTRICT_OFFICER, DISTRICT),
        (MANAGER, Role.DISTRICT_MANAGER, DISTRICT),
    ):
        await made.employ(person, role, scope)
    await made.introduce(made.phone(RESIDENT))
    local = made.now.astimezone(made.program.policy.calendar.zone)
    made.later(hours=23 - local.hour)


def rung(made: Rig) -> set[int]:
    """On whose phones an alarm has rung."""
    return {
        person
        for person in (FO, BO, CO, SLRT, MANAGER)
        if any(m.from_bot and "26-00001" in m.text for m in made.phone(person).messages)
    }


async def tonight(made: Rig, person: int, by: int | None = None) -> None:
    """Put somebody on duty tonight; a leader does it for a colleague."""
    night = made.program.turns._desk.roster.night(made.now).isoformat()
    await made.write(made.phone(by or person), "/jaga")
    if by:
        await made.press(made.phone(by), f"s:duty:{night}")
    await made.press(made.phone(by or person), f"jg:{person}:{night}")


async def test_who_is_on_duty_is_rung_alone(office: Rig) -> None:
    """At night only they are woken; the rest of the level at the next step, when nobody claimed."""
    await tonight(office, BO)
    await office.write(office.phone(RESIDENT), FLOOD)
    assert rung(office) == {BO}
    await office.pass_time(minutes=12)
    assert {FO, BO, CO} <= rung(office)


async def test_who_was_not_rung_is_not_called_off(office: Rig) -> None:
    """A claim wakes nobody who has slept through it."""
    await tonight(office, BO)
    before = len(office.phone(FO).messages)
    await office.write(office.phone(RESIDENT), FLOOD)
    await office.press(office.phone(BO), "c:claim:")
    assert len(office.phone(FO).messages) == before


async def test_nobody_on_duty_calls_everybody(office: Rig) -> None:
    """Without a rota nothing changes."""
    await office.write(office.phone(RESIDENT), FLOOD)
    assert {FO, BO, CO} <= rung(office)


async def test_by_day_everybody_is_called(office: Rig) -> None:
    """The rota is for the night alone."""
    await tonight(office, BO)
    office.later(hours=10)
    await office.write(office.phone(RESIDENT), FLOOD)
    assert {FO, BO, CO} <= rung(office)


async def test_a_leader_plans_a_colleague(office: Rig) -> None:
    """The coordinator puts an officer on the rota, who hears of it; everybody can see it."""
    await tonight(office, FO, by=CO)
    assert any("jaga malam" in m.text for m in office.phone(FO).messages)
    await office.write(office.phone(RESIDENT), FLOOD)
    assert rung(office) == {FO}
    await office.write(office.phone(SLRT), "/jaga")
    assert "belum ada" in office.phone(SLRT).last.text


async def test_an_officer_plans_nobody_else(office: Rig) -> None:
    """A forged tap for a colleague, or for a night long past, changes nothing."""
    night = office.program.turns._desk.roster.night(office.now)
    await office.write(office.phone(FO), "/jaga")
    for person, day in ((BO, night), (FO, night - timedelta(days=2))):
        office.phone(FO).tap_data(
            f"jg:{person}:{day.isoformat()}", office.phone(FO).last.message_id
        )
        await office.settle()
    await office.write(office.phone(RESIDENT), FLOOD)
    assert {FO, BO, CO} <= rung(office)


def test_a_night_is_named_by_its_evening() -> None:
    """Until six in the morning it is still the night of the day before."""
    roster = Roster("32.74", ZoneInfo("Asia/Jakarta"))
    evening = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 22:00
    assert {roster.night(evening + timedelta(hours=h)) for h in (0, 3, 7)} == {evening.date()}
    assert roster.night(evening + timedelta(hours=9)) == evening.date() + timedelta(days=1)


def test_the_rota_is_for_who_works_here() -> None:
    """A resident's command is a word like any other."""
    assert not any(isinstance(e, Show) for e in Speaker(resident()).write("/jaga").effects)


async def _end(made: Rig, person: int) -> None:
    async with made.program.db.write() as connection:
        mine = table_of(Grant).c.person_id == person
        ended = table_of(Grant).update().where(mine).values(ended_at=made.now)
        await connection.execute(ended)


async def _away(made: Rig, person: int) -> None:
    today = made.now.astimezone(made.program.policy.calendar.zone).date()
    away = stand_ins.Absence(person, person, 0, today, today + timedelta(days=1))
    async with made.program.db.write() as connection:
        await stand_ins.put(connection, away, made.now)


async def _blocks(made: Rig, person: int) -> None:
    async with made.program.db.write() as connection:
        profile = Profile(person, "id", unreachable=True)
        await people.save_profiles(connection, made.program.vault, [profile], made.now)


@pytest.mark.parametrize("gone", [_end, _away, _blocks])
async def test_who_is_on_duty_and_not_there(
    office: Rig, gone: Callable[[Rig, int], Awaitable[None]]
) -> None:
    """Who has left, is away or can't be reached spares nobody: everybody else is called, and the
    page says that nobody is on duty, or who is not there."""
    await tonight(office, BO)
    await gone(office, BO)
    await office.write(office.phone(CO), "/jaga")
    first = office.phone(CO).last.text.splitlines()[1]
    assert "semua dihubungi" in first
    assert ("berhalangan" in first) is (gone is not _end)
    await office.write(office.phone(RESIDENT), FLOOD)
    assert {FO, CO} <= rung(office)


async def test_another_villages_rota_is_its_own(office: Rig) -> None:
    """Somebody on duty elsewhere spares nobody here, and is not woken."""
    await office.employ(905, Role.FRONT_OFFICE, OTHER_VILLAGE)
    await tonight(office, 905)
    await office.write(office.phone(RESIDENT), FLOOD)
    assert {FO, BO, CO} <= rung(office)
    assert not any("26-00001" in m.text for m in office.phone(905).messages)


async def test_the_districts_rota_spares_no_village(office: Rig) -> None:
    """Where village and district are called together, each by its own rota: a village without one
    is called as a whole."""
    await tonight(office, SLRT)
    roster = office.program.turns._desk.roster
    async with office.program.db.write() as connection:
        batch = Batch(connection, office.program.vault, office.now)
        called = await roster.on_duty(batch, [FO, BO, CO], [SLRT, MANAGER])
    assert called == [FO, BO, CO, SLRT]


async def test_a_leader_finds_their_own_office_first(office: Rig) -> None:
    """However many colleagues there are below."""
    for n in range(3):
        await office.employ(800 + n, Role.FRONT_OFFICE, OTHER_VILLAGE)
    await office.write(office.phone(MANAGER), "/jaga")
    night = office.program.turns._desk.roster.night(office.now).isoformat()
    await office.press(office.phone(MANAGER), f"s:duty:{night}")
    taps = [b.data or "" for row in office.phone(MANAGER).last.buttons for b in row]
    assert taps[0] == f"jg:{SLRT}:{night}"


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
def test_nights_follow_the_local_clock(zone: str) -> None:
    """Across midnight, and across the end of a month and a year."""
    roster, local = Roster("32.74", ZoneInfo(zone)), ZoneInfo(zone)
    evening = date(2026, 12, 31)
    for moment, night in (
        (datetime(2026, 12, 31, 20, 0, tzinfo=local), evening),
        (datetime(2027, 1, 1, 0, 0, tzinfo=local), evening),
        (datetime(2027, 1, 1, 5, 59, tzinfo=local), evening),
        (datetime(2027, 1, 1, 6, 0, tzinfo=local), date(2027, 1, 1)),
    ):
        assert roster.night(moment.astimezone(UTC)) == night


async def test_nights_are_named_by_weekday(office: Rig) -> None:
    """On the list and on the buttons, which are short."""
    await office.write(office.phone(FO), "/jaga")
    shown = office.phone(FO).last
    night = office.program.desk.roster.night(office.now)
    names = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
    assert f"{names[night.weekday()]}, {night.day} " in shown.text
    button = next(b.text for row in shown.buttons for b in row if b.data == f"jg:{FO}:{night}")
    assert button == f"☐ {names[night.weekday()]} {night.day}"
