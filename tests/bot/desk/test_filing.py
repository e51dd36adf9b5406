"""The number of a new case: of the office's year, and never one that was given out before."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from casework.case.number import number
from storage.cases.given_numbers import FILE
from storage.db.database import table_of
from storage.tables.cases import Counter
from tests.support.rig import Rig, rig
from tests.support.walking import report


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A village without any report."""
    async with rig(database_url, tmp_path) as made:
        yield made


async def filed(office: Rig, who: int) -> str:
    """The number of somebody's first report, as they read it."""
    phone = office.phone(who)
    await office.introduce(phone)
    await report(office, phone, "/lapor butuh sktm")
    words = " ".join(m.text for m in phone.messages).split()
    return [w.strip(".,:") for w in words if w.count("-") == 2 and w[:2].isdigit()][-1]


async def test_the_year_is_that_of_the_offices_clock(office: Rig) -> None:
    """Half past six in the morning of New Year's Day in Java is still the old year in Greenwich."""
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    office.later(seconds=(new_year - office.now).total_seconds())
    assert (await filed(office, 1)).startswith("27-00001")


async def test_a_backup_that_is_put_back_gives_no_number_out_again(office: Rig) -> None:
    """The database has forgotten that there was a second report; its number stays its own."""
    assert [await filed(office, who) for who in (1, 2)] == [
        number(260_000_001),
        number(260_000_002),
    ]
    file = office.program.config.files.folder / FILE
    assert file.read_text("utf-8") == "26-00002\n"
    counter = table_of(Counter)
    async with office.program.db.write() as connection:
        forgotten = update(counter).where(counter.c.name == "case:2026")
        await connection.execute(forgotten.values(value=260_000_001))
    await office.restart()
    assert await filed(office, 3) == number(260_000_003)
