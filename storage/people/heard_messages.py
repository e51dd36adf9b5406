"""What became of the messages of people, kept for as long as Telegram lets them be edited. What
they said is sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.protocol.effects import Earlier
from conversations.protocol.whereabouts import FURTHER_PHOTO, LOOSE
from storage.db.database import table_of, upsert
from storage.db.vault import Vault
from storage.tables.messages import HeardMessage

_HEARD = table_of(HeardMessage)

Message = tuple[int, int]
"""A person, and the id of their message."""


class HeardMessages:
    """What a batch has heard. Nothing is written before ``flush``."""

    def __init__(self) -> None:
        self._heard: dict[Message, Earlier] = {}
        self._moved: list[tuple[int, Earlier]] = []

    def keep(self, person: int, message: int, heard: Earlier) -> None:
        """A message, and where its words stand now."""
        self._heard[person, message] = heard

    def move(self, person: int, to: Earlier) -> None:
        """What waited to be asked about stands elsewhere now; of ``to`` only the place counts."""
        self._moved.append((person, to))
        for key, heard in self._heard.items():
            if key[0] == person and heard.draft == LOOSE:
                self._heard[key] = replace(to, text=heard.text, files=heard.files)

    async def find(
        self, connection: AsyncConnection, vault: Vault, person: int, message: int
    ) -> Earlier | None:
        """What became of a message; None when it is unknown, too old, or can't be opened."""
        if (person, message) in self._heard:
            return self._heard[person, message]
        await self._flush_moves(connection)
        query = select(_HEARD).where(_HEARD.c.person_id == person, _HEARD.c.message_id == message)
        row = (await connection.execute(query)).one_or_none()
        if row is None:
            return None
        body = vault.json_or(None, "heard_message", "body", _place(person, message), row.body)
        if body is None:
            return None
        return Earlier(body["text"], tuple(body["files"]), row.draft, row.step, row.case_id)

    async def newest(self, connection: AsyncConnection, person: int, before: int) -> int:
        """The newest message of a person that stands above the message ``before``; 0 for none.
        Later photos of an album do not count: the answer to its first is the answer to all."""
        own = (
            key[1]
            for key, heard in self._heard.items()
            if key[0] == person and key[1] < before and heard.step != FURTHER_PHOTO
        )
        query = select(func.max(_HEARD.c.message_id)).where(
            _HEARD.c.person_id == person,
            _HEARD.c.message_id < before,
            _HEARD.c.step != FURTHER_PHOTO,
        )
        return max(*own, await connection.scalar(query) or 0, 0)

    async def flush(self, connection: AsyncConnection, vault: Vault, at: datetime) -> None:
        """Write it all."""
        await self._flush_moves(connection)
        rows = [_row(vault, key, heard, at) for key, heard in self._heard.items()]
        await upsert(connection, HeardMessage, rows, ("person_id", "message_id"))
        self._heard = {}

    async def _flush_moves(self, connection: AsyncConnection) -> None:
        """Before what was heard is written: a later message that waits has not moved."""
        for person, to in self._moved:
            await connection.execute(
                update(_HEARD)
                .where(_HEARD.c.person_id == person, _HEARD.c.draft == LOOSE)
                .values(draft=to.draft, step=to.step, case_id=to.case)
            )
        self._moved = []


def _row(vault: Vault, key: Message, heard: Earlier, at: datetime) -> Mapping[str, object]:
    person, message = key
    body: Mapping[str, str | Sequence[str]] = {"text": heard.text, "files": heard.files}
    return {
        "person_id": person,
        "message_id": message,
        "draft": heard.draft,
        "step": heard.step,
        "case_id": heard.case,
        "body": vault.seal_json("heard_message", "body", _place(person, message), dict(body)),
        "at": at,
    }


def _place(person: int, message: int) -> str:
    """Where a body is sealed for."""
    return f"{person}.{message}"


async def forget(connection: AsyncConnection, person: int) -> None:
    """Forget all messages of a person."""
    await connection.execute(delete(_HEARD).where(_HEARD.c.person_id == person))
