"""The tables of people: who they are, their roles, their talks, codes. What is personal is sealed;
see cases.py.

Tested in tests/storage/db/test_migrate.py."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Date, Index, LargeBinary
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Sealed, UtcDateTime


class PersonRow(SQLModel, table=True):
    """Somebody who has written to the bot. ``consent`` is the version of the text agreed to, ""
    before.

    ``name`` is kept only of people with a role, so that colleagues can tell each other apart.
    """

    __tablename__ = "person"

    id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    language: str = ""
    village: str = ""
    consent: str = ""
    consent_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    name: bytes | None = Field(default=None, sa_column=Column(Sealed))
    phone: bytes | None = Field(default=None, sa_column=Column(Sealed))
    phone_mark: bytes | None = Field(default=None, sa_column=Column(LargeBinary, index=True))
    unreachable_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Grant(SQLModel, table=True):
    """A role of a person in a scope, until it is ended. ``desks``: comma-separated, "" for all."""

    __tablename__ = "role_grant"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    role: str
    scope: str = Field(index=True)
    desks: str = ""
    granted_by: int = Field(sa_column=Column(BigInteger, nullable=False))
    granted_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    ended_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class StandInRow(SQLModel, table=True):
    """An absence from ``first`` to ``last`` (local dates, both included). ``substitute`` is the
    stand-in, 0: nobody."""

    __tablename__ = "stand_in"
    __table_args__ = (Index("ix_stand_in_last", "last", "first"),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    by: int = Field(sa_column=Column(BigInteger, nullable=False))
    substitute: int = Field(sa_column=Column(BigInteger, nullable=False))
    first: date = Field(sa_column=Column(Date, nullable=False))
    last: date = Field(sa_column=Column(Date, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class NightDuty(SQLModel, table=True):
    """Somebody is on duty in a night: the local day on whose evening it begins."""

    __tablename__ = "night_duty"

    night: date = Field(sa_column=Column(Date, primary_key=True))
    person_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    made_by: int = Field(sa_column=Column(BigInteger, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class InviteRow(SQLModel, table=True):
    """An invitation: single use, expiring; only the SHA-256 of its code is kept."""

    __tablename__ = "invite"

    mark: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    role: str
    scope: str
    desks: str = ""
    made_by: int = Field(sa_column=Column(BigInteger, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    used_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    used_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class TalkRow(SQLModel, table=True):
    """Where a person is in a talk: the answers of an open form and what waits to be asked about."""

    __tablename__ = "talk"

    person_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    state: bytes = Field(sa_column=Column(Sealed, nullable=False))
    updated_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class HandoverCode(SQLModel, table=True):
    """A code by which a neighbour takes over their case: single use, expiring; only its SHA-256 is
    kept."""

    __tablename__ = "handover_code"

    mark: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    case_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    made_by: int = Field(sa_column=Column(BigInteger, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    voided_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    used_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    used_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class FullWorkbook(SQLModel, table=True):
    """A request for a workbook that masks nothing, and what a second person said to it. Never
    deleted."""

    __tablename__ = "full_workbook"

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    asked_by: int = Field(sa_column=Column(BigInteger, nullable=False))
    asked_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    period: str
    purpose: str
    decided_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    decided_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    agreed: bool = False


class WrongCode(SQLModel, table=True):
    """A try with a code that opens nothing: after many of them the person must wait."""

    __tablename__ = "wrong_code"
    __table_args__ = (Index("ix_wrong_code_person", "person_id", "at"),)

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    person_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
