"""By what a person tells their own cases apart: whose it is, or its first words, or the moment."""

from dataclasses import replace

import pytest

from casework.case.intake import Intake
from casework.case.model import Case
from conversations.protocol.effects import Short
from conversations.protocol.recognised import MOST, recognised
from tests.casework.cases import filed

CRY = {"texts": ["rumah bi Tinah kebakaran"], "cry": 0}


def case_of(intake: Intake, service: str = "medical_emergency") -> Case:
    return replace(filed(service)[0], intake=intake)


@pytest.mark.parametrize(
    ("intake", "told"),
    [
        (Intake(sufferer="bu Karsem", story=CRY), "bu Karsem"),
        (Intake(story=CRY), "rumah bi Tinah kebakaran"),
        (
            Intake(story={"texts": ["kis emak mati", "eh pak Warsa ambruk"], "cry": 1}),
            "eh pak Warsa ambruk",
        ),
        (Intake(story={"texts": ["", " jalan\nrusak "]}), "jalan rusak"),
        (Intake(place="RT 3 dekat musala", story={"texts": []}), "RT 3 dekat musala"),
    ],
)
def test_whose_it_is_else_the_cry_else_where(intake: Intake, told: str) -> None:
    """In the words of whoever told it."""
    assert recognised(case_of(intake)) == told


def test_long_words_end_at_a_word() -> None:
    """A button of a small phone shows some thirty letters."""
    told = recognised(
        case_of(Intake(story={"texts": ["wa Raji ora mangan telung dina urip dewekan"]}))
    )
    assert isinstance(told, str)
    assert told.startswith("wa Raji ora mangan")
    assert len(told) <= MOST + 2


@pytest.mark.parametrize("service", ["child_violence", "medical_emergency"])
def test_of_a_secret_case_only_the_moment(service: str) -> None:
    """Whoever looks over a shoulder learns nothing; nor of one without words."""
    story = CRY if service == "child_violence" else None
    case = case_of(Intake(story=story), service)
    assert recognised(case) == Short(case.opened_at, clock=True)


@pytest.mark.parametrize("words", ["nik 3274050101800001", "hp 0812 3456 7890"])
def test_no_long_number_stands_on_a_button(words: str) -> None:
    """Neither a card's nor a phone's, wherever it was told."""
    story = {"texts": [f"{words} mati"]}
    assert "••••" in str(recognised(case_of(Intake(story=story))))
    assert "3274" not in str(recognised(case_of(Intake(sufferer=words))))
    assert "0812" not in str(recognised(case_of(Intake(sufferer=words))))
