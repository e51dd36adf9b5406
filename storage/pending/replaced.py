"""Letters that a newer one replaces: a question that is not asked any more, an edit of a message
that is edited again. Those that have not been sent are taken back.

A letter says in its ``purpose`` which place it takes in its chat; only one letter waits there.

Tested in tests/bot/trials/test_stale_replies.py."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.pending.outbox import OUTBOX, WAITING, Letter

PLACE = "place:"
"""How the purpose of a letter begins that a newer one may replace."""

EDIT = f"{PLACE}edit."
"""How the purpose of an edit begins; the message that it changes follows."""

TO_PAGE = ".page"
"""How the purpose of an edit ends after which the message shows the page of a case."""

# Asked with every batch of messages, so it is built once.
_WAITING_THERE = (
    delete(OUTBOX)
    .where(WAITING, OUTBOX.c.chat_id == bindparam("chat"))
    .where(OUTBOX.c.purpose.in_((bindparam("place"), bindparam("page"))))
    .where(OUTBOX.c.state == "due", OUTBOX.c.tries == 0)
)


def newest(letters: Sequence[Letter]) -> list[Letter]:
    """The letters without those that a later one of them replaces."""
    last: dict[object, Letter] = {}
    for letter in letters:
        place = _place(letter) or letter.key
        last.pop(place, None)  # the later one stands where it was put itself
        last[place] = letter
    return list(last.values())


async def take_back(connection: AsyncConnection, letters: Sequence[Letter]) -> None:
    """Take back the letters that wait, untried, in the places of new ones."""
    places = {place for letter in letters if (place := _place(letter))}
    if places:
        asked = [{"chat": chat, "place": x, "page": f"{x}{TO_PAGE}"} for chat, x in places]
        await connection.execute(_WAITING_THERE, asked)


def _place(letter: Letter) -> tuple[int, str] | None:
    """The chat and the place in it; None for a letter that nothing replaces."""
    if not letter.purpose.startswith(PLACE):
        return None
    return letter.chat_id, letter.purpose.removesuffix(TO_PAGE)
