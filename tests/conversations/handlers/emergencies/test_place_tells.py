"""Somebody's house of which is told what happens there is no address, and its fire is heard."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from conversations.content import alarm_words
from tests.conversations.handlers.emergencies.test_place_words import asked
from tests.conversations.speaker import CONTENT

HUNGRY = "wa Raji ora mangan 3 dina, urip dewekan, ambruk"


@pytest.mark.parametrize(
    "words",
    [
        "rumah bi Tinah dilalap si jago merah",
        "dilalap api rumahe pak Kasan",
        "si jago merah ngamuk di blok desa",
        "warung bi Eti dilahap jago merah",
        "rumah bi Tinah dimakan si jago merah",
    ],
)
def test_a_fire_in_a_saying_is_an_emergency_of_its_own(words: str) -> None:
    """It is no address of the one that was raised before."""
    speaker = asked(HUNGRY).write(words)
    assert [filed.facts["alarm"] for filed in speaker.filed] == ["danger", "disaster"]
    assert speaker.did(Complete) == []


@pytest.mark.parametrize("words", ["ayam jago merah saya hilang", "jago merah pak RT menang lomba"])
def test_a_cock_is_no_fire(words: str) -> None:
    """The saying says "si"."""
    assert alarm_words.hear(words, CONTENT.alarms) is None


def test_a_house_set_on_fire_is_asked_about() -> None:
    """The same word is said of rubbish in front of it."""
    found = alarm_words.hear("omahe mbah Darmo diobong uwong", CONTENT.alarms)
    assert found is not None
    assert (found.kind, found.certain) == ("disaster", False)


@pytest.mark.parametrize(
    "words",
    [
        "rumah bi Tinah kemalingan",
        "rumah bi Tinah disatroni maling",
        "rumah mang Udin ludes",
        "warung bi Eti dilempari batu",
        "rumahnya dikepung warga",
    ],
)
def test_what_happens_at_a_house_is_no_address(words: str) -> None:
    """It reaches the officers, and the place is asked once more."""
    speaker = asked(HUNGRY).write(words)
    assert speaker.did(Complete) == []
    assert speaker.did(Add) or "alarm.maybe" in speaker.keys


@pytest.mark.parametrize(
    "words",
    [
        "rumah bi Tinah",
        "rumah bi Tinah dicat hijau",
        "rumah bi Tinah disamping masjid",
        "warung bi Eti didepan balai desa",
        "kantor dinas sosial",
        "rumah yang dikontrak bi Tinah",
    ],
)
def test_how_a_house_looks_or_lies_is_one(words: str) -> None:
    """It is the answer."""
    assert len(asked(HUNGRY).write(words).did(Complete)) == 1
