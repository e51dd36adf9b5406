"""What the database names and the configuration does not have any more.

Tested in tests/bot/cli/test_stored_orphans.py."""

from dataclasses import replace
from datetime import date

from bot.settings import contents
from bot.settings.config import Config
from bot.turns import orphans
from bot.turns.bells import OURS
from conversations.protocol.places import Places
from storage.db import migrate
from storage.db.database import Database, WrongDatabase
from storage.db.key_in_use import WrongKey, refuse_another
from storage.db.vault import Vault
from storage.places.area_moves import load_moves
from storage.places.areas import load_areas
from storage.places.offices import load_offices


async def lines(config: Config, today: date) -> list[str]:
    """A line for each row that is named and gone; none while there is no database of this
    version. ``today`` is local."""
    database = Database(config.database.url)
    try:
        if await migrate.state(database) != "current":
            return []
        vault = Vault(config.keys.master.get_secret_value())
        await refuse_another(database, vault)
        async with database.read() as connection:
            areas = await load_areas(connection, config.area.district)
            moves = await load_moves(connection)
            policy, content = contents.read(config, today, await load_offices(connection))
            content = replace(content, places=Places.of([*config.area.villages, *areas], moves))
            return await orphans.find(connection, vault, policy, content, OURS)
    except (WrongDatabase, WrongKey) as error:
        return [str(error)]
    finally:
        await database.dispose()
