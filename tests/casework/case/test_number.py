"""Case numbers: said on the phone, mistyped, and never mistaken for another case."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case.number import (
    LETTERS,
    YEAR,
    begins_with,
    first_of,
    mistyped,
    named_in,
    number,
    parse,
    without_letter,
    year_of,
)

case_ids = st.builds(
    lambda year, sequence: year * YEAR + sequence, st.integers(0, 99), st.integers(1, YEAR - 1)
)
short_ids = st.builds(
    lambda year, sequence: year * YEAR + sequence, st.integers(0, 99), st.integers(1, 99_999)
)


def places_of_digits(text: str) -> list[int]:
    return [place for place, sign in enumerate(text) if sign.isdigit()]


def test_number_is_year_sequence_and_letter() -> None:
    """The 42nd case of 2026 is 26-00042-K."""
    assert number(260_000_042) == "26-00042-K"


@pytest.mark.parametrize(
    "typed",
    [
        "26-00042-K",
        "26-00042-k",
        "2600042K",
        "26 00042 K",
        "26 0 0 0 4 2 k",
        " 26–00042–K. ",
        "26-OOO42-K",
        "26-ooo42-k",
        "no. 26 00042 k",
        "Nomor: 26-00042-K",
        "kasus no 26-00042-K",
        "#26-00042-K",
        "２６-00042-K",
    ],
)
def test_people_may_type_it_their_way(typed: str) -> None:
    """Spaces, dashes, case, a word before it and a letter O for a zero do not matter."""
    assert parse(typed) == 260_000_042


@pytest.mark.parametrize("typed", ["26-1-R", "26-1-r", "26–1–R", "26.1.R", "no. 26-1-R", "#26-1R"])
def test_zeros_at_the_beginning_may_be_left_out(typed: str) -> None:
    """Where the parts stand apart it is clear which of them is the sequence."""
    assert parse(typed) == 260_000_001


@pytest.mark.parametrize("typed", ["261R", "26 1 R", "226-1-R", "26-1-RT", "26-1-K", "26-01-R"])
def test_what_might_be_anything_is_no_short_number(typed: str) -> None:
    """An address, a date or a wrong letter opens no case."""
    assert parse(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "K",
        "26-00042",
        "26-00042-A",
        "26-0042-K",
        "26-000042-K",
        "26-00000-" + LETTERS[0],
        "26-00042-K-K",
        "26-00042-K ya",
        "saya mau lapor",
        "26-٠٠٠٤٢-K",
        "no. ",
        "9" * 5000,
    ],
)
def test_anything_else_is_no_case_number(typed: str) -> None:
    """Without its right check letter and its five digits a text names no case."""
    assert parse(typed) is None


@pytest.mark.parametrize("typed", ["26-00042", "2600042", " 26 00042 ", "26–00042", "26.00042"])
def test_staff_may_search_without_the_letter(typed: str) -> None:
    """For a search year and sequence are enough, however they are parted."""
    assert (without_letter(typed), parse(typed)) == (260_000_042, None)


@pytest.mark.parametrize(
    "typed", ["", "42", "26-42", "26-00000", "26-00042-K", "26-00042-A", "x26-00042", "9" * 5000]
)
def test_what_is_no_number_even_without_the_letter(typed: str) -> None:
    """A number too short, of nobody, or with a letter (that parse has to check) is none."""
    assert without_letter(typed) is None


@given(case_ids)
def test_without_its_letter_a_number_names_the_same_case(case_id: int) -> None:
    """Whatever the year and however busy, the digits alone lead to the case."""
    assert without_letter(number(case_id)[:-2]) == case_id


def test_a_busy_year_gets_longer_numbers() -> None:
    """Beyond 99,999 cases the sequence takes six and seven digits, and still reads back."""
    for sequence, shown in [
        (99_999, "26-99999-"),
        (100_000, "26-100000-"),
        (9_999_999, "26-9999999-"),
    ]:
        text = number(260_000_000 + sequence)
        assert text[:-1] == shown
        assert parse(text) == 260_000_000 + sequence


def test_only_eleven_distinct_letters_are_used() -> None:
    """The letters are eleven, all different, and none looks like a zero or a one."""
    assert len(set(LETTERS)) == len(LETTERS) == 11
    assert not set(LETTERS) & set("IOLQDBSG")


@given(case_ids)
def test_a_number_reads_back(case_id: int) -> None:
    """Every case id survives being written and read."""
    assert parse(number(case_id)) == case_id
    assert parse(number(case_id).replace("-", "").lower()) == case_id


@given(case_ids)
def test_one_wrong_digit_is_always_noticed(case_id: int) -> None:
    """Any one digit replaced by any other gives no case, rather than another case."""
    text = number(case_id)
    for place in places_of_digits(text):
        for digit in set("0123456789") - {text[place]}:
            assert parse(text[:place] + digit + text[place + 1 :]) is None


@given(case_ids)
def test_two_digits_that_changed_places_are_always_noticed(case_id: int) -> None:
    """Any two different digits exchanged, neighbours or not, give no case."""
    text = number(case_id)
    places = places_of_digits(text)
    for first in places:
        for second in places:
            if text[first] != text[second]:
                swapped = list(text)
                swapped[first], swapped[second] = text[second], text[first]
                assert parse("".join(swapped)) is None


def test_the_first_thousand_cases_are_proof_against_every_slip() -> None:
    """Exhaustively for 1,000 cases: one wrong digit or swapped neighbours never lead to another
    case."""
    for case_id in range(first_of(2026), first_of(2026) + 1000):
        text = number(case_id)
        digits = places_of_digits(text)
        for place in digits:
            for wrong in set("0123456789") - {text[place]}:
                assert parse(text[:place] + wrong + text[place + 1 :]) is None
        for left, right in pairwise(digits):
            if text[left] != text[right]:
                swapped = (
                    text[:left]
                    + text[right]
                    + text[left + 1 : right]
                    + text[left]
                    + text[right + 1 :]
                )
                assert parse(swapped) is None


@given(short_ids, st.sampled_from(LETTERS))
def test_a_wrong_letter_is_always_noticed(case_id: int, letter: str) -> None:
    """Only the case's own letter leads to it."""
    text = number(case_id)
    assert parse(text[:-1] + letter) == (case_id if letter == text[-1] else None)


@given(st.text())
def test_any_text_may_be_asked(text: str) -> None:
    """Whatever is typed, the answer is a case that could exist or none."""
    found = parse(text)
    assert found is None or parse(number(found)) == found


def test_years() -> None:
    """A case carries the year in which it was numbered; the first of a year is number 00001."""
    assert first_of(2026) == 260_000_001
    assert number(first_of(2026)).startswith("26-00001-")
    assert year_of(260_000_042) == year_of(269_999_999) == 2026
    assert first_of(2000) == 1
    assert number(1).startswith("00-00001-")


@pytest.mark.parametrize("year", [26, 1999, 2100])
def test_a_year_outside_the_century_is_refused(year: int) -> None:
    """Two digits can tell only the years of this century apart."""
    with pytest.raises(ValueError, match=str(year)):
        first_of(year)


@pytest.mark.parametrize("case_id", [-1, 0, 260_000_000, 1_000_000_000])
def test_an_impossible_id_has_no_number(case_id: int) -> None:
    """Sequence zero and ids beyond the century are mistakes of a program, not cases."""
    with pytest.raises(ValueError, match="not the id of a case"):
        number(case_id)


@pytest.mark.parametrize(
    ("words", "named", "first"),
    [
        ("{} sudah selesai", 1, True),
        ("Laporan no. {}: sudah selesai", 1, True),
        ("yang ({}) sudah selesai", 1, False),
        ("{0} dan {1} sudah selesai", 2, True),
        ("{0}, sekali lagi {0}", 1, True),
        ("x{} RT 03/04 rumah 12-5", 0, False),
        ("sudah selesai", 0, False),
    ],
)
def test_the_cases_that_words_name(words: str, named: int, first: bool) -> None:
    """Each once, wherever it stands and however it is written; by the first they begin."""
    one, other = 260_000_011, 260_000_002
    for written in (number(one), number(one).lower(), f"26-11-{number(one)[-1]}"):
        told = words.format(written, number(other))
        assert named_in(told) == (one, other)[:named]
        assert begins_with(told) == (one if first else None)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("26-11 sudah selesai", True),
        ("laporan 25-00011 sudah selesai", True),
        ("26-11-2026 saya ke sana", False),
        ("05-03 rumahnya", False),
        ("26-00011-U sudah selesai", False),
        ("sudah selesai 26-11", False),
    ],
)
def test_what_begins_like_a_number(words: str, wrong: bool) -> None:
    """Of this year or the one before, and no date of a whole year."""
    assert mistyped(words, 2026) is wrong
