"""Texts of rows that are gone: something fitting is told, by the name that the row had; a key that
never was one still is a bug."""

from zoneinfo import ZoneInfo

import pytest

from conversations.protocol.effects import Text, text
from conversations.protocol.texts import Texts
from tests.conversations.speaker import CONTENT

TEXTS = CONTENT.texts
LOST: dict[str, tuple[Text, str]] = {
    "service": (text("service.teleport.name", was="Pinjaman"), "Pinjaman (layanan lama)"),
    "service without a name": (text("service.teleport.name"), "teleport (layanan lama)"),
    "party": (text("party.guild"), "guild"),
    "question without short words": (text("question.teleport.card", was="Lunas?"), "Lunas?"),
    "choice": (text("question.teleport.choice.now"), "now"),
    "reminder": (text("remind.teleport", number="26-1"), "Laporan 26-1 masih kami urus."),
}


@pytest.mark.parametrize("case", LOST)
def test_a_row_that_is_gone_is_told_all_the_same(case: str) -> None:
    """By its last known name, or by its code."""
    asked, told = LOST[case]
    assert TEXTS.plain("id", asked) == told


@pytest.mark.parametrize("kind", ["service", "sector", "document", "clock", "bell", "triage"])
def test_every_language_has_words_for_it(kind: str) -> None:
    """Nobody reads a key, whatever they speak."""
    part = ".name" if kind in ("service", "sector") else ""
    for language in TEXTS.languages:
        assert "gone" not in TEXTS.plain(language, text(f"{kind}.teleport{part}"))


def test_a_language_that_lacks_a_text_borrows_it() -> None:
    """From the default language, else from any that has it; so does a language that is gone."""
    texts = Texts({"id": {"a.b": "satu"}, "su": {"a.c": "dua"}}, "id", ZoneInfo("Asia/Jakarta"))
    assert [texts.plain("su", text(key)) for key in ("a.b", "a.c")] == ["satu", "dua"]
    assert texts.plain("jv", text("a.b")) == "satu"


@pytest.mark.parametrize("key", ["nothing.of.the.kind", "nothing"])
def test_a_key_that_never_was_is_a_bug(key: str) -> None:
    """It surfaces, instead of being told to a person."""
    with pytest.raises(KeyError):
        TEXTS.plain("id", text(key))
