"""Texts, policy, offices and calendar are read again while the bot runs: all of it or nothing."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretBytes, SecretStr

from bot.program import rows_of
from bot.rereading import Rereading
from bot.settings import contents, logs
from bot.settings.config import PolicySection, TextsSection
from bot.settings.renewal import renewed
from bot.turns.bells import Ringer
from bot.turns.turn import Turns
from casework.clock.days import DayKind
from casework.clock.decreed_days import DecreedDay
from storage.places import calendar_days, offices
from storage.places.areas import import_areas
from tests.support.rig import Rig, config_of, rig

READ = contents.read
STALL = """
[service.stall]
sector = "aid_data"
desk = "socio_economic"
category = "programme"
party = "puskesos"
urgency = "normal"
"""
STALL_TEXTS = "[service.stall]\nname = 'Lapak pasar'\ndecides = 'Kantor pasar.'\n"
CHANGED = 'hello.welcome = "Halo dari pasar. {question}"\n'
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
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Here]:
    for name in ("texts", "catalogue.d", "policy"):
        (tmp_path / name).mkdir()
    async with rig(database_url, tmp_path) as made:
        own = tmp_path / "texts", tmp_path / "policy", tmp_path / "catalogue.d"
        texts = TextsSection.model_construct(folder=own[0], default_language="id")
        policy = PolicySection.model_construct(folder=own[1], catalogue=own[2])
        program = made.program
        program.config = program.config.model_copy(update={"texts": texts, "policy": policy})
        asked = asyncio.Event()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(contents, "read", READ)
            yield Here(made, tmp_path, asked, Rereading(program, None, asked))


def _last(here: Here, who: int) -> str:
    return here.rig.phone(who).messages[-1].text


async def test_a_changed_text_is_said_from_the_next_message_on(here: Here) -> None:
    """Whoever writes after the reading hears the new words, in the same process."""
    here.rig.phone(1).start()
    await here.rig.settle()
    assert "Halo dari pasar" not in _last(here, 1)
    here.write("texts/id.toml", CHANGED)
    here.rig.phone(2).start()
    await here.hup()
    await here.rig.settle()
    assert "Halo dari pasar" in _last(here, 2)


async def test_without_a_wish_nothing_is_read(here: Here) -> None:
    """Files that somebody edits are left alone until SIGHUP comes or something is imported."""
    here.write("texts/id.toml", CHANGED)
    before = here.rig.program.content
    await here.again.look()
    assert here.rig.program.content is before


async def test_an_own_service_and_an_own_followup_are_known(here: Here) -> None:
    """Rows of the policy are new for triage, engine, desk and ringer alike: one policy."""
    here.write("catalogue.d/a.toml", STALL)
    for language in ("id", "en"):
        here.write(f"texts/services.{language}.toml", STALL_TEXTS)
    await here.hup()
    program = here.rig.program
    assert "stall" in program.policy.catalogue.services
    assert program.desk.policy is program.policy
    assert program.turns._desk is program.ringer._desk is program.desk
    assert program.content.catalogue is program.policy.catalogue


async def _imports(here: Here) -> None:
    """A day, an office and a place, as the short commands keep them."""
    db = here.rig.program.db
    async with db.write() as connection:
        day = DecreedDay(date(2026, 11, 24), DayKind.HOLIDAY, "Hari pasar")
        await calendar_days.save_days(connection, [day])
    await offices.import_offices(db, [{**OFFICE, "handles": ["pkh"]}])
    await import_areas(db, [("32.74.05.1009", "Pasar Baru")])


async def test_what_is_imported_is_noticed(here: Here) -> None:
    """A holiday, an office and a place are known at the next look, without a signal; the look after
    it reads nothing."""
    at = here.rig.now
    before = here.rig.program.policy.calendar.add_days(at, 1)
    await _imports(here)
    await here.again.look()
    program = here.rig.program
    assert program.policy.calendar.add_days(at, 1) > before
    assert program.content.directory.offices["32.74/pasar"].name == "Kantor Pasar"
    assert program.content.places.name("32.74.05.1009") == "Pasar Baru"
    known = program.policy
    await here.again.look()
    assert program.policy is known


BROKEN = {
    "no TOML": ("texts/id.toml", "[x", "id.toml: can't be read"),
    "an unknown text": ("texts/id.toml", 'hello.x = "y"', "text hello.x ('id') is not known"),
    "a bad row": ("catalogue.d/a.toml", STALL.replace("normal", "soon"), "service stall: urgency"),
    "what only the check finds": ("catalogue.d/a.toml", 'sectors = ["market"]', "sector market"),
    "a policy file": ("policy/clocks.toml", "x = 1", "clocks.toml"),
}


@pytest.mark.parametrize("case", BROKEN)
async def test_a_mistake_leaves_all_as_it_was(
    here: Here, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    """One line says what, where and how; the good half is not taken either, also not what was
    imported meanwhile. Mended, all of it comes."""
    logs.start("INFO", "text")
    name, words, told = BROKEN[case]
    program = here.rig.program
    before = (program.policy, program.content, program.turns, program.ringer, program.sender._make)
    here.write("texts/en.toml", 'group.hello = "Hello."\n')
    here.write(name, words)
    await _imports(here)
    await here.again.look()
    await here.again.look()
    said = [line for line in capsys.readouterr().err.splitlines() if "not taken" in line]
    assert len(said) == 1
    assert told in said[0]
    assert "puskesos check" in said[0]
    after = (program.policy, program.content, program.turns, program.ringer, program.sender._make)
    assert all(one is other for one, other in zip(before[:4], after[:4], strict=True))
    (here.folder / name).unlink()
    await here.hup()
    assert program.content.texts.languages["en"]["group.hello"] == "Hello."
    assert "32.74/pasar" in program.policy.directory.offices


async def test_trouble_of_the_database_is_tried_again(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wish is not forgotten when the database is gone just then."""
    here.write("texts/id.toml", CHANGED)
    settle, broken = Ringer.settle, [OSError("the disk")]

    async def failing(ringer: Ringer) -> list[str]:
        if broken:
            raise broken.pop()
        return await settle(ringer)

    monkeypatch.setattr(Ringer, "settle", failing)
    before = here.rig.program.content
    with pytest.raises(OSError, match="the disk"):
        await here.hup()
    assert here.rig.program.content is before
    await here.again.look()
    assert here.rig.program.content is not before


async def test_a_batch_under_way_ends_by_the_rows_with_which_it_began(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read in the middle of a batch holds from the next one on."""
    here.write("texts/id.toml", CHANGED)
    read, other = Turns._answer, []

    async def adopting(turns: Turns, *told: Any) -> Any:
        if not other:
            program = here.rig.program
            rows = rows_of(program.config, here.rig.now, program.imported)
            other.append(program.with_rows(program.config, program.imported, rows))
            program.adopt(other[0])
        return await read(turns, *told)

    monkeypatch.setattr(Turns, "_answer", adopting)
    for who in (1, 2):
        here.rig.phone(who).start()
        await here.rig.settle()
    assert "Halo dari pasar" not in _last(here, 1)
    assert "Halo dari pasar" in _last(here, 2)


def test_what_cannot_change_is_named(tmp_path: Path) -> None:
    """Token, database, key, files and zone stay as they were, each named and none shown; the rest
    is taken. With another district its villages wait."""
    running = config_of("sqlite:///a.db", tmp_path, "1:a")
    written = running.model_copy(
        update={
            "telegram": running.telegram.model_copy(update={"token": SecretStr("1:b")}),
            "database": running.database.model_copy(update={"url": "sqlite:///b.db"}),
            "keys": running.keys.model_copy(update={"master": SecretBytes(b"x" * 32)}),
            "emergency": running.emergency.model_copy(update={"numbers": ("119",)}),
            "area": running.area.model_copy(update={"villages": (("32.74.05.1003", "Baru"),)}),
        }
    )
    config, waits = renewed(running, written)
    assert waits == ["telegram.token", "database.url", "keys.master"]
    assert (config.telegram, config.database) == (running.telegram, running.database)
    assert (config.emergency, config.area) == (written.emergency, written.area)
    elsewhere = written.area.model_copy(update={"timezone": ZoneInfo("Asia/Jayapura")})
    config, waits = renewed(running, written.model_copy(update={"area": elsewhere}))
    assert waits[-1] == "area.timezone"
    assert config.area == running.area
