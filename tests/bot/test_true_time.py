"""What is heard of the time, and from whom."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import lifetime, program
from bot.simulator.telegram import Telegram
from bot.simulator.web.server import app, serve
from bot.true_time import BOUND, TrueTime, now
from tests.support.crashes.children import TOKEN, config_at
from tests.support.crashes.crashing import until

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEAD = "Mon, 23 Nov 2026 12:00:00 GMT"
DAY = timedelta(days=1)


def _told(told: datetime) -> TrueTime:
    return TrueTime(lambda: told, lambda: 0.0)


@pytest.mark.parametrize("off", [BOUND, -BOUND, timedelta(0)])
def test_a_little_wrong_is_right(off: timedelta) -> None:
    """A clock that goes wrong by minutes is believed, as before."""
    time = _told(NOON + off)
    time.answered(HEAD)
    assert time.now() == NOON + off


@pytest.mark.parametrize("head", [None, "", "tomorrow", "Mon, 99 Nov 2026", "0", HEAD[:-8] + "x"])
def test_a_head_that_says_nothing(head: str | None) -> None:
    """Nonsense, or no date at all, changes nothing."""
    time = _told(NOON + 9 * DAY)
    time.answered(head)
    assert time.now() == NOON + 9 * DAY


@pytest.mark.parametrize(
    "update",
    [
        {"callback_query": {"message": {"date": 1}}},
        {"message": {"date": 2**80}},
        {"message": {"date": "soon"}},
        {"message": {"date": True}},
        {"message": {"date": -5}},
        {"message": None},
        {},
    ],
)
def test_an_update_that_says_nothing(update: dict[str, object]) -> None:
    """A tap tells when its message was sent, which may be long ago; nonsense is nothing."""
    time = _told(NOON)
    time.updates([update])
    assert time.now() == NOON


def test_what_came_late() -> None:
    """Telegram keeps updates for a day, so one of yesterday says nothing against the clock; of two
    that come together the newer counts."""
    time = _told(NOON)
    time.updates([{"message": {"date": int((NOON - DAY).timestamp())}}])
    assert time.now() == NOON
    newer = {"message": {"date": int((NOON + DAY).timestamp())}}
    time.updates([newer, {"edited_message": {"date": 1, "edit_date": 2}}])
    assert time.now() == NOON + DAY


def test_a_server_of_our_own() -> None:
    """Where Telegram is reached by a server on this machine, its answers have the same wrong clock:
    what Telegram's own updates say counts more."""
    time = _told(NOON)
    time.updates([{"message": {"date": int((NOON + 9 * DAY).timestamp())}}])
    time.answered(HEAD)
    assert time.now() == NOON + 9 * DAY


async def test_the_program_hears_both(sqlite_url: str, tmp_path: Path) -> None:
    """The running program hears the answers of Telegram from its start, and then the updates."""
    telegram, stop = Telegram(TOKEN, now=lambda: now() + 9 * DAY), asyncio.Event()
    async with await serve(app(telegram)) as server:
        made = program.build(config_at(server.url, sqlite_url, tmp_path))
        running = asyncio.create_task(lifetime.serve(made, stop, poll_seconds=5))

        async def heard() -> bool:
            return "answers" in made.time._heard

        async def later() -> bool:
            return made.time.now() - now() > 8 * DAY

        await until(heard, 10, "the answers are not heard")
        assert not await later()
        telegram.phone(701).start()
        await until(later, 10, "the updates are not heard")
        stop.set()
        await running
        await made.close()
