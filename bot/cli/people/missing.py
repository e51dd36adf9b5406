"""Which levels and villages have nobody, as ``doctor`` names them.

Tested in tests/bot/cli/people/test_missing.py."""

from datetime import datetime

from bot.desk.staff import manning
from bot.lifetime import EMPTY
from bot.settings.config import Config
from conversations.protocol.places import Places
from storage.db import migrate
from storage.db.database import Database, WrongDatabase
from storage.places.area_moves import load_moves
from storage.places.areas import load_areas


async def lines(config: Config, at: datetime) -> list[str]:
    """A line for each kind of post where nobody is; none while there is no database of this
    version."""
    database, district = Database(config.database.url), config.area.district
    try:
        if await migrate.state(database) != "current":
            return []
        async with database.read() as connection:
            areas, moves = await load_areas(connection, district), await load_moves(connection)
            villages = Places.of([*config.area.villages, *areas], moves).villages
            found = await manning.look(connection, villages, at)
    except WrongDatabase:
        return []  # told in the line about the database
    finally:
        await database.dispose()
    return [EMPTY.format(district=district)] if found.empty else found.lines
