"""A case that is put off past its due time: whoever leads there reads so, with the date and why."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.postponement import Postpone
from storage.db.database import Database
from tests.support.office import Office
from tests.support.teams import CO, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, CO, DO)


@pytest.mark.parametrize(("by", "told"), [(FO, {CO}), (CO, set())])
async def test_the_coordinator_is_told(office: Office, by: int, told: set[int]) -> None:
    """Until when, by its weekday, and why; not of what they did themselves."""
    case = await office.file()
    await office.do(by, Claim(by), case.id)
    await office.told()
    await office.do(by, Postpone(by, "2026-12-10", "menunggu kartu"), case.id)
    letters = [one for one in await office.told() if "melewati batas waktunya" in one.text]
    assert {one.to for one in letters} == told
    assert all("Kamis, 10 Desember" in one.text for one in letters)
    assert all("menunggu kartu" in one.text for one in letters)


async def test_what_cannot_be_put_off_is_told_to_nobody(office: Office) -> None:
    """A date before the due time is refused."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    await office.do(FO, Postpone(FO, "2026-11-24", "besok"), case.id)
    assert [one.to for one in await office.told()] == [FO]
