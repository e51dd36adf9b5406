"""The tables of what still has to happen: bells, letters, errands, and what is held back for a
while. What is personal is sealed; see cases.py.

Tested in tests/storage/test_unit_of_work.py."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Sealed, UtcDateTime


class BellRow(SQLModel, table=True):
    """A bell: when the clock asks whether somebody must act. (kind, subject, occurrence) is unique,
    so setting one again changes nothing."""

    __tablename__ = "bell"
    __table_args__ = (
        UniqueConstraint("subject", "kind", "occurrence"),
        Index(
            "ix_bell_waiting",
            "due_at",
            "id",
            sqlite_where=text("fired_at IS NULL"),
            postgresql_where=text("fired_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    kind: str
    subject: str
    occurrence: str
    due_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    fired_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))


class OutboxRow(SQLModel, table=True):
    """A call to Telegram that must be made. ``delivery`` is a letter
    (conversations/protocol/delivery.py); ``payload`` is emptied once sent.

    ``state``: due, sending, sent, parked (somebody must look), dead (can't be delivered).
    ``rank``: 0 goes before everything else (alarms), 1 in its turn, 2 was held for others to join
    it."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "rank",
            "not_before",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_outbox_waiting_chat",
            "chat_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_outbox_chat_message",
            "chat_id",
            "message_id",
            sqlite_where=text("message_id IS NOT NULL"),
            postgresql_where=text("message_id IS NOT NULL"),
        ),
        Index(
            "ix_outbox_held",
            "chat_id",
            "done_at",
            sqlite_where=text('"rank" = 2'),
            postgresql_where=text('"rank" = 2'),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    key: str = Field(unique=True)
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    delivery: str
    method: str
    payload: bytes | None = Field(default=None, sa_column=Column(Sealed))
    state: str = "due"
    tries: int = 0
    not_before: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    done_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    message_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    case_id: int | None = Field(default=None, sa_column=Column(BigInteger, index=True))
    error: str = ""
    purpose: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
    rank: int = Field(default=1, sa_column=Column(Integer, nullable=False, server_default="1"))


class Errand(SQLModel, table=True):
    """Something that could not be delivered and must be told by hand. ``what``: the words, sealed
    under ``mark``, which is unique for ever: the same news is noted once.

    ``person_id``: who should hear it (None: somebody without Telegram). ``asked``: who is to tell
    them (None: the office); ``raised_at``: when the office was asked as well, because nobody had
    told them. ``how``: in_person, phone, slip, or moot (it has lost its sense)."""

    __table_args__ = (
        Index(
            "ix_errand_open_asked",
            "asked",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    case_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    person_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    kind: str
    mark: str = Field(unique=True)
    what: bytes = Field(sa_column=Column(Sealed, nullable=False))
    asked: int | None = Field(default=None, sa_column=Column(BigInteger))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    raised_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    done_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    done_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    how: str = ""


class BulkRow(SQLModel, table=True):
    """Something that a leader wants done to several cases at once, held back until ``due_at`` so
    that it can be undone.

    ``state``: waiting, undone, done.
    """

    __tablename__ = "bulk"

    id: str = Field(primary_key=True)
    made_by: int = Field(sa_column=Column(BigInteger, nullable=False))
    made_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    due_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    state: str = "waiting"
    body: bytes = Field(sa_column=Column(Sealed, nullable=False))


class HeldReport(SQLModel, table=True):
    """A report that waits for "is it one of these?", whole. It goes out as a new one when nobody
    answers."""

    __tablename__ = "held_report"

    key: str = Field(primary_key=True)
    person_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    held_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    told: bytes = Field(sa_column=Column(Sealed, nullable=False))
