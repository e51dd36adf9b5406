"""A held case that is merged into a free one: its holder goes along, and is free again when that is
taken back."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correspondence import Note
from casework.actions.duplicates.merging import Merge
from casework.actions.duplicates.unmerging import Unmerge
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.office import Office
from tests.support.teams import BO, CO, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO)


async def _two(office: Office, **facts: str) -> tuple[int, int]:
    """A case that the counter holds, and a free one of the same teller."""
    held, free = await office.file(), await office.file(**facts)
    assert held.teller == free.teller == TELLER
    await office.do(FO, Claim(FO), held.id)
    office.later(minutes=5)
    await office.delivered()
    return held.id, free.id


@pytest.mark.parametrize(
    ("by", "words"), [(FO, "sekarang ikut Anda pegang"), (CO, f"ikut dipegang officer {FO}")]
)
async def test_the_holder_goes_along(office: Office, by: int, words: str) -> None:
    """Whoever merges them: it is said, and a holder who did not do it reads it, too."""
    held, free = await _two(office)
    await office.do(by, Merge(by, free, confirmed=True), held)
    assert (await office.case(free)).owner == FO
    told = await office.delivered()
    assert any(words in one.text for one in told if one.to == by)
    assert by == FO or any("ditugaskan kepada Anda" in one.text for one in told if one.to == FO)


@pytest.mark.parametrize("touched", [False, True])
async def test_taken_back_it_is_free_again(office: Office, *, touched: bool) -> None:
    """Unless its holder has begun to work in it."""
    held, free = await _two(office)
    await office.do(CO, Merge(CO, free, confirmed=True), held)
    if touched:
        await office.do(FO, Note(FO, "sudah ditelepon"), free)
    await office.do(CO, Unmerge(CO), held)
    assert (await office.case(free)).owner == (FO if touched else None)
    assert (await office.case(held)).owner == FO


async def test_an_alarm_is_answered_by_nobody_so(office: Office) -> None:
    """Who holds an ordinary case has not said that they go to an emergency."""
    held, free = await _two(office, alarm="danger")
    await office.do(CO, Merge(CO, free, confirmed=True), held)
    assert (await office.case(held)).ending.merged_into == free
    assert (await office.case(free)).owner is None
