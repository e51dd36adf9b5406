"""The way to Telegram over real sockets: python-telegram-bot on our request layer against the
simulator."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.simulator.telegram import Telegram
from bot.telegram import http
from bot.telegram.call_errors import judge
from bot.telegram.http import AiohttpRequest, call
from tests.support.line import bot_at, bot_on

CHAT = 42
HELLO = {"chat_id": CHAT, "text": "Selamat pagi"}
TOKEN = "100000:SIMULATOR-TOKEN-FOR-LOOPBACK-ONLY"
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
def world() -> Telegram:
    telegram = Telegram()
    telegram.phone(CHAT).start()
    return telegram


def quick(read: float = 0.3) -> AiohttpRequest:
    return AiohttpRequest(connect=0.2, write=0.05, read=read)


@asynccontextmanager
async def odd_server(answer: Answer) -> AsyncIterator[str]:
    """A server that reads a request's head and then does what ``answer`` does."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        try:
            await answer(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def page(status: str, body: bytes) -> Answer:
    """Answer with this status and body, whatever was asked."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()

    return answer


async def error_of(url: str, request: AiohttpRequest | None = None) -> BaseException:
    async with bot_at(url, TOKEN, request or quick()) as bot:
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is what the tests ask
            await call(bot, "sendMessage", HELLO)
    return caught.value


async def test_call(world: Telegram) -> None:
    """Plain values go in, plain values come out, and the method has the very name that was
    given."""
    async with bot_on(world) as bot:
        buttons = {"inline_keyboard": [[{"text": "Ya", "callback_data": "y"}]]}
        answer = await call(bot, "sendMessage", {**HELLO, "reply_markup": buttons})
        assert answer["text"] == "Selamat pagi"
        assert world.calls[-1].method == "sendMessage"
        assert world.phone(CHAT).last.buttons[0][0].text == "Ya"


async def test_files(world: Telegram) -> None:
    """A file arrives as it was sent, with its name, and comes back as it is."""
    content = bytes(range(256)) * 400
    async with bot_on(world) as bot:
        message = await bot.send_document(
            CHAT, content, filename="surat keterangan.pdf", caption="Surat & lampiran"
        )
        assert message.document is not None
        assert message.document.file_name == "surat keterangan.pdf"
        assert world.phone(CHAT).last.text == "Surat & lampiran"
        file = await bot.get_file(message.document.file_id)
        assert bytes(await file.download_as_bytearray()) == content


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("429", "pause"),
        ("500", "unknown"),
        ("502", "unknown"),
        ("reset", "unknown"),
        ("timeout", "unknown"),
        ("truncated", "unknown"),
        ("blocked", "unreachable"),
    ],
)
async def test_faults(world: Telegram, fault: str, kind: str) -> None:
    """Each way in which Telegram fails has one meaning, shows no token, and the next call works
    again."""
    async with bot_on(world, quick()) as bot:
        world.faults.add(fault, "sendMessage")  # type: ignore[arg-type]
        with pytest.raises(TelegramError) as caught:
            await call(bot, "sendMessage", HELLO)
        assert judge(caught.value).kind == kind
        assert TOKEN not in "".join(traceback.format_exception(caught.value))
        assert (await call(bot, "sendMessage", HELLO))["text"] == "Selamat pagi"


async def test_nobody_there() -> None:
    """A refused connection means that nothing was sent."""
    error = await error_of("http://127.0.0.1:1")
    assert isinstance(error, NetworkError)
    assert judge(error).kind == "unsent"
    assert TOKEN not in "".join(traceback.format_exception(error)) + repr(error.__cause__)


async def test_no_free_connection() -> None:
    """A call that found no connection in time was not sent, and its error does not show the
    address."""

    async def never(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read(-1)

    async with (
        odd_server(never) as url,
        bot_at(url, TOKEN, AiohttpRequest(pool=1, connect=0.1, read=1)) as bot,
    ):
        first = asyncio.create_task(call(bot, "sendMessage", HELLO))
        await asyncio.sleep(0.02)
        with pytest.raises(TimedOut) as caught:
            await call(bot, "sendMessage", HELLO)
        assert judge(caught.value).kind == "unsent"
        assert TOKEN not in "".join(traceback.format_exception(caught.value)) + repr(
            caught.value.__context__
        )
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)


async def test_trickle() -> None:
    """A server that sends one byte after the other for ever is one that does not answer."""

    async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _n in range(100):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.02)

    async with odd_server(trickle) as url:
        error = await error_of(url)
    assert isinstance(error, TimedOut)
    assert judge(error).kind == "unknown"


async def test_half_an_answer() -> None:
    """When the connection ends in the middle of the answer, nobody knows."""

    async def half(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"ok":true,')
        await writer.drain()

    async with odd_server(half) as url:
        assert judge(await error_of(url)).kind == "unknown"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"ibu sakit",
        b'{"ok":true}',
        b'{"ok":false,"error_code":599,"description":"?"}',
        b"[" * 100_000,
        b'{"ok":true,"result":' + b"9" * 10_000,
        b"\xff\xfe",
    ],
)
async def test_nonsense(body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """An answer without sense means that nobody knows, and it is not written into the log."""
    caplog.set_level(logging.INFO)
    for status in ("200 OK", "500 Oops"):
        async with odd_server(page(status, body)) as url:
            assert judge(await error_of(url)).kind == "unknown"
    assert "sakit" not in caplog.text


async def test_429_of_a_proxy() -> None:
    """A 429 that does not say for how long is still a 429."""
    async with odd_server(page("429 Too Many Requests", b"<html>slow down</html>")) as url:
        error = await error_of(url)
    assert isinstance(error, RetryAfter)
    assert judge(error).seconds == http.RETRY_SECONDS


async def test_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endless answer is given up instead of filling the memory."""
    monkeypatch.setattr(http, "LONGEST_ANSWER", 1000)
    async with odd_server(page("200 OK", b" " * 5000)) as url:
        assert judge(await error_of(url)).kind == "unknown"


async def test_half_a_character(world: Telegram) -> None:
    """A text that can't be encoded is refused before it is sent, and the error does not quote
    it."""
    async with bot_on(world) as bot:
        with pytest.raises(BadRequest) as caught:
            await call(bot, "sendMessage", {"chat_id": CHAT, "text": "ibu sakit \ud83d"})
    chain = (caught.value, caught.value.__cause__, caught.value.__context__)
    assert not any("sakit" in f"{error} {error!r}" for error in chain)
