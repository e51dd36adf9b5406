"""How updates reach the bot: confirmed by the next offset, kept a day, one poller at a time."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.simulator.errors import ApiError, NoAnswer
from bot.simulator.telegram import Telegram

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def world() -> Telegram:
    return Telegram(now=lambda: NOW)


async def ids(world: Telegram, **params: Any) -> list[int]:
    return [update["update_id"] for update in await world.call("getUpdates", params)]


def say(world: Telegram, count: int) -> None:
    for number in range(count):
        world.phone(7).send(f"pesan {number}")


async def test_only_a_higher_offset_confirms(world: Telegram) -> None:
    """Without an offset the same updates come again; an offset forgets all before it."""
    say(world, 5)
    assert await ids(world, limit=3) == [1, 2, 3]
    assert await ids(world) == [1, 2, 3, 4, 5]
    assert await ids(world, offset=4) == [4, 5]
    assert await ids(world) == [4, 5]
    assert await ids(world, offset=6) == []


async def test_a_negative_offset_counts_from_the_end(world: Telegram) -> None:
    """The last ones are returned, the others forgotten."""
    say(world, 5)
    assert await ids(world, offset=-2) == [4, 5]
    assert await ids(world) == [4, 5]
    assert await ids(world, offset=-9) == [4, 5]


async def test_at_most_100_at_once(world: Telegram) -> None:
    """A limit out of bounds means 100."""
    say(world, 120)
    assert len(await ids(world, limit=1000)) == 100
    assert len(await ids(world, limit=0)) == 100


async def test_ids_may_jump_up_and_after_quiet_down(world: Telegram) -> None:
    """A new id is taken as it is; an offset from another age does not swallow it."""
    world.updates.next_id = 5000
    say(world, 1)
    assert await ids(world) == [5000]
    with pytest.raises(ValueError, match="quiet week"):
        world.updates.next_id = 40
    assert await ids(world, offset=5001) == []
    world.updates.next_id = 40
    say(world, 2)
    assert await ids(world, offset=5001) == [40, 41]
    assert await ids(world, offset=42) == []


async def test_updates_live_24_hours(world: Telegram) -> None:
    """What nobody fetched for a day is gone."""
    say(world, 1)
    world.now = lambda: NOW + timedelta(hours=23)
    say(world, 1)
    assert await ids(world) == [1, 2]
    world.now = lambda: NOW + timedelta(hours=24)
    assert await ids(world) == [2]


async def test_a_long_poll_wakes_at_once(world: Telegram) -> None:
    """A waiting call answers with the first update, long before its timeout."""
    poll = asyncio.create_task(ids(world, timeout=30))
    await asyncio.sleep(0.01)
    assert not poll.done()
    say(world, 2)
    assert await asyncio.wait_for(poll, 1) == [1, 2]


async def test_a_second_poller_ends_the_first(world: Telegram) -> None:
    """The older call gets 409, the newer one goes on."""
    first = asyncio.create_task(ids(world, timeout=30))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(ids(world, timeout=30))
    with pytest.raises(ApiError, match="409 Conflict: terminated by other getUpdates request"):
        await asyncio.wait_for(first, 1)
    say(world, 1)
    assert await asyncio.wait_for(second, 1) == [1]


async def test_a_webhook_ends_polling(world: Telegram) -> None:
    """With a webhook set, getUpdates answers 409 until it is deleted."""
    poll = asyncio.create_task(ids(world, timeout=30))
    await asyncio.sleep(0.01)
    await world.call("setWebhook", {"url": "https://example.org/hook"})
    with pytest.raises(ApiError, match="terminated by setWebhook"):
        await poll
    with pytest.raises(
        ApiError, match="409 Conflict: can't use getUpdates method while webhook is active"
    ):
        await ids(world)
    say(world, 1)
    assert (await world.call("getWebhookInfo", {}))["pending_update_count"] == 1
    await world.call("deleteWebhook", {"drop_pending_updates": True})
    assert await ids(world) == []


async def test_allowed_updates_are_remembered(world: Telegram) -> None:
    """Kinds not asked for are never queued; the choice holds until the next one."""
    await ids(world, allowed_updates=["message"])
    phone = world.phone(7)
    phone.send("a")
    assert phone.edit(1, "b") == 0
    await ids(world)
    assert phone.block() == 0
    await ids(world, allowed_updates=[])
    assert phone.unblock() == 2


async def test_what_people_send_looks_like_telegrams_updates(world: Telegram) -> None:
    """Every kind of message has its own field; an album shares one id; a contact of one's own
    carries the own id."""
    phone = world.phone(7)
    first = phone.start("d_3274051003")
    phone.send("a", reply_to=1, forwarded=True)
    phone.photo("satu", album="A")
    phone.photo(album="A")
    phone.voice()
    phone.location(-6.7, 108.5)
    phone.contact()
    phone.contact(own=False)
    phone.document()
    phone.sticker()
    updates = [u["message"] for u in await world.call("getUpdates", {})]
    assert first == 1
    assert updates[0]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert updates[1]["reply_to_message"]["message_id"] == 1
    assert updates[1]["forward_origin"]["type"] == "hidden_user"
    assert updates[2]["caption"] == "satu"
    assert updates[2]["media_group_id"] == updates[3]["media_group_id"]
    assert updates[6]["contact"]["user_id"] == 7
    assert "user_id" not in updates[7]["contact"]
    kinds = ("photo", "photo", "voice", "location", "contact", "contact", "document", "sticker")
    assert [
        kind for kind, update in zip(kinds, updates[2:], strict=True) if kind in update
    ] == list(kinds)
    assert [shown.kind for shown in phone.messages][2:] == list(kinds)


async def test_taps_find_their_button(world: Telegram) -> None:
    """A label, a part of it or the data will do, newest message first; else the buttons there are
    get named."""
    phone = world.phone(7)
    phone.start()
    for text in ("lama", "baru"):
        keyboard = [
            [
                {"text": f"Ya, {text}", "callback_data": f"yes:{text}"},
                {"text": "Ya", "callback_data": "yes"},
            ]
        ]
        await world.call(
            "sendMessage",
            {"chat_id": 7, "text": text, "reply_markup": {"inline_keyboard": keyboard}},
        )
    phone.tap("Ya,")
    phone.tap("Ya")
    phone.tap("yes:lama")
    phone.tap_data("anything", 99)
    with pytest.raises(LookupError, match="Ya, lama"):
        phone.tap("Tidak")
    taps = [u["callback_query"] for u in await world.call("getUpdates", {"offset": 2})]
    assert [tap["data"] for tap in taps] == ["yes:baru", "yes", "yes:lama", "anything"]
    assert taps[0]["message"]["text"] == "baru"
    assert taps[3]["message"]["date"] == 0


async def test_reply_keyboards_send_words_numbers_and_places(world: Telegram) -> None:
    """A key says its text or shares what it asks for; a one-time keyboard then goes away."""
    phone = world.phone(7)
    phone.start()
    keys = [
        ["Batal"],
        [
            {"text": "Nomor saya", "request_contact": True},
            {"text": "Tempat", "request_location": True},
        ],
    ]
    await world.call("sendMessage", {"chat_id": 7, "text": "?", "reply_markup": {"keyboard": keys}})
    for label in ("Batal", "Nomor", "Tempat"):
        phone.tap(label)
    messages = [u["message"] for u in await world.call("getUpdates", {"offset": 2})]
    assert messages[0]["text"] == "Batal"
    assert messages[1]["contact"]["user_id"] == 7
    assert "location" in messages[2]
    once = {"keyboard": keys, "one_time_keyboard": True}
    await world.call("sendMessage", {"chat_id": 7, "text": "?", "reply_markup": once})
    phone.tap("Batal")
    assert phone.keyboard == ()
    assert phone.last.reply_keyboard[0][0].text == "Batal"


async def test_a_long_text_is_sent_in_parts(world: Telegram) -> None:
    """Apps cut at 4,096; nobody sends an empty text."""
    world.phone(7).send("x" * 5000)
    assert [len(message.text) for message in world.phone(7).messages] == [4096, 904]
    with pytest.raises(ValueError, match="empty"):
        world.phone(7).send(" ")


async def test_faults_strike_by_script(world: Telegram) -> None:
    """Before the effect nothing is delivered, after it the message is there and the answer lost."""
    world.phone(7).start()
    params = {"chat_id": 7, "text": "x"}
    world.faults.add("429", "sendMessage", nth=2, retry_after=30)
    world.faults.add("502", "sendMessage", nth=3, after=True)
    world.faults.add("reset", "sendMessage", nth=4)
    world.faults.add("blocked", "sendMessage", nth=5, chat_id=7)
    await world.call("sendMessage", params)
    with pytest.raises(ApiError) as slow:
        await world.call("sendMessage", params)
    assert slow.value.parameters == {"retry_after": 30}
    assert len(world.ledger) == 1
    with pytest.raises(NoAnswer) as lost:
        await world.call("sendMessage", params)
    assert lost.value.delivered
    assert len(world.ledger) == 2
    with pytest.raises(NoAnswer):
        await world.call("sendMessage", params)
    with pytest.raises(ApiError, match="403"):
        await world.call("sendMessage", params)
    assert len(world.ledger) == 2
    world.faults.clear()
    await world.call("sendMessage", params)
    with pytest.raises(ValueError, match="unknown fault"):
        world.faults.add("flood")  # type: ignore[arg-type]


async def test_chances_repeat_with_the_seed(world: Telegram) -> None:
    """The same seed fails the same calls."""

    async def failures() -> list[int]:
        telegram = Telegram()
        telegram.faults.dice.seed(5)
        telegram.faults.add("500", "getMe", chance=0.3)
        failed = []
        for number in range(30):
            try:
                await telegram.call("getMe", {})
            except ApiError:
                failed.append(number)
        return failed

    first = await failures()
    assert 0 < len(first) < 30
    assert await failures() == first


async def test_updates_may_come_twice_and_in_disorder(world: Telegram) -> None:
    """With delivery faults every update still comes, some again, some late, some before their
    neighbour."""
    world.faults.duplicate = world.faults.shuffle = 0.5
    say(world, 200)
    seen: list[int] = []
    offset = 0
    while batch := await ids(world, offset=offset, limit=20):
        seen += batch
        offset = max(offset, *(number + 1 for number in batch))
    assert set(seen) == set(range(1, 201))
    assert len(seen) > 250
    assert seen != sorted(seen)
    assert max(map(seen.count, set(seen))) <= 5
