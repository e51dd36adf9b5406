"""Corrections that are typed at the card of a report."""

import pytest

from conversations.protocol.dialogue import Story
from tests.conversations.speaker import Speaker, at_the_card

STORY = ("kartu mati sejak bulan lalu",)


def told(speaker: Speaker) -> tuple[str, ...]:
    return tuple(Story.load(speaker.answers["story"]).texts)


@pytest.mark.parametrize(
    "words",
    [
        "salah, 0812 9999 8888",
        "eh nomornya 081299998888",
        "nomor hp saya ganti 0812-9999-8888 bu",
    ],
)
def test_another_number_takes_the_place_of_the_first(words: str) -> None:
    """It is not dropped, and is no part of the story."""
    speaker = at_the_card().write(words)
    assert (speaker.answers["phone"], told(speaker)) == ("+6281299998888", STORY)
    assert (speaker.keys, speaker.asked) == (["form.corrected", "form.review"], "")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("bukan rt 4 tapi rt 5", "RT 5 RW 2"),
        ("rt nya 5 bukan 4", "RT 5 RW 2"),
        ("rw 3 bukan rw 2", "RT 4 RW 3"),
        ("alamatnya salah, harusnya gang melati rt 5 rw 1", "gang melati rt 5 rw 1"),
    ],
)
def test_another_address_takes_its_place(words: str, place: str) -> None:
    """A number of it, or the whole."""
    speaker = at_the_card().write(words)
    assert (speaker.answers["place"], told(speaker)) == (place, STORY)
    assert speaker.keys == ["form.corrected", "form.review"]


@pytest.mark.parametrize("words", ["bukan rt 9 tapi rt 5", "rumahnya harusnya sudah diperbaiki"])
def test_what_corrects_nothing_stays_a_part_of_the_story(words: str) -> None:
    """A number that the address does not have, and words that name no place."""
    speaker = at_the_card().write(words)
    assert (speaker.answers["place"], told(speaker)[-1]) == ("RT 4 RW 2", words)


def test_two_corrections_both_hold() -> None:
    """One after the other."""
    speaker = at_the_card().write("rt 5 bukan rt 4").write("eh 0812 9999 8888").press(":!:send")
    intake = speaker.filed[0].intake
    assert (intake.place, intake.phone) == ("RT 5 RW 2", "+6281299998888")
