"""Yes and no to a question of consent, as people type them."""

import pytest

from conversations.content.hearing.consent_words import (
    NAMELESS,
    NO,
    NOD,
    NOT_ASKED,
    UNCLEAR,
    YES,
    answered,
    heard,
)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("gak mau", {NO}),
        ("gamau ah", {NO}),
        ("ora gelem", {NO}),
        ("beli gelem", {NO}),
        ("mboten purun", {NO}),
        ("teu hoyong", {NO}),
        ("moal", {NO}),
        ("emoh", {NO}),
        ("orangnya menolak", {NO}),
        ("ibunya tidak mengizinkan", {NO}),
        ("ga dikasih izin", {NO}),
        ("i don't agree", {NO}),
        ("she doesn't want", {NO}),
        ("tidak setuju, namanya jangan disebut", {NO, NAMELESS}),
        ("sudah saya tanya, dia mau", {YES}),
        ("sudah saya tanya gak mau", {NO}),
        ("beliau tidak keberatan", {YES}),
        ("iya saya setuju banget pak", {YES}),
        ("iya", {NOD}),
        ("belum saya tanya", {NOT_ASKED}),
        ("blm ditanyain", {NOT_ASKED}),
        ("belum mau", {UNCLEAR}),
        ("mungkin mau", {UNCLEAR}),
        ("terserah bapak", {UNCLEAR}),
        ("bukannya gak mau ga setuju", set()),
        ("setuju? buat apa?", set()),
        ("saya mau lapor", set()),
        ("mau berobat", set()),
        ("ga boleh sama suaminya tinggal di sini", set()),
        ("kartu bpjs mati", set()),
    ],
)
def test_what_words_say(words: str, says: set[str]) -> None:
    """In the languages of the place; what tells of something else says nothing of consent."""
    assert heard(words).says == says


def test_what_is_told_beside_stands_apart() -> None:
    """The reason, and the wish not to be named."""
    told = heard("setuju tapi nama saya jangan disebut, kartu bpjs mati")
    assert (told.nameless, told.rest) == ("nama saya jangan disebut", "kartu bpjs mati")


def test_a_nod_before_a_story_is_no_answer() -> None:
    """It may only begin it; and words answer the question of consent alone."""
    assert not answered("iya, kartu bpjs saya mati", "consent")
    assert answered("iya", "consent")
    assert not answered("gak mau", "secret")
