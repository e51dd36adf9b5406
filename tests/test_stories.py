"""Every story under ``stories/`` comes true on both databases, and the player of stories can tell when one does not."""

from datetime import date
from pathlib import Path

import pytest

from bot import contents
from bot.config import Config
from casework.policy import Policy
from conversations.house import House
from tests.support import story
from tests.support.rig import rig
from tests.support.stage import Stage
from tests.support.story import StoryError

FOLDER = Path(__file__).parent / "stories"
STORIES = [story.read(path) for path in sorted(FOLDER.glob("*.txt"))]

_read_once: dict[date, tuple[Policy, House]] = {}


@pytest.fixture(autouse=True)
def _values_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Policy and house are pure values: a program that is built anew may be handed the same ones."""
    read = contents.read

    def reading(config: Config, today: date) -> tuple[Policy, House]:
        year = today.replace(month=1, day=1)
        if year not in _read_once:
            _read_once[year] = read(config, today)
        return _read_once[year]

    monkeypatch.setattr(contents, "read", reading)


async def _play(url: str, folder: Path, told: story.Story) -> None:
    async with rig(url, folder) as made:
        await Stage(made, told).play()


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told.path.stem)
async def test_story(told: story.Story, database_url: str, tmp_path: Path) -> None:
    """What a story promises comes true."""
    await _play(database_url, tmp_path, told)
