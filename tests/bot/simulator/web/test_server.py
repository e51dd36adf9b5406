"""The simulated Telegram over HTTP carries the real library, uploads and downloads, and fails like
a network."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import httpx
import pytest
import telegram
from telegram.request import HTTPXRequest

from bot.simulator import samples
from bot.simulator.telegram import Telegram
from bot.simulator.web.server import Server, app, serve
from tests.support.crashes.crashing import END_SECONDS, until


@pytest.fixture
def world() -> Telegram:
    simulated = Telegram()
    simulated.phone(7).start()
    return simulated


@pytest.fixture
async def server(world: Telegram) -> AsyncIterator[Server]:
    async with await serve(app(world)) as running:
        yield running


@pytest.fixture
async def bot(
    world: Telegram, server: Server, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[telegram.Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns on every RetryAfter
    request = HTTPXRequest(read_timeout=0.5)
    api, files = f"{server.url}/bot", f"{server.url}/file/bot"
    async with telegram.Bot(
        world.token, api, files, request=request, get_updates_request=HTTPXRequest()
    ) as client:
        yield client


async def test_the_library_reads_every_answer(bot: telegram.Bot, world: Telegram) -> None:
    """python-telegram-bot writes, edits, reacts, sets menus and reads back what it did."""
    yes = telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton("Ya", callback_data="yes")]]
    )
    message = await bot.send_message(7, "Halo <b>Ibu</b>", parse_mode="HTML", reply_markup=yes)
    assert message.text_html == "Halo <b>Ibu</b>"
    assert message.reply_markup == yes
    edited = await message.edit_text("Baik", reply_markup=yes)
    assert isinstance(edited, telegram.Message)
    assert edited.edit_date
    await message.edit_reply_markup()
    await bot.set_message_reaction(7, 1, "👀")
    await bot.send_chat_action(7, "typing")
    await bot.set_my_commands([("lapor", "Buat laporan")], scope=telegram.BotCommandScopeChat(7))
    assert (await bot.get_my_commands(scope=telegram.BotCommandScopeChat(7)))[0].command == "lapor"
    await bot.set_my_description("Pengaduan")
    await bot.set_my_short_description("Pengaduan")
    assert (await bot.get_chat(7)).type == "private"
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert await bot.delete_message(7, message.message_id)
    assert [call.method for call in world.calls][:2] == ["getMe", "sendMessage"]


async def test_updates_and_taps_come_through(bot: telegram.Bot, world: Telegram) -> None:
    """A long poll brings messages and taps as the library's own objects; a tap is answered."""
    yes = telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton("Ya", callback_data="yes")]]
    )
    await bot.send_message(7, "?", reply_markup=yes)
    poll = asyncio.create_task(
        bot.get_updates(offset=2, timeout=10, allowed_updates=telegram.Update.ALL_TYPES)
    )
    await asyncio.sleep(0.05)
    world.phone(7).tap("Ya")
    (update,) = await poll
    assert update.callback_query
    assert update.callback_query.data == "yes"
    assert await update.callback_query.answer("Tersimpan", show_alert=True)
    assert world.phone(7).toasts[-1].alert


async def test_every_kind_of_message_is_understood(bot: telegram.Bot, world: Telegram) -> None:
    """The library parses what phones send without a word left over."""
    phone = world.phone(7)
    for action in (
        phone.photo,
        phone.voice,
        phone.document,
        phone.contact,
        phone.sticker,
        phone.block,
        phone.start,
    ):
        action()
    phone.location(-6.7, 108.5)
    updates = await bot.get_updates()
    assert len(updates) == 10
    assert [update.api_kwargs for update in updates] == [{}] * 10
    kinds = [update.message.effective_attachment for update in updates if update.message]
    assert sum(kind is not None for kind in kinds) == 6


async def test_files_go_up_and_down(bot: telegram.Bot, world: Telegram) -> None:
    """Multipart uploads are shown in the chat; a photo of the person is fetched byte for byte."""
    await bot.send_photo(7, samples.picture(), caption="<i>satu</i>", parse_mode="HTML")
    await bot.send_voice(7, samples.voice())
    await bot.send_document(7, samples.letter(), filename="surat.pdf")
    album = [
        telegram.InputMediaPhoto(samples.picture(n), caption="dua" if n == 0 else None)
        for n in range(2)
    ]
    assert len({part.media_group_id for part in await bot.send_media_group(7, album)}) == 1
    assert [entry.media for entry in world.ledger] == [
        "photo",
        "voice",
        "document",
        "photo",
        "photo",
    ]
    world.phone(7).photo("KTP")
    update = (await bot.get_updates())[-1]
    assert update.message
    file = await update.message.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == world.files[file.file_id].content


@pytest.mark.parametrize(
    ("fault", "error", "delivered"),
    [
        ({"kind": "429", "retry_after": 9}, telegram.error.RetryAfter, 0),
        ({"kind": "blocked"}, telegram.error.Forbidden, 0),
        ({"kind": "500"}, telegram.error.NetworkError, 0),
        ({"kind": "500", "after": True}, telegram.error.NetworkError, 1),
        ({"kind": "502"}, telegram.error.NetworkError, 0),
        ({"kind": "502", "after": True}, telegram.error.NetworkError, 1),
        ({"kind": "reset"}, telegram.error.NetworkError, 0),
        ({"kind": "reset", "after": True}, telegram.error.NetworkError, 1),
        ({"kind": "timeout"}, telegram.error.TimedOut, 0),
        ({"kind": "timeout", "after": True}, telegram.error.TimedOut, 1),
        ({"kind": "truncated"}, telegram.error.TelegramError, 1),
    ],
)
async def test_faults_look_real(
    bot: telegram.Bot,
    world: Telegram,
    fault: dict[str, object],
    error: type[Exception],
    delivered: int,
) -> None:
    """The library meets each fault as in the world, and the ledger knows what was delivered."""
    world.faults.add(method="sendMessage", **fault)  # type: ignore[arg-type]
    with pytest.raises(error):
        await bot.send_message(7, "x")
    assert len(world.ledger) == delivered
    await bot.send_message(7, "x")
    assert len(world.ledger) == delivered + 1


async def test_a_download_can_break_off(bot: telegram.Bot, world: Telegram) -> None:
    """Half a file is an error, and the next try gets it all."""
    world.phone(7).photo()
    update = (await bot.get_updates())[-1]
    assert update.message
    file = await update.message.photo[-1].get_file()
    world.faults.add("reset", "download")
    with pytest.raises(telegram.error.NetworkError):
        await file.download_as_bytearray()
    assert len(await file.download_as_bytearray()) == file.file_size


async def test_bodies_of_all_three_kinds(server: Server, world: Telegram) -> None:
    """A call may come as JSON, as a form or in the address."""
    base = f"{server.url}/bot{world.token}"
    async with httpx.AsyncClient() as client:
        answers = [
            await client.post(f"{base}/sendMessage", json={"chat_id": 7, "text": "a"}),
            await client.post(f"{base}/sendMessage", data={"chat_id": "7", "text": "b"}),
            await client.get(f"{base}/sendmessage", params={"chat_id": "7", "text": "c"}),
            await client.post(
                f"{base}/sendMessage", files={"x": b""}, data={"chat_id": "7", "text": "d"}
            ),
        ]
        assert [answer.json()["result"]["text"] for answer in answers] == ["a", "b", "c", "d"]
        broken = await client.post(
            f"{base}/getMe", content=b"{", headers={"content-type": "application/json"}
        )
        assert broken.json() == {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: can't parse request",
        }
        latin = await client.post(f"{base}/sendMessage", content=b"chat_id=7&text=%ff")
        assert "UTF-8" in latin.json()["description"]


async def test_the_token_is_checked(server: Server, world: Telegram) -> None:
    """A wrong token gets 401, an unknown method or file 404, and neither tells anything."""
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{server.url}/bot1:WRONG/getMe")).json()["error_code"] == 401
        assert (await client.get(f"{server.url}/bot{world.token}/getMoney")).status_code == 404
        assert (
            await client.get(f"{server.url}/file/bot{world.token}/photos/x.jpg")
        ).status_code == 404
        assert (await client.get(f"{server.url}/")).status_code == 404


async def _polled(world: Telegram) -> bool:
    return world.updates._poller is not None


async def test_stopping_ends_waiting_polls(world: Telegram) -> None:
    """A stop with a poll under way is quick and frees the port."""
    running = await serve(app(world))
    await world.call("getUpdates", {"offset": 2})
    async with httpx.AsyncClient() as client:
        poll = asyncio.create_task(
            client.get(f"{running.url}/bot{world.token}/getUpdates", params={"timeout": 30})
        )
        await until(partial(_polled, world), END_SECONDS, "the poll does not come")
        await asyncio.wait_for(running.stop(), 3)
        assert (await poll).json() == {"ok": True, "result": []}
    async with await serve(app(world), port=running.port) as again:
        assert again.port == running.port
    async with await serve(app(world)) as held:
        with pytest.raises(OSError, match="in use"):
            await serve(app(world), port=held.port)
