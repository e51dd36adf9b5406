"""Thirty chats have sixty letters each, as after an outage: an alarm goes out at once, also to one
of them, and whoever is told only one thing is not behind all of those."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from conversations.protocol.delivery import Delivery
from storage.db.database import Database
from storage.db.vault import Vault
from storage.pending import claim_order, outbox
from storage.pending.outbox import Letter
from tests.figures import Figure
from tests.support.sending import AT, KEY

CHATS, EACH = range(1, 31), 60
FRESH, BUSY = 99, 7
CLAIM, BURST = 64, 3


class Paced:
    """A sender that may send so many letters a second: three at once and one a second to a chat, 25
    to all."""

    def __init__(self, database: Database) -> None:
        self.database, self.vault = database, Vault(KEY)
        self.went: dict[str, int] = {}
        self._room: dict[int, float] = {}

    async def put(self, *letters: Letter) -> None:
        async with self.database.write() as connection:
            await outbox.put(connection, self.vault, letters, AT)

    async def second(self, number: int) -> None:
        """All that goes out in one second."""
        left = 25
        for chat in self._room:
            self._room[chat] = min(self._room[chat] + 1, BURST)
        while left:
            resting = [chat for chat, room in self._room.items() if room < 1]
            async with self.database.write() as connection:
                claimed = await outbox.claim(
                    connection, self.vault, AT, CLAIM, resting, admit=self._admit(left)
                )
                ended = [outbox.Outcome(one.id, "sent", 1) for one in claimed]
                await outbox.settle(connection, ended, AT)
            if not claimed:
                return
            left -= len(claimed)
            self.went |= {one.params["text"]: number for one in claimed}

    def _admit(self, left: int) -> Callable[[int, str], bool]:
        taken = [0]

        def admit(chat: int, _: str) -> bool:
            room = self._room.setdefault(chat, BURST)
            if taken[0] >= left or room < 1:
                return False
            taken[0] += 1
            self._room[chat] = room - 1
            return True

        return admit


def _letter(
    key: str,
    chat: int,
    delivery: Delivery = Delivery.REMINDER,
    ago: timedelta = timedelta(0),
    **more: bool,
) -> Letter:
    return Letter(key, chat, delivery, "sendMessage", {"text": key}, AT - ago, **more)


async def _backlog(database: Database) -> Paced:
    paced = Paced(database)
    for chat in CHATS:
        old = [(f"{chat}.{n}", timedelta(minutes=EACH - n)) for n in range(EACH)]
        await paced.put(*(_letter(key, chat, ago=ago) for key, ago in old))
    for number in range(3):
        await paced.second(number)
    return paced


async def _late(database: Database) -> set[str]:
    """Which alarms are not out two seconds after they were put behind all those letters."""
    paced = await _backlog(database)
    await paced.put(*(_letter(f"alarm{chat}", chat, urgent=True) for chat in (FRESH, BUSY)))
    for number in (3, 4):
        await paced.second(number)
    return {"alarm99", "alarm7"} - paced.went.keys()


async def test_alarms(database: Database, figure: Figure) -> None:
    """An alarm is out within two seconds, whoever it is for."""
    late = await _late(database)
    figure("G10", "alarms behind a backlog", letters=len(CHATS) * EACH, alarms=2, late=len(late))
    assert not late


async def test_alarms_in_the_order_of_time(
    database: Database, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where letters go in the order in which they were put, alarms are late."""
    monkeypatch.setattr(claim_order, "IN_TURN", claim_order.FIRST)
    monkeypatch.setattr(outbox, "_rank", lambda letter: outbox.IN_TURN)
    late = await _late(database)
    name = "control: letters in the order of time"
    figure("G10", name, letters=len(CHATS) * EACH, alarms=2, late=len(late))
    assert late


async def test_one_letter(database: Database) -> None:
    """An answer to somebody whom nothing waits for is out within two seconds, before lists for
    whom nothing waits either; in each chat the order stays."""
    paced = await _backlog(database)
    await paced.put(*(_letter(f"list{chat}", chat, Delivery.BROADCAST) for chat in range(100, 150)))
    await paced.put(_letter("answer", FRESH, Delivery.MUST_ARRIVE))
    for number in (3, 4):
        await paced.second(number)
    assert paced.went["answer"] <= 4
    assert paced.went["answer"] <= min(
        [second for text, second in paced.went.items() if text.startswith("list")], default=4
    )
    for number in range(5, 90):
        await paced.second(number)
        await asyncio.sleep(0)
    assert len(paced.went) == len(CHATS) * EACH + 51
    for chat in CHATS:
        mine = [text for text in paced.went if text.startswith(f"{chat}.")]
        assert mine == [f"{chat}.{n}" for n in range(EACH)]
