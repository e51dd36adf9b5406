"""Long numbers in digits and in words."""

import pytest

from casework.wording.told_numbers import put_for_spelt, without_long


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("hp 0812 3456 7890 ya", "hp •••• ya"),
        ("hp nol delapan satu dua tiga empat lima enam tujuh ya", "hp •••• ya"),
        ("nik 3274050101800001", "nik ••••"),
        ("anak dua, umur tiga dan lima, sejak 12-10-2026", None),
        ("satu dua tiga empat lima enam", None),
    ],
)
def test_what_is_as_long_as_a_phone_number_is_masked(words: str, left: str | None) -> None:
    """A date, and a few counted things, stay."""
    assert without_long(words, "••••") == (left or words)


def test_digits_alone_are_not_spelt() -> None:
    """Groups of digits are read elsewhere."""
    assert put_for_spelt("1 2 3 4 5 6 7 8", lambda digits: "X") == "1 2 3 4 5 6 7 8"
