"""The table of what became of people's messages. What they said is sealed.

Tested in tests/storage/people/test_heard_messages.py."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from storage.tables.columns import Sealed, UtcDateTime


class HeardMessage(SQLModel, table=True):
    """What became of a message of a person, so that an edit of it is known for one. ``draft`` and
    ``step``: the form and the question that took it (``draft`` "loose": it waits to be asked
    about); ``case_id``: the case that it is about. ``body``: what it said."""

    __tablename__ = "heard_message"
    __table_args__ = (Index("ix_heard_message_person_draft", "person_id", "draft"),)

    person_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    message_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    draft: str = ""
    step: str = ""
    case_id: int | None = Field(default=None, sa_column=Column(BigInteger))
    body: bytes = Field(sa_column=Column(Sealed, nullable=False))
    at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
