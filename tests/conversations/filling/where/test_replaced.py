"""What was told at the address is not lost when the address is changed on the card."""

import pytest

from conversations.protocol.dialogue import Story
from tests.conversations.speaker import Speaker, reporting

TOLD = "iya dipotong bu kader rw 5 tiap kali cair, 100rb, udh 3x"


def changed(first: str) -> Speaker:
    """At the card, after another address has taken the place of this one."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati")
    speaker.press(":open").write(first).write("08123456789")
    return speaker.press(":edit").press(":!:place").write("gang mawar no 5")


@pytest.mark.parametrize(
    "told", [TOLD, "uangnya diminta pak rw 5 kemarin", "bansos saya belum cair rt 3"]
)
def test_words_that_tell_join_the_story(told: str) -> None:
    """An address stands in them, and they are none; their writer hears it."""
    speaker = changed(told)
    assert speaker.answers["place"] == "gang mawar no 5"
    assert Story.load(speaker.answers["story"]).texts == ("kartu mati", told)
    assert "form.story_kept" in speaker.keys


@pytest.mark.parametrize("address", ["kesambi rt 3 rw 5", "gang melati no 7 dekat masjid"])
def test_a_wrong_address_is_only_changed(address: str) -> None:
    """It tells of nothing else."""
    assert Story.load(changed(address).answers["story"]).texts == ("kartu mati",)
