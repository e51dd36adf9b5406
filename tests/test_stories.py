"""Every story under ``stories/`` comes true on both databases, and the player of stories can tell
when one does not."""

from functools import cache
from pathlib import Path

import pytest

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


@pytest.fixture(autouse=True)
def _what_never_changes_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is built anew may have the same engine, of which nothing but compiled
    statements is left when it is disposed of: stories take half the time."""
    monkeypatch.setattr(program, "Database", cache(Database))


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
