"""Texts, policy, offices and calendar are read again while the bot runs: all of it or nothing."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.rereading import Rereading
from bot.settings import contents, logs
from bot.settings.config import Config, PolicySection, TextsSection
from bot.settings.renewal import renewed
from casework.clock.days import DayKind
from casework.clock.decreed_days import DecreedDay
from storage.places import calendar_days, offices
from storage.places.areas import import_areas
from tests.support.rig import Rig, rig

READ = contents.read
LICENCE = "[service.stall]\nsector = 'aid_data'\ndesk = 'socio_economic'\nparty = 'puskesos'\n"
STALL = f"{LICENCE}category = 'programme'\nurgency = 'normal'\n"
STALL_TEXTS = "[service.stall]\nname = 'Lapak pasar'\ndecides = 'Kantor pasar.'\n"
OFFICE = {"code": "32.74/pasar", "name": "Kantor Pasar", "kind": "agency", "channel": "letter"}


@dataclass
class Here:
    """A rig whose district has folders of its own, and what reads them again."""

    rig: Rig
    folder: Path
    asked: asyncio.Event
    again: Rereading

    def write(self, name: str, words: str) -> None:
        (self.folder / name).write_text(words)

    async def hup(self) -> None:
        """What SIGHUP leads to."""
        self.asked.set()
        await self.again.look()


@pytest.fixture
async def here(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Here]:
    async with rig(database_url, tmp_path) as made:
        for name in ("texts", "catalogue.d", "policy"):
            (tmp_path / name).mkdir()
        config = made.config.model_copy(
            update={
                "texts": TextsSection.model_construct(
                    folder=tmp_path / "texts", default_language="id"
                ),
                "policy": PolicySection.model_construct(
                    folder=tmp_path / "policy", catalogue=tmp_path / "catalogue.d"
                ),
            }
        )
        made.program.config = config
        monkeypatch.setattr(contents, "read", READ)
        asked = asyncio.Event()
        yield Here(made, tmp_path, asked, Rereading(made.program, None, asked))


async def test_a_changed_text_is_said_from_the_next_message_on(here: Here) -> None:
    """Whoever writes after the reading hears the new words; the same process has said the old."""
    here.rig.phone(1).start()
    await here.rig.settle()
    assert "Puskesos" in here.rig.phone(1).messages[-1].text
    here.write("texts/id.toml", 'group.hello = "Salam baru."\nstart.hello = "Halo dari pasar."\n')
    await here.hup()
    assert here.rig.program.content.texts.languages["id"]["group.hello"] == "Salam baru."
