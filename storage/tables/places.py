"""The tables of what a district has brought: places, other offices, days of decrees. Nothing
personal.

Tested in tests/storage/db/test_migrate.py."""

from datetime import date, datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from storage.tables.columns import UtcDateTime


class AreaRow(SQLModel, table=True):
    """A place: Kemendagri code with dots, and its name."""

    __tablename__ = "area"

    code: str = Field(primary_key=True)
    name: str


class AreaMove(SQLModel, table=True):
    """A code that has become another one: a village was numbered anew, or became part of another.
    What was printed with the old code still leads there."""

    __tablename__ = "area_move"

    old: str = Field(primary_key=True)
    new: str
    moved_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class OfficeRow(SQLModel, table=True):
    """An office that the district has brought itself; ``handles`` are parted by spaces."""

    __tablename__ = "office"

    code: str = Field(primary_key=True)
    name: str
    kind: str
    channel: str
    handles: str
    contact: str = ""
    receiver: str = ""
    zone: str = ""


class CalendarDay(SQLModel, table=True):
    """A local date that a decree has closed, or opened after all. ``kind``: holiday, local_day or
    open."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    kind: str
    name: str
