"""What is typed while a report is held back for "is it one of these?"."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from conversations.handlers.messages.held_words import CALLED_BACK, NONE, ONLY, answer
from storage.tables.pending import HeldReport
from tests.bot.desk.duplicates.test_held_report import (
    ROAD,
    SAME_ROAD,
    asked,
    cases,
    rows,
    shown,
    told,
)
from tests.support.rig import VILLAGE, Rig, rig

OFFICER, ME = 900, 1


@pytest.fixture
async def held(sqlite_url: str, tmp_path: Path) -> AsyncIterator[tuple[Rig, Phone]]:
    """Somebody has told the same twice, and is asked about it."""
    async with rig(sqlite_url, tmp_path) as made:
        await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
        await made.introduce(made.phone(ME))
        await told(made, ME, ROAD)
        phone = await told(made, ME, SAME_ROAD)
        assert asked(phone)
        yield made, phone


@pytest.mark.parametrize("words", ["dibatalin aja", "ga jadi deh", "sudahlah", "ga usah pak"])
async def test_it_is_called_back(held: tuple[Rig, Phone], words: str) -> None:
    """No report goes out, also not later, and the words are given back."""
    made, phone = held
    await made.write(phone, words)
    assert await rows(made, HeldReport, "key") == set()
    assert "tidak kami kirim" in phone.last.text
    assert SAME_ROAD in phone.last.text
    await made.pass_time(minutes=15)
    assert len(await cases(made)) == 1


@pytest.mark.parametrize("words", ["sama", "iya pak sama", "1", "betul"])
async def test_it_is_that_one(held: tuple[Rig, Phone], words: str) -> None:
    """One was named, and that is it."""
    made, phone = held
    await made.write(phone, words)
    assert await rows(made, HeldReport, "key") == set()
    assert (len(await cases(made)), "sudah kami catat" in shown(phone)) == (1, True)


@pytest.mark.parametrize("words", ["bukan", "beda pak", "tidak sama", "laporan baru"])
async def test_it_is_another(held: tuple[Rig, Phone], words: str) -> None:
    """It goes out as a new one."""
    made, phone = held
    await made.write(phone, words)
    assert len(await cases(made)) == 2


async def test_a_number_that_was_not_offered_is_asked_again(held: tuple[Rig, Phone]) -> None:
    """The same question stands once more, and the report still waits."""
    made, phone = held
    await made.write(phone, "3")
    assert asked(phone)
    assert len(await rows(made, HeldReport, "key")) == 1


async def test_without_one_they_are_words_like_any_other(held: tuple[Rig, Phone]) -> None:
    """Once it was answered, "ga jadi" asks whether a report shall be withdrawn."""
    made, phone = held
    await made.write(phone, "bukan")
    await made.write(phone, "ga jadi deh")
    assert "mencabut" in phone.last.text


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("dibatalin aja", CALLED_BACK),
        ("ya sudahlah", CALLED_BACK),
        ("iya", ONLY),
        ("sama pak", ONLY),
        ("bukan pak, beda", NONE),
        ("tidak sama", NONE),
        ("nomor 2", "2"),
        ("sama-sama jalan rusak", ""),
        ("belum", ""),
        ("", ""),
        ("pak", ""),
        ("26-00001-R", ""),
    ],
)
def test_what_words_mean(words: str, meant: str) -> None:
    """Short answers only."""
    assert answer(words) == meant
