"""Instants as they are written: each once, and never one for another."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.dialects.postgresql.asyncpg import dialect as postgresql
from sqlalchemy.dialects.sqlite.aiosqlite import dialect as sqlite

from storage.tables.columns import UtcDateTime

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TWICE = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
"""An hour that comes twice; the two are equal for Python."""


@pytest.mark.parametrize("dialect", [sqlite(), postgresql()])
def test_an_hour_that_comes_twice_is_written_as_two(dialect: object) -> None:
    """When clocks are put back, the first and the second of two equal hours are two instants."""
    write = UtcDateTime().bind_processor(dialect)  # type: ignore[arg-type]
    assert write is not None
    assert write(TWICE) != write(TWICE.replace(fold=1))
    assert write(TWICE.replace(fold=1)) == write(TWICE.replace(fold=1).astimezone(UTC))
    assert write(NOON) == write(NOON)
    assert write(None) is None


def test_an_instant_is_written_once() -> None:
    """One moment is one string, whoever asks for it."""
    write = UtcDateTime().bind_processor(sqlite())
    assert write is not None
    assert write(NOON) is write(datetime(2026, 11, 21, 12, tzinfo=UTC))
