"""systemd is told when the bot is ready, that it lives only while it does, and when it stops."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.health import service_manager
from bot.heart import LONGEST_SILENCE, Heart


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """The socket at which systemd listens; words are told often."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    path = f"/tmp/notify-{id(tmp_path)}"  # noqa: S108 - names of sockets must be short
    listening.bind(path)
    listening.setblocking(False)
    monkeypatch.setenv("NOTIFY_SOCKET", path)
    monkeypatch.setattr(service_manager, "TELL_SECONDS", 0.01)
    yield listening
    listening.close()
    Path(path).unlink()


def _words(systemd: socket.socket) -> list[str]:
    found = []
    while True:
        try:
            found.append(systemd.recv(99).decode())
        except BlockingIOError:
            return found


async def test_the_life_of_a_bot(systemd: socket.socket) -> None:
    """Ready before Telegram answers; silent as soon as one loop is."""
    at = [0.0]
    stuck = Heart(lambda: at[0])
    stuck.beat()
    async with service_manager.told({"sender": stuck, "poller": Heart()}):
        await asyncio.sleep(0.05)
        first, *lives = _words(systemd)
        assert first == "READY=1"
        assert set(lives) == {"WATCHDOG=1"}
        at[0] = LONGEST_SILENCE + 1
        await asyncio.sleep(0.02)
        _words(systemd)
        await asyncio.sleep(0.05)
        assert _words(systemd) == []
    assert _words(systemd) == ["STOPPING=1"]


async def test_without_systemd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is opened."""
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    monkeypatch.setattr(service_manager, "SystemdNotifier", None)
    async with service_manager.told({}):
        pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_socket_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No reason for the bot to end (the library leaves its own socket to the collector)."""
    monkeypatch.setenv("NOTIFY_SOCKET", "/nowhere/notify")
    async with service_manager.told({"sender": Heart()}):
        await asyncio.sleep(0.02)
