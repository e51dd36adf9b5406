"""Dates are read as the bot writes them."""

from datetime import date

import pytest

from conversations.content.written_dates import coming, written

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1 desember", date(2026, 12, 1)),
        ("1 des", date(2026, 12, 1)),
        ("1 des.", date(2026, 12, 1)),
        ("selasa, 1 desember", date(2026, 12, 1)),
        ("selasa, 1 desember 2026", date(2026, 12, 1)),
        ("5 januari", date(2027, 1, 5)),
        ("20 november", date(2026, 11, 20)),
        ("1 december", date(2026, 12, 1)),
        ("29 februari", None),
        ("31 november", None),
        ("1 lusin", None),
        ("desember", None),
    ],
)
def test_a_day_of_a_month(words: str, day: date | None) -> None:
    """Without a year it is the nearest one; a day that does not exist is none."""
    assert written(words, MONDAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("senin", date(2026, 11, 30)),
        ("selasa", date(2026, 11, 24)),
        ("hari jumat", date(2026, 11, 27)),
        ("jum'at depan", date(2026, 11, 27)),
        ("minggu", date(2026, 11, 29)),
        ("minggu depan", date(2026, 11, 30)),
        ("next week", date(2026, 11, 30)),
        ("kalau sempat", None),
        ("nanti", None),
    ],
)
def test_a_day_to_come(words: str, day: date | None) -> None:
    """Never today: what is put off goes on later."""
    assert coming(words, MONDAY) == day
