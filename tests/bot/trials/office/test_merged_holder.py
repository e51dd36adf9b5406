"""A held case that is merged into a free one: it is said that nobody has that, and offered."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.duplicates.merging import Merge
from storage.db.database import Database
from tests.support.office import Office
from tests.support.teams import BO, CO, DO, FO, staffed

THEIRS, YOURS = f"tadi dipegang officer {FO}", "tadi Anda pegang; ambil juga?"


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO)


async def _merged(office: Office, by: int, **facts: str) -> tuple[int, dict[int, list[str]]]:
    """A case that the counter holds goes into a free one: that one, and what is read of it."""
    held, free = await office.file(), await office.file(**facts)
    await office.do(FO, Claim(FO), held.id)
    office.later(minutes=5)
    await office.delivered()
    await office.do(by, Merge(by, free.id, confirmed=True), held.id)
    read: dict[int, list[str]] = {}
    for one in await office.delivered():
        if "belum ada yang memegang" in one.text:
            read.setdefault(one.to, []).append(one.text)
    return free.id, read


@pytest.mark.parametrize("facts", [{}, {"alarm": "danger"}])
@pytest.mark.parametrize(("by", "told"), [(FO, {FO: YOURS}), (CO, {CO: THEIRS, FO: YOURS})])
async def test_it_is_said_and_offered(
    office: Office, by: int, told: dict[int, str], facts: dict[str, str]
) -> None:
    """Whoever merges them, once to each; nothing changes hands by itself."""
    free, read = await _merged(office, by, **facts)
    assert {to: [words] for to, words in told.items()} == {
        to: [words for words in (THEIRS, YOURS) if words in "".join(texts)]
        for to, texts in read.items()
    }
    assert (await office.case(free)).owner is None
    await office.do(FO, Claim(FO), free)
    assert (await office.case(free)).owner == FO


async def test_what_somebody_has_is_not_offered(office: Office) -> None:
    """The neighbour: it is in good hands already."""
    held, taken = await office.file(), await office.file()
    await office.do(FO, Claim(FO), held.id)
    await office.do(BO, Claim(BO), taken.id)
    office.later(minutes=5)
    await office.delivered()
    await office.do(CO, Merge(CO, taken.id, confirmed=True), held.id)
    assert not any("belum ada yang memegang" in one.text for one in await office.delivered())
