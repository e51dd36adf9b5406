"""How the bot runs, as ``doctor`` tells it from the database: whether it works, whether what is
sealed opens, what waits for too long, and how old the newest backup is. Without a word about
anybody.

Tested in tests/bot/cli/test_doctor_running.py and tests/bot/backup/test_last.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backup.last import last
from bot.cli.finding import Finding
from bot.settings.config import Config
from storage.db import migrate, sealed_samples
from storage.db.database import Database, WrongDatabase
from storage.db.lease import last_seen
from storage.db.vault import Unreadable, Vault
from storage.pending import backlog
from storage.pending.backlog import Backlog

WORKS = timedelta(minutes=1)
"""A bot that works says so every five seconds."""

LATE = timedelta(hours=28)
"""A backup of each night is at most a day old, and takes its time."""


@dataclass(frozen=True)
class Waits:
    """What may wait how long; beyond that, what it is and what to do."""

    longest: timedelta
    words: str
    mend: bool = False


SENDS = "see that the bot runs and reaches Telegram"
LONGEST: Mapping[str, Waits] = {
    "alarms": Waits(timedelta(minutes=2), f"alarms wait to be sent; {SENDS}", mend=True),
    "letters": Waits(timedelta(minutes=15), f"letters wait to be sent; {SENDS}"),
    "letters_put_aside": Waits(
        timedelta(0),
        "letters were put aside, as nobody knows whether they arrived; what had to reach somebody"
        " is an errand (/tugas in the bot)",
    ),
    "updates_put_aside": Waits(
        timedelta(0),
        "messages could not be handled; see: puskesos poison list, and after an upgrade:"
        " puskesos poison retry",
    ),
    "bells": Waits(timedelta(minutes=15), "follow-ups are due; see that the bot runs"),
    "files": Waits(timedelta(hours=1), f"files of residents are not fetched; {SENDS}"),
    "errands": Waits(
        timedelta(0), "news must be told by hand; officers and volunteers see them with /tugas"
    ),
}
"""By the names of the backlog."""


async def look(config: Config, at: datetime) -> list[Finding]:
    """The findings; none while there is no database of this version."""
    database = Database(config.database.url)
    vault = Vault(config.keys.master.get_secret_value())
    try:
        if await migrate.state(database) != "current":
            return []
        async with database.read() as connection:
            waiting = await backlog.look(connection, at)
            works = _works(await last_seen(connection), at)
            return [*await _opens(connection, vault), works, *late(waiting)]
    except WrongDatabase:
        return []  # told in the line about the database
    finally:
        await database.dispose()


async def _opens(connection: AsyncConnection, vault: Vault) -> list[Finding]:
    """Whether what is sealed opens; nothing while nothing is sealed."""
    try:
        found = await sealed_samples.opened(connection, vault)
    except Unreadable as error:
        return [Finding("mend", "sealed", str(error))]
    return [Finding("ok", "sealed", f"{found} values opened with this key")] if found else []


def _works(seen: datetime | None, at: datetime) -> Finding:
    if seen is None:
        return Finding("note", "bot", "has not worked with this database yet; puskesos run")
    ago = at - seen
    if ago < -WORKS:
        words = f"last worked at {seen:%Y-%m-%d %H:%M} UTC, which is to come"
        return Finding("note", "bot", f"{words}; see that the clock of this machine is right")
    if ago > WORKS:
        words = f"does not run; it last worked {_span(ago)} ago"
        return Finding("note", "bot", f"{words}; start it: puskesos run, or its service")
    return Finding("ok", "bot", f"runs; it said so {_span(max(ago, timedelta(0)))} ago")


def late(waiting: Mapping[str, Backlog]) -> list[Finding]:
    """A line for each kind of thing of which the oldest waits too long."""
    found = []
    for name, one in waiting.items():
        rule, oldest = LONGEST[name], timedelta(seconds=one.oldest)
        if one.count and oldest >= rule.longest:
            words = f"{one.count} {rule.words} (the oldest for {_span(oldest)})"
            found.append(Finding("mend" if rule.mend else "note", "waiting", words))
    return found


def backup(config: Config, now: datetime) -> Finding:
    """The finding; ``now``: aware."""
    if not config.backup.recipients:
        words = "none are made; puskesos backup-key makes a key, which goes into backup.recipients"
        return Finding("note", "backup", words)
    folder, made = config.backup.folder, last(config)
    if made is None:
        return Finding("mend", "backup", f"there is none in {folder}; run: puskesos backup")
    hours = round((now - made) / timedelta(hours=1))
    if now - made > LATE:
        mend = "see the log of the bot (the backup failed), or run: puskesos backup"
        return Finding("mend", "backup", f"the newest is {hours} hours old; {mend}")
    return Finding("ok", "backup", f"the newest is {hours} hours old; carry it to another place")


def _span(time: timedelta) -> str:
    """A time in its largest unit: "3 days", "70 minutes"."""
    seconds = int(time.total_seconds())
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds // length} {unit}"
    return f"{seconds} seconds"
