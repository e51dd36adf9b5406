"""Every story under ``stories/`` comes true on both databases, and the player of stories can tell
when one does not."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import QueuePool

from bot import program
from storage.db.database import Database
from tests.support.rig import rig
from tests.support.stories import story
from tests.support.stories.stage import Stage

FOLDER = Path(__file__).parent / "stories"
STORIES = [story.read(path) for path in sorted(FOLDER.rglob("*.txt"))]
EDGES = [story.read(path) for path in sorted((FOLDER.parent / "bot" / "edges").rglob("*.txt"))]
"""Edge cases of the bot, written and played like stories; nobody else need read them."""

MOST = 40
"""More than so many promises nobody reads."""


class Lasting(Database):
    """A database whose idle connections outlive the program: to open others before every line takes
    a quarter of a story's time, and nothing of a program may be left in them."""

    async def dispose(self) -> None:
        """The program ends: it has given every connection back, and guards nothing any more."""
        for engine in (self._writer, self._reader):
            assert cast("QueuePool", engine.pool).checkedout() == 0, "a transaction was left open"
        self.guard = None

    async def close(self) -> None:
        """The story ends."""
        await super().dispose()


@pytest.fixture(autouse=True)
async def _lasting(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A program that is built anew goes on with the connections of the one before it."""
    made: dict[str, Lasting] = {}

    def same(url: str) -> Lasting:
        if url not in made:
            made[url] = Lasting(url)
        return made[url]

    monkeypatch.setattr(program, "Database", same)
    yield
    for database in made.values():
        await database.close()


async def _play(url: str, folder: Path, told: story.Story) -> None:
    async with rig(url, folder) as made:
        await Stage(made, told).play()


def test_there_are_not_too_many() -> None:
    """The stories are few enough to be read by those who use the bot."""
    assert len(STORIES) <= MOST


@pytest.mark.parametrize("told", [*STORIES, *EDGES], ids=lambda told: told.path.stem)
async def test_story(told: story.Story, database_url: str, tmp_path: Path) -> None:
    """What a story promises comes true."""
    await _play(database_url, tmp_path, told)
