"""Telegram fails at every call, before and after the effect: each letter, update and file ends as
its class allows."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.program import Program, build
from bot.settings import contents
from bot.simulator.faults import Kind
from bot.simulator.phones import Phone
from bot.simulator.telegram import Telegram
from bot.simulator.web.server import app, serve
from bot.telegram import delivery as deliveries
from bot.telegram import pacing, sender
from bot.telegram import polling as loops
from bot.telegram.http import AiohttpRequest, call
from bot.telegram.pacing import Pace
from conversations.protocol.delivery import Delivery
from storage.cases import attachments
from storage.db.database import table_of
from storage.pending import outbox
from storage.pending.outbox import ClaimedLetter, Letter, Outcome
from storage.tables.cases import FileRow
from storage.tables.pending import OutboxRow
from storage.tables.updates import Poison, SeenRow
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support.crashes.children import TOKEN, config_at
from tests.support.crashes.oracle import MARK
from tests.support.dice import thrown
from tests.support.rig import START

BOTH: Sequence[Kind] = (
    "500",
    "502",
    "503",
    "504",
    "418",
    "reset",
    "timeout",
    "slow",
    "empty",
    "shapeless",
)
BEFORE: Sequence[Kind] = (*BOTH, "429", "blocked")
AFTER: Sequence[Kind] = (*BOTH, "truncated", "garbage")
FAULTS = [(kind, False) for kind in BEFORE] + [(kind, True) for kind in AFTER]
SOON = 0.02

CELLS = "faults of Telegram at each call"


@dataclass
class World:
    """A program with a served Telegram, and a clock that can be moved."""

    telegram: Telegram
    program: Program
    phone: Phone
    clock: list[Any]

    async def put(self, key: str, delivery: Delivery, method: str, **params: object) -> None:
        """One letter, sent with every pause and repeat that it takes."""
        program = self.program
        letter = Letter(key, self.phone.chat_id, delivery, method, params, self.clock[0])
        async with program.db.write() as connection:
            await outbox.put(connection, program.vault, [letter], self.clock[0])
        await program.sender.drain()

    async def state(self, key: str) -> str:
        """How a letter stands."""
        letters = table_of(OutboxRow)
        async with self.program.db.read() as connection:
            return str(await connection.scalar(select(letters.c.state).where(letters.c.key == key)))

    async def rows(self, what: Any) -> Sequence[Any]:
        async with self.program.db.read() as connection:
            return (await connection.execute(select(table_of(what)))).all()


@pytest.fixture
async def world(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """Pauses are kept short; how long they are is tested where they are made."""
    monkeypatch.setattr(pacing, "backoff", lambda failures: SOON)
    monkeypatch.setattr(sender, "backoff", lambda failures: SOON)
    monkeypatch.setattr("random.random", lambda: 0.0)
    monkeypatch.setattr(loops, "LONGEST_PAUSE_SECONDS", SOON)
    monkeypatch.setattr(sender, "LINGER_SECONDS", SOON)
    monkeypatch.setattr(sender, "POLL_SECONDS", 5 * SOON)
    clock = [START]
    telegram = Telegram(TOKEN, now=lambda: clock[0])
    phone = telegram.phone(11)
    phone.start()
    async with await serve(app(telegram)) as server:
        requests = tuple(AiohttpRequest(connect=0.5, write=0.1, read=0.2) for _ in range(2))
        config = config_at(server.url, sqlite_url, tmp_path)
        program = build(config, clock=lambda: clock[0], pace=Pace.none(), requests=requests)  # type: ignore[arg-type]
        await program.bot.initialize()
        await program.db.check()
        try:
            yield World(telegram, program, phone, clock)
        finally:
            await program.close()


def _copies(kind: Kind, after: bool, delivery: Delivery) -> list[bool]:
    """What a person sees of one letter: for each copy, whether it is marked as one that may have
    come before."""
    if kind == "blocked":
        return []
    if kind == "429":
        return [False]
    if delivery == Delivery.MUST_ARRIVE:
        return [False, True] if after else [True]
    return [False] if after else []


async def _amiss(world: World, delivery: Delivery) -> list[str]:
    """The faults after which a message of a class has not come as often as it may."""
    wrong = []
    for number, (kind, after) in enumerate(FAULTS):
        text = f"pesan {number}"
        world.telegram.faults.add(kind, "sendMessage", after=after)
        await world.put(text, delivery, "sendMessage", text=text)
        seen = [
            MARK in sent.text for sent in world.telegram.ledger if sent.text.splitlines()[0] == text
        ]
        where = f"{kind} {'after' if after else 'before'} the effect"
        state = "dead" if kind == "blocked" else "sent"
        if (seen, await world.state(text)) != (_copies(kind, after, delivery), state):
            wrong.append(where)
        world.telegram.faults.clear()
    return wrong


@pytest.mark.parametrize("delivery", [Delivery.MUST_ARRIVE, Delivery.REMINDER, Delivery.BROADCAST])
async def test_a_message_comes_as_often_as_its_class_allows(
    world: World, delivery: Delivery, figure: Figure
) -> None:
    """B arrives whatever happens, at most twice, the second marked; C and D never twice."""
    wrong = await _amiss(world, delivery)
    figure("G8", CELLS, cells=len(FAULTS), wrong=len(wrong))
    assert not wrong


async def test_without_classes_a_message_comes_too_often(
    world: World, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where every letter may be sent again, reminders come twice."""
    ended = deliveries._outcome

    def classless(letter: ClaimedLetter, *how: Any) -> Outcome:
        return ended(replace(letter, delivery=Delivery.IDEMPOTENT), *how)

    monkeypatch.setattr(deliveries, "_outcome", classless)
    wrong = await _amiss(world, Delivery.REMINDER)
    figure("G8", "control: every letter sent again", cells=len(FAULTS), wrong=len(wrong))
    assert wrong


async def test_a_message_that_keeps_failing_is_parked_after_two_copies(world: World) -> None:
    """Class B is not sent a third time, whatever Telegram answers; somebody must look."""
    world.telegram.faults.add("500", "sendMessage", times=9, after=True)
    await world.put("x", Delivery.MUST_ARRIVE, "sendMessage", text="Nomor laporan")
    assert [MARK in sent.text for sent in world.telegram.ledger] == [False, True]
    assert await world.state("x") == "parked"


async def test_an_edit_ends_as_it_was_meant(world: World, figure: Figure) -> None:
    """An edit may be repeated freely: in the end the message says the last word, once."""
    await world.put("first", Delivery.REMINDER, "sendMessage", text="0")
    message_id = world.phone.last.message_id
    for number, (kind, after) in enumerate(FAULTS, 1):
        world.telegram.faults.add(kind, "editMessageText", after=after)
        await world.put(
            f"edit {number}",
            Delivery.IDEMPOTENT,
            "editMessageText",
            text=f"{number}",
            message_id=message_id,
        )
        edits = [sent for sent in world.telegram.ledger if sent.text == f"{number}"]
        where = f"{kind} {'after' if after else 'before'} the effect"
        assert len(edits) == (kind != "blocked"), where
        assert await world.state(f"edit {number}") == ("dead" if kind == "blocked" else "sent"), (
            where
        )
        world.telegram.faults.clear()
    assert world.phone.last.text == f"{len(FAULTS)}"
    figure("G8", CELLS, cells=len(FAULTS), wrong=0)


async def test_a_tap_is_answered_or_given_up(world: World, figure: Figure) -> None:
    """The answer to a tap is repeated until Telegram takes it; nothing of it ever stands in the
    way."""
    for kind, after in FAULTS:
        world.phone.tap_data("m:lapor", 1)
        query = list(world.telegram.queries)[-1]
        world.telegram.faults.add(kind, "answerCallbackQuery", after=after)
        await world.put(query, Delivery.IDEMPOTENT, "answerCallbackQuery", callback_query_id=query)
        where = f"{kind} {'after' if after else 'before'} the effect"
        assert await world.state(query) == ("dead" if kind == "blocked" else "sent"), where
        world.telegram.faults.clear()
    figure("G8", CELLS, cells=len(FAULTS), wrong=0)


async def test_every_update_is_handled_once_whatever_the_poll_meets(
    world: World, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """No answer of Telegram ends the poll, and no update is lost or handled twice."""

    async def quick(bot: Any, method: str, params: Any, **timeouts: float) -> Any:
        return await call(bot, method, params, read_timeout=params["timeout"] + 0.2)

    monkeypatch.setattr(loops, "call", quick)
    stop = asyncio.Event()
    polling = asyncio.create_task(
        loops.poll(world.program.bot, world.program.turns.play, stop, seconds=1)
    )
    for kind, after in FAULTS:
        where = f"{kind} {'after' if after else 'before'} the effect"
        fault = world.telegram.faults.add(kind, "getUpdates", after=after)
        world.clock[0] += timedelta(minutes=1)
        wanted = world.phone.send(f"halo {where}")
        async with asyncio.timeout(10):
            while fault.seen < 2 or wanted not in [
                row.update_id for row in await world.rows(SeenRow)
            ]:
                assert not polling.done(), f"{where}: {polling}"
                await asyncio.sleep(0.02)
        world.telegram.faults.clear()
    stop.set()
    await polling
    assert not await world.rows(Poison)
    assert len(await world.rows(SeenRow)) == len(FAULTS) + 1
    keys = [row.key.partition(".")[0] for row in await world.rows(OutboxRow)]
    silent = {f"u{row.update_id}" for row in await world.rows(SeenRow)} - set(keys)
    # Nothing is sent meanwhile, so the question of the first greeting may be replaced by the next.
    assert silent <= {"u1"}
    figure("G8", CELLS, cells=len(FAULTS), wrong=0)


@pytest.mark.parametrize("method", ["getFile", "download"])
async def test_an_attachment_comes_home_whatever_happens_on_the_way(
    world: World, method: str, figure: Figure
) -> None:
    """One failure of Telegram costs an attachment some minutes, never the attachment."""
    program = world.program
    for case, (kind, after) in enumerate(FAULTS, 1):
        world.phone.photo()
        file_id = list(world.telegram.files)[-1]
        wanted = {"kind": "photo", "file_id": file_id, "unique_id": f"u{case}", "size": 900}
        async with program.db.write() as connection:
            await attachments.put_wanted(connection, program.vault, case, [wanted], world.clock[0])
        world.telegram.faults.add(kind, method, after=after)
        for _ in range(3):
            await program.fetcher.drain()
            world.clock[0] += timedelta(minutes=6)
        row = next(row for row in await world.rows(FileRow) if row.case_id == case)
        where = f"{kind} {'after' if after else 'before'} the effect"
        assert row.state == "kept", where
        async with program.db.read() as connection:
            content = await attachments.load(
                connection, program.vault, program.config.files.folder, row.id
            )
        assert content.startswith(b"\xff\xd8\xff"), where
        world.telegram.faults.clear()
    figure("G8", CELLS, cells=len(FAULTS), wrong=0)


@played("faults at random")
async def test_faults_everywhere_at_random(world: World, go: int) -> None:
    """With nearly every second call failing, letters of class B arrive, at most twice, or wait for
    a look."""
    seed, world.telegram.faults.dice = thrown()
    for kind, after in [fault for fault in FAULTS if fault[0] != "blocked"]:
        world.telegram.faults.add(kind, "sendMessage", chance=0.02, after=after)
    for number in range(40):
        await world.put(f"k{number}", Delivery.MUST_ARRIVE, "sendMessage", text=f"laporan {number}")
    for number in range(40):
        copies = [
            MARK in s.text
            for s in world.telegram.ledger
            if s.text.splitlines()[0] == f"laporan {number}"
        ]
        state = await world.state(f"k{number}")
        assert copies in ([False], [True], [False, True]) or state == "parked", (
            f"seed {seed}: {number} {copies} {state}"
        )


@pytest.fixture(autouse=True)
def _values_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Policy and texts are values that no test here changes."""
    read = contents.read

    def once(config: Any, today: Any, imported: Any = ()) -> Any:
        if not _READ:
            _READ.append(read(config, today, imported))
        return _READ[0]

    monkeypatch.setattr(contents, "read", once)


_READ: list[Any] = []
