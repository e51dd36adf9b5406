"""Kinds of answers: how each is read, what is refused kindly, and how it is shown again."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.content import fields
from conversations.content.fields import Problem, Several
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Attachment, Long, Said, Text, text
from conversations.protocol.named_days import named
from tests.conversations.speaker import CONTENT, LANGUAGES, NOW, OTHER, TEXTS, VILLAGE

PHOTO, VOICE, PAPER = (
    Attachment(kind, "file", "unique", 9) for kind in ("photo", "voice", "document")
)


def read(kind: str, text: str = "", *, at: datetime = NOW, **more: Any) -> Any:
    return fields.READERS[kind](Said(7, 1, at, text=text, **more), CONTENT.places)


def problem(kind: str, text: str = "", **more: Any) -> str:
    found = read(kind, text, **more)
    assert isinstance(found, Problem), found
    return found.text.key


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("08123456789", "+628123456789"),
        ("0812-3456-789", "+628123456789"),
        ("+62 812 3456 789", "+628123456789"),
        ("628123456789", "+628123456789"),
        ("８１２３４５６", "+628123456"),
        ("(0231) 204 111", "+62231204111"),
    ],
)
def test_phone_numbers_as_people_write_them(typed: str, wanted: str) -> None:
    """Phones with spaces, dashes, wide digits, with or without the country's code come out in
    E.164."""
    assert (fields.phone(typed), read("phone", typed)) == (wanted, wanted)


@pytest.mark.parametrize("typed", ["", "12", "no phone", "0812345678901234567"])
def test_what_is_no_phone(typed: str) -> None:
    """What can't be called is asked again."""
    assert problem("phone", typed) == "field.phone.wrong"


def test_a_shared_contact_goes_before_words() -> None:
    """The number that Telegram vouches for counts, whatever is written beside it."""
    assert read("phone", "my number", phone="+628123456789") == "+628123456789"


@pytest.mark.parametrize("kind", ["nik", "kk"])
@pytest.mark.parametrize(
    "typed", ["3274051203870001", "3274 0512 0387 0001", "3274.0512.0387.OOO1", "٣٢٧٤٠٥١٢٠٣٨٧٠٠٠١"]
)
def test_identity_numbers(kind: str, typed: str) -> None:
    """Sixteen digits are read through spaces, dots, letters O and other scripts."""
    assert read(kind, typed) == "3274051203870001"


@pytest.mark.parametrize("kind", ["nik", "kk"])
@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("327405120387000", "field.number16.length"),
        ("32740512038700011", "field.number16.length"),
        ("later", "field.number16.length"),
        ("3274051203870000", "field.number16.wrong"),
        ("1111111111111111", "field.number16.wrong"),
    ],
)
def test_identity_numbers_that_can_not_be(kind: str, typed: str, key: str) -> None:
    """A wrong length, all the same digit, or an end that no office hands out is asked again."""
    assert problem(kind, typed) == key


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("12-03-2026", "2026-03-12"),
        ("1/3/26", "2026-03-01"),
        ("1.3.2026", "2026-03-01"),
        ("kemarin", "2026-11-22"),
        ("Hari ini", "2026-11-23"),
        ("kemarin lusa", "2026-11-21"),
    ],
)
def test_dates(typed: str, wanted: str) -> None:
    """Days are read as people here write them, day first, or by their name."""
    assert read("date", typed) == wanted


@pytest.mark.parametrize("typed", ["31-02-2026", "2026-03-12", "soon", "", "1/13/2026"])
def test_what_is_no_date(typed: str) -> None:
    """A day that does not exist, or can't be understood, is asked again."""
    assert problem("date", typed) == "field.date.wrong"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("Ya", "yes"), ("nggih", "yes"), ("OK", "yes"), ("gak", "no"), ("mboten", "no")],
)
def test_yes_and_no(typed: str, wanted: str) -> None:
    """Yes and no are understood in the languages of the region."""
    assert read("confirm", typed) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"), [("3", 3), ("Rp 1.500.000", 1_500_000), ("3 orang", 3)]
)
def test_numbers(typed: str, wanted: int) -> None:
    """A number is found among its dots and units."""
    assert read("number", typed) == wanted


@pytest.mark.parametrize(
    ("kind", "text", "key"),
    [
        ("number", "many", "field.number.wrong"),
        ("number", "9" * 13, "field.number.wrong"),
        ("confirm", "perhaps", "field.confirm.wrong"),
        ("text", "  ", "field.text.none"),
        ("text", "x" * 1501, "field.text.long"),
        ("story", "", "field.story.none"),
        ("photos", "x", "field.photo.none"),
        ("voice", "x", "field.voice.none"),
        ("location", "x", "field.location.none"),
        ("place", "Atlantis", "field.place.unknown"),
    ],
)
def test_what_is_asked_again(kind: str, text: str, key: str) -> None:
    """An answer of another kind is asked again with words that help."""
    assert problem(kind, text) == key


def test_a_photo_as_a_file_is_a_photo() -> None:
    """A photo may come as a document; a voice note may not."""
    assert (
        len(read("photos", files=(PHOTO,))["files"])
        == len(read("photos", files=(PAPER,))["files"])
        == 1
    )
    assert problem("voice", files=(PAPER,)) == "field.voice.none"
    assert read("voice", files=(VOICE,))["files"][0]["kind"] == "voice"


def test_a_place_by_name_or_by_choice() -> None:
    """A village that is sure is taken; names that fit several are offered."""
    assert read("place", "kel. kesambi") == VILLAGE
    several = read("place", "kes")
    assert isinstance(several, Several)
    assert len(several.places) > 1
    assert read("place", OTHER) == OTHER


ANYTHING = st.builds(
    Said,
    st.just(7),
    st.just(1),
    st.just(NOW),
    text=st.text(max_size=80) | st.sampled_from(["1 o", "²", "٣/٣/٢", "0O"]),
    files=st.lists(st.sampled_from([PHOTO, VOICE, PAPER]), max_size=2).map(tuple),
    location=st.none() | st.just((-6.7, 108.5)),
    phone=st.sampled_from(["", "+62", "x", "+628123456789"]),
)


@given(st.sampled_from(sorted(fields.READERS)), ANYTHING)
def test_whatever_comes_is_read_or_asked_again(kind: str, said: Said) -> None:
    """No message makes a reader raise; what it reads is plain JSON and can be shown, what it
    refuses has a text."""
    found = fields.READERS[kind](said, CONTENT.places)
    shown: Text | str = ""
    if isinstance(found, Problem):
        shown = found.text
    elif not isinstance(found, Several):
        shown = fields.shown(kind, json.loads(json.dumps(found)), CONTENT.places)
    assert all(TEXTS.html(language, shown) or not shown for language in LANGUAGES)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tidak punya", True),
        ("Belum ada, pak", True),
        ("Tidak.", True),
        ("gak ada hp", True),
        ("", False),
        ("punya", False),
        ("08123456789", False),
        ("tidak 12", False),
        ("tidak ada yang mau menolong ibu saya", False),
        ("kartu saya tidak ada", False),
    ],
)
def test_who_says_that_there_is_none(text: str, wanted: bool) -> None:
    """A few words that begin with a no say that there is none; digits, or a whole story, say
    something else."""
    assert fields.says_no(Said(7, 1, NOW, text=text), 5) is wanted


# ---- shown on the review card --------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["nik", "kk"])
def test_identity_numbers_are_shown_by_their_end(kind: str) -> None:
    """Only the last four digits of an identity number are shown again."""
    assert fields.shown(kind, "3274051203870001", CONTENT.places) == "…0001"


def test_what_was_skipped_is_said() -> None:
    """A question that was passed over shows as such."""
    assert fields.shown("text", None, CONTENT.places) == text("field.skipped")


def test_dates_and_places_are_shown_in_words() -> None:
    """A date shows as a date of the reader's language, a place by its name."""
    assert fields.shown("date", "2026-03-12", CONTENT.places) == named(date(2026, 3, 12))
    assert fields.shown("place", VILLAGE, CONTENT.places) == "Kesambi"


def test_a_story_shows_its_words_and_counts_its_files() -> None:
    """Words stand first, then how many photos and voice notes there are, then that a place was
    sent."""
    story = Story(
        ("the roof",), ({"kind": "photo"}, {"kind": "photo"}, {"kind": "voice"}), (1.0, 2.0)
    )
    shown = fields.told(story)
    assert isinstance(shown, Text)
    parts = shown.args["parts"]
    assert isinstance(parts, tuple)
    told = [
        part.words if isinstance(part, Long) else (part.key, part.args.get("count"))
        for part in parts
    ]
    assert told == [
        "the roof",
        ("field.photo.count", 2),
        ("field.voice.count", 1),
        ("field.location.shown", None),
    ]
