"""Two reports that may be meant are never shown in the same words: who is asked can tell them
apart."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.case.model import Case, Status
from conversations.actions.duplicates import held_report
from tests.casework.cases import TELLER, filed, having, standing
from tests.conversations.speaker import CONTENT, TEXTS

OTHER = 99


def reported(number: int, story: str, **changed: object) -> Case:
    """A report of the same day about the same, told in these words."""
    told = {"story": {"texts": [story], "files": [], "location": None}}
    case = having(standing(Status.RECEIVED), intake=told)
    return replace(case, id=260_000_000 + number, **changed)


def lines(*offered: Case) -> list[str]:
    asked = held_report.question("k", offered, TELLER, CONTENT.places, timedelta(minutes=10))
    return TEXTS.plain("id", asked.text).split("\n")


def test_ones_own_are_known_by_their_words() -> None:
    """Who files for many neighbours reads how each report began."""
    told = lines(reported(1, "pak udin minta sembako"), reported(2, "bu siti minta sembako"))
    assert "pak udin minta sembako" in "\n".join(told)
    assert "bu siti minta sembako" in "\n".join(told)


def test_a_long_story_is_only_begun() -> None:
    """The question stays short."""
    assert len("\n".join(lines(reported(1, "panjang " * 90), reported(2, "lain")))) < 600


@pytest.mark.parametrize("how", ["sensitive", "secret"])
def test_of_a_sensitive_one_no_word_is_shown(how: str) -> None:
    """Somebody may read along on the phone."""
    case = reported(1, "suami saya memukul", teller=TELLER)
    if how == "sensitive":
        case = replace(filed("violence")[0], intake=case.intake)
    else:
        case = replace(case, intake=replace(case.intake, secret="secret"))
    assert "memukul" not in "\n".join(lines(case))


def test_those_of_others_are_told_apart_by_the_time() -> None:
    """Nothing of their words is shown: where all else is alike, the time of day stands there."""
    first = reported(1, "a", teller=OTHER)
    second = replace(first, id=260_000_002, opened_at=first.opened_at + timedelta(minutes=50))
    one, two = [line[2:] for line in lines(first, second) if "dilaporkan" in line]
    assert one != two
    (alone,) = [line for line in lines(first) if "dilaporkan" in line]
    assert "." not in alone.split("dilaporkan")[1]
