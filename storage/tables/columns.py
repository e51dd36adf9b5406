"""The kinds of column that the tables are made of, and the names that constraints and indexes get.

Import this before the first table: the naming convention must stand on the metadata by then. No
table, no query and no key lives here; what a sealed value says is the vault's affair.

Tested in tests/storage/db/test_migrate.py and tests/storage/tables/test_columns.py."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

SEAL_VERSION = 1
"""First byte of every sealed value; the vault writes it, ``Sealed`` insists on it."""

metadata = SQLModel.metadata
metadata.naming_convention = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit integer that may also be an automatic primary key: SQLite counts up only what is called
INTEGER."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Takes any aware time, refuses a naive one with ValueError, always gives back
    aware UTC.

    SQLite keeps no zone; there the text is UTC by construction, so that text order is time order.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Writes each instant once: most rows of a transaction carry its own. Only those in UTC,
        as the two of an hour that comes twice in another zone are equal."""
        write = super().bind_processor(dialect)
        if write is None:
            return None
        written = lru_cache(maxsize=64)(write)
        return lambda at: (written if getattr(at, "tzinfo", None) is UTC else write)(at)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC; ValueError for a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored; give an aware time")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The stored instant, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Sealed(TypeDecorator[bytes]):
    """Bytes that the vault has sealed, or nothing (None, or ``b""`` once emptied); ValueError for
    plain text.

    The check is a guard against a forgotten ``vault.seal``, no proof: it looks at the version byte
    only."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """The value itself; ValueError when it can't have come from the vault."""
        if value and value[0] != SEAL_VERSION:
            raise ValueError("a sealed column takes only what the vault has sealed")
        return value
