"""Villages by the names that people type."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.protocol.places import Places

PLACES = Places.of(
    [
        ("32.74", "Kota Cirebon"),
        ("32.74.02", "Lemahwungkuk"),
        ("32.74.05", "Kesambi"),
        ("32.74.02.1001", "Pegambiran"),
        ("32.74.02.1002", "Lemahwungkuk"),
        ("32.74.02.1003", "Kesepuhan"),
        ("32.74.05.1003", "Kesambi"),
        ("32.74.05.1004", "Drajat"),
        ("32.74.05.1009", "Sukamaju"),
        ("32.74.02.1009", "Sukamaju"),
    ]
)


def codes(text: str) -> list[str]:
    return [code for code, _ in PLACES.find(text)]


def test_only_villages_are_villages() -> None:
    """Codes with four parts are villages; kecamatan, cities and provinces are not."""
    assert len(PLACES.villages) == 7
    assert PLACES.districts == {"32.74.02": "Lemahwungkuk", "32.74.05": "Kesambi"}


@pytest.mark.parametrize(
    "typed",
    [
        "Kesambi",
        " KESAMBI ",
        "kelurahan Kesambi",
        "Kel. Kesambi",
        "desa kesambi!",
        "kesamby",
        "32.74.05.1003",
        "3274051003",
    ],
)
def test_one_village_in_many_spellings(typed: str) -> None:
    """Case, noise words, a slip of the finger and the code itself lead to the one village."""
    assert codes(typed) == ["32.74.05.1003"]


@pytest.mark.parametrize("typed", ["", "ke", "??", "Atlantis", "1234567890"])
def test_what_is_no_village(typed: str) -> None:
    """Too short or too strange a name finds nothing."""
    assert codes(typed) == []


def test_twins_are_told_apart_by_their_kecamatan() -> None:
    """Two villages of one name are both offered, each with its kecamatan."""
    found = PLACES.find("Sukamaju")
    assert {label for _, label in found} == {"Sukamaju (Kesambi)", "Sukamaju (Lemahwungkuk)"}
    assert PLACES.name("32.74.05.1003") == "Kesambi"


def test_an_unknown_code_shows_as_itself() -> None:
    """A code without a name is shown as it is."""
    assert PLACES.name("99.99.99.1001") == "99.99.99.1001"


@given(st.text(max_size=60))
def test_any_text_finds_at_most_five(text: str) -> None:
    """Whatever is typed, at most five villages are offered, each with its own name."""
    found = PLACES.find(text)
    assert len(found) <= 5
    assert all(label == PLACES.name(code) for code, label in found)


@pytest.mark.parametrize("code", sorted(PLACES.villages))
def test_every_village_is_found_by_its_name(code: str) -> None:
    """The name of every village finds it, first among whatever else fits."""
    assert code in codes(PLACES.villages[code])


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("kesmbaii", "Kesambi"),
        ("kota cirbon pgmbrn", "Pegambiran"),
        ("sepuhan", "Kesepuhan"),
        ("lamahwungku kota", "Lemahwungkuk"),
        ("daerah dradjat sana", "Drajat"),
    ],
)
def test_a_name_that_only_resembles_one_is_offered(typed: str, near: str) -> None:
    """What is not found for sure comes with the names nearest to it, three at most."""
    found = [name for _, name in PLACES.find(typed) or PLACES.near(typed)]
    assert near in found
    assert len(PLACES.near(typed)) <= 3


@pytest.mark.parametrize("typed", ["asdfgh jkl", "xyz", "mau tanya bu", "qwe", "iya pak"])
def test_nonsense_is_near_nothing(typed: str) -> None:
    """Nothing is offered for what resembles no village."""
    assert (PLACES.find(typed), PLACES.near(typed)) == ((), ())


NAMES = """Kesambi, Karyamulya, Drajat, Sunyaragi, Pekiringan, Pegambiran, Lemahwungkuk, Panjunan
Kejaksan, Kebonbaru, Sukapura, Argasunya, Kalijaga, Harjamukti, Larangan, Pulasaren, Jagasatru
Pekalangan, Pekalipan"""
CITY = Places.of(
    (f"32.74.05.{code}", name) for code, name in enumerate(re.split(r", |\n", NAMES), 1001)
)

SPOKEN = """iya, ya, iyo, nggih, oke, ya pak, iya bu, iya pak, saya, sama, suka, baru, apa, jangan
kapan, lagi, suami, nanti, lapor, jalan, pasar, ora, gak, tidak, kene, ning kene, lupa, kejar, sudah
lagi di jalan, makasih, ojo wa sik bojoku ning omah, petugas mana, di rumah saya, ga tau"""


@pytest.mark.parametrize("typed", re.split(r", |\n", SPOKEN))
def test_an_everyday_word_is_no_village(typed: str) -> None:
    """A word of every day is no part of a longer name: nothing is taken, and nothing offered."""
    assert (CITY.find(typed), CITY.near(typed)) == ((), ())


@pytest.mark.parametrize(("typed", "name"), [("kebon", "Kebonbaru"), ("karya", "Karyamulya")])
def test_the_beginning_of_a_name_is_only_offered(typed: str, name: str) -> None:
    """One tap tells whether it was meant."""
    assert CITY.find(typed) == ()
    assert [label for _, label in CITY.near(typed)] == [name]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("ning kesmbi rt 4", "Kesambi"), ("kebon baru", "Kebonbaru"), ("larangan", "Larangan")],
)
def test_a_slip_in_a_long_word_is_still_the_village(typed: str, name: str) -> None:
    """Also beside an address, and with a gap in the name."""
    assert [label for _, label in CITY.find(typed)] == [name]
