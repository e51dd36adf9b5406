"""The data behind the demo page: who may ask for it, what it tells; and the demo that the browser
tests play with."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from bot.simulator.telegram import Telegram
from bot.simulator.web.page import DemoPhone, Step
from bot.simulator.web.server import Server, app, serve


@dataclass
class FakeDemo:
    """A clock that only the buttons move; six phones."""

    at: datetime = datetime(2026, 11, 21, 2, 5, tzinfo=UTC)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    steps: list[str] = field(default_factory=list)
    phones: tuple[DemoPhone, ...] = (
        DemoPhone(1, "Warga", "HP di rumah", "Coba: /lapor"),
        DemoPhone(2, "Ketua RT", "Melapor untuk tetangga", "Coba: /lapor"),
        DemoPhone(3, "Loket", "Penerima pengaduan", "Coba: /antrian"),
        DemoPhone(4, "Petugas layanan", "Pelayanan dan rujukan", "Coba: /antrian"),
        DemoPhone(5, "Koordinator", "Puskesos kelurahan", "Coba: /tugaskan"),
        DemoPhone(6, "Kabupaten", "Petugas SLRT", "Coba: /antrian"),
    )

    def now(self) -> datetime:
        return self.at

    async def advance(self, step: Step) -> datetime:
        self.steps.append(step)
        self.at += timedelta(hours=1) if step == "hour" else timedelta(days=1)
        return self.at

    async def next_due(self) -> datetime | None:
        return None if len(self.steps) > 1 else datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


async def echo(world: Telegram) -> None:
    """A bot that repeats: enough to see every kind of answer on the page."""
    await world.call(
        "setMyCommands", {"commands": [{"command": "lapor", "description": "Buat laporan baru"}]}
    )
    offset = 0
    while True:
        for update in await world.call("getUpdates", {"offset": offset, "timeout": 50}):
            offset = update["update_id"] + 1
            if "callback_query" in update:
                await answer_tap(world, update["callback_query"])
            elif "message" in update:
                await answer_message(world, update["message"])
            elif "edited_message" in update:
                await answer_message(world, update["edited_message"])


async def answer_tap(world: Telegram, query: dict[str, Any]) -> None:
    alert = query["data"] == "no"
    await world.call(
        "answerCallbackQuery",
        {"callback_query_id": query["id"], "text": "Dicatat.", "show_alert": alert},
    )
    place = {"chat_id": query["from"]["id"], "message_id": query["message"]["message_id"]}
    if query["data"] == "delete":
        await world.call("deleteMessage", place)
    else:
        await world.call(
            "editMessageText",
            {**place, "text": f"Jawaban: <b>{query['data']}</b>", "parse_mode": "HTML"},
        )


async def answer_message(world: Telegram, message: dict[str, Any]) -> None:
    chat_id, text = message["chat"]["id"], message.get("text", "")
    say = {"chat_id": chat_id, "parse_mode": "HTML"}
    kinds = ("photo", "voice", "venue", "location", "contact", "document", "sticker", "dice")
    kind = next((name for name in kinds if name in message), "text")
    if text == "/start":
        keys = [
            [{"text": "Bagikan nomor saya", "request_contact": True}],
            [{"text": "Bagikan lokasi", "request_location": True}],
        ]
        await world.call(
            "sendMessage",
            {
                **say,
                "text": "Selamat datang di <b>Puskesos</b>.",
                "reply_markup": {"keyboard": keys},
            },
        )
    elif text == "/lapor":
        buttons = [
            ("Kartu KIS tidak aktif", "kis"),
            ("Bantuan belum diterima", "no"),
            ("Hapus", "delete"),
        ]
        rows = [[{"text": label, "callback_data": data}] for label, data in buttons]
        await world.call(
            "sendMessage",
            {
                **say,
                "text": "Apa yang terjadi?\nPilih yang paling dekat.",
                "reply_markup": {"inline_keyboard": rows},
            },
        )
        await world.call(
            "setMessageReaction",
            {
                "chat_id": chat_id,
                "message_id": message["message_id"],
                "reaction": [{"type": "emoji", "emoji": "👀"}],
            },
        )
    else:
        extras = " ".join(
            name for name in ("reply_to_message", "forward_origin", "edit_date") if name in message
        )
        await world.call(
            "sendMessage", {**say, "text": f"Diterima {kind}: {escape(text)} {extras} /lapor"}
        )


@asynccontextmanager
async def demonstration(world: Telegram, demo: FakeDemo) -> AsyncIterator[Server]:
    """The page and the echo bot, running."""
    bot = asyncio.create_task(echo(world))
    async with await serve(app(world, demo=demo)) as running:
        yield running
    bot.cancel()
    with suppress(asyncio.CancelledError):
        await bot


async def test_only_the_page_itself_may_act(
    server: Server, demo: FakeDemo, world: Telegram
) -> None:
    """A foreign host name, form or person is refused; only images and sound are shown; other files
    can but be saved."""
    url = f"{server.url}/demo/clock"
    async with httpx.AsyncClient() as client:
        foreign = {"host": "evil.example"}
        assert (await client.post(url, json={"step": "hour"}, headers=foreign)).status_code == 400
        assert (await client.get(f"{server.url}/demo/state", headers=foreign)).status_code == 403
        assert (await client.get(f"{server.url}/demo/events", headers=foreign)).status_code == 403
        assert (await client.post(url, data={"step": "hour"})).status_code == 400
        assert (await client.post(url, json={"step": "year"})).status_code == 400
        assert (
            await client.post(f"{server.url}/demo/phone/99", json={"do": "start"})
        ).status_code == 400
        assert (
            await client.post(f"{server.url}/demo/phone/1", json={"do": "text"})
        ).status_code == 400
        assert (await client.get(f"{server.url}/demo/page.py")).status_code == 404
        world.phone(1).document(data=b"<script>", mime="text/html", name="x.html")
        (file_id,) = world.files
        address = f"{server.url}/demo/file/{file_id}"
        assert (await client.get(address, headers=foreign)).status_code == 404
        saved = (await client.get(address)).headers
        assert (saved["content-type"], saved["content-disposition"]) == (
            "application/octet-stream",
            "attachment",
        )
        assert saved["x-content-type-options"] == "nosniff"
        policy = (await client.get(server.url)).headers["content-security-policy"]
        assert "default-src 'none'" in policy
    assert demo.steps == []


async def test_the_stream_tells_all_then_only_news(server: Server, world: Telegram) -> None:
    """The first events show whole chats; later ones only what changed."""
    world.phone(1).start()
    seen: list[dict[str, Any]] = []

    async def until(client: httpx.AsyncClient, enough: Callable[[], bool]) -> None:
        async with client.stream("GET", f"{server.url}/demo/events") as stream:
            async for line in stream.aiter_lines():
                if line.startswith('data: {"id"'):
                    seen.append(json.loads(line[6:]))
                    if len(seen) == 6:
                        world.phone(1).send("baru")
                    if enough():
                        return

    async with httpx.AsyncClient() as client:
        await asyncio.wait_for(
            until(client, lambda: any(m["text"] == "baru" for v in seen for m in v["messages"])), 5
        )
    assert [view["fresh"] for view in seen] == [True] * 6 + [False]
    assert seen[-1]["messages"][0]["text"] == "baru"
