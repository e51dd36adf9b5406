"""A notice that says "yours" says so to whose it is only: who stands in for them, and who helps
while they are out of reach, reads their name."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.classification import CorrectUrgency
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.ending.resolution import Resolve
from casework.case.model import Case, Decision, Urgency
from storage.db.database import Database
from tests.support.office import Office
from tests.support.teams import BO, CO, DM, DO, FO, staffed

STAFF = (FO, BO, CO, DO, DM)
NAME = f"officer {BO}"


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, *STAFF)


async def heard(office: Office) -> dict[int, str]:
    return {letter.to: letter.text for letter in await office.delivered()}


async def resolved(office: Office) -> Case:
    case = await office.file()
    await office.do(BO, Resolve(BO, Decision.HELPED, "sudah aktif"), case.id)
    await office.delivered()
    return case


async def test_who_wrote_a_result_reads_that_it_is_theirs(office: Office) -> None:
    """Whoever is there themselves is spoken to as the one who wrote."""
    case = await resolved(office)
    await office.do(CO, RetractResult(CO, "kartu lain"), case.id)
    assert "yang Anda tulis" in (await heard(office))[BO]


@pytest.mark.parametrize("by", [BO, CO])
async def test_a_stand_in_reads_who_wrote_it(office: Office, by: int) -> None:
    """Whoever took it back, also the writer; who took it back is accused of nothing."""
    case = await resolved(office)
    await office.away(BO, FO)
    await office.do(by, RetractResult(by, "kartu lain"), case.id)
    told = await heard(office)
    assert f"yang ditulis {NAME}" in told[FO]
    assert not any("Anda tulis" in words for words in told.values())


@pytest.mark.parametrize("instead", [FO, 0])
async def test_a_correction_is_told_of_the_holder(office: Office, instead: int) -> None:
    """To their stand-in, and to whose turn it is where nobody stands in."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.away(BO, instead)
    await office.delivered()
    await office.do(CO, CorrectUrgency(CO, Urgency.HIGH, "lansia"), case.id)
    told = await heard(office)
    assert any(f"yang dipegang {NAME} dibetulkan" in words for words in told.values())
    assert not any("Anda pegang" in words for words in told.values())


@pytest.mark.parametrize("away", [False, True])
async def test_a_late_case_of_who_is_away(office: Office, away: bool) -> None:
    """Only the holder themselves reads that they hold it."""
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    if away:
        await office.away(BO, FO, days=30)
    told = list[str]()
    for _ in range(14):
        office.later(days=1)
        await office.ring()
        told += (await heard(office)).values()
    late = "\n".join(told)
    assert ("yang Anda pegang" in late) is not away
