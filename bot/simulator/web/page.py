"""The demo page: several phones side by side and a clock that can be moved. HTTP only; the look is
in ``page.*``.

Everything that changes reaches the page as server-sent events; everything a visitor does is one
POST."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any, Literal, Protocol, get_args
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.simulator.telegram import Telegram
from bot.simulator.web.actions import ACTIONS
from bot.simulator.web.view import PhoneFollower

Step = Literal["hour", "working_day", "next_due"]


@dataclass(frozen=True)
class DemoPhone:
    """One phone on the page: whose it is and what to try on it. ``face``: two letters that no
    other phone has."""

    user_id: int
    title: str
    subtitle: str
    hint: str
    face: str = ""


class DemoControls(Protocol):
    """What the page needs from the program that it shows."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the clock on the page."""

    @property
    def phones(self) -> Sequence[DemoPhone]:
        """The phones in the order in which they stand; the guided stories count on that of
        ``words.js``."""

    def now(self) -> datetime:
        """The simulated now, aware."""

    async def advance(self, step: Step) -> datetime:
        """Move the clock forward, with everything that falls due on the way; gives the new now."""

    async def next_due(self) -> datetime | None:
        """When something falls due next, if anything does."""


_KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_FILES = (
    "page.html",
    "page.css",
    "page.js",
    "phone.js",
    "message.js",
    "draw.js",
    "words.js",
    "icon.svg",
)
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " img-src 'self'; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
_SHOWN = ("image/jpeg", "image/png", "audio/ogg")
_TICK = 1.0  # seconds between looks at the clock, which may move by itself


def routes(telegram: Telegram, demo: DemoControls, stopping: asyncio.Event) -> list[Route]:
    """The page at ``/`` and its data under ``/demo/``."""
    page = _Page(telegram, demo, stopping)
    return [
        Route("/", page.file),
        Route("/demo/file/{file_id}", page.download),
        Route("/demo/state", page.state),
        Route("/demo/events", page.events),
        Route("/demo/clock", page.clock, methods=["POST"]),
        Route("/demo/phone/{user_id:int}", page.act, methods=["POST"]),
        Route("/demo/{name}", page.file),
    ]


class _Page:
    def __init__(self, telegram: Telegram, demo: DemoControls, stopping: asyncio.Event) -> None:
        self.telegram, self.demo, self.stopping = telegram, demo, stopping
        self.moving = asyncio.Lock()

    async def file(self, request: Request) -> Response:
        """The page itself, its style and its scripts."""
        name = request.path_params.get("name", "page.html")
        if name not in _FILES or not _from_here(request):
            return Response(status_code=404)
        content = resources.files("bot.simulator.web").joinpath(name).read_bytes()
        return Response(content, headers=_HEADERS, media_type=_KINDS[name.rpartition(".")[2]])

    async def download(self, request: Request) -> Response:
        """A picture, voice note or paper that stands in a chat; what a browser might run is only
        ever saved."""
        file = self.telegram.files.get(request.path_params["file_id"])
        if not file or not _from_here(request):
            return Response(status_code=404)
        headers = _HEADERS | {"cache-control": "max-age=3600"}
        if file.mime in _SHOWN:
            return Response(file.content, media_type=file.mime, headers=headers)
        saved = headers | {"content-disposition": "attachment"}
        return Response(file.content, media_type="application/octet-stream", headers=saved)

    async def state(self, request: Request) -> Response:
        """What does not change while the page is open: the bot and the phones."""
        if not _from_here(request):
            return Response(status_code=403)
        phones = [
            {
                "id": phone.user_id,
                "title": phone.title,
                "subtitle": phone.subtitle,
                "hint": phone.hint,
                "face": phone.face or phone.title[:2],
            }
            for phone in self.demo.phones
        ]
        facts = {
            "bot": self.telegram.me["first_name"],
            "zone": self.demo.zone.key,
            "phones": phones,
        }
        return JSONResponse(facts, headers=_HEADERS)

    async def events(self, request: Request) -> Response:
        """Server-sent events: ``clock`` and ``chat``; the first of each tell everything."""
        if not _from_here(request):
            return Response(status_code=403)
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=_HEADERS)

    async def clock(self, request: Request) -> Response:
        """Move the clock by ``{"step": "hour" | "working_day" | "next_due"}``."""
        wish = await _wish(request)
        if wish is None or wish.get("step") not in get_args(Step):
            return Response(status_code=400)
        async with self.moving:
            await self.demo.advance(wish["step"])
        return JSONResponse(await self._clock(), headers=_HEADERS)

    async def act(self, request: Request) -> Response:
        """One thing a person does: ``{"do": "text", "text": ...}`` and so on (``actions.py``)."""
        wish = await _wish(request)
        action = ACTIONS.get(str(wish.get("do", ""))) if wish else None
        user_id = request.path_params["user_id"]
        if (
            wish is None
            or action is None
            or user_id not in {phone.user_id for phone in self.demo.phones}
        ):
            return Response(status_code=400)
        try:
            action(self.telegram.phone(user_id), wish)
        except (KeyError, ValueError, TypeError, LookupError, RuntimeError) as error:
            return JSONResponse({"error": type(error).__name__}, status_code=400, headers=_HEADERS)
        return JSONResponse({}, headers=_HEADERS)

    async def _clock(self) -> dict[str, str | None]:
        due = await self.demo.next_due()
        now = self.demo.now().astimezone(self.demo.zone)
        return {
            "now": now.replace(tzinfo=None).isoformat(timespec="minutes"),
            "zone": now.tzname(),
            "due": due.astimezone(self.demo.zone).replace(tzinfo=None).isoformat(timespec="minutes")
            if due
            else None,
        }

    async def _stream(self) -> AsyncIterator[str]:
        changed = asyncio.Event()
        seen = [PhoneFollower(self.telegram.phone(phone.user_id)) for phone in self.demo.phones]
        clock: dict[str, str | None] = {}
        looked = -_TICK
        loop = asyncio.get_running_loop()

        def note(_: int) -> None:
            changed.set()

        self.telegram.watchers.add(note)
        try:
            while not self.stopping.is_set():
                changed.clear()
                if loop.time() >= looked + _TICK:
                    before, clock, looked = clock, await self._clock(), loop.time()
                    if clock != before:
                        yield _event("clock", clock)
                for view in filter(None, [one.news() for one in seen]):
                    yield _event("chat", view)
                await self._until(changed)
                yield ": \n\n"
        finally:
            self.telegram.watchers.discard(note)

    async def _until(self, changed: asyncio.Event) -> None:
        """Wait for a change, the end, or the next look at the clock."""
        waits = {asyncio.ensure_future(changed.wait()), asyncio.ensure_future(self.stopping.wait())}
        try:
            await asyncio.wait(waits, timeout=_TICK, return_when=asyncio.FIRST_COMPLETED)
        finally:  # a page that is closed ends this wait from outside
            for task in waits:
                task.cancel()
        if changed.is_set():
            await asyncio.sleep(0.02)


def _event(kind: str, data: Any) -> str:
    return f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _from_here(request: Request) -> bool:
    """Whether the page was opened by a name of this machine: a foreign site may not reach it by a
    DNS trick."""
    return request.url.hostname in ("127.0.0.1", "localhost", "::1", "testserver")


async def _wish(request: Request) -> dict[str, Any] | None:
    """The JSON object of a POST. A foreign page cannot send this content type without being asked
    for leave first."""
    if not _from_here(request) or request.headers.get("content-type") != "application/json":
        return None
    try:
        wish = await request.json()
    except ValueError:
        return None
    return wish if isinstance(wish, dict) else None


__all__ = ["DemoControls", "DemoPhone", "Step", "routes"]
