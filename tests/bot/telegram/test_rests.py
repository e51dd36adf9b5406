"""Whom a 429 silences, and for how long: a chat, a method, or the whole bot."""

import asyncio

import pytest

from bot.telegram import sender
from bot.telegram.call_errors import CallVerdict
from bot.telegram.rests import SEVERAL, TRY_EVERY, WITHIN, Rests
from conversations.protocol.delivery import Delivery
from storage.db.database import Database
from tests.bot.telegram.test_pacing import Clock
from tests.support.sending import CHAT, OTHER, impatient, outgoing_on, until, village


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rests(clock: Clock) -> Rests:
    return Rests(now=clock, spread=lambda: 0)


def _told(rests: Rests, chat: int, seconds: float = 600, method: str = "sendMessage") -> None:
    rests.hear(CallVerdict("pause", seconds=seconds), chat, method)


def test_one_chat_rests(rests: Rests, clock: Clock) -> None:
    """Only the chat, and for as long as it asks."""
    _told(rests, 7)
    assert (rests.chats(), rests.methods(), rests.stopped) == ({7}, set(), False)
    clock.now += 599
    assert rests.chats() == {7}
    clock.now += 2
    assert rests.chats() == set()


@pytest.mark.parametrize("method", ["setMyCommands", "setMyDescription", "deleteMyCommands"])
def test_one_method_rests(rests: Rests, method: str) -> None:
    """What concerns no chat rests alone, however many menus are refused."""
    for chat in range(1, 9):
        _told(rests, chat, 490, method)
    assert (rests.chats(), rests.methods(), rests.stopped) == (set(), {method}, False)


def test_the_same_chat_again_and_again(rests: Rests, clock: Clock) -> None:
    """One chat is one chat, however often it is told so; the longest rest holds."""
    for seconds in (10, 600, 5):
        _told(rests, 7, seconds)
    clock.now += 500
    assert (rests.chats(), rests.stopped) == ({7}, False)


def test_several_chats_within_seconds(rests: Rests, clock: Clock) -> None:
    """Then the whole bot rests, no longer than the one who asks least; afterwards it goes on."""
    for chat, seconds in zip(range(1, SEVERAL + 1), (600, 30, 600), strict=True):
        _told(rests, chat, seconds)
    assert rests.stopped
    clock.now += 31
    assert (rests.stopped, rests.chats()) == (False, {1, 3})


@pytest.mark.parametrize("seconds", [0, 1, 2])
def test_a_short_rest_that_is_over(rests: Rests, clock: Clock, seconds: int) -> None:
    """Chats that were told to rest within seconds and whose rest was over, and looked at, before
    the last was told: the bot rests as the last one asks, if that still asks for anything."""
    for chat in range(1, SEVERAL):
        _told(rests, chat, seconds)
    clock.now += 2.5
    assert rests.chats() == set()
    _told(rests, SEVERAL, seconds)
    assert rests.stopped is bool(seconds)
    clock.now += seconds + 0.5
    assert not rests.stopped


def test_several_chats_over_a_day(rests: Rests, clock: Clock) -> None:
    """Chats that are told so one now, one later say nothing about the bot."""
    for chat in range(1, 20):
        _told(rests, chat)
        clock.now += WITHIN
    assert not rests.stopped


def test_alarms_are_tried_one_at_a_time(rests: Rests, clock: Clock) -> None:
    """During a stop one may be tried now and then, each chat before any is tried again."""
    for chat in range(1, SEVERAL + 1):
        _told(rests, chat)
    assert not rests.may_try()
    clock.now += TRY_EVERY
    assert rests.may_try()
    rests.tries(5)
    assert (rests.may_try(), rests.tried()) == (False, {5})
    clock.now += TRY_EVERY
    rests.tries(None)
    assert rests.tried() == set()


def test_a_stop_is_told_once(
    rests: Rests, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """The operator reads of a stop once, however many chats are part of it."""
    for chat in range(1, 9):
        _told(rests, chat)
    assert capsys.readouterr().out.count("Telegram asks the bot to rest") == 1
    clock.now += 700
    for chat in range(1, 9):
        _told(rests, chat)
    assert capsys.readouterr().out.count("Telegram asks the bot to rest") == 1


class BotWide(Rests):
    """As it was: every 429 is about the whole bot, and alarms wait with the rest."""

    def _flooded(self, chat_id: int, method: str, seconds: float) -> None:
        self._stop(self._now() + seconds)

    def may_try(self) -> bool:
        return False


async def test_the_control(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial of one flooded chat does see a bot that is silenced by it: nobody else gets
    anything."""
    impatient(monkeypatch)
    monkeypatch.setattr(sender, "Rests", BotWide)
    async with outgoing_on(village(), sqlite_database) as desk:
        desk.world.faults.add("429", "sendMessage", chat_id=CHAT, retry_after=600)
        await desk.put(desk.letter("flooded"))
        sending = asyncio.create_task(desk.sender.drain())

        async def stopped() -> bool:
            return desk.sender._rests.stopped

        await until(stopped)
        await desk.put(desk.letter("alarm", OTHER, Delivery.MUST_ARRIVE, urgent=True))
        desk.sender.wake()
        await asyncio.sleep(0.5)
        assert desk.texts(OTHER) == []
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
