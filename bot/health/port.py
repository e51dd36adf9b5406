"""The port at which a monitor asks. Nothing that comes in here may hold up or end the bot: answers
come from memory, connections are few, short and small.

Tested in tests/bot/health/test_port.py."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.health.figures import MonitorFigures
from bot.health.stand import Stand
from bot.quiet_server import QuietServer
from bot.settings.health_section import Place

log = structlog.get_logger()

MOST = 20
"""Connections at a time; more are closed at once, so that files and database keep theirs."""

LONGEST_SECONDS = 5.0
"""How long a connection may last, whatever it does: a monitor needs a moment."""

HEADER_BYTES = 8192


class _Short(H11Protocol):
    """One connection, which ends soon. It says nothing about the program to the outside."""

    def connection_made(self, transport: Any) -> None:
        if len(self.connections) >= MOST:
            transport.abort()
            return
        super().connection_made(transport)
        ending = asyncio.get_running_loop().call_later(LONGEST_SECONDS, transport.abort)
        self._ending = ending

    def connection_lost(self, exc: Exception | None) -> None:
        if hasattr(self, "_ending"):
            self._ending.cancel()
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if hasattr(self, "_ending"):
            super().data_received(data)


def answers(stand: Stand, figures: MonitorFigures) -> Starlette:
    """What is answered to whom asks."""

    async def healthz(request: Request) -> Response:
        return _words(stand.silent())

    async def readyz(request: Request) -> Response:
        return _words(stand.silent() + stand.unready())

    async def metrics(request: Request) -> Response:
        return Response(figures.text(), media_type="text/plain; version=0.0.4; charset=utf-8")

    ways = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}
    return Starlette(routes=[Route(path, way, methods=["GET"]) for path, way in ways.items()])


def _words(wrong: list[str]) -> Response:
    return PlainTextResponse("\n".join(wrong or ["ok"]) + "\n", 503 if wrong else 200)


@contextlib.asynccontextmanager
async def answering(application: Starlette, place: Place) -> AsyncIterator[int | None]:
    """Answer at the place while the block runs; gives the port. Where that can't be, it is told in
    the log, and the bot goes on without."""
    try:
        listener = _listener(place)
    except OSError as error:
        log.error("the health port can't be opened", port=place[1], error=error.strerror)
        yield None
        return
    server = _server(application)
    task = asyncio.create_task(server.serve([listener]))
    task.add_done_callback(_say)
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.gather(task, return_exceptions=True)
        listener.close()


def _listener(place: Place) -> socket.socket:
    address, port = place
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    return socket.create_server((str(address), port), family=family)


def _server(application: Starlette) -> uvicorn.Server:
    return QuietServer(
        uvicorn.Config(
            application,
            http=_Short,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            h11_max_incomplete_event_size=HEADER_BYTES,
            timeout_graceful_shutdown=1,
        )
    )


def _say(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("the health port has ended", error=type(error).__name__)
