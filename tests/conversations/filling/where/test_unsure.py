"""Words that name no place are asked about before they count as an address."""

import pytest

from conversations.protocol.dialogue import Story
from tests.conversations.speaker import TEXTS, Speaker, reporting

WHY = "knp hrs pk nama"


def at_the_address() -> Speaker:
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati")
    speaker.press(":open")
    assert speaker.asked == "place"
    return speaker


def story(speaker: Speaker) -> list[str]:
    return list(Story.load(speaker.answers["story"]).texts)


@pytest.mark.parametrize("words", [WHY, "sakit gula", "buat apa alamat pak", "cangkring tengah"])
def test_they_are_shown_and_asked_about(words: str) -> None:
    """They do not count yet, and the question stays open."""
    speaker = at_the_address().write(words)
    assert (speaker.keys, speaker.asked) == (["field.address.unsure"], "place")
    assert words in TEXTS.plain("id", speaker.says[0].text)


@pytest.mark.parametrize("answer", ["iya", "ya pak", "betul"])
def test_a_yes_makes_them_the_address(answer: str) -> None:
    """Typed or tapped."""
    for speaker in (
        at_the_address().write("cangkring tengah").press(":right"),
        at_the_address().write("cangkring tengah").write(answer),
    ):
        assert (speaker.answers["place"], speaker.asked) == ("cangkring tengah", "phone")


@pytest.mark.parametrize("real", ["gang mawar no 5", "rt 3 rw 1 dkt musola"])
def test_the_real_address_takes_their_place(real: str) -> None:
    """What was said before joins the story, and its writer is told."""
    speaker = at_the_address().write(WHY).write(real)
    assert (speaker.answers["place"], speaker.asked) == (real, "phone")
    assert (story(speaker), speaker.keys[0]) == (["kartu mati", WHY], "form.story_kept")


@pytest.mark.parametrize("answer", ["tidak", "bukan"])
def test_a_no_asks_again(answer: str) -> None:
    """By a tap or in a word; what was said is a part of the story."""
    for speaker in (
        at_the_address().write(WHY).press(":wrong"),
        at_the_address().write(WHY).write(answer),
    ):
        assert ("place" in speaker.answers, speaker.asked) == (False, "place")
        assert story(speaker) == ["kartu mati", WHY]
        assert "report.place.ask" in speaker.keys


def test_two_such_messages_are_both_asked_about() -> None:
    """The first joins the story, the second stands in the question."""
    speaker = at_the_address().write(WHY).write("ga usah ditulis namanya pak")
    assert (story(speaker), speaker.keys[-1]) == (["kartu mati", WHY], "field.address.unsure")
    assert speaker.asked == "place"


def test_a_pin_is_the_address_after_them() -> None:
    """What is shown is a place."""
    speaker = at_the_address().write(WHY).place()
    assert (story(speaker)[-1], speaker.asked) == (WHY, "phone")


@pytest.mark.parametrize("now", ["gang mawar no 5", "mawar lama"])
def test_an_edit_corrects_them(now: str) -> None:
    """What the message says now is the address, or is asked about; nothing joins the story."""
    speaker = at_the_address().write("mwr lima")
    speaker.edit(speaker.newest, now)
    assert "chat.corrected" in speaker.keys
    if now == "mawar lama":
        speaker.press(":right")
    assert (speaker.answers["place"], speaker.asked) == (now, "phone")
    assert story(speaker.write("08123456789")) == ["kartu mati"]


def test_when_the_card_is_changed_it_is_the_same() -> None:
    """On the way back from the card, too; and no address is lost by it."""
    speaker = at_the_address().write("RT 4").write("08123456789").press(":edit")
    speaker.press(":!:place").write(WHY)
    assert speaker.keys == ["field.address.unsure"]
    assert speaker.write("RT 9 RW 1").answers["place"] == "RT 9 RW 1"
    assert speaker.asked == ""
