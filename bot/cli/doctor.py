"""Looks at everything that the bot needs and says what is not well and what to do. Changes
nothing.

Tested in tests/bot/cli/test_main.py."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime
from os import W_OK, X_OK, access
from pathlib import Path

from bot import contents_check
from bot.cli import (
    asking_telegram,
    letters_given_up,
    running,
    stored_orphans,
)
from bot.cli.finding import Finding
from bot.cli.people import missing
from bot.settings.config import Config
from storage.db import migrate
from storage.db.database import Database, WrongDatabase
from storage.db.key_in_use import WrongKey, refuse_another
from storage.db.vault import Vault

ENOUGH_DISK = 1_000_000_000  # bytes; a village's attachments of some months

_FIXED = (3, 51, 3)
_FIXED_EARLIER = {(3, 44): 6, (3, 50): 7}


async def look(config: Config, now: datetime) -> AsyncIterator[Finding]:
    """The findings, quickest first. The config and the key have been read already, or there would
    be no ``config``. ``now``: with its time zone, the office's."""
    yield Finding(
        "ok", "config", f"read; district {config.area.district}, {len(config.area.villages)} places"
    )
    yield await _key(config)
    wrong = contents_check.mistakes(config, now.date())
    yield (
        Finding("mend", "contents", f"{len(wrong)} mistakes; see them with: puskesos check")
        if wrong
        else Finding("ok", "contents", "forms, texts and policy")
    )
    yield await _database(config.database.url)
    for finding in await running.look(config, now):
        yield finding
    for line in await missing.lines(config, now):
        yield Finding("note", "people", line)
    for line in await letters_given_up.lines(config, now):
        yield Finding("note", "letters", line)
    for line in () if wrong else await stored_orphans.lines(config, now.date()):
        yield Finding("note", "orphan", line)
    yield running.backup(config, now)
    yield _sqlite(sqlite3.sqlite_version_info)
    yield _folder(config.files.folder)
    yield _disk(config.files.folder)
    async for finding in asking_telegram.look(config, now):
        yield finding


async def _key(config: Config) -> Finding:
    """Whether the key was read, and is the one of the database, as far as there is one."""
    database = Database(config.database.url)
    vault = Vault(config.keys.master.get_secret_value())
    try:
        if await migrate.state(database) == "current":
            await refuse_another(database, vault)
    except WrongKey as error:
        return Finding("mend", "key", str(error))
    except WrongDatabase:
        pass  # told where the database is looked at
    finally:
        await database.dispose()
    return Finding("ok", "key", f"key {vault.key_id}, read; nobody else may open its file")


async def _database(url: str) -> Finding:
    database = Database(url)
    try:
        state = await migrate.state(database)
        if state == "empty":
            return Finding(
                "note", "database", f"{database.place} has no tables yet; puskesos run makes them"
            )
        await database.check()
    except WrongDatabase as error:
        return Finding("mend", "database", str(error))
    finally:
        await database.dispose()
    if state == "current":
        return Finding("ok", "database", f"{database.place}: settings safe, schema up to date")
    mend = (
        "run: puskesos migrate"
        if state == "old"
        else "install the version of puskesos that has migrated it"
    )
    return Finding("mend", "database", f"{database.place}: the schema is {state}; {mend}")


def _sqlite(version: tuple[int, ...]) -> Finding:
    """SQLite 3.7.0 to 3.51.2 can break a WAL when two connections write or checkpoint; ours do so
    through one."""
    name = ".".join(map(str, version))
    if version >= _FIXED or version[2] >= _FIXED_EARLIER.get(
        (version[0], version[1]), version[2] + 1
    ):
        return Finding("ok", "SQLite", name)
    mend = "let no other program write into the database while the bot runs; 3.51.3 is free of it"
    return Finding("note", "SQLite", f"{name} has the WAL reset bug; {mend}")


def _folder(folder: Path) -> Finding:
    here = _existing(folder)
    if here.is_dir() and access(here, W_OK | X_OK):
        return Finding("ok", "files", f"{folder} can be written")
    return Finding(
        "mend",
        "files",
        f"{folder} can't be written by this user; change its owner, or files.folder",
    )


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free
    words = f"{free / 1e9:.1f} GB free"
    return (
        Finding("ok", "disk", words)
        if free >= ENOUGH_DISK
        else Finding("mend", "disk", f"{words}; make room")
    )


def _existing(path: Path) -> Path:
    return next(place for place in (path, *path.parents) if place.exists())
