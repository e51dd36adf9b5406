"""Whoever has moved a case to another office reads where it is now, and can still take back what
they wrote in it; to everybody else there it does not exist."""

import pytest

from bot.turns.case_heads import headed
from casework.actions.assignment import Claim
from casework.actions.correcting.placing import CorrectPlace
from casework.actions.correspondence import Note, Reply
from casework.actions.duplicates.co_reporting import Join
from casework.case.intake import Intake
from casework.case.model import Role
from casework.case.number import number
from conversations.protocol.effects import AboutCase, Say, Text, text
from conversations.protocol.requests import TakeBackHeld
from storage.cases import co_reporters
from storage.cases.co_reporters import Teller
from storage.db.database import Database
from storage.pending import held_letters
from tests.bot.desk.test_conflict_of_interest import shown
from tests.casework.cases import DISTRICT, OTHER
from tests.support.office import STORY, Office
from tests.support.teams import holding

FO, CO, DO, THERE = 101, 103, 104, 105
NEIGHBOUR = 707


@pytest.fixture
async def office(database: Database) -> Office:
    """Two villages and the district; letters wait two minutes."""
    made = holding(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    await made.hire(THERE, Role.FRONT_OFFICE, OTHER)
    return made


async def moved(office: Office) -> int:
    case = await office.file()
    await office.do(CO, Claim(CO), case.id)
    await office.do(CO, Reply(CO, "we look at it"), case.id)
    await office.do(CO, CorrectPlace(CO, "the house is there", village=OTHER), case.id)
    await office.told()
    return case.id


@pytest.mark.parametrize("page", ["case", "more", "history"])
async def test_the_mover_reads_where_it_is(office: Office, page: str) -> None:
    """Of every page; a colleague who had nothing to do with it learns nothing."""
    case = await moved(office)
    told = await shown(office, CO, page, case=case)
    assert "sudah pindah" in told
    assert "tidak kami temukan" not in told
    assert number(case) in told
    assert "tidak kami temukan" in await shown(office, FO, page, case=case)


async def test_what_the_mover_still_asks_is_answered_so(office: Office) -> None:
    """A note or a reply for a case that has gone, too."""
    case = await moved(office)
    for asked in (Note(CO, "called them"), Reply(CO, "come tomorrow")):
        await office.do(CO, asked, case)
        assert ["sudah pindah" in one.text for one in await office.told()] == [True]
    await office.do(FO, Note(FO, "x"), case)
    assert ["tidak kami temukan" in one.text for one in await office.told()] == [True]


async def test_the_mover_takes_back_what_has_not_gone_out(office: Office) -> None:
    """A reply that was held before the case was moved."""
    case = await moved(office)
    async with office.db.read() as connection:
        [place] = await held_letters.waiting(connection, case)
    await office.do(CO, TakeBackHeld(case, place, 5), case)
    assert ["ditarik" in one.text for one in await office.told()] == [True]
    async with office.db.read() as connection:
        assert not await held_letters.waiting(connection, case)


async def test_who_has_moved_it_here_sees_it(office: Office) -> None:
    """A neighbour: whoever sees it all the same opens it as ever, also after it came back."""
    case = await moved(office)
    assert number(case) in await shown(office, DO, "case", case=case)
    await office.do(DO, CorrectPlace(DO, "no, here", village="32.74.05.1003"), case)
    assert "sudah pindah" not in await shown(office, CO, "case", case=case)


def keys(told: object) -> set[str]:
    if not isinstance(told, Text):
        return set()
    return {told.key}.union(*(keys(one) for one in told.args.values()))


@pytest.mark.parametrize(("joined", "moves"), [(True, True), (True, False), (False, True)])
async def test_before_it_is_moved_others_are_named(
    office: Office, joined: bool, moves: bool
) -> None:
    """The form says that the reports of further tellers go along; only where there are some."""
    what = (("what", "village" if moves else "urgency"),)
    case = await office.file()
    if joined:
        await office.do(NEIGHBOUR, Join(NEIGHBOUR, STORY), case.id)
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        card = Say(text("form.review"), about=AboutCase(case.id, corrects=what))
        found = keys((await headed(batch, office.desk, CO, card)).text)
    assert ("form.moves_others" in found) is (joined and moves)


async def test_followers_read_once_that_it_moves(office: Office) -> None:
    """Not that it is "received" again, besides; and its teller reads it once."""
    case = await office.file()
    await office.do(NEIGHBOUR, Join(NEIGHBOUR, STORY), case.id)
    await office.do(CO, Claim(CO), case.id)
    await office.told()
    there = CorrectPlace(CO, "the house is there", village=OTHER)
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        follower = Teller(NEIGHBOUR, office.at, Intake(story=STORY))
        await co_reporters.join(connection, office.vault, case.id, [follower])
        mails = await office.desk.handle(batch, CO, there, case.id)
        await batch.flush()
    told = [mail.say.text.key for mail in mails if mail.to in (NEIGHBOUR, case.teller)]
    assert sorted(told) == ["following.moved", "notice.moved"]
