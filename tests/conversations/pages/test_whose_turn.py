"""Whose turn a case is, as its page and a list say it."""

from dataclasses import replace

import pytest

from casework.case.model import Case, Urgency
from casework.case.whose_turn import There, whose_turn
from conversations.pages.list_reader import ListReader
from conversations.pages.whose_turn import in_list, in_whole, next_turn
from conversations.protocol.effects import Text
from tests.casework.cases import COLLEAGUE, NOW, OFFICER, filed
from tests.conversations.speaker import LANGUAGES, TEXTS

FREE = filed()[0]
AGAIN = replace(FREE, id=7, level=1, had_by=COLLEAGUE)
CLIMBED = replace(FREE, level=2, office="32.74")
DANGER = replace(CLIMBED, urgency=Urgency.EMERGENCY)
READER = ListReader(OFFICER, {COLLEAGUE: "Sari"}, goes_on={AGAIN.id: COLLEAGUE})


def said(*parts: Text | str, language: str = "id") -> list[str]:
    return [part if isinstance(part, str) else TEXTS.plain(language, part) for part in parts]


@pytest.mark.parametrize(
    ("case", "there", "told"),
    [
        (FREE, There(), ["giliran petugas desa"]),
        (CLIMBED, There(), ["giliran SLRT", "desa tahu saja"]),
        (DANGER, There(), ["giliran SLRT", "desa juga dipanggil"]),
        (replace(DANGER, confidential=True), There(), ["giliran SLRT"]),
        (DANGER, There(village=False), ["giliran SLRT"]),
        (AGAIN, There(goes_on=COLLEAGUE), ["giliran Sari", "koordinator mengawasi"]),
        (AGAIN, There(goes_on=OFFICER), ["giliran Anda", "koordinator mengawasi"]),
        (AGAIN, There(), ["giliran koordinator"]),
        (replace(CLIMBED, owner=COLLEAGUE), There(), ["SLRT mengawasi"]),
    ],
)
def test_a_page_says_whose_turn_it_is(case: Case, there: There, told: list[str]) -> None:
    """With who looks on, and with the village that hears of it only, or is called, too."""
    assert said(*in_whole(whose_turn(case, there), READER)) == told


def test_a_line_says_it_in_short() -> None:
    """Of a case that somebody holds it says nothing, the holder's name does."""
    held = replace(FREE, owner=COLLEAGUE)
    lines = [in_list(x, READER) for x in (FREE, CLIMBED, AGAIN, held)]
    assert said(*lines) == ["giliran petugas desa", "giliran SLRT", "giliran Sari", ""]
    gone = ListReader(OFFICER)
    assert said(in_list(AGAIN, gone)) == ["giliran koordinator"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_has_its_word(language: str) -> None:
    """No level is told by its number."""
    for level in range(4):
        told = said(in_list(replace(FREE, level=level), READER), language=language)
        assert not any(letter.isdigit() for letter in told[0] or "0")


def test_what_comes_next_is_told_where_it_changes_something() -> None:
    """Where the level above has its turn already, since nobody is there below, it is not told
    again."""
    assert next_turn(FREE, There(frozenset({0, 1, 2})), NOW) != ""
    assert next_turn(FREE, There(frozenset({2})), NOW) == ""
