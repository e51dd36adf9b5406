"""Makes older cases findable by words: those of which no word is kept yet (``puskesos migrate``,
bot stopped).

Tested in tests/bot/trials/test_office_day.py and tests/bot/cli/test_reindex.py."""

from datetime import date

from bot.settings import contents
from bot.settings.config import Config
from casework.search import keywords
from casework.wording.plain import Vocabulary
from storage.cases import cases, duplicate_marks, word_index
from storage.db.database import Database
from storage.db.single_instance import single_instance
from storage.db.vault import Vault

BLOCK = 200
"""Cases in one transaction."""


async def make_findable(config: Config, today: date) -> int:
    """Keep the words of every case that has none; how many cases have some now. Nothing is read
    when none is missing. Numbers of old cases get their marks, too.

    AlreadyRunning while a bot works with the database, Unreadable and WrongKey for another key,
    Mistakes for a policy that can't be read."""
    database = Database(config.database.url)
    try:
        vault = Vault(config.keys.master.get_secret_value())
        await duplicate_marks.remake(database, vault)
        async with database.read() as connection:
            if not await word_index.missing(connection, 0, 1):
                return 0
        _, content = contents.read(config, today)
        async with single_instance(database):
            return await _all(database, vault, content.words.vocabulary)
    finally:
        await database.dispose()


async def _all(database: Database, vault: Vault, vocabulary: Vocabulary) -> int:
    last = count = 0
    while True:
        async with database.write() as connection:
            block = await word_index.missing(connection, last, BLOCK)
            told = set[tuple[int, str]]()
            for case_id in block:
                for event, _ in await cases.history(connection, vault, case_id):
                    found = keywords.with_openings(keywords.of_event(event, vocabulary))
                    told |= {(case_id, word) for word in found}
            await word_index.keep(connection, vault, told)
        if not block:
            return count
        last, count = block[-1], count + len({case_id for case_id, _ in told})
