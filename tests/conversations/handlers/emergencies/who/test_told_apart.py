"""The first question of a second emergency quotes its cry while the first one waits."""

import pytest

from tests.conversations.handlers.emergencies.test_several import raised
from tests.conversations.speaker import TEXTS, Speaker, resident

ACCIDENT, HUNGER = (
    "tolong bu ana wong tuwa ketabrak motor getihe akeh ning prapatan",
    "ana maning mak sumi lemes ora mangan rong dina",
)


def shown(speaker: Speaker) -> str:
    """All that was said last, in plain words."""
    return "\n".join(TEXTS.plain("id", one.text) for one in speaker.says)


@pytest.mark.parametrize(
    "second", [HUNGER, "sebelah rumah kebakaran sekarang", "rumah pak RT longsor"]
)
def test_the_second_cry_is_quoted_with_its_question(second: str) -> None:
    """So that whoever answers knows of which place they are asked."""
    speaker = raised(ACCIDENT, second, asking=2)
    assert f"Tentang {second}:\n" in shown(speaker)


def test_one_alone_is_asked_as_ever() -> None:
    """A single emergency wants no quotation, nor one after the other has all its answers."""
    assert "Tentang" not in shown(Speaker(resident()).write(ACCIDENT))
    speaker = raised(ACCIDENT).write(HUNGER)
    assert "Tentang" not in shown(speaker)


@pytest.mark.parametrize("second", ["saya mau bunuh diri", "saya dipukuli suami sekarang"])
def test_what_others_should_not_read_is_not_quoted(second: str) -> None:
    """On a phone that is shared."""
    assert "Tentang" not in shown(raised(ACCIDENT, second, asking=2))
