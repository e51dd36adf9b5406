"""A new result waits to be sent: what the resident says of an older one, by an old button or by
telling it again, is not said of the new one, which they have not got."""

import pytest

from bot.desk.duplicates.co_reporting import told_to
from bot.turns.posting import Post
from casework.actions.ending.confirmation import Confirm
from casework.actions.objection import Object
from casework.case import commands as c
from casework.case.commands import Command
from casework.case.intake import Intake, Who
from casework.case.model import Role, Status, Verdict
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.bot.desk.correcting.test_overtaken import ENDS, goes_out, heard, resolved
from tests.casework.cases import TELLER, VILLAGE
from tests.conversations.speaker import CONTENT
from tests.support.office import STORY, Office
from tests.support.teams import CO, FO, holding

OLD = [Confirm(TELLER, Verdict.FIXED, ""), Confirm(TELLER, Verdict.NO, "no"), Object(TELLER, "no")]


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with counter and coordinator; letters wait two minutes."""
    made = holding(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    return made


@pytest.mark.parametrize("old", OLD)
async def test_an_old_button_changes_nothing(office: Office, old: Command) -> None:
    """Who presses it reads that we are still at it, and the new result comes as it would."""
    case = await resolved(office)
    await office.do(TELLER, old, case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED
    assert "masih kami kerjakan" in (await heard(office))[TELLER]
    assert [told for told in await goes_out(office) if "the card works again" in told]


@pytest.mark.parametrize("old", OLD)
async def test_of_what_has_come_it_counts(office: Office, old: Command) -> None:
    """A neighbour: once it was sent, each says what it says."""
    case = await resolved(office)
    await goes_out(office)
    await office.do(TELLER, old, case.id)
    assert (await office.case(case.id)).status is not Status.RESOLVED


async def test_told_again_it_is_news(office: Office) -> None:
    """A neighbour: the same trouble told once more does not open what they think is open."""
    case = await resolved(office)
    intake = Intake(who=Who.SELF, story=STORY)
    told = c.File(TELLER, "again", VILLAGE, "pkh", {}, intake)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        mails = await told_to(office.desk, batch, told, case.id)
        await Post(batch, CONTENT.texts, "again").news(mails)
        await batch.flush()
    assert (await office.case(case.id)).status is Status.RESOLVED
    assert [told for told in await goes_out(office) if ENDS.result in told]
