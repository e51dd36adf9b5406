"""News that waits to be told by hand is told as it stands now: worded anew, or not at all once the
result was taken back or has arrived after all."""

import pytest

from casework.actions.correcting.rewording import Reword
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.correspondence import Reply
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.case.model import Case, Decision, Role
from storage.db.database import Database
from storage.pending import errands, outbox
from storage.pending.errands import OpenErrand
from tests.bot.trials.letters.test_given_up import ended_dead, settlement
from tests.casework.cases import TELLER
from tests.support.office import Office

FO = 101
OLD, NEW = "kartu <lama> & aktif", "kartu baru aktif"
SAYS = {
    "result": Resolve(FO, Decision.HELPED, OLD),
    "reply": Reply(FO, OLD),
    "question": Ask(FO, OLD, "text"),
}


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    return made


async def lose(office: Office) -> None:
    """Whatever goes to the resident is lost, all else arrives."""
    async with office.db.write() as connection:
        letters = await outbox.claim(connection, office.vault, office.at, 100)
        ended = [ended_dead(one) for one in letters if one.chat_id == TELLER]
        await settlement(office).settle(connection, ended, office.at)


async def waiting(office: Office, case: Case) -> list[OpenErrand]:
    async with office.db.read() as connection:
        return await errands.waiting(connection, office.vault, case.id)


async def lost(office: Office, what: str) -> Case:
    case = await office.file()
    await office.delivered()
    await office.do(FO, SAYS[what], case.id)
    await lose(office)
    (errand,) = await waiting(office, case)
    assert OLD in errand.note.what
    return case


@pytest.mark.parametrize("what", SAYS)
async def test_the_newest_words_are_told(office: Office, what: str) -> None:
    """Once, whether the letter with the new words is under way or lost as well."""
    case = await lost(office, what)
    await office.do(FO, Reword(FO, OLD, NEW), case.id)
    (errand,) = await waiting(office, case)
    assert (errand.note.kind, NEW in errand.note.what) == (what, True)
    assert OLD not in errand.note.what
    await lose(office)
    told = await waiting(office, case)
    assert [one.note.kind for one in told] == [what]
    assert NEW in told[0].note.what


async def test_worded_anew_twice(office: Office) -> None:
    """The last words count."""
    case = await lost(office, "result")
    await office.do(FO, Reword(FO, OLD, NEW), case.id)
    await office.do(FO, Reword(FO, NEW, "paling baru"), case.id)
    (errand,) = await waiting(office, case)
    assert "paling baru" in errand.note.what
    assert NEW not in errand.note.what


async def test_of_two_replies_only_one_was_worded_anew(office: Office) -> None:
    """The other stays as it is."""
    case = await lost(office, "reply")
    await office.do(FO, Reply(FO, "besok buka"), case.id)
    await lose(office)
    await office.do(FO, Reword(FO, OLD, NEW), case.id)
    first, second = (one.note.what for one in await waiting(office, case))
    assert (NEW in first, "besok buka" in second, NEW in second) == (True, True, False)


async def test_a_result_that_was_taken_back_goes(office: Office) -> None:
    """Nobody tells it; that it was wrong is told."""
    case = await lost(office, "result")
    await office.do(FO, RetractResult(FO, "salah orang"), case.id)
    assert await waiting(office, case) == []
    await lose(office)
    assert [one.note.kind for one in await waiting(office, case)] == ["news"]


async def test_a_result_that_arrives_after_all_goes(office: Office) -> None:
    """Worded anew, it has reached the resident, who writes again."""
    case = await lost(office, "result")
    await office.do(FO, Reword(FO, OLD, NEW), case.id)
    office.receipts = True
    await office.delivered()
    assert await waiting(office, case) == []
    assert (await office.case(case.id)).ending.heard
