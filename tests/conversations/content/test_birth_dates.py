"""A date of birth as officers write it down."""

from datetime import date

import pytest

from conversations.content.birth_dates import born_in

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Cirebon, 1 Januari 1980", date(1980, 1, 1)),
        ("cirebon 01-02-1980", date(1980, 2, 1)),
        ("Cirebon, 1/2/1980", date(1980, 2, 1)),
        ("Majalengka, 17 agt 2001", date(2001, 8, 17)),
        ("Kuningan, 3 Nopember 1955", date(1955, 11, 3)),
        ("Cirebon, 5 May 1990", date(1990, 5, 5)),
        ("Jl. 5 no 3, Cirebon, 5 Mei 1990", date(1990, 5, 5)),
        ("23 November 2026", TODAY),
        ("Cirebon", None),
        ("Cirebon, 1980", None),
        ("Cirebon, 31 Februari 1980", None),
        ("Cirebon, 1 Januari 80", None),
        ("Cirebon, 24 November 2026", None),
        ("Cirebon, 1 Januari 1890", None),
        ("Cirebon, 1 Janji 1980", None),
        ("99-99-9999", None),
        ("٣ Mei ١٩٩٠", None),
        ("", None),
    ],
)
def test_the_date_in_what_was_written(words: str, wanted: date | None) -> None:
    """Day, month and whole year, not before somebody could live and not after today."""
    assert born_in(words, TODAY) == wanted
