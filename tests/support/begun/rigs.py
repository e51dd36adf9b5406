"""A rig on which something has been done already, by the same people and in the same order for
every test of a file: done once, and then copied, database, Telegram, files and clock.

Each test has the copy for itself, and a program that was built anew on it: nothing lives in the
memory of a program, which the stories hold it to."""

import copy
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from bot.simulator.telegram import Telegram
from bot.workshop.workshop import Workshop
from tests.support.begun.databases import Kept, keep, lay
from tests.support.rig import Rig, rig

Begin = Callable[..., Awaitable[None]]


@dataclass
class Beginning:
    """How things stand when a beginning is over: the database, and the folder with what the program
    has kept beside it."""

    database: Kept
    files: Path | None
    telegram: Telegram
    now: datetime
    codes: int


_made: dict[tuple[Begin, tuple[int, ...], bool], Beginning] = {}
"""By what is done, with what, and whether on SQLite."""


@asynccontextmanager
async def begun(
    begin: Begin,
    url: str,
    folder: Path,
    hold: timedelta = timedelta(0),
    *,
    given: tuple[int, ...] = (),
    workshop: Workshop | None = None,
) -> AsyncIterator[Rig]:
    """A rig after ``begin``, on a migrated database. ``begin`` is a function of a module: what it
    does is the same for every test, so it is told nothing but the rig and, perhaps, how much of it
    (``given``). ``workshop``: where papers are made from then on, else in this process."""
    about = begin, given, url.startswith("sqlite")
    if about not in _made:
        _made[about] = await _beginning(begin, url, folder, hold, given)
    before = _made[about]
    await lay(url, before.database)
    if before.files is not None:
        shutil.copytree(before.files, folder / "files", dirs_exist_ok=True)
    telegram = copied(before.telegram)
    async with rig(url, folder, hold, telegram=telegram, at=before.now, workshop=workshop) as made:
        made.codes = before.codes
        yield made


async def _beginning(
    begin: Begin, url: str, folder: Path, hold: timedelta, given: tuple[int, ...]
) -> Beginning:
    """Do it, on the database of the first test that asks for it."""
    async with rig(url, folder, hold) as made:
        await begin(made, *given)
    kept = folder / "files"
    files = shutil.copytree(kept, _aside(folder)) if kept.is_dir() else None
    database = await keep(url, f"begun{len(_made)}")
    return Beginning(database, files, made.telegram, made.now, made.codes)


def _aside(folder: Path) -> Path:
    """Beside the folders of tests, which go when they are over."""
    return folder.parent / f"begun-{len(_made)}"


def copied(telegram: Telegram) -> Telegram:
    """Another Telegram with the same people and messages; its clock is to be set."""
    memo: dict[int, object] = {}
    for name in ("_message_ids", "_serial"):
        following = next(getattr(telegram, name))
        numbers = count(following)
        setattr(telegram, name, numbers)
        memo[id(numbers)] = count(following)
    made = copy.deepcopy(telegram, memo)
    made.updates.now = lambda: made.now()  # noqa: PLW0108 - the rig sets another clock
    return made
