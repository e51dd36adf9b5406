"""Where the schema of a database stands, and bringing it up to date. The migrations themselves are
in ``storage/migrations``."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage.db.database import Database, WrongDatabase, make_engine

if TYPE_CHECKING:
    from alembic.config import Config

State = Literal["empty", "current", "old", "newer"]

_FOLDER = Path(__file__).parents[1] / "migrations"


def revisions() -> list[str]:
    """All revisions that this version knows, oldest first; the last one is its schema."""
    return sorted(
        path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py")
    )


async def state(database: Database) -> State:
    """How the schema relates to this version of the program; writes nothing, makes no file.

    "newer" means that a later version has migrated it. Raises WrongDatabase for a database that
    can't be opened or that holds tables of something else."""
    if database.path and not database.path.exists():
        return "empty"
    try:
        async with database.read() as connection:
            found = await connection.run_sync(_found)
    except (DBAPIError, OSError) as error:
        raise database.cannot_open(error) from error
    if found == "":
        raise WrongDatabase(
            f"the database {database.place} holds tables of something else; give Puskesos its own"
        )
    if found is None:
        return "empty"
    known = revisions()
    if found not in known:
        return "newer"
    return "current" if found == known[-1] else "old"


async def revision(database: Database) -> str:
    """The revision of the schema as the database itself names it; "" where it has none."""
    async with database.read() as connection:
        return await connection.run_sync(_found) or ""


def _found(connection: Connection) -> str | None:
    """The revision written in the database, "" for foreign tables, None for no tables."""
    names = inspect(connection).get_table_names()
    if "alembic_version" not in names:
        return "" if names else None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def alembic_config(connection: Connection) -> "Config":
    """Our migrations as alembic wants to be told of them; there is no ini file."""
    # Costs 0.4 s, and an ordinary start needs no alembic.
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


async def upgrade(url: str) -> None:
    """Bring the database at ``url`` to the newest schema, in one transaction: all of it or nothing.

    A current database stays as it is. Raises WrongDatabase when it can't be opened.
    """
    database = Database(url)
    try:
        await database.check()
    finally:
        await database.dispose()
    engine = make_engine(url, "migrate")
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_to_head)
    finally:
        await engine.dispose()


def _to_head(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  see alembic_config

    command.upgrade(alembic_config(connection), "head")


async def prepare(database: Database) -> None:
    """Check the database and make the tables of a fresh one."""
    await database.check()
    if await state(database) == "empty":
        await upgrade(database.url)


async def refuse_other_versions(database: Database) -> None:
    """WrongDatabase for a database of another version, with the way to mend it; nothing is
    written."""
    found = await state(database)
    if found == "old":
        raise WrongDatabase(
            f"the database {database.place} is of an older version;"
            " make a backup, then run: puskesos migrate"
        )
    if found == "newer":
        raise WrongDatabase(
            f"the database {database.place} is of a newer version of Puskesos;"
            " install that version or a newer one"
        )
