"""The sender when something goes wrong, over real sockets: what arrives, how often, and what is
written down.

The simulator's ledger says what people really got.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram.error import InvalidToken

from bot import patience
from bot.telegram import rests
from bot.telegram.delivery import Lost
from conversations.protocol.delivery import Delivery
from storage.db.database import Database, insert_new, table_of
from storage.pending import outbox
from storage.tables.people import PersonRow
from tests.support.sending import AT, CHAT, MARK, OTHER, Outgoing, impatient, outgoing_on, village


@pytest.fixture
async def desk(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Outgoing]:
    impatient(monkeypatch)
    async with outgoing_on(village(), sqlite_database) as made:
        yield made


async def test_order_while_it_fails(desk: Outgoing) -> None:
    """Edits that have to be repeated still come before what was written after them."""
    shown = desk.world.post(desk.world.chats[CHAT], desk.world.me, "text", "0")
    edits = [
        desk.letter(
            str(n),
            delivery=Delivery.IDEMPOTENT,
            method="editMessageText",
            params={"message_id": shown.message_id},
        )
        for n in range(1, 20)
    ]
    desk.world.faults.add("500", "editMessageText", chance=0.2)
    await desk.send(*edits)
    assert desk.texts() == [str(n) for n in range(1, 20)]


async def test_slow_chat(sqlite_database: Database) -> None:
    """While one chat gets no answer, the others get theirs."""
    async with outgoing_on(village(), sqlite_database, read=60) as desk:
        desk.world.faults.add("timeout", "sendMessage", chat_id=CHAT)
        await desk.put(desk.letter("slow"), *(desk.letter("quick", chat) for chat in range(20, 60)))
        draining = asyncio.create_task(desk.sender.drain())
        await desk.states("sending", *["sent"] * 40)
        draining.cancel()
        await asyncio.gather(draining, return_exceptions=True)


async def test_429(desk: Outgoing) -> None:
    """A 429 silences its chat for as long as it says, costs no try, and loses nothing."""
    desk.world.faults.add("429", "sendMessage", retry_after=1)
    started = asyncio.get_running_loop().time()
    await desk.send(
        desk.letter("a", delivery=Delivery.MUST_ARRIVE), desk.letter("b", OTHER), desk.letter("c")
    )
    assert asyncio.get_running_loop().time() - started >= 1
    assert (desk.texts(), desk.texts(OTHER)) == (["a", "c"], ["b"])
    assert {(row.state, row.tries) for row in await desk.rows()} == {("sent", 1)}


async def _arrive(desk: Outgoing, number: int, *letters: outbox.Letter) -> None:
    """Send until so many messages have arrived; then leave the rest."""
    await desk.put(*letters)
    sending = asyncio.create_task(desk.sender.drain())
    try:
        await desk.delivered(number)
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


@pytest.mark.parametrize("method", ["sendMessage", "editMessageText", "deleteMessage"])
async def test_429_of_one_chat(desk: Outgoing, method: Any) -> None:
    """While one chat rests for ten minutes, alarms and all others arrive."""
    desk.world.faults.add("429", method, chat_id=CHAT, retry_after=600)
    flooded = desk.letter("", method=method, params={"text": "x", "message_id": 1})
    others = [desk.letter("alarm", chat, Delivery.MUST_ARRIVE) for chat in range(20, 40)]
    await _arrive(desk, 20, flooded, *others)
    assert desk.texts() == []


async def test_429_of_the_command_menu(desk: Outgoing) -> None:
    """A menu that must wait for 490 seconds holds up nothing, not even in its own chat."""
    desk.world.faults.add("429", "setMyCommands", times=9, retry_after=490)
    scope = {"type": "chat", "chat_id": CHAT}
    menu = {"commands": [], "scope": scope}
    kind: Any = {"delivery": Delivery.IDEMPOTENT, "method": "setMyCommands", "params": menu}
    await _arrive(
        desk,
        3,
        *(desk.letter("", chat, **kind) for chat in (CHAT, OTHER, 9)),
        *(desk.letter("a", chat) for chat in (CHAT, OTHER, 9)),
    )
    assert sum(one.method == "setMyCommands" for one in desk.world.calls) <= 3


async def test_429_of_several_chats(desk: Outgoing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the bot rests: nobody gets an ordinary message, and alarms are tried one at a time until
    they arrive."""
    monkeypatch.setattr(rests, "TRY_EVERY", 0.05)
    desk.world.faults.add("429", "sendMessage", times=14, retry_after=600)
    plain = [desk.letter("plain", chat) for chat in range(20, 40)]
    alarms = [
        desk.letter("alarm", chat, Delivery.MUST_ARRIVE, urgent=True) for chat in (20, 50, 51)
    ]
    await _arrive(desk, 3, *plain, *alarms)
    assert {one.text for one in desk.world.ledger} == {"alarm"}


async def test_alarms_go_first(desk: Outgoing) -> None:
    """Of what waits, alarms go before all others, in their own chat too; the rest keeps its
    order."""
    alarm = desk.letter("alarm", delivery=Delivery.MUST_ARRIVE, urgent=True)
    many = [desk.letter(str(n), chat) for n in range(5) for chat in range(1, 60)]
    await desk.send(*many, alarm)
    ledger = [one.text for one in desk.world.ledger]
    assert ledger.index("alarm") < 64
    assert desk.texts() == ["alarm", "0", "1", "2", "3", "4"]


@pytest.mark.parametrize("delivery", [Delivery.MUST_ARRIVE, Delivery.REMINDER, Delivery.BROADCAST])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("kind", ["500", "502", "reset", "timeout", "truncated", "garbage"])
async def test_unclear(desk: Outgoing, kind: Any, after: bool, delivery: Delivery) -> None:
    """When nobody knows whether it arrived, B comes once more and says so, C and D don't; the next
    letter follows."""
    desk.world.faults.add(kind, "sendMessage", after=after)
    await desk.send(desk.letter("a", delivery=delivery), desk.letter("b"))
    arrived = after or kind in {"truncated", "garbage"}
    again = [f"a\n{MARK}"] if delivery == Delivery.MUST_ARRIVE else []
    assert desk.texts() == ["a"] * arrived + again + ["b"]
    assert {row.state for row in await desk.rows()} == {"sent"}


async def test_unclear_twice(desk: Outgoing) -> None:
    """What must arrive goes out twice at most; then it is parked, kept, and somebody is told."""
    desk.world.faults.add("500", "sendMessage", times=9, chat_id=CHAT, after=True)
    await desk.send(desk.letter("a", delivery=Delivery.MUST_ARRIVE, case_id=42))
    row = await desk.row()
    assert desk.texts() == ["a", f"a\n{MARK}"]
    assert (row.state, row.tries, row.payload is None) == ("parked", 2, False)
    assert desk.lost == [Lost(row.id, CHAT, 42, Delivery.MUST_ARRIVE, "parked")]


async def test_mark_does_not_break_a_long_text(desk: Outgoing) -> None:
    """A text that would grow too long by the mark goes again as it is."""
    desk.world.faults.add("500", "sendMessage", after=True)
    await desk.send(desk.letter("x" * 4090, delivery=Delivery.MUST_ARRIVE))
    assert desk.texts() == ["x" * 4090] * 2


async def test_repeats_end(desk: Outgoing) -> None:
    """Even what may be repeated freely is given up at last, so that the chat goes on."""
    desk.world.faults.add("500", "deleteMessage", times=99)
    await desk.send(
        desk.letter(
            "", delivery=Delivery.IDEMPOTENT, method="deleteMessage", params={"message_id": 1}
        ),
        desk.letter("b"),
    )
    first, second = await desk.rows()
    assert (first.state, second.state) == ("parked", "sent")


async def test_outage(desk: Outgoing) -> None:
    """While Telegram answers nonsense to everything, it is asked how it is; hardly anybody's letter
    is risked."""
    desk.world.faults.add("502", times=14)
    await desk.send(*(desk.letter("a", chat, Delivery.MUST_ARRIVE) for chat in range(1, 41)))
    copies = Counter(one.text for one in desk.world.ledger)
    assert copies["a"] + copies[f"a\n{MARK}"] == 40
    assert copies[f"a\n{MARK}"] <= 12
    assert desk.lost == []


async def test_blocked(desk: Outgoing) -> None:
    """Somebody who has blocked the bot is noted as unreachable, the letter is dropped, and somebody
    is told."""
    async with desk.database.write() as connection:
        person = {"id": CHAT, "language": "id", "village": "", "consent": "1", "created_at": AT}
        await insert_new(connection, PersonRow, [person], keys=("id",))
    desk.world.phone(CHAT).block()
    await desk.send(
        desk.letter("a", delivery=Delivery.MUST_ARRIVE, case_id=42), desk.letter("b", OTHER)
    )
    row, other = await desk.rows()
    assert (row.state, row.payload, other.state) == ("dead", None, "sent")
    assert desk.lost == [Lost(row.id, CHAT, 42, Delivery.MUST_ARRIVE, "unreachable")]
    async with desk.database.read() as connection:
        assert await connection.scalar(select(table_of(PersonRow).c.unreachable_at)) == AT


async def test_refused(desk: Outgoing) -> None:
    """What Telegram will never take is not repeated; the error is kept without what the message
    said."""
    await desk.send(desk.letter("<ibu>", params={"parse_mode": "HTML"}), desk.letter("b"))
    row, _ = await desk.rows()
    assert (row.state, row.tries, row.payload) == ("dead", 1, None)
    assert "BadRequest" in row.error
    assert "ibu" not in row.error
    assert [one.why for one in desk.lost] == ["refused"]
    assert desk.texts() == ["b"]


async def test_good_enough(desk: Outgoing) -> None:
    """An edit that changes nothing, a message that is gone and a tap that is too old count as
    done."""
    shown = desk.world.post(desk.world.chats[CHAT], desk.world.me, "text", "same")
    await desk.send(
        desk.letter(
            "same",
            delivery=Delivery.IDEMPOTENT,
            method="editMessageText",
            params={"message_id": shown.message_id},
        ),
        desk.letter(
            "",
            delivery=Delivery.IDEMPOTENT,
            method="deleteMessage",
            params={"message_id": 999, "text": None},
        ),
        desk.letter(
            "",
            delivery=Delivery.IDEMPOTENT,
            method="answerCallbackQuery",
            params={"callback_query_id": "1"},
        ),
    )
    assert {row.state for row in await desk.rows()} == {"sent"}
    assert desk.lost == []


async def test_edit_of_a_message_that_is_gone(desk: Outgoing) -> None:
    """What can't be edited any more is sent as a new message, with its buttons, once."""
    buttons = {"inline_keyboard": [[{"text": "Lihat", "callback_data": "x"}]]}
    params = {"message_id": 999, "reply_markup": buttons}
    await desk.send(
        desk.letter(
            "Status",
            delivery=Delivery.IDEMPOTENT,
            method="editMessageText",
            params=params,
            case_id=42,
        )
    )
    assert desk.texts() == ["Status"]
    assert desk.world.phone(CHAT).last.buttons[0][0].data == "x"
    assert (await desk.row()).message_id == desk.world.phone(CHAT).last.message_id


async def test_group_has_moved(desk: Outgoing) -> None:
    """Letters to a group that became a supergroup arrive there, once and in order."""
    old = desk.world.group("Petugas")
    new = desk.world.migrate(old)
    await desk.send(*(desk.letter(text, old) for text in "abc"))
    assert desk.texts(new) == ["a", "b", "c"]
    assert {(row.state, row.chat_id) for row in await desk.rows()} == {("sent", new)}


async def test_wrong_token(desk: Outgoing) -> None:
    """A token that is no longer accepted ends the sender; the letters wait, untried."""
    desk.world.token = "100000:ANOTHER"
    await desk.put(desk.letter("a", delivery=Delivery.MUST_ARRIVE))
    with pytest.raises(InvalidToken) as caught:
        await desk.sender.run(asyncio.Event())
    assert "SIMULATOR" not in str(caught.value)
    row = await desk.row()
    assert (row.state, row.tries) == ("due", 0)


async def test_full_disk(desk: Outgoing, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the database can't be written, what was sent is remembered and not sent again."""
    monkeypatch.setattr(patience, "PAUSE_SECONDS", 0.01)
    real, left = outbox.settle, [3]

    async def settle(
        connection: AsyncConnection, results: Sequence[outbox.Outcome], at: datetime
    ) -> None:
        if results and left[0]:
            left[0] -= 1
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise OperationalError("UPDATE", {}, full)
        await real(connection, results, at)

    monkeypatch.setattr(outbox, "settle", settle)
    await desk.send(desk.letter("a", delivery=Delivery.MUST_ARRIVE))
    assert desk.texts() == ["a"]
    assert (await desk.row()).state == "sent"


async def test_hook_that_fails(desk: Outgoing) -> None:
    """When nobody can be told of a lost letter, the loss is not written down either, and the error
    surfaces."""

    async def on_lost(*_: Any) -> None:
        raise LookupError("no volunteer")

    desk.sender._settlement._on_lost = on_lost
    desk.world.phone(CHAT).block()
    await desk.put(desk.letter("a"))
    with pytest.raises(LookupError):
        await desk.sender.drain()
    assert (await desk.row()).state == "sending"
