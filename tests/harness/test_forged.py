"""Whatever a changed app sends as a button, and whatever a draft names that is gone: an answer, and
no message is put aside."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.simulator.phones import Phone
from casework.case.model import Role
from conversations.protocol import tap_codec
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.taps import TAPS
from storage.db.database import table_of
from storage.tables.updates import Poison
from storage.unit_of_work import Batch
from tests.figures import Figure
from tests.support import rig as rigs
from tests.support.rig import DISTRICT, VILLAGE, Rig
from tests.support.walking import report

FORGED = ("\0", "\ud800", "-1", "9" * 16, "260000000", "t" + "9" * 16)
"""What stands instead of a part of a button."""

ANY: dict[Any, Any] = {tap_codec._case: int, tap_codec._person: int}
"""How ids would be read without looking at them."""

RESIDENT, LEADER = 701, 12
KEPT = [("report", {"gone": "x"})]
"""A form that is still there, one of whose questions is not."""


@pytest.fixture
async def rig(database_url: str, tmp_path: Path) -> AsyncIterator[Rig]:
    """A rig on either database, with two officers, a resident and a case."""
    async with rigs.rig(database_url, tmp_path) as made:
        await made.employ(11, Role.BACK_OFFICE, VILLAGE)
        await made.employ(LEADER, Role.DISTRICT_MANAGER, DISTRICT)
        phone = made.phone(RESIDENT)
        await made.introduce(phone)
        await report(made, phone, "kartu KIS saya mati, mau kontrol")
        yield made


async def _put_aside(rig: Rig) -> list[str]:
    async with rig.program.db.read() as connection:
        return [*(await connection.scalars(select(table_of(Poison).c.error)))]


def _shown(phone: Phone) -> set[str]:
    buttons = (b for message in phone.messages for row in message.buttons for b in row)
    return {button.data for button in buttons if button.data}


def _forged(data: str) -> Iterator[str]:
    """A button with each of its parts forged."""
    parts = data.split(":")
    for place in range(1, len(parts)):
        for put in FORGED:
            yield ":".join([*parts[:place], put, *parts[place + 1 :]])


async def _tap_all(rig: Rig, phone: Phone, done: set[str]) -> None:
    """Tap every forged form of all that somebody sees."""
    for data in sorted(_shown(phone) - done):
        done.add(data)
        for forged in _forged(data):
            if len(forged.encode("utf-8", "replace")) <= 64:
                phone.tap_data(forged, phone.last.message_id)
    await rig.settle()


@pytest.mark.parametrize("person", [RESIDENT, 11, LEADER])
async def test_forged_buttons(rig: Rig, person: int) -> None:
    """Every button of the lists, of a case and of a form, with each part forged."""
    phone, done = rig.phone(person), set[str]()
    await _tap_all(rig, phone, done)
    for words in ("/antrian", "/kasus", "/laporan", "/lapor", "/batal", "/petugas", "/bantuan"):
        await rig.write(phone, words)
        await _tap_all(rig, phone, done)
    assert not await _put_aside(rig)


async def _every_kind(rig: Rig, person: int) -> int:
    """Tap every kind of button with each part forged; gives how many taps that were."""
    phone, taps = rig.phone(person), 0
    for tap in TAPS:
        for parts in (["x"], ["260000001", "x"], ["x", "y", "z"]):
            for forged in _forged(":".join([tap.kind, *parts])):
                phone.tap_data(forged, phone.last.message_id)
                taps += 1
        await rig.settle()
    return taps


@pytest.mark.parametrize("person", [RESIDENT, 11, LEADER])
async def test_forged_kinds(rig: Rig, person: int, figure: Figure) -> None:
    """Every kind of button, whether it was ever shown to somebody or not."""
    taps, aside = await _every_kind(rig, person), await _put_aside(rig)
    figure("G6", "forged buttons of every kind", taps=taps, put_aside=len(aside))
    assert not aside


async def test_ids_that_nobody_checks(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where any number is taken for the id of a case or a person, messages are put
    aside."""
    parts = tap_codec._parts

    def loose(tap: type[tap_codec.Tap]) -> Any:
        read = {
            name: replace(part, read=ANY.get(part.read, part.read)) for name, part in parts(tap)
        }
        return tuple(read.items())

    monkeypatch.setattr(tap_codec, "_parts", loose)
    taps, aside = await _every_kind(rig, LEADER), await _put_aside(rig)
    figure("G6", "control: any number is an id", taps=taps, put_aside=len(aside))
    assert aside


@pytest.mark.parametrize("action", ["assign", "reply", "resolve"])
async def test_forged_picks(rig: Rig, action: str) -> None:
    """Cases that no leader was shown are picked for an action on several, and counted."""
    phone = rig.phone(LEADER)
    await rig.write(phone, "/antrian")
    phone.tap_data("b:~", phone.last.message_id)
    await rig.settle()
    await rig.press(phone, f":action:{action}")
    start = next(data for data in sorted(_shown(phone)) if ":cases:" in data)
    for picked in ("t9999999999999999", "t0", "t260000000", "p9999999999999999", "p\0", "ok"):
        phone.tap_data(f"{start.rpartition(':')[0]}:{picked}", phone.last.message_id)
        await rig.settle()
    assert not await _put_aside(rig)
    await _tap_all(rig, phone, set())
    for words in ("26-00000-X", "99", "1"):
        await rig.write(phone, words)
    assert not await _put_aside(rig)


@pytest.mark.parametrize("person", [RESIDENT, LEADER])
@pytest.mark.parametrize("where", ["drafts", "cancelled", "set_aside"])
@pytest.mark.parametrize(("form", "answers"), [("gone", {}), ("gone", {"story": "x"}), *KEPT])
async def test_a_draft_of_a_form_that_is_gone(
    rig: Rig, person: int, where: str, form: str, answers: dict[str, str]
) -> None:
    """An update has taken a form or a question away that somebody was filling: they are answered,
    and can go on."""
    phone = rig.phone(person)
    draft = Draft("draft-1", form, answers)
    placed = draft if where == "cancelled" else (draft,)
    async with rig.program.db.write() as connection:
        batch = Batch(connection, rig.program.vault, rig.now)
        await batch.load([person])
        batch.keep_talk(person, replace(Talk(), **{where: placed}))
        await batch.flush()
    taps = ("f:draft-1:story:x", "u:draft-1", "r:draft-1", "g:draft-1", "n:draft-1")
    for tap in taps:
        phone.tap_data(tap, phone.last.message_id)
        await rig.settle()
    before = len(phone.messages)
    for words in ("halo", "/lapor", "/batal", "butuh sktm", "tolong kebakaran"):
        await rig.write(phone, words)
    assert not await _put_aside(rig)
    assert any(message.from_bot for message in phone.messages[before:])
