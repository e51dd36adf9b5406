"""Letters that a newer one replaces: a question that is not asked any more, an edit of a message
that is edited again. Those that have not been sent are taken back.

A letter says in its ``purpose`` which place it takes in its chat; only one letter waits there.

Tested in tests/bot/trials/test_stale_replies.py."""

from collections.abc import Sequence

from sqlalchemy import delete, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pending.outbox import OUTBOX, WAITING, Letter

PLACE = "place:"
"""How the purpose of a letter begins that a newer one may replace."""


def newest(letters: Sequence[Letter]) -> list[Letter]:
    """The letters without those that a later one of them replaces."""
    last = {place: n for n, letter in enumerate(letters) if (place := _place(letter))}
    return [x for n, x in enumerate(letters) if last.get(_place(x) or (0, ""), n) == n]


async def take_back(connection: AsyncConnection, letters: Sequence[Letter]) -> None:
    """Take back the letters that wait, untried, in the places of new ones."""
    places = {place for letter in letters if (place := _place(letter))}
    if places:
        columns = OUTBOX.c
        waits = (columns.state == "due") & (columns.tries == 0)
        here = tuple_(columns.chat_id, columns.purpose).in_(list(places))
        await connection.execute(delete(OUTBOX).where(WAITING, waits, here))


def _place(letter: Letter) -> tuple[int, str] | None:
    return (letter.chat_id, letter.purpose) if letter.purpose.startswith(PLACE) else None
