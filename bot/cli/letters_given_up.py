"""How many letters reached nobody in the last week, as ``doctor`` tells it: by reason, without a
word about anybody.

Tested in tests/bot/trials/letters/test_counted.py."""

from datetime import datetime, timedelta

from bot.desk.letters import given_up
from bot.settings.config import Config
from storage.db import migrate
from storage.db.database import Database, WrongDatabase

WEEK = timedelta(days=7)


async def lines(config: Config, at: datetime) -> list[str]:
    """One line, if there is anything to tell; none while there is no database of this version."""
    database = Database(config.database.url)
    try:
        if await migrate.state(database) != "current":
            return []
        async with database.read() as connection:
            found = await given_up.count(connection, at - WEEK, at)
    except WrongDatabase:
        return []  # told in the line about the database
    finally:
        await database.dispose()
    counted = ", ".join(f"{why.replace('_', ' ')} {number}" for why, number in found.items())
    return [f"given up in the last 7 days: {counted}"] if found else []
