"""How the bot stands, in short: version, schema, when a bot last said that it works, and what
waits. Changes nothing."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from importlib.metadata import version

from bot.settings.config import Config
from storage.db import migrate
from storage.db.database import Database
from storage.db.lease import last_seen
from storage.pending import backlog


async def told(config: Config, at: datetime, *, as_json: bool) -> str:
    """The lines for a person, or one JSON object for a program. WrongDatabase where it can't be
    opened. ``at``: aware."""
    database = Database(config.database.url)
    try:
        schema = await migrate.state(database)
        waiting, worked = {}, None
        if schema == "current":
            async with database.read() as connection:
                waiting = await backlog.look(connection, at)
                worked = await last_seen(connection)
    finally:
        await database.dispose()
    stand = {
        "version": version("puskesos"),
        "schema": schema,
        "last_worked": worked and worked.isoformat(timespec="seconds"),
    }
    if as_json:
        return json.dumps({**stand, "waiting": {name: asdict(w) for name, w in waiting.items()}})
    lines = [f"{_plain(name)} {value or 'never'}" for name, value in stand.items()]
    for name, one in waiting.items():
        oldest = f", the oldest for {timedelta(seconds=one.oldest)}" if one.count else ""
        lines.append(f"{_plain(name)} {one.count}{oldest}")
    return "\n".join(lines)


def _plain(name: str) -> str:
    return f"{name.replace('_', ' '):<18}"
