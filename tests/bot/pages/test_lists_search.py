"""What a search shows: page by page, by whole words and by beginnings, of names however they are
written."""

import pytest

from bot.pages import show
from casework.actions.correspondence import Note
from casework.case.model import Role
from casework.case.number import number
from conversations.protocol.effects import Say, Show
from storage.cases.list_page import PAGE
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import OFFICER, OTHER
from tests.support.office import CONTENT, Office

MORE = "s:found:"


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with one officer."""
    made = Office(database)
    await made.hire(OFFICER, Role.COORDINATOR)
    return made


async def noted(office: Office, words: str, count: int = 1) -> list[str]:
    """Cases of which an officer has noted something; their numbers, newest first."""
    numbers = []
    for n in range(count):
        case = await office.file(teller=100 + n)
        await office.do(OFFICER, Note(OFFICER, words), case.id)
        numbers.append(number(case.id))
    return numbers[::-1]


async def searched(office: Office, words: str) -> tuple[str, str]:
    """What a search shows, and what its button to the next page carries."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        said: tuple[Say, ...] = await show.show(
            batch, office.desk, OFFICER, Show("found", {"words": words})
        )
    taps = [button.tap.data() for say in said for row in say.buttons for button in row]
    following = next((tap.removeprefix(MORE) for tap in taps if tap.startswith(MORE + "k26")), "")
    return "\n".join(CONTENT.texts.html("id", say.text) for say in said), following


@pytest.mark.parametrize("words", ["kelurahan", "kelur", "Kesambi"])
async def test_what_does_not_fit_is_on_the_next_page(office: Office, words: str) -> None:
    """By words, by a beginning, by village: every case is shown once, the newest first, then
    nothing."""
    theirs = await noted(office, "ke kelurahan", 2 * PAGE + 1)
    seen, wanted = [], words
    for _ in range(3):
        told, wanted = await searched(office, wanted)
        seen += [n for n in theirs if n in told]
    assert (seen, wanted) == (theirs, "")


async def test_a_name_is_found_however_it_is_written(office: Office) -> None:
    """With an apostrophe, a curly one, or none."""
    [mine] = await noted(office, "istri Pak Ma'mun datang")
    for words in ("mamun", "Ma'mun", "Ma’mun", "maʼmun"):
        assert mine in (await searched(office, words))[0], words


async def test_a_beginning_is_enough(office: Office) -> None:
    """Three letters and more; all that was typed must fit, and a whole word goes before."""
    [sulastri], [sule] = await noted(office, "Bu Sulastri, atap"), await noted(office, "Pak Sule")
    assert [n in (await searched(office, "sulas"))[0] for n in (sulastri, sule)] == [True, False]
    assert [n in (await searched(office, "sul"))[0] for n in (sulastri, sule)] == [True, True]
    assert [n in (await searched(office, "sule"))[0] for n in (sulastri, sule)] == [False, True]
    assert sulastri in (await searched(office, "sula ata"))[0]
    assert "Tidak ada laporan" in (await searched(office, "sula jalan"))[0]
    assert "Tidak ada laporan" in (await searched(office, "lastri"))[0]


async def test_a_beginning_opens_no_case_of_others(office: Office) -> None:
    """Another village's case is not found by its beginning either."""
    await office.hire(9, Role.COORDINATOR, OTHER)
    case = await office.file(village=OTHER)
    await office.do(9, Note(9, "Bu Sulastri"), case.id)
    assert "Tidak ada laporan" in (await searched(office, "sulas"))[0]
