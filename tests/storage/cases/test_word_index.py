"""The blind index: cases are found by words as far as one may see them, and the database knows no
word."""

from typing import Any

import pytest
from sqlalchemy import func, select

from casework.case.model import Case, Membership, Role, Status
from storage.cases import cases, word_index
from storage.cases.list_page import PAGE
from storage.cases.search import Viewer
from storage.cases.word_index import MARK_BYTES, by_words, forget, keep, mark, missing
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.tables.cases import CaseWord
from tests.casework.cases import DISTRICT, OFFICER, OTHER, VILLAGE
from tests.storage.cases.test_office_queue import FIRST, HERE, case, ids

HERE_VIEWER = Viewer(OFFICER, (HERE,))
ABOVE = Viewer(OFFICER, (Membership(Role.DISTRICT_OFFICER, DISTRICT),))


async def told(database: Database, vault: Vault, *kept: tuple[Case, str]) -> None:
    """Keep cases with their words."""
    async with database.write() as connection:
        await cases.save(connection, vault, [one for one, _ in kept])
        await keep(
            connection, vault, [(one.id, word) for one, words in kept for word in words.split()]
        )


async def found(
    database: Database, vault: Vault, words: str, viewer: Viewer = HERE_VIEWER, village: str = ""
) -> list[int]:
    async with database.read() as connection:
        return ids(await by_words(connection, vault, words.split(), viewer, village))


async def test_all_words_must_be_told(database: Database, vault: Vault) -> None:
    """A search finds the cases that tell every word, newest first, closed ones too."""
    await told(
        database,
        vault,
        (case(0), "kartu mati"),
        (case(1), "kartu hilang"),
        (case(2, status=Status.CLOSED), "kartu mati ibu"),
        (case(3), "rumah roboh"),
    )
    assert await found(database, vault, "kartu") == [2, 1, 0]
    assert await found(database, vault, "mati kartu") == [2, 0]
    assert await found(database, vault, "ibu mati kartu") == [2]
    assert await found(database, vault, "kartu roboh") == []
    assert await found(database, vault, "kart") == []
    assert await found(database, vault, "") == []


async def test_nobody_finds_what_they_may_not_see(database: Database, vault: Vault) -> None:
    """Other villages, confidential cases and other people's searches stay apart; the district finds
    its villages."""
    await told(
        database,
        vault,
        (case(0), "pungli"),
        (case(1, village=OTHER, office=OTHER), "pungli"),
        (case(2, confidential=True, office=DISTRICT), "pungli"),
    )
    assert await found(database, vault, "pungli") == [0]
    assert await found(database, vault, "pungli", ABOVE) == [2, 1, 0]
    assert await found(database, vault, "pungli", ABOVE, OTHER) == [1]
    assert await found(database, vault, "pungli", Viewer(OFFICER, ())) == []
    assert (
        await found(
            database, vault, "pungli", Viewer(OFFICER, (Membership(Role.VOLUNTEER, VILLAGE),))
        )
        == []
    )


async def test_the_newest_are_shown(database: Database, vault: Vault) -> None:
    """Of many hits one page is shown, also when the word is common and another village has newer
    ones."""
    theirs = [(case(100 + n, village=OTHER, office=OTHER), "kartu") for n in range(3 * PAGE)]
    await told(database, vault, *((case(n), "kartu") for n in range(2 * PAGE)), *theirs)
    assert await found(database, vault, "kartu") == list(range(2 * PAGE - 1, PAGE - 1, -1))


async def test_the_database_knows_no_word(database: Database, vault: Vault) -> None:
    """Only short keyed marks are kept: another key gives others, and none is the word or a plain
    hash of it."""
    await told(database, vault, (case(0), "cucakhijau"))
    async with database.read() as connection:
        rows = (await connection.execute(select(table_of(CaseWord)))).all()
    assert [(row.mark, row.case_id) for row in rows] == [(mark(vault, "cucakhijau"), FIRST)]
    assert len(rows[0].mark) == MARK_BYTES
    assert mark(Vault(bytes(32)), "cucakhijau") != rows[0].mark


async def test_words_are_kept_once_and_forgotten(database: Database, vault: Vault) -> None:
    """Telling a word again changes nothing; a forgotten case is found by none of its words, and
    counts as missing."""
    await told(database, vault, (case(0), "kartu mati"), (case(1), "kartu"))
    await told(database, vault, (case(0), "kartu"))
    async with database.write() as connection:
        assert await missing(connection, 0, 9) == []
        await forget(connection, [FIRST])
        assert await missing(connection, 0, 9) == [FIRST]
        assert await missing(connection, FIRST, 9) == []
        left = (
            await connection.execute(select(func.count()).select_from(table_of(CaseWord)))
        ).scalar_one()
    assert (left, await found(database, vault, "kartu")) == (1, [1])


@pytest.mark.parametrize("common", [3, 30])
async def test_the_search_begins_with_the_rarest_word(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch, common: int
) -> None:
    """Words of few cases come first, also when a common one is not counted to its end."""
    monkeypatch.setattr(word_index, "COMMON", 5)
    rare: list[Any] = [(case(900), "rare common middle"), (case(901), "middle common")]
    await told(database, vault, *((case(n), "common") for n in range(common)), *rare)
    marks = [mark(vault, word) for word in ("common", "middle", "rare")]
    async with database.read() as connection:
        assert await word_index._rarest_first(connection, marks) == marks[::-1]
    assert await found(database, vault, "common middle rare") == [900]
