"""Late photos of an album whose report is held, has joined another case, was merged, split, called
off or closed meanwhile: they belong to it, without a word."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.simulator.phones import Phone
from casework.case.model import Role
from casework.case.number import number
from storage.db.database import table_of
from storage.tables.cases import FileRow
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig
from tests.support.walking import go_on, report

ROAD = "jalan rusak berlubang di depan SD, sudah dua motor jatuh"
SAME_ROAD = "di depan SD jalan rusak berlubang besar, motor pada jatuh"
OFFICER, LEADER, ME, NEIGHBOUR = 900, 901, 1, 2
ALBUM = "album-of-the-neighbour"
FIRST, SECOND = 260_000_001, 260_000_002


@pytest.fixture
async def village(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village whose road was told of by one resident (ME)."""
    async with begun(_begin, database_url, tmp_path) as made:
        yield made


async def _begin(made: Rig) -> None:
    await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    for person in (ME, NEIGHBOUR):
        await made.introduce(made.phone(person))
    await report(made, made.phone(ME), f"/lapor {ROAD}")


async def held(made: Rig) -> Phone:
    """The neighbour tells of the same road with a photo; they are asked if it is the same."""
    phone = made.phone(NEIGHBOUR)
    await photo(made, SAME_ROAD)
    await go_on(made, phone)
    assert any((b.data or "").startswith("d:") for row in phone.last.buttons for b in row)
    return phone


async def photo(made: Rig, caption: str | None = None) -> list[str]:
    """One photo of the album of the neighbour; what they are told."""
    phone = made.phone(NEIGHBOUR)
    made.later(minutes=1)
    before = len(phone.messages)
    phone.photo(caption, album=ALBUM)
    await made.settle()
    return [m.text for m in phone.messages[before:] if m.from_bot]


async def files(made: Rig) -> dict[int, int]:
    """How many files each case has."""
    table = table_of(FileRow)
    wanted = select(table.c.case_id, func.count()).group_by(table.c.case_id)
    async with made.program.db.read() as connection:
        return {row[0]: row[1] for row in await connection.execute(wanted)}


async def _new(made: Rig, phone: Phone) -> None:
    await made.press(phone, ":0")


async def _waited(made: Rig, phone: Phone) -> None:
    await made.pass_time(minutes=12)


async def _joined(made: Rig, phone: Phone) -> None:
    await made.press(phone, ":1")


ENDS: dict[str, tuple[Callable[[Rig, Phone], Awaitable[None]], int]] = {
    "it is new": (_new, SECOND),
    "nobody has answered": (_waited, SECOND),
    "it is the same": (_joined, FIRST),
}
"""How the question about a held report ends, and the case that its photos belong to."""


@pytest.mark.parametrize("end", ENDS)
async def test_photos_that_come_while_a_report_is_held(village: Rig, end: str) -> None:
    """They wait with it, and go where it goes; those that come after that, too."""
    does, case = ENDS[end]
    phone = await held(village)
    assert await photo(village) == []
    await does(village, phone)
    assert await files(village) == {case: 2}
    before = len(village.phone(OFFICER).messages)
    assert await photo(village) == []
    assert await files(village) == {case: 3}
    assert len(village.phone(OFFICER).messages) == before


async def _two(made: Rig) -> Phone:
    """The neighbour has a case of their own, with the first photo of the album."""
    phone = await held(made)
    await _new(made, phone)
    return phone


async def _merged(made: Rig) -> None:
    officer = made.phone(OFFICER)
    await made.write(officer, f"/kasus {number(SECOND)}")
    await made.press(officer, f"c:merge:{SECOND}")
    await made.write(officer, number(FIRST))
    await made.press(officer, f"mg:{SECOND}:{FIRST}")


async def _withdrawn(made: Rig) -> None:
    phone = made.phone(NEIGHBOUR)
    await made.press(phone, f"c:open:{SECOND}")
    await made.press(phone, "c:withdraw:")
    await made.press(phone, ":why:solved")


async def _resolved(made: Rig) -> None:
    officer = made.phone(OFFICER)
    await made.write(officer, f"/selesai {number(SECOND)}")
    await made.press(officer, ":decision:helped")
    await made.write(officer, "Sudah ditambal.")
    await made.press(officer, ":!:send")


LATER: dict[str, tuple[Callable[[Rig], Awaitable[None]], int]] = {
    "merged": (_merged, FIRST),
    "withdrawn": (_withdrawn, SECOND),
    "resolved": (_resolved, SECOND),
}
"""What may become of the case before the last photo comes, and where that belongs then."""


@pytest.mark.parametrize("change", LATER)
async def test_photos_that_come_after_a_change(village: Rig, change: str) -> None:
    """They are kept where the case goes on, and nobody hears of them once more."""
    does, case = LATER[change]
    await _two(village)
    await does(village)
    before, told = len(village.phone(OFFICER).messages), await files(village)
    assert await photo(village) == []
    after = await files(village)
    assert sum(after.values()) == sum(told.values()) + 1
    assert after[case] == told.get(case, 0) + 1
    assert len(village.phone(OFFICER).messages) == before


async def test_a_photo_that_comes_after_the_alarm_was_called_off(village: Rig) -> None:
    """It belongs to the case of the alarm, which is over."""
    await village.write(village.phone(NEIGHBOUR), "tolong rumah tetangga kebakaran")
    await photo(village)
    kept = await files(village)
    await village.press(village.phone(NEIGHBOUR), "es:ask:")
    await village.press(village.phone(NEIGHBOUR), "eo:")
    assert await photo(village) == []
    assert sum((await files(village)).values()) == sum(kept.values()) + 1
