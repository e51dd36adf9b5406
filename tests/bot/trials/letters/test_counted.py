"""The operator reads each morning, and in the doctor's findings, how many letters were given up,
by reason and without a word about anybody."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.cli import letters_given_up
from bot.desk.letters import given_up
from bot.desk.letters.given_up import reason
from conversations.protocol.delivery import Delivery
from storage.db.database import Database
from storage.pending import outbox
from storage.pending.letters_given_up import GivenUp
from storage.pending.outbox import SPOILED, UNMADE, Letter, Outcome
from tests.support.office import Office
from tests.support.rig import rig

TOLD = "letters were given up since yesterday"
ENDS = (
    Outcome(0, "dead", error="Forbidden: bot was blocked by the user"),
    Outcome(0, "dead", error="BadRequest: Chat not found"),
    Outcome(0, "dead", error="BadRequest: Button_data_invalid"),
    Outcome(0, "parked", error=f"{SPOILED}: it"),
    Outcome(0, "parked", error="TimedOut: no answer"),
    Outcome(0, "sent", error=f"{UNMADE}: ValueError"),
    Outcome(0, "sent", error="TimedOut: nobody knows"),
    Outcome(0, "sent", 5),
)
COUNTED = {"blocked": 2, "paper": 1, "refused": 1, "too_old": 1, "unreadable": 1}


async def ended(office: Office, *ends: Outcome) -> None:
    """Letters that ended so at this moment."""
    arrive, at = Delivery.MUST_ARRIVE, office.at
    put = [Letter(f"k{n}", 7, arrive, "sendMessage", {"text": "x"}, at) for n, _ in enumerate(ends)]
    async with office.db.write() as connection:
        await outbox.put(connection, office.vault, put, at)
        claimed = await outbox.claim(connection, office.vault, at, 100)
        pairs = zip(claimed, ends, strict=True)
        done = [Outcome(one.id, end.state, end.message_id, end.error) for one, end in pairs]
        await outbox.settle(connection, done, at)


async def morning(office: Office) -> list[dict[str, Any]]:
    with capture_logs() as logs:
        await office.ring()
    return [dict(line) for line in logs if line["event"] == TOLD]


async def test_the_morning_counts_them(database: Database) -> None:
    """Once a day, by reason; what was sent is not counted, and a quiet day says nothing."""
    office = Office(database)
    await morning(office)
    await ended(office, *ENDS)
    office.later(days=1)
    (line,) = await morning(office)
    assert {key: line[key] for key in line if key in COUNTED} == COUNTED
    assert set(line) - COUNTED.keys() == {"event", "log_level"}
    assert await morning(office) == []
    office.later(days=1)
    assert await morning(office) == []


async def test_a_weekend_is_counted_too(database: Database) -> None:
    """Days on which the office is closed have a morning of their own."""
    office = Office(database)
    await morning(office)
    told = 0
    for day in range(7):
        key = f"d{day}"
        letter = Letter(key, 7, Delivery.MUST_ARRIVE, "sendMessage", {}, office.at)
        async with office.db.write() as connection:
            await outbox.put(connection, office.vault, [letter], office.at)
            (one,) = await outbox.claim(connection, office.vault, office.at, 1)
            await outbox.settle(connection, [Outcome(one.id, "dead", error="no")], office.at)
        office.later(days=1)
        told += sum(line["refused"] for line in await morning(office))
    assert told == 7


@pytest.mark.parametrize(("tries", "why"), [(1, "too_old"), (2, "unsure")])
def test_what_was_tried_twice_may_have_arrived(tries: int, why: str) -> None:
    """A letter whose fate nobody knows is counted by how often it was tried."""
    assert reason(GivenUp("parked", "TimedOut", tries, 1)) == why


async def test_the_doctor_counts_a_week(sqlite_url: str, tmp_path: Path) -> None:
    """Of somebody who has blocked the bot only the number is said."""
    async with rig(sqlite_url, tmp_path) as made:
        phone = made.phone(1)
        await made.introduce(phone)
        phone.block()
        letter = Letter("x", 1, Delivery.MUST_ARRIVE, "sendMessage", {"text": "x"}, made.now)
        async with made.program.db.write() as connection:
            await outbox.put(connection, made.program.vault, [letter], made.now)
        await made.settle()
        async with made.program.db.read() as connection:
            week = timedelta(days=7)
            found = await given_up.count(connection, made.now - week, made.now + week)
        config = SimpleNamespace(database=SimpleNamespace(url=sqlite_url))
        told = await letters_given_up.lines(config, made.now + week)  # type: ignore[arg-type]
    assert (found, told) == ({"blocked": 1}, ["given up in the last 7 days: blocked 1"])
