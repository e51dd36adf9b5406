"""News so far for somebody without Telegram: somebody is asked to tell them, until it was told."""

import pytest

from bot.desk.filing import file
from casework.actions import referral as r
from casework.actions.assignment import Claim
from casework.actions.between_offices import TellProgress
from casework.actions.referral_answer import Accept
from casework.case import commands as c
from casework.case.intake import Intake, Who
from casework.case.model import Case, Role
from storage.cases import cases
from storage.db.database import Database
from storage.pending import errands
from storage.unit_of_work import Batch
from tests.casework.cases import DINSOS, TELLER, VILLAGE
from tests.support.office import STORY, Office

BO, VOL, AO = 102, 104, 105


@pytest.fixture
async def office(database: Database) -> Office:
    """A desk, a volunteer, and somebody at Dinsos."""
    made = Office(database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(VOL, Role.VOLUNTEER)
    await made.hire(AO, Role.AGENCY_OFFICER, DINSOS)
    return made


async def _written_down(office: Office, by: int, who: Who) -> Case:
    """A case that somebody wrote down for a person without Telegram, referred and accepted."""
    filed = c.File(by, "k", VILLAGE, "pkh", {}, Intake(who=who, story=STORY), helper=by)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        await file(office.desk, batch, filed)
        await batch.flush()
    async with office.db.read() as connection:
        case_id = await cases.id_of_key(connection, "k")
    assert case_id is not None
    await office.do(BO, Claim(BO), case_id)
    await office.do(BO, r.Refer(BO, DINSOS, "please"), case_id)
    await office.do(AO, Accept(AO), case_id)
    await office.told()
    return await office.case(case_id)


async def _waiting(office: Office, case: Case) -> list[str]:
    async with office.db.read() as connection:
        return [w.note.what for w in await errands.waiting(connection, office.vault, case.id)]


@pytest.mark.parametrize(("by", "who"), [(VOL, Who.NEIGHBOUR), (BO, Who.WALK_IN)])
async def test_who_wrote_it_down_is_asked_to_tell(office: Office, by: int, who: Who) -> None:
    """A volunteer's neighbour and a visitor of the counter alike; the buttons lie under the
    news."""
    case = await _written_down(office, by, who)
    await office.do(AO, TellProgress(AO, "we have visited"), case.id)
    (told,) = [x for x in await office.told() if x.to == by and f"c:told:{case.id}" in x.taps]
    assert "we have visited" in told.text
    assert await _waiting(office, case) == ["we have visited"]


async def test_what_the_counter_notes_itself_must_be_told_too(office: Office) -> None:
    """An office without the bot tells its news by telephone; the visitor has still not heard
    it."""
    case = await _written_down(office, BO, Who.WALK_IN)
    await office.do(BO, TellProgress(BO, "they have visited"), case.id)
    (told,) = [x for x in await office.told() if x.to == BO and "they have visited" in x.text]
    assert f"c:told:{case.id}" in told.taps
    assert await _waiting(office, case) == ["they have visited"]


async def test_who_has_telegram_is_told_by_the_bot(office: Office) -> None:
    """Nobody is sent to somebody who has read it."""
    case = await office.file("pkh")
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, r.Refer(BO, DINSOS, "please"), case.id)
    await office.do(AO, Accept(AO), case.id)
    await office.told()
    await office.do(AO, TellProgress(AO, "we have visited"), case.id)
    (told,) = [x for x in await office.told() if x.to == TELLER]
    assert f"c:told:{case.id}" not in told.taps
    assert await _waiting(office, case) == []
