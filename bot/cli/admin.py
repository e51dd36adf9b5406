"""Short commands on the database: migrate, invite, import areas and offices. Each opens it and
closes it again.

All but migrating may run beside the bot.

Tested in tests/bot/cli/test_main.py."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.cli.inviting.scopes import wrong_invitation
from bot.settings import contents
from bot.settings.config import Config, Mistakes
from bot.settings.config_values import villages_of
from casework.case.model import Desk, Role
from casework.policy.offices import strange_handles
from storage.db import migrate
from storage.db.database import Database
from storage.db.single_instance import single_instance
from storage.people import invitations
from storage.places import areas, offices

OPERATOR = 0
"""Who made an invitation that came from the command line."""

_ADVICE = {
    "empty": "has no tables yet; make them with: puskesos migrate",
    "old": "has the schema of an older version; make a backup, then run: puskesos migrate",
    "newer": "was migrated by a newer version of puskesos;"
    " install that version, or put the backup back",
}


@asynccontextmanager
async def ready(url: str) -> AsyncIterator[Database]:
    """The open database, when its schema is that of this version; ``Mistakes`` otherwise."""
    database = Database(url)
    try:
        state = await migrate.state(database)
        if state != "current":
            raise Mistakes(f"the database {database.place} {_ADVICE[state]}")
        yield database
    finally:
        await database.dispose()


async def bring_up_to_date(url: str) -> bool:
    """Migrate the database; false when it was up to date. AlreadyRunning while a bot works with
    it."""
    database = Database(url)
    try:
        state = await migrate.state(database)
        if state == "newer":
            raise Mistakes(f"the database {database.place} {_ADVICE[state]}")
        if state != "current":
            async with single_instance(database):
                await migrate.upgrade(url)
        return state != "current"
    finally:
        await database.dispose()


async def import_areas(url: str, path: Path) -> int:
    """Add the places of a CSV file; how many they are. ``Mistakes`` names every bad line, and then
    nothing is kept."""
    try:
        rows = villages_of(path)
    except ValueError as error:
        raise Mistakes(*str(error).splitlines()) from error
    async with ready(url) as database:
        return await areas.import_areas(database, rows)


async def import_offices(config: Config, path: Path, today: date) -> int:
    """Add the offices of a CSV file to the directory; how many they are. ``Mistakes`` names every
    bad line and code, and then nothing is kept."""
    try:
        rows = offices.read_offices(await asyncio.to_thread(path.read_text, "utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Mistakes(f"{path}: is not UTF-8; save it as CSV UTF-8") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise Mistakes(*(f"{path}: {line}" for line in str(reason).splitlines())) from error
    policy, _ = contents.read(config, today, rows)  # tells every mistake in them
    if strange := strange_handles(rows, policy.catalogue):
        raise Mistakes(*strange)
    async with ready(config.database.url) as database:
        return await offices.import_offices(database, rows)


def new_code() -> str:
    """The secret of an invitation, which is kept nowhere."""
    return secrets.token_urlsafe(16)


async def invite(
    config: Config, role: Role, scope: str, desks: Sequence[Desk], *, days: int, at: datetime
) -> str:
    """Keep an invitation that ends ``days`` days after ``at``, and give its code, which is kept
    nowhere."""
    if wrong := wrong_invitation(config, role, scope, desks):
        raise Mistakes(*wrong)
    code = new_code()
    async with ready(config.database.url) as database, database.write() as connection:
        await invitations.add_invite(
            connection,
            mark=invitations.mark_of(code),
            role=role,
            scope=scope,
            desks=desks,
            made_by=OPERATOR,
            at=at,
            expires_at=at + timedelta(days=days),
        )
    return f"u_{code}"
