"""The tables of Telegram's updates: those that were handled, and those that could not be.

Tested in tests/storage/db/test_database.py."""

from datetime import datetime

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Sealed, UtcDateTime


class SeenRow(SQLModel, table=True):
    """Updates that were handled. A set, never a watermark: ids of Telegram may jump and fall."""

    __tablename__ = "seen"

    bot_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))


class Poison(SQLModel, table=True):
    """An update that could not be handled, put aside raw (sealed) so that the rest went on."""

    update_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    raw: bytes = Field(sa_column=Column(Sealed, nullable=False))
    error: str
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
