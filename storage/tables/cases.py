"""The tables of cases: what they are, what has happened to them, and what belongs to them.

What is personal is sealed (columns of type Sealed); what is searched is a code or a keyed mark.

A person's id is the Telegram user id (in a private chat the chat has the same id); a case's id is
its number (casework/case/number.py). No query lives here.

Tested in tests/storage/db/test_migrate.py."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel

from storage.tables.columns import BigId, Sealed, UtcDateTime


class CaseRow(SQLModel, table=True):
    """A case as it is now. ``rank`` is 0 for emergencies and 1 for the rest: queues are read by
    (rank, due_at, id).

    ``excluded``: ids between commas (``,7,12,``), "" for nobody. ``known``: a JSON object
    of what its rows were called, "" for nothing.
    """

    __tablename__ = "cases"
    __table_args__ = (
        # Queues look at open cases only; with a literal condition both databases use the partial
        # index.
        Index(
            "ix_cases_open_office",
            "office",
            "rank",
            "due_at",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(
            "ix_cases_open_village",
            "village",
            "rank",
            "due_at",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_cases_teller_id", "teller", "id"),
        Index(
            "ix_cases_open_referred",
            "referred_to",
            "rank",
            "answer_by",
            "id",
            sqlite_where=text("closed_at IS NULL AND referral IS NOT NULL"),
            postgresql_where=text("closed_at IS NULL AND referral IS NOT NULL"),
        ),
        Index("ix_cases_helper_id", "helper", "id"),
        Index(
            "ix_cases_open_owner",
            "owner",
            "rank",
            "due_at",
            "id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        # A new report is compared with what was lately told of the same service in the same
        # village.
        Index(
            "ix_cases_open_service",
            "village",
            "service",
            "opened_at",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    key: str = Field(unique=True)
    village: str
    service: str
    urgency: str
    rank: int
    office: str
    desk: str
    party: str
    confidential: bool
    status: str
    teller: int = Field(sa_column=Column(BigInteger, nullable=False))
    owner: int | None = Field(default=None, sa_column=Column(BigInteger))
    level: int = 0
    opened_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    due_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    closed_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    decision: str | None = None
    parent: int | None = Field(default=None, sa_column=Column(BigInteger))
    version: int
    phone_mark: bytes | None = Field(default=None, sa_column=Column(LargeBinary, index=True))
    intake: bytes = Field(sa_column=Column(Sealed, nullable=False))
    referred_to: str = Field(
        default="", sa_column=Column(String, nullable=False, server_default="")
    )
    referral: str | None = None
    answer_by: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    own_due: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    decided_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    decided_level: int = Field(
        default=0, sa_column=Column(Integer, nullable=False, server_default=text("0"))
    )
    verdict: str | None = None
    said_by: str | None = None
    rating: int | None = None
    second_look: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    objections: int = Field(
        default=0, sa_column=Column(Integer, nullable=False, server_default=text("0"))
    )
    helper: int | None = Field(default=None, sa_column=Column(BigInteger))
    heard: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    minutes_left: int | None = None
    nudges: int = Field(
        default=0, sa_column=Column(Integer, nullable=False, server_default=text("0"))
    )
    nudge_again_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    raise_again_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime))
    merged_into: int | None = Field(default=None, sa_column=Column(BigInteger))
    others: int = Field(
        default=0, sa_column=Column(Integer, nullable=False, server_default=text("0"))
    )
    sensitive: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )
    excluded: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
    known: str = Field(default="", sa_column=Column(String, nullable=False, server_default=""))
    had_by: int | None = Field(default=None, sa_column=Column(BigInteger))
    referral_asks: bool = Field(
        default=False, sa_column=Column(Boolean, nullable=False, server_default=false())
    )


class CaseWord(SQLModel, table=True):
    """Which case tells which word: a keyed mark of the word, never the word
    (docs/decisions/0010)."""

    __tablename__ = "case_word"
    __table_args__ = ({"sqlite_with_rowid": False},)

    mark: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    case_id: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True)
    )


class CaseTeller(SQLModel, table=True):
    """A further teller of a case, with what they told. ``through``: the merged case that brought
    them, if one did."""

    __tablename__ = "case_teller"
    __table_args__ = (Index("ix_case_teller_person_id", "person_id", "case_id"),)

    case_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    person_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    joined_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    through: int | None = Field(default=None, sa_column=Column(BigInteger))
    told: bytes = Field(sa_column=Column(Sealed, nullable=False))


class CaseMark(SQLModel, table=True):
    """Keyed marks of the person and the household that a case is about, by which the next report
    finds it."""

    __tablename__ = "case_mark"

    mark: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    case_id: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True)
    )


class CaseToMark(SQLModel, table=True):
    """A case from before 0.3 whose numbers (NIK, family card) are to be marked anew: they had marks
    of another kind (duplicate_marks.py, ``remake``)."""

    __tablename__ = "case_to_mark"

    case_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))


class ReferralRow(SQLModel, table=True):
    """A case was referred to another office at least once. Read by office, newest case first."""

    __tablename__ = "referrals"

    office: str = Field(primary_key=True)
    case_id: int = Field(
        sa_column=Column(BigInteger, primary_key=True, autoincrement=False, index=True)
    )


class EventRow(SQLModel, table=True):
    """An event of a case, in order; rows are only ever added (triggers of the migration see to
    it)."""

    __tablename__ = "event"

    case_id: int = Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))
    n: int = Field(primary_key=True)
    kind: str
    actor: int = Field(sa_column=Column(BigInteger, nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    body: bytes = Field(sa_column=Column(Sealed, nullable=False))


class FileRow(SQLModel, table=True):
    """An attachment of a case: to be fetched (``state`` wanted), kept beside the database, refused
    or failed."""

    __tablename__ = "file"
    __table_args__ = (
        UniqueConstraint("case_id", "unique_id"),
        Index(
            "ix_file_wanted",
            "not_before",
            "id",
            sqlite_where=text("state = 'wanted'"),
            postgresql_where=text("state = 'wanted'"),
        ),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True))
    case_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    unique_id: str
    kind: str
    file_id: bytes = Field(sa_column=Column(Sealed, nullable=False))
    state: str = "wanted"
    size: int = 0
    name: str = ""
    tries: int = 0
    not_before: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class Counter(SQLModel, table=True):
    """Numbers that only count up, such as the case numbers of a year."""

    name: str = Field(primary_key=True)
    value: int = Field(sa_column=Column(BigInteger, nullable=False))
