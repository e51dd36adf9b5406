"""Every schema that there ever was, with rows in all its tables, is brought to today's: nothing is
lost, and whoever is killed on the way leaves the old database or the new one."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.cli.admin import bring_up_to_date
from bot.settings.mistakes import Mistakes
from storage.backup.proof import faults
from storage.db import migrate
from storage.db.database import Database, WrongDatabase
from storage.db.migrate import refuse_other_versions, revisions, upgrade
from storage.db.vault import Vault
from tests.conftest import run_apart
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support.backups.kept_office import MASTER, Office, lived_in, office_in, running
from tests.support.begun.databases import Kept, keep, lay
from tests.support.crashes.fork import Forks, forks
from tests.support.dice import thrown
from tests.support.upgrades.dying import counted
from tests.support.upgrades.old_schemas import Rows, all_of, columns_of, content, make, rows_of

OLD = revisions()[:-1]
FIRST = OLD[0]
VAULT = Vault(base64.urlsafe_b64decode(MASTER))
KILLS = 4
ROWS, IN_SECONDS = 100_000, 60

pytestmark = pytest.mark.timeout(900)
_names = count(1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Office:
    """An office after some days of work, with a row in every table that holds what is sealed."""
    home = tmp_path_factory.mktemp("office") / "home"
    made = office_in(home, f"sqlite:///{home}/puskesos.db")
    (home / "puskesos.db").write_bytes(sqlite_template.read_bytes())

    async def live() -> None:
        await lived_in(made)

    run_apart(live())
    return made


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        await database.dispose()


async def _rows(office: Office) -> Rows:
    async with _opened(office.url) as database:
        return await rows_of(database)


@pytest.mark.parametrize("revision", OLD)
async def test_every_schema_is_brought_up_to_date(
    empty_url: str, revision: str, office: Office, figure: Figure
) -> None:
    """All that stood there stands there afterwards, every sealed value can be opened, no trail has
    a gap; from the first schema the bot comes up. (Words are the exception: they are read
    anew.)"""
    rows = await _rows(office)
    await make(empty_url, revision, rows)
    async with _opened(empty_url) as old:
        columns = await columns_of(old)
        columns.pop("case_word", None)
        before = await content(old, columns)
    assert all(before.values()), "a table without a row"
    assert await bring_up_to_date(empty_url)
    if revision == FIRST:
        async with running(Office(office.home, office.identity, empty_url)) as made:
            assert await made.program.ringer.settle() == []
    async with _opened(empty_url) as new:
        after = await content(new, columns)
        unread = await faults(new, VAULT, office.home / "files")
    lost = [name for name in before if before[name] != after[name]]
    figure(
        "G16",
        "every earlier schema brought up to date",
        databases=1,
        rows=sum(map(len, before.values())),
        tables_changed=len(lost),
        unreadable=len(unread),
    )
    assert lost == []
    assert unread == []


async def _refuses(database: Database) -> bool:
    """Whether a program neither works with the database nor migrates it."""
    try:
        await refuse_other_versions(database)
    except WrongDatabase:
        with pytest.raises(Mistakes):
            await bring_up_to_date(database.url)
        return True
    return False


async def test_an_older_program_refuses(
    database: Database, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """A program that knows only the first so many revisions leaves today's database alone."""
    before = await all_of(database.url)
    refused = 0
    for known in range(1, len(OLD) + 1):
        monkeypatch.setattr(migrate, "revisions", lambda known=known: OLD[:known])
        refused += await _refuses(database)
    programs = len(OLD)
    figure("G16", "an older program on today's database", programs=programs, refused=refused)
    assert refused == programs
    assert await all_of(database.url) == before


class _Dying:
    """Kills programs in the middle of a migration of the first schema, and judges what they
    leave."""

    def __init__(self, forks: Forks, url: str, log: Path) -> None:
        self.forks, self.url, self.log = forks, url, log
        self.kept: Kept = b""
        self.old: dict[str, list[str]] = {}
        self.new: dict[str, list[str]] = {}
        self.statements = 0

    async def begin(self, rows: Rows) -> None:
        """Make the old database, and see once how it goes without a kill."""
        await make(self.url, FIRST, rows)
        self.old = await all_of(self.url)
        self.kept = await keep(self.url, f"upgrade{next(_names)}")
        with counted() as count:
            await upgrade(self.url)
        self.new, self.statements = await all_of(self.url), count[0]

    async def die(self, after: int, *, careless: bool = False) -> tuple[bool, bool]:
        """Kill a program after so many statements: whether what it leaves is neither the old nor
        the new database, and whether the next one does not get to the end."""
        await lay(self.url, self.kept)
        what = {"url": self.url, "dies_after": after, "careless": careless, "log": str(self.log)}
        code = await (await self.forks.start(what)).ended
        assert code == -9, self.log.read_text()
        left = await all_of(self.url)
        try:
            await upgrade(self.url)
        except DBAPIError:
            return left not in (self.old, self.new), True
        return left not in (self.old, self.new), await all_of(self.url) != self.new


@asynccontextmanager
async def _dying(office: Office, url: str, log: Path) -> AsyncIterator[_Dying]:
    async with forks("tests.support.upgrades.dying") as children:
        made = _Dying(children, url, log)
        await made.begin(await _rows(office))
        yield made


@played("killed migrations")
async def test_killed_in_the_middle(
    empty_url: str, office: Office, tmp_path: Path, go: int, figure: Figure
) -> None:
    """Killed after any statement of the way from the first schema to today's, it leaves the old
    database whole, and the next try gets to the end."""
    seed, dice = thrown()
    async with _dying(office, empty_url, tmp_path / "log") as place:
        points = range(1, place.statements + 1)
        some = sorted(dice.sample(points, min(len(points), KILLS)))
        found = [await place.die(point) for point in some]
    halves, stuck = (sum(each) for each in zip(*found, strict=True))
    kills = len(found)
    figure("G16", "killed in mid-migration", kills=kills, in_halves=halves, stuck=stuck)
    assert (halves, stuck) == (0, 0), f"seed {seed}: {some} {found}"


async def test_a_migration_without_its_transaction(
    empty_url: str, office: Office, tmp_path: Path, figure: Figure
) -> None:
    """The control: each statement is committed by itself, and kills leave halves."""
    async with _dying(office, empty_url, tmp_path / "log") as place:
        step = place.statements // 3
        found = [await place.die(step * n, careless=True) for n in (1, 2)]
    halves, stuck = (sum(each) for each in zip(*found, strict=True))
    figure(
        "G16",
        "control: a migration without its transaction",
        kills=len(found),
        in_halves=halves,
        stuck=stuck,
    )
    assert halves == len(found)


_MANY = """
    INSERT INTO event (case_id, n, kind, actor, at, body)
    SELECT :first + number / 4, 1 + number % 4, 'answered', actor, at, body
    FROM event, ({numbers}) AS numbers WHERE case_id = :case AND n = 1
"""
_NUMBERS = {
    "sqlite": "WITH RECURSIVE c(number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM c"
    " WHERE number + 1 < :rows) SELECT number FROM c",
    "postgresql": "SELECT number FROM generate_series(0, :rows - 1) AS number",
}


async def test_many_rows(empty_url: str, office: Office, figure: Figure) -> None:
    """100,000 rows more are there within a minute."""
    await make(empty_url, FIRST, await _rows(office))
    async with _opened(empty_url) as database, database.write() as connection:
        statement = text(_MANY.format(numbers=_NUMBERS[database.dialect]))
        case = await connection.scalar(text("SELECT min(case_id) FROM event"))
        await connection.execute(statement, {"first": 10**9, "case": case, "rows": ROWS})
    begun = monotonic()
    await upgrade(empty_url)
    seconds = round(monotonic() - begun)
    figure("G16", "a schema with many rows", rows=ROWS, most_seconds=seconds)
    assert seconds <= IN_SECONDS
