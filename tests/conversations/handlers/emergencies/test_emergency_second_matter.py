"""A second matter in the story of a report that has become an emergency is offered after it.

Tests conversations/handlers/emergencies/emergency.py."""

import pytest

from tests.conversations.handlers.emergencies.test_matters import answered
from tests.conversations.speaker import Speaker

TOLD = "kis emak sy mati trus bansos jg blm cair"


def in_hospital(told: str) -> Speaker:
    """Somebody whose report becomes an emergency by its answer."""
    speaker = Speaker().write(told).press("o:new").press(":self").press(":pbi_reactivation")
    return speaker.press(":in_hospital")


@pytest.mark.parametrize(
    ("told", "second"),
    [
        (TOLD, "bansos jg blm cair"),
        ("kis emak sy mati, terus pkh ibu blm cair", "pkh ibu blm cair"),
        ("kis emak sy mati dan rumah saya mau rubuh", "rumah saya mau rubuh"),
    ],
)
def test_it_is_offered_when_the_questions_are_done(told: str, second: str) -> None:
    """Nobody types it again."""
    speaker = in_hospital(told)
    assert "second.heard" not in speaker.keys
    speaker = answered(speaker)
    assert speaker.keys[-1] == "second.heard"
    assert speaker.talk.loose.texts == (second,)


def test_one_matter_offers_nothing() -> None:
    """There is nothing more in it."""
    assert "second.heard" not in answered(in_hospital("kis emak sy mati sejak april")).keys


def test_it_becomes_a_report_of_its_own() -> None:
    """One tap is enough."""
    speaker = answered(in_hospital(TOLD)).press("o:new:2")
    assert list(speaker.answers["story"]["texts"]) == ["bansos jg blm cair"]
