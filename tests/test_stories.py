"""Every story under ``stories/`` comes true on both databases, and the player of stories can tell when one does not."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot import contents, wiring
from bot.config import Config
from casework.policy import Policy
from conversations.house import House
from storage.db import Database
from tests.support import story
from tests.support.rig import rig
from tests.support.stage import Stage

FOLDER = Path(__file__).parent / "stories"
STORIES = [story.read(path) for path in sorted(FOLDER.glob("*.txt"))]

_contents: dict[int, tuple[Policy, House]] = {}


@pytest.fixture(autouse=True)
def _what_never_changes_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is built anew may have the same policy and house, which are pure values, and the same engine, of
    which nothing but compiled statements is left when it is disposed of: stories take half the time."""
    read = contents.read

    def reading(config: Config, today: date) -> tuple[Policy, House]:
        if today.year not in _contents:
            _contents[today.year] = read(config, today)
        return _contents[today.year]

    monkeypatch.setattr(contents, "read", reading)
    monkeypatch.setattr(wiring, "Database", cache(Database))


async def _play(url: str, folder: Path, told: story.Story) -> None:
    async with rig(url, folder) as made:
        await Stage(made, told).play()


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told.path.stem)
async def test_story(told: story.Story, database_url: str, tmp_path: Path) -> None:
    """What a story promises comes true."""
    await _play(database_url, tmp_path, told)
