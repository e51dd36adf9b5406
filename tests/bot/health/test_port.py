"""The health port answers, only where it was told to, and nothing that comes in there holds up or
ends the bot."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot import lifetime, program
from bot.health import port
from bot.settings.health_section import HealthSection
from bot.simulator.telegram import Telegram
from bot.simulator.web.server import app, serve
from bot.telegram.pacing import Pace
from tests.support.crashes.children import TOKEN, config_at
from tests.support.crashes.crashing import until

SOON = 10.0
GET = b"GET /%b HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@asynccontextmanager
async def _bot(
    url: str, folder: Path, listen: str | None
) -> AsyncIterator[tuple[Telegram, "asyncio.Task[None]"]]:
    """The whole bot at work, with a health port."""
    telegram, stop = Telegram(TOKEN), asyncio.Event()
    async with await serve(app(telegram)) as server:
        config = config_at(server.url, url, folder)
        config = config.model_copy(update={"health": HealthSection(listen=listen)})
        made = program.build(config, pace=Pace.none())
        work = asyncio.create_task(lifetime.serve(made, stop, poll_seconds=5))
        try:
            yield telegram, work
        finally:
            stop.set()
            await work
            await made.close()


async def _asked(at: int, what: bytes = b"healthz", host: str = "127.0.0.1") -> bytes:
    """What is answered; nothing where nobody listens."""
    try:
        reader, writer = await asyncio.open_connection(host, at)
        writer.write(GET % what)
        async with asyncio.timeout(SOON):
            found = await reader.read()
        writer.close()
    except OSError:
        return b""
    return found


async def _ready(at: int) -> bool:
    return b"200 OK" in await _asked(at, b"readyz")


async def _answered(telegram: Telegram, person: int) -> None:
    """Whoever writes is answered within moments."""
    phone = telegram.phone(person)
    phone.start()

    async def over() -> bool:
        return any(message.from_bot for message in phone.messages)

    await until(over, SOON, "nobody answers")


async def test_three_answers(database_url: str, tmp_path: Path) -> None:
    """The loops live, people can be served, and the figures are there; all else is unknown."""
    at = _free()
    async with _bot(database_url, tmp_path, f"127.0.0.1:{at}") as (telegram, _):
        await until(lambda: _ready(at), SOON, "never ready")
        await _answered(telegram, 701)
        assert (await _asked(at)).endswith(b"\r\n\r\nok\n")
        told = await _asked(at, b"metrics")
        for line in (b"puskesos_turns_total 1.0", b"puskesos_lease_held 1.0", b"puskesos_poison 0"):
            assert line in told
        assert b'puskesos_outbox_age_seconds{class="alarm"} 0' in told
        assert b'puskesos_heartbeat_age_seconds{loop="ringer"}' in told
        for other in (b"", b"docs", b"metrics/../etc/passwd"):
            assert b" 404 " in await _asked(at, other)
    assert await _asked(at) == b""


async def test_only_where_it_was_told_to(sqlite_url: str, tmp_path: Path) -> None:
    """Another address of this machine is not listened at; without the key, none is."""
    at = _free()
    async with _bot(sqlite_url, tmp_path, f"127.0.0.1:{at}"):
        await until(lambda: _ready(at), SOON, "never ready")
        assert await _asked(at, host="127.0.0.2") == b""


async def test_off_unless_configured(sqlite_url: str, tmp_path: Path) -> None:
    """Nothing listens that was not asked for."""
    before = _listening()
    async with _bot(sqlite_url, tmp_path, None) as (telegram, _):
        await _answered(telegram, 701)
        assert len(_listening() - before) == 1, "the simulator's, and no other"


def _listening() -> set[str]:
    """The sockets of this machine that listen, by their places."""
    found = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{name}").read_text().splitlines()[1:]:
            parts = line.split()
            found |= {parts[1]} if parts[3] == "0A" and _ours(parts[9]) else set()
    return found


def _ours(inode: str) -> bool:
    """Whether a socket is one of this process."""
    for handle in Path("/proc/self/fd").iterdir():
        try:
            if handle.readlink() == Path(f"socket:[{inode}]"):
                return True
        except FileNotFoundError:
            continue
    return False


async def test_a_taken_port(sqlite_url: str, tmp_path: Path) -> None:
    """The bot goes on without being watched."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        async with _bot(sqlite_url, tmp_path, listen) as (telegram, work):
            await _answered(telegram, 701)
            assert not work.done()


HOSTILE = {
    "says nothing": b"",
    "slow": b"GET /healthz HTTP/1.1\r\nHost: he",
    "garbage": bytes(range(256)) * 40,
    "huge header": b"GET / HTTP/1.1\r\nX: " + b"x" * 2_000_000,
    "huge body": b"POST /metrics HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999999\r\n\r\n"
    + b"x" * 99,
    "many asked at once": GET % b"metrics" * 300,
    "never reads": (GET % b"metrics").replace(b"close", b"keep-alive") * 300,
    "no version": b"GET /healthz\r\n\r\n",
    "upgrade": b"GET /healthz HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,
}


@pytest.mark.parametrize("kind", HOSTILE)
async def test_hostile_clients(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Two hundred of a kind: people are answered as before, few connections stay, and when they are
    over the port answers again."""
    monkeypatch.setattr(port, "LONGEST_SECONDS", 1.0)
    at = _free()
    async with _bot(sqlite_url, tmp_path, f"127.0.0.1:{at}") as (telegram, work):
        await until(lambda: _ready(at), SOON, "never ready")
        clients = []
        for _ in range(200):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", at))
            clients.append(client)
        await asyncio.sleep(0.1)
        for client in clients:
            try:
                client.send(HOSTILE[kind])
            except OSError:
                continue
        await _answered(telegram, 701)
        assert not work.done()
        await until(lambda: _ready(at), SOON, "the port answers no more")
        for client in clients:
            client.close()


async def test_connections_are_few_and_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than MOST at a time, and each ends although its client does nothing."""
    monkeypatch.setattr(port, "LONGEST_SECONDS", 0.3)

    async def nothing(scope: object, receive: object, send: object) -> None:
        """Answers nobody."""

    place = (ip_address("127.0.0.1"), 0)
    async with port.answering(nothing, place) as at:  # type: ignore[arg-type]
        await asyncio.sleep(0.1)
        assert at
        opened = [await asyncio.open_connection("127.0.0.1", at) for _ in range(port.MOST + 30)]
        await asyncio.sleep(0.1)
        ended = [reader.at_eof() or bool(reader.exception()) for reader, _ in opened]
        assert ended.count(False) == port.MOST
        await asyncio.sleep(0.5)
        assert all(reader.at_eof() or reader.exception() for reader, _ in opened)
        for _, writer in opened:
            writer.close()


NO_PLACES = (
    "|9109|:9109|127.0.0.1|127.0.0.1:|127.0.0.1:0|127.0.0.1:99999|host:9109|::1:9109"
    "|127.0.0.1:9109/metrics|you@127.0.0.1:9109|127.0.0.1:91 09"
)


@pytest.mark.parametrize("listen", ["127.0.0.1:9109", "[::1]:9109", "0.0.0.0:1"])
def test_places(listen: str) -> None:
    """An address of this machine and a port."""
    found = HealthSection.model_validate({"listen": listen}).listen
    assert found is not None
    address, number = found
    assert listen in (f"{address}:{number}", f"[{address}]:{number}")


@pytest.mark.parametrize(
    "listen",
    NO_PLACES.split("|"),
)
def test_no_places(listen: str) -> None:
    """All else is refused, with what to write."""
    with pytest.raises(ValidationError, match="is no address with a port"):
        HealthSection.model_validate({"listen": listen})
