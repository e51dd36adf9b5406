"""What the Indonesian guides quote in bold is on the screen, word for word.

In these guides ``**…**`` is a button or a line that the reader finds on their phone, ``__…__`` is
stress. Both look alike in print; only the first is held against the texts of the bot.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.casework.shipped import toml
from tests.house.source import ROOT
from tests.test_docs import GUIDES, OF_OFFICERS, page

_QUOTED = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
FIRST, OTHER = 450, 750
"""How many words the first page of the officers' guide may have, and each behind it."""


def _said(within: Any) -> Iterator[str]:
    if isinstance(within, str):
        yield within
    elif isinstance(within, dict):
        for value in within.values():
            yield from _said(value)


def _bare(words: str) -> str:
    """Words as one compares them: without marks, signs and what is filled in."""
    shown = re.sub(r"\{\w+\}|</?\w+>", " ", words)
    return " ".join(re.findall(r"[\w/-]+", shown))


@cache
def screens() -> frozenset[str]:
    """Each whole text of the bot in Indonesian."""
    folder = ROOT / "conversations" / "texts"
    files = [folder / "id.toml", *folder.rglob("*.id.toml")]
    return frozenset(
        _bare(words) for path in files for words in _said(toml(str(path.relative_to(ROOT))))
    )


def not_shown(guide: str) -> list[str]:
    """What a guide quotes and no screen shows."""
    return [quoted for quoted in _QUOTED.findall(guide) if _bare(quoted) not in screens()]


@pytest.mark.parametrize("name", GUIDES)
def test_what_a_guide_quotes_is_on_the_screen(name: str) -> None:
    """Each button that a guide names exists under that name."""
    assert not_shown(page(name)) == [], "no text of the bot; is it stress, write __so__"


@pytest.mark.parametrize("label", ["Akhiri petugas", "ambil", "Tarik lagi", "Lain"])
def test_a_button_that_is_not_is_named(label: str) -> None:
    """A label with another word, or with another letter, is found out."""
    assert not_shown(f"Tekan **{label}**, lalu **Kirim**.") == [label]


@pytest.mark.parametrize("label", ["↩ Tarik", "Tarik", "Sampaikan", "⋯ Lainnya", "Lainnya"])
def test_a_button_is_known_without_its_sign(label: str) -> None:
    """Signs before a label may be left out, and what is filled in."""
    assert not_shown(f"Tekan **{label}**.") == []


@pytest.mark.parametrize("name", OF_OFFICERS)
def test_a_page_for_officers_is_short(name: str) -> None:
    """A page is read at one go; the first is shorter still and leads to all others."""
    first = name == OF_OFFICERS[0]
    assert len(page(name).split()) <= (FIRST if first else OTHER)
    if first:
        assert [other for other in OF_OFFICERS[1:] if f"({other[5:]})" not in page(name)] == []
