"""The sender against the simulator over real sockets: order, pace, pauses, stop and kill.

The simulator's ledger says what people really got.
"""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from bot.simulator.web.server import app, serve
from bot.telegram import sender
from bot.telegram.pacing import Pace
from conversations.protocol.delivery import Delivery
from storage.db.database import Database
from storage.pending import letters_of_case
from tests.support.sending import (
    AT,
    CHAT,
    MARK,
    OTHER,
    Outgoing,
    impatient,
    outgoing_at,
    outgoing_on,
    village,
)


@pytest.fixture
async def desk(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Outgoing]:
    impatient(monkeypatch)
    async with outgoing_on(village(), sqlite_database) as made:
        yield made


async def test_sent(desk: Outgoing) -> None:
    """What is due arrives; the row keeps the message's id and no longer what it said."""
    assert await desk.send(desk.letter("Halo", case_id=42)) == 1
    row = await desk.row()
    assert desk.texts() == ["Halo"]
    assert (row.state, row.payload, row.tries, row.message_id) == (
        "sent",
        None,
        1,
        desk.world.ledger[0].message_id,
    )
    async with desk.database.read() as connection:
        assert await letters_of_case.case_of_message(connection, CHAT, row.message_id) == 42


async def test_order(desk: Outgoing) -> None:
    """Within a chat everything arrives in order, however many chats there are, in few
    transactions."""
    count = desk.transactions()
    await desk.send(*(desk.letter(str(n), chat=n % 20 + 1) for n in range(400)))
    for chat in range(1, 21):
        assert desk.texts(chat) == [str(n) for n in range(400) if n % 20 + 1 == chat]
    assert count[0] <= 40


async def test_flood(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat that is flooded holds up no other, and keeps to its own pace."""
    impatient(monkeypatch)
    world = village()
    async with (
        await serve(app(world)) as server,
        outgoing_at(server.url, world, sqlite_database, Pace()) as desk,
    ):
        stop, started = asyncio.Event(), time.monotonic()
        await desk.put(
            *(desk.letter(str(n), CHAT) for n in range(200)),
            *(desk.letter("b", n) for n in range(20, 30)),
        )
        running = asyncio.create_task(desk.sender.run(stop))
        await desk.delivered(14)
        stop.set()
        await running
        most = 3 + time.monotonic() - started
    assert sum(one.chat_id >= 20 for one in world.ledger) == 10
    assert 3 < len(desk.texts(CHAT)) <= most
    states = Counter(row.state for row in await desk.rows())
    assert states["due"] + states["sent"] == 210


async def test_tap_is_answered(desk: Outgoing) -> None:
    """The answer to a tap goes out without a chat."""
    message = desk.world.post(
        desk.world.chats[CHAT],
        desk.world.me,
        "text",
        "?",
        markup={"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]},
    )
    desk.world.phone(CHAT).tap_data("y", message.message_id)
    (query,) = desk.world.queries
    await desk.send(
        desk.letter(
            "Baik",
            delivery=Delivery.IDEMPOTENT,
            method="answerCallbackQuery",
            params={"callback_query_id": query},
        )
    )
    assert desk.world.phone(CHAT).toasts[-1].text == "Baik"


async def test_nobody_there(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a connection letters wait and lose no try; when it is back, they arrive once,
    unmarked."""
    impatient(monkeypatch)
    world = village()
    server = await serve(app(world))
    port = server.port
    await server.stop()
    async with outgoing_at(f"http://127.0.0.1:{port}", world, sqlite_database) as desk:
        await desk.put(
            *(desk.letter(text, delivery=Delivery.MUST_ARRIVE) for text in "abc"),
            desk.letter("b", OTHER),
        )
        draining = asyncio.create_task(desk.sender.drain())
        await asyncio.sleep(0.3)
        assert {row.state for row in await desk.rows()} == {"due"}
        async with await serve(app(world), port=port):
            assert await asyncio.wait_for(draining, 5) == 4
    assert (desk.texts(), desk.texts(OTHER)) == (["a", "b", "c"], ["b"])
    assert {row.tries for row in await desk.rows()} == {1}


async def test_stop(desk: Outgoing, monkeypatch: pytest.MonkeyPatch) -> None:
    """On stop the calls under way end, or are given up and treated by class; what had not begun
    waits untried."""
    monkeypatch.setattr(sender, "GRACE_SECONDS", 0.05)
    desk.world.faults.add("timeout", "sendMessage", times=2, after=True)
    stop = asyncio.Event()
    await desk.put(
        desk.letter("a", delivery=Delivery.MUST_ARRIVE),
        desk.letter("later"),
        desk.letter("c", OTHER),
    )
    running = asyncio.create_task(desk.sender.run(stop))
    await desk.delivered(2)
    stop.set()
    await asyncio.wait_for(running, 1)
    assert [(row.state, row.tries) for row in await desk.rows()] == [
        ("due", 1),
        ("due", 0),
        ("sent", 1),
    ]


async def test_wake(desk: Outgoing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A waking call sends at once; without letters nothing is written, and the end is prompt."""
    monkeypatch.setattr(sender, "POLL_SECONDS", 30.0)
    count, stop = desk.transactions(), asyncio.Event()
    running = asyncio.create_task(desk.sender.run(stop))
    await asyncio.sleep(0.2)
    assert count[0] == 1
    await desk.put(desk.letter("a"))
    desk.sender.wake()
    await desk.states("sent")
    assert desk.texts() == ["a"]
    stop.set()
    await asyncio.wait_for(running, 10)


KILLED = """
    import asyncio, sys
    from datetime import datetime
    from bot.telegram.sender import Sender
    from bot.telegram.pacing import Pace
    from storage.db.database import Database
    from storage.db.vault import Vault
    from tests.support.line import bot_at
    from tests.support.sending import KEY, MARK

    async def main(database, url, token, at):
        async with bot_at(url, token) as bot:
            db, vault, clock = Database(database), Vault(KEY), lambda: datetime.fromisoformat(at)
            sender = Sender(db, vault, bot, clock, resend_mark=MARK, pace=Pace.none())
            await sender.run(asyncio.Event())

    asyncio.run(main(*sys.argv[1:]))
"""


async def test_kill(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sender killed while sending: B arrives, at most twice and then marked, C at most once."""
    impatient(monkeypatch)
    world = village()
    async with (
        await serve(app(world)) as server,
        outgoing_at(server.url, world, sqlite_database) as desk,
    ):
        desk.world.faults.add("timeout", "sendMessage", times=99, after=True)
        await desk.put(
            *(desk.letter("b", chat, Delivery.MUST_ARRIVE) for chat in range(1, 5)),
            desk.letter("c", 5),
            desk.letter("d", 1),
        )
        command = [sys.executable, "-c", textwrap.dedent(KILLED)]
        place = [sqlite_database.url, server.url, world.token, AT.isoformat()]
        child = await asyncio.create_subprocess_exec(*command, *place, stderr=subprocess.DEVNULL)
        await desk.delivered(5)
        os.kill(child.pid, signal.SIGKILL)
        await child.wait()
        assert {row.state for row in await desk.rows()} == {"sending"}
        world.faults.clear()
        stop = asyncio.Event()
        running = asyncio.create_task(desk.sender.run(stop))
        await desk.states(*["sent"] * 6)
        stop.set()
        await running
    assert [desk.texts(chat) for chat in range(2, 6)] == [["b", f"b\n{MARK}"]] * 3 + [["c"]]
    assert desk.texts(1) == ["b", f"b\n{MARK}"]
    assert {row.state for row in await desk.rows()} == {"sent"}
