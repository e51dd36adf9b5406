"""News that is held is looked at again: what its case has passed by meanwhile is not told."""

import pytest

from bot.desk.mail import HELD
from bot.turns.passed_by import PASSED_BY
from casework.actions.assignment import Claim
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.case.model import Decision, Verdict
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.office import Office, Told
from tests.support.teams import BO, CO, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, BO, CO, DO)


async def _busy(office: Office) -> None:
    """Everybody has had much news within minutes, so that what comes next is held."""
    for n in range(40):
        await office.file(teller=TELLER + 100 + n)
        await office.delivered()
        office.later(seconds=10)
    office.later(hours=2)
    await office.delivered()


async def _read(office: Office, who: int, **later: float) -> list[Told]:
    office.later(**later)
    return [one for one in await office.delivered() if one.to == who]


async def test_no_all_clear_once_the_emergency_rings_again(office: Office) -> None:
    """Who was called and is busy does not read that there is a result after the case was opened
    again: the alarm is the last word."""
    case = await office.file(alarm="danger")
    await office.do(BO, Claim(BO), case.id)
    await _busy(office)
    await office.do(BO, Resolve(BO, Decision.HELPED, "beras sudah diantar"), case.id)
    assert await _read(office, FO, minutes=1) == []
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "belum ada yang datang"), case.id)
    told = await _read(office, FO, minutes=0)
    told += await _read(office, FO, minutes=11)
    told += await _read(office, FO, hours=2)
    assert any("DARURAT" in one.text for one in told)
    assert not any("sudah ada hasilnya" in one.text for one in told)


async def test_no_thanks_for_what_was_opened_again(office: Office) -> None:
    """Good news that waits for its busy reader is none once a leader has opened the case again."""
    case = await office.file(teller=TELLER)
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Resolve(BO, Decision.HELPED, "sudah"), case.id)
    await _busy(office)
    await office.do(TELLER, Confirm(TELLER, Verdict.FIXED, ""), case.id)
    assert await _read(office, BO, minutes=1) == []
    await office.do(CO, OpenAgain(CO, "belum selesai"), case.id)
    told = await _read(office, BO, minutes=1)
    told += await _read(office, BO, hours=3)
    assert told
    assert not any("Jawaban pelapor" in one.text for one in told)


def test_every_held_text_says_what_passes_it_by() -> None:
    """What may be held is in the table, and nothing else is."""
    assert set(PASSED_BY) == set(HELD)
