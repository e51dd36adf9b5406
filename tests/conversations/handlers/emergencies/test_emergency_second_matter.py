"""A second matter in the story of a report that has become an emergency, or in the cry itself, is
offered after it, once.

Tests conversations/handlers/emergencies/emergency.py and
conversations/handlers/emergencies/second_cry.py."""

import pytest

from tests.conversations.handlers.emergencies.test_matters import answered
from tests.conversations.handlers.emergencies.test_second_cry import cried
from tests.conversations.speaker import Speaker, reporting

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


@pytest.mark.parametrize(
    ("cry", "second"),
    [
        (
            "rumah tetangga kebakaran!! trus pkh bu sebelah jg blm cair",
            "pkh bu sebelah jg blm cair",
        ),
        ("bapak saya kejang, sama bansos saya kok ga keluar", "bansos saya kok ga keluar"),
        ("pkh ibu saya belum cair 2 tahap, tolong kebakaran di gang mawar", "pkh ibu saya"),
        ("anak blm makan 3 hari, bansos blm cair", "bansos blm cair"),
        ("kis emak mati trus bansos jg blm cair emak pingsan", "bansos jg blm cair"),
    ],
)
def test_a_cry_that_holds_another_matter_offers_it_once(cry: str, second: str) -> None:
    """Help comes first; then it is asked."""
    speaker = Speaker().write(cry)
    assert "second.heard" not in speaker.keys
    speaker = answered(speaker)
    assert speaker.keys[-1] == "second.heard"
    assert second in speaker.talk.loose.text
    speaker = speaker.press("o:new")
    assert second in speaker.answers["story"]["texts"][0]
    assert "alarm.medical.ask" not in speaker.keys


@pytest.mark.parametrize(
    "cry",
    [
        "emak pingsan kis nya mati, ditolak igd",
        "rumah kebakaran, api nya besar",
        "suami mukul saya, dia ngamuk",
        "bapak kejang, di rt 3 rw 2 dekat musala",
    ],
)
def test_what_belongs_to_the_danger_is_no_other_matter(cry: str) -> None:
    """Nothing is asked besides."""
    assert "second.heard" not in answered(Speaker().write(cry)).keys


def test_a_doubtful_cry_keeps_the_other_matter_too() -> None:
    """It is asked whether it happens now, before it is an emergency."""
    speaker = Speaker().write("dulu rumah sebelah kebakaran, trus pkh ibu belum cair")
    assert speaker.talk.about_loose == "alarm"
    speaker = answered(speaker.press("e:yes"))
    assert speaker.keys[-1] == "second.heard"


def test_more_of_an_open_emergency_that_brings_another_matter() -> None:
    """It is offered at once where nothing else is asked."""
    speaker = cried("rumah tetangga kebakaran", asking=False)
    speaker = speaker.write("kebakaran, apinya sudah sampai atap. pkh saya belum cair")
    assert speaker.keys[-1] == "second.heard"


def test_first_it_is_asked_whose_danger_it_is() -> None:
    """Then about the other matter."""
    speaker = answered(Speaker().write("anak saya kejang"))
    speaker = speaker.write("anak saya juga kejang, pkh ibu belum cair")
    assert speaker.keys[-1] == "alarm.person.ask"
    speaker = speaker.press(":same")
    assert speaker.keys[-1] == "second.heard"


def test_a_report_and_a_cry_with_a_matter_each_lose_neither() -> None:
    """Both are offered together."""
    speaker = reporting(":self").write("rumah kebanjiran tahun lalu trus pkh ibu blm cair")
    speaker = speaker.press("e:no").write("banjir lagi air masuk, anak saya juga putus sekolah")
    speaker = answered(speaker)
    assert speaker.keys.count("second.heard") == 1
    assert "pkh ibu blm cair" in speaker.talk.loose.text
    assert "putus sekolah" in speaker.talk.loose.text
