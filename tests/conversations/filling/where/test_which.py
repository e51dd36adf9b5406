"""A name that fits several villages: nothing that stood beside it is lost; words choose, too."""

from dataclasses import replace

import pytest

from conversations.protocol.places import Places
from tests.conversations import speaker as speakers
from tests.conversations.speaker import CONTENT, VILLAGE, VILLAGES, Speaker, stranger

TWIN = "32.74.02.1009"
PHONE = "+6281234567890"


@pytest.fixture(autouse=True)
def _two_of_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    twins = Places.of((*VILLAGES, (TWIN, "Kesambi")))
    monkeypatch.setattr(speakers, "CONTENT", replace(CONTENT, places=twins))


def asked(words: str) -> Speaker:
    """A newcomer who is asked which village they mean."""
    speaker = Speaker(stranger()).write("halo").press(":agree").write(words)
    assert speaker.keys == ["field.place.which"]
    assert speaker.asked == "village"
    return speaker


def test_what_stood_beside_the_name_is_kept() -> None:
    """The address and the number; the report asks for neither."""
    speaker = asked("kesambi rt 3 rw 2 gang melati hp 081234567890").press(f":{TWIN}")
    assert speaker.talk.home == {"place": "kesambi rt 3 rw 2 gang melati", "phone": PHONE}
    assert speaker.person.village == TWIN


def test_a_trouble_beside_the_name_becomes_the_report() -> None:
    """It is not told twice, and is no part of the address."""
    speaker = asked("kesambi rt 3, kis saya mati sudah sebulan").press(f":{VILLAGE}")
    assert speaker.answers["story"]["texts"] == ["kis saya mati sudah sebulan"]
    assert speaker.talk.home == {"place": "kesambi rt 3"}


@pytest.mark.parametrize("words", ["2", "kec lemahwungkuk", "yang lemahwungkuk bu"])
def test_words_choose_one_of_them(words: str) -> None:
    """By its number, or by what only its button says."""
    speaker = asked("kesambi rt 3").write(words)
    assert (speaker.person.village, speaker.talk.home) == (TWIN, {"place": "kesambi rt 3"})


def test_a_trouble_told_at_the_buttons_is_kept() -> None:
    """Whether the choice stands beside it or not; the same is asked until it is made."""
    speaker = asked("kesambi").write("yang lemahwungkuk bu, kis ibu saya mati")
    assert speaker.person.village == TWIN
    assert speaker.answers["story"]["texts"] == ["kis ibu saya mati"]
    speaker = asked("kesambi").write("kis ibu saya mati bu")
    assert speaker.keys == ["form.story_kept", "field.place.which"]
    assert speaker.press(f":{TWIN}").answers["story"]["texts"] == ["kis ibu saya mati bu"]


def test_another_village_may_be_named_instead() -> None:
    """The question is over then."""
    speaker = asked("kesambi").write("drajat")
    assert speaker.person.village == "32.74.05.1004"
