"""Whoever has erased their data goes on hearing of their open cases, as the bot says when it asks
and when it is done, and as the guides say; what they only followed they hear of no more."""

from pathlib import Path

import pytest

from bot.simulator.phones import Phone
from casework.case.model import Role
from casework.case.number import number
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report

CASE, OFFICER, ME = 260_000_001, 11, 1
DOCS = Path(__file__).parents[4] / "docs"


async def erased(made: Rig) -> Phone:
    """A resident with an open case, who has erased their data."""
    officer = await made.employ(OFFICER, Role.COORDINATOR, VILLAGE)
    me = made.phone(ME)
    await report(made, me, "kartu KIS ibu mati, mau kontrol gula")
    await made.write(officer, f"/ambil {number(CASE)}")
    await made.write(me, "/hapus_saya")
    return me


async def test_the_question_says_so(sqlite_url: str, tmp_path: Path) -> None:
    """Before the tap, and once more behind it, with the numbers."""
    async with rig(sqlite_url, tmp_path) as made:
        me = await erased(made)
        assert "kabarnya tetap kami kirim ke sini" in me.last.text
        await made.press(me, ":sure:yes")
        told = "\n".join(m.text for m in me.messages[-3:])
        assert number(CASE) in told
        assert "tetap kami kirim ke sini" in told


@pytest.mark.parametrize("deed", ["balas", "tanya", "selesai"])
async def test_the_news_comes(sqlite_url: str, tmp_path: Path, deed: str) -> None:
    """A reply, a question and a result reach the same chat."""
    async with rig(sqlite_url, tmp_path) as made:
        me, officer = await erased(made), made.phone(OFFICER)
        await made.press(me, ":sure:yes")
        before = len(me.messages)
        words = "Kartunya sudah aktif lagi."
        await made.write(officer, f"/{deed} {number(CASE)}")
        if deed == "tanya":
            await made.press(officer, ":wants:text")
        if deed == "selesai":
            await made.press(officer, ":decision:helped")
        await made.write(officer, words)
        if deed == "selesai":
            await made.press(officer, ":!:send")
        assert any(words in m.text for m in me.messages[before:])


def test_the_guides_say_so() -> None:
    """In the words of their readers."""
    assert "kabarnya tetap datang ke sini" in (DOCS / "warga.md").read_text("utf-8")
    assert "News of open cases still comes" in (DOCS / "privacy.md").read_text("utf-8")
