"""What we say by ourselves of words that wait quotes nothing that somebody else should not read."""

from dataclasses import replace

import pytest

from conversations.content.content import Turn
from conversations.handlers.messages import bursts
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Around, Said, Say
from tests.conversations.speaker import CONTENT, NOW, OPEN_CASES, resident

SECRET = "bapake nyekek aku"
ORDINARY = "bantuan sembako belum turun"


def said(*words: str, sensitive: bool) -> Say:
    cases = tuple(replace(case, sensitive=sensitive) for case in OPEN_CASES)
    turn = Turn(CONTENT, Said(7, 0, NOW), Around(resident(), cases), lambda: "x")
    talk = Talk(loose=Story(words), about_loose="offer", loose_no=2, last_no=2)
    (told,) = bursts.still_waits(turn, talk, "2")
    assert isinstance(told, Say)
    return told


def shown(told: Say) -> str:
    return CONTENT.texts.plain("id", told.text)


def test_beside_a_sealed_case_nothing_is_quoted() -> None:
    """Nor are cases named on the buttons; the words can still be made a report."""
    told = said(SECRET, sensitive=True)
    assert SECRET not in shown(told)
    assert [row[0].tap.data() for row in told.buttons] == ["o:new:2", "o:no:2"]


def test_else_the_words_are_shown() -> None:
    """Who has no such case reads what they wrote, as ever."""
    assert ORDINARY in shown(said(ORDINARY, sensitive=False))


@pytest.mark.parametrize(
    "words",
    [
        SECRET,
        "mertua sy suka ngancam mau ngebunuh sy klo lapor",
        "mantan suami blg mau bakar rumah sy",
        "dulu sy pernah pengen mati",
        "suami suka mukul sy",
    ],
)
def test_words_of_violence_and_despair_are_never_quoted(words: str) -> None:
    """Whoever does it may hold the phone, though no case is open; beside other words as well."""
    for told in (said(words, sensitive=False), said(words, "iya min", sensitive=False)):
        assert words not in shown(told)
        assert [row[0].tap.data() for row in told.buttons] == ["o:new:2", "o:no:2"]


@pytest.mark.parametrize(
    "number",
    ["3275010101010001", "3275 0101 0101 0001", "3275.0101.0101.0001", "327501-010101-0001"],
)
def test_numbers_of_identity_are_never_shown(number: str) -> None:
    """Of an identity card as of a family card."""
    told = shown(said(f"nik sy {number} hp ibu", sensitive=False))
    assert number not in told
    assert "hp ibu" in told
