"""The table of the bot that works with the database.

Tested in tests/storage/db/test_lease.py."""

from datetime import datetime

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime


class LeaseRow(SQLModel, table=True):
    """Whose the database is: one row. ``fence`` counts the bots that have taken it, and only the
    last may write; ``seen_at`` is when that one last said that it works, ``pruned_at``
    when it last deleted what is old."""

    __tablename__ = "lease"

    fence: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    seen_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    pruned_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
