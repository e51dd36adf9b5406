"""Whether another office waits for an answer about the case of the message that was replied to."""

from bot.turns.around.surroundings import around
from casework.actions.assignment import Claim
from casework.actions.between_offices import AnswerOffice, AskSender
from casework.actions.referral import Refer
from conversations.protocol.effects import Around, Said
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import DINSOS
from tests.support.office import Office
from tests.support.teams import AG, BO, staffed


async def read(office: Office, case: int) -> Around:
    """What surrounds a reply to the newest letter about the case."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        known = await batch.person(BO)
        for letter in range(40, 0, -1):
            told = Said(BO, 900, office.at, "RT 3", reply_to=letter)
            found = await around(batch, told, known)
            if found.replied == case:
                return found
    raise LookupError(case)


async def test_it_is_known_until_it_is_answered(database: Database) -> None:
    """The question makes it so, the answer ends it."""
    office = await staffed(database, BO, AG)
    case = await office.file("pkh")
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, DINSOS, "please"), case.id)
    await office.delivered()
    await office.do(AG, AskSender(AG, "which ward?"), case.id)
    await office.delivered()
    assert (await read(office, case.id)).asks
    await office.do(BO, AnswerOffice(BO, "the third"), case.id)
    assert not (await read(office, case.id)).asks


async def test_a_photo_that_waits_for_its_case_knows_it_too(database: Database) -> None:
    """The tap on the case's button says which case it is."""
    office = await staffed(database, BO, AG)
    case = await office.file("pkh")
    await office.do(BO, Refer(BO, DINSOS, "please"), case.id)
    await office.do(AG, AskSender(AG, "which ward?"), case.id)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        known = await batch.person(BO)
        found = {
            action: (await around(batch, Said(BO, 9, office.at, tap=data), known)).asks
            for action in ("note", "refer")
            for data in [f"c:{action}:{case.id}"]
        }
    assert found == {"note": True, "refer": False}
