"""Sends requests to Telegram's servers: python-telegram-bot's interface for requests, over aiohttp.
Knows no method, no message, and repeats nothing.

An error text from here never holds an address, because the address holds the token; nor what
Telegram answered, because that may be somebody's story. What an error means for a message is said
in ``call_errors.py``."""

import json
import os
from collections.abc import Callable, Mapping
from typing import Any, cast
from urllib.parse import urlencode

import aiohttp
import telegram
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

# Without this the library warns at every 429 that its waiting times will be timedeltas one day.
os.environ.setdefault("PTB_TIMEDELTA", "true")

POOL = 8
"""Connections kept. More in flight make nothing faster: Telegram takes 30 messages a second from a
bot."""

LONGEST_ANSWER = 21 * 1024 * 1024
"""Bytes. Telegram hands bots files of up to 20 MiB; what is longer is not an answer."""

RETRY_SECONDS = 5
"""How long to wait when Telegram, or a proxy before it, says 429 without saying for how long."""

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class AiohttpRequest(BaseRequest):
    """One pool of connections. Give the bot two: one for ``getUpdates``, one for the rest.

    Timeouts are in seconds. ``connect`` covers the wait for a free connection too; ``read`` bounds
    the whole answer, so that a server which trickles bytes counts as silent.

    Errors, for those who must know whether a call was made: not made are NetworkError caused by
    ``aiohttp.ClientConnectorError`` and TimedOut caused by ``aiohttp.ConnectionTimeoutError``;
    unknown are every other NetworkError and TimedOut.

    ``on_date`` is told the Date of each answer; ``floods`` counts the answers 429."""

    on_date: Callable[[str | None], None] | None = None
    floods = 0

    def __init__(
        self, *, pool: int = POOL, connect: float = 10, write: float = 10, read: float = 20
    ) -> None:
        self._pool, self._connect, self._write, self._read = pool, connect, write, read
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        """Open the pool; needs a running loop. Nothing happens when it is open."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                skip_auto_headers=("Accept", "Accept-Encoding"),
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of one exchange; the errors are those of the class. RuntimeError before
        ``initialize``."""
        if self._session is None or self._session.closed:
            raise RuntimeError("the connections to Telegram are not open; initialize the bot first")
        connect = _seconds(connect_timeout, self._connect)
        whole = connect + _seconds(write_timeout, self._write) + _seconds(read_timeout, self._read)
        body, headers = _body(request_data)
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                headers=headers,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=whole, connect=connect),
            ) as response:
                status, payload = response.status, await _read(response)
                if self.on_date:
                    self.on_date(response.headers.get("Date"))
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            failure = _failure(error)
        else:
            self.floods += status == 429
            if status == 429 and b'"retry_after"' not in payload:
                raise RetryAfter(RETRY_SECONDS)
            return status, payload
        # Outside the block, so that the first error (whose text may hold the address) is not
        # dragged along.
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object in an answer; TelegramError when there is none. The library's own would log
        the answer."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("the answer is not a JSON object")
        return answer


async def call(bot: telegram.Bot, method: str, params: Mapping[str, Any], **timeouts: float) -> Any:
    """Call a method of the Bot API (``sendMessage``) with plain JSON values; gives its plain JSON
    result.

    Errors are those of ``telegram.error``; an answer that makes no sense raises anything: see
    ``call_errors.py``. ``timeouts``: ``read_timeout`` and so on, in seconds."""
    # The library takes the underscore away again; without it, it would warn that it has a function
    # of this name.
    return await bot.do_api_request(f"{method}_", api_kwargs=dict(params), **cast("Any", timeouts))


def _seconds(given: Any, usual: float) -> float:
    return float(given) if isinstance(given, (int, float)) else usual


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    """The body as Telegram wants it: a form, in parts when it carries files."""
    if data is None:
        return None, {}
    try:
        if not data.contains_files:
            return urlencode(data.json_parameters).encode(), _FORM
        form = aiohttp.FormData(data.json_parameters, quote_fields=False)
        for name, (filename, content, kind) in data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=kind)
    except UnicodeEncodeError:
        pass  # half of a surrogate pair; the error would quote the text
    else:
        return form, {}
    raise BadRequest("the text holds a character that can't be sent")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_any():
        parts.append(part)
        size += len(part)
        if size > LONGEST_ANSWER:
            response.close()
            raise aiohttp.ClientPayloadError("the answer is too long")
    return b"".join(parts)


def _failure(error: Exception) -> NetworkError:
    """The error of the library for an error of aiohttp, without the address."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ClientConnectorError):
        return _caused(NetworkError(f"no connection to the server ({name})"), error)
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return _caused(
            TimedOut(f"no connection in time ({name})"), aiohttp.ConnectionTimeoutError()
        )
    if isinstance(error, TimeoutError):
        return TimedOut(f"no answer in time ({name})")
    return NetworkError(f"the exchange broke off ({name})")


def _caused(failure: NetworkError, cause: Exception) -> NetworkError:
    failure.__cause__ = cause
    return failure
