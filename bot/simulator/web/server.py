"""The simulated Telegram over HTTP: the Bot API's two routes, faults as a network shows them,
uvicorn in this loop.

The route of the methods is plain ASGI, because a benchmark sends thousands of calls a second
through it.

Tested in tests/bot/simulator/web/test_page.py."""

import asyncio
import contextlib
import json
import socket
from collections.abc import Mapping
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.quiet_server import QuietServer
from bot.simulator.errors import ApiError, NoAnswer, bad_request
from bot.simulator.parameters import Upload
from bot.simulator.telegram import Telegram
from bot.simulator.web.page import DemoControls, routes

_HTML = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    b"<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n"
)
_JSON, _PAGE, _BYTES = b"application/json", b"text/html", b"application/octet-stream"
_RESET = "puskesos.reset"
_ODD: Mapping[str, tuple[int, bytes, bytes]] = {
    "502": (502, _HTML, _PAGE),
    "truncated": (200, b'{"ok":true,"result":{"message_id":', _JSON),
    "garbage": (200, b'{"ok":true,"result":[[123456789012345678901234567890,null]]}', _JSON),
    "empty": (200, b"", _JSON),
    "shapeless": (200, b"[]", _JSON),
}
"""Answers that are none: code, body and its kind."""

_REFUSED = ("429", "500", "502", "503", "504", "418", "blocked")
"""The faults that give no file at all; all others break it off."""


def app(telegram: Telegram, *, demo: DemoControls | None = None) -> Starlette:
    """The Bot API of ``telegram`` at ``/bot<token>/`` and ``/file/bot<token>/``; with ``demo`` the
    page at ``/``."""
    stopping = asyncio.Event()
    api = [
        Route("/bot{token}/{method}", _Methods(telegram, stopping)),
        Route("/file/bot{token}/{path:path}", _Download(telegram)),
    ]
    application = Starlette(routes=[*api, *(routes(telegram, demo, stopping) if demo else ())])
    application.state.stopping, application.state.telegram = stopping, telegram
    return application


class _Methods:
    """ASGI: one call of a method."""

    def __init__(self, telegram: Telegram, stopping: asyncio.Event) -> None:
        self.telegram, self.stopping = telegram, stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path_params"]
        try:
            if path["token"] != self.telegram.token:
                raise ApiError(401, "Unauthorized")
            params, files = await _read(scope, receive)
            result = await self.telegram.call(path["method"], params, files)
            answer: dict[str, Any] = {"ok": True, "result": result}
            await _answer(
                send, 200, json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
            )
        except ApiError as error:
            answer = {"ok": False, "error_code": error.code, "description": error.description}
            if error.parameters:
                answer["parameters"] = dict(error.parameters)
            await _answer(send, error.code, json.dumps(answer).encode())
        except NoAnswer as trouble:
            await _fail(trouble, scope, receive, send, self.stopping)


class _Download:
    """ASGI: one file, which a fault may break off half-way."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path_params"]
        file, fault = self.telegram.file_at(path["path"])
        if path["token"] != self.telegram.token or file is None:
            await _answer(send, 404, b'{"ok":false,"error_code":404,"description":"Not Found"}')
        elif fault and fault.kind in _REFUSED:
            await _answer(send, 502, _HTML, _PAGE)
        elif fault:
            await _start(send, 200, _BYTES, len(file.content))
            await send(
                {
                    "type": "http.response.body",
                    "body": file.content[: len(file.content) // 2],
                    "more_body": True,
                }
            )
            _reset(scope)
        else:
            await _answer(send, 200, file.content, _BYTES)


async def _read(scope: Scope, receive: Receive) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters from the query, then from a JSON, form or multipart body, and the files. Raises
    ApiError 400."""
    headers = dict(scope["headers"])
    kind = headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    try:
        params: dict[str, Any] = dict(
            parse_qsl(scope["query_string"].decode(), True, errors="strict")
        )
        if kind == b"multipart/form-data":
            form = await Request(scope, receive).form(max_part_size=60 * 1024 * 1024)
            files = {
                name: Upload(
                    part.filename or name,
                    await part.read(),
                    part.content_type or "application/octet-stream",
                )
                for name, part in form.items()
                if isinstance(part, UploadFile)
            }
            params |= {name: value for name, value in form.items() if isinstance(value, str)}
            await form.close()
            return params, files
        body = await _body(receive)
        if kind == b"application/json" and body:
            params |= json.loads(body)
        elif body:
            params |= dict(parse_qsl(body.decode(), True, errors="strict"))
    except UnicodeDecodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except (ValueError, TypeError, RecursionError):
        raise bad_request("can't parse request") from None
    return params, {}


async def _body(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body"):
        message = await receive()
        body += message.get("body", b"")
    return body


async def _start(send: Send, status: int, kind: bytes, length: int) -> None:
    headers = [(b"content-type", kind), (b"content-length", str(length).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _answer(send: Send, status: int, body: bytes, kind: bytes = _JSON) -> None:
    await _start(send, status, kind, len(body))
    await send({"type": "http.response.body", "body": body})


async def _fail(
    trouble: NoAnswer, scope: Scope, receive: Receive, send: Send, stopping: asyncio.Event
) -> None:
    """Show a fault as the network would."""
    if trouble.kind in _ODD:
        await _answer(send, *_ODD[trouble.kind])
    elif trouble.kind == "reset":
        _reset(scope)
    else:
        if trouble.kind == "slow":  # it begins to answer, and never ends
            await _start(send, 200, _JSON, 1000)
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
        waits = {asyncio.ensure_future(_hung_up(receive)), asyncio.ensure_future(stopping.wait())}
        _, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        if trouble.kind == "timeout":
            await _answer(send, 504, b"", _PAGE)
        else:
            _reset(scope)


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _reset(scope: Scope) -> None:
    """Break the connection without a word (behind ``serve``; in process, as an error of the
    connection)."""
    transport = scope.get(_RESET)
    if transport is None:
        raise ConnectionResetError("the simulated Telegram broke the connection")
    linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
    with contextlib.suppress(OSError, AttributeError):
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()


def _with_transport(inner: ASGIApp) -> ASGIApp:
    """Let the app below find the connection, which ASGI itself does not show."""

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        scope[_RESET] = getattr(getattr(send, "__self__", None), "transport", None)
        await inner(scope, receive, send)

    return outer


class Server:
    """A running server. ``async with`` stops it at the end."""

    def __init__(self, application: Starlette, host: str, listener: socket.socket) -> None:
        self.application, self.host, self._listener = application, host, listener
        self.port: int = listener.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        config = uvicorn.Config(
            _with_transport(application),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_keep_alive=75,
            timeout_graceful_shutdown=3,
        )
        self._server = QuietServer(config)
        self._task = asyncio.create_task(self._server.serve([listener]))

    async def stop(self) -> None:
        """End the waiting polls and streams, then close; returns when the port is free again."""
        self.application.state.stopping.set()
        self.application.state.telegram.updates.end_poll()
        self._server.should_exit = True
        await self._task
        self._listener.close()

    async def __aenter__(self) -> "Server":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.stop()


async def serve(application: Starlette, host: str = "127.0.0.1", port: int = 0) -> Server:
    """Serve what ``app`` made, in this event loop, without signal handlers. Raises OSError when the
    port is taken."""
    # the protocol is named because asyncio switches Nagle's delay off only for a socket that says
    # it is TCP
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    server = Server(application, host, listener)
    while not server._server.started:
        if server._task.done():
            await server._task
        await asyncio.sleep(0.005)
    return server
