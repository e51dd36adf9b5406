"""Whatever a phone sends has the shape that Telegram gives it, and the library reads it so."""

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, Message, Update

from bot.simulator.phones import Phone
from bot.simulator.telegram import Telegram

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
LAT, LON = -6.7320, 108.5523


@pytest.fixture
def world() -> Telegram:
    return Telegram(now=lambda: NOW)


@pytest.fixture
def phone(world: Telegram) -> Phone:
    return world.phone(7)


async def read(world: Telegram) -> list[Update]:
    """All updates, as the library reads them; nothing in them is unknown to it."""
    raws = await world.call("getUpdates", {})
    updates = [Update.de_json(raw, Bot(world.token)) for raw in raws]
    assert [one.to_dict()["update_id"] for one in updates] == [raw["update_id"] for raw in raws]
    return updates


async def only(world: Telegram) -> Message:
    (update,) = await read(world)
    assert update.message is not None
    return update.message


async def test_a_venue_carries_its_place_twice(world: Telegram, phone: Phone) -> None:
    """Title and address, and the bare location beside them for bots that know no venues."""
    phone.venue("Balai RW 7", "Jalan Kesambi", LAT, LON)
    message = await only(world)
    assert message.venue is not None
    assert message.location is not None
    assert (message.venue.title, message.venue.address) == ("Balai RW 7", "Jalan Kesambi")
    assert message.location.latitude == message.venue.location.latitude == LAT


async def test_a_live_location_moves_by_edits_of_one_message(world: Telegram, phone: Phone) -> None:
    """The same message again, as an edit; once stopped it is a plain location."""
    phone.location(LAT, LON, live=900)
    live = phone.messages[-1].message_id
    phone.move(live, LAT + 0.001, LON)
    phone.move(live, LAT + 0.002, LON, stop=True)
    raws = await world.call("getUpdates", {})
    bodies = [raw.get("message") or raw["edited_message"] for raw in raws]
    assert ["edited_message" in raw for raw in raws] == [False, True, True]
    assert {body["message_id"] for body in bodies} == {live}
    assert ["live_period" in body["location"] for body in bodies] == [True, True, False]


async def test_an_edit_comes_again_with_its_date(world: Telegram, phone: Phone) -> None:
    """Changed or not, with the same id; a caption changes, too."""
    phone.send("atap bocor")
    phone.edit(phone.messages[-1].message_id, "atap bocor")
    phone.photo("dapur")
    phone.edit(phone.messages[-1].message_id, "kamar")
    _, same, _, caption = await read(world)
    assert same.edited_message is not None
    assert caption.edited_message is not None
    assert (same.edited_message.text, same.edited_message.edit_date) == ("atap bocor", NOW)
    assert caption.edited_message.caption == "kamar"


async def test_an_album_is_several_messages_of_one_group(world: Telegram, phone: Phone) -> None:
    """The first bears the caption, all the same media_group_id."""
    phone.album("dapur kami", count=3)
    messages = [update.message for update in await read(world)]
    assert len({m.media_group_id for m in messages if m}) == 1
    assert [m.caption for m in messages if m] == ["dapur kami", None, None]


def _each(phone: Phone, above: int) -> list[Any]:
    return [
        phone.send("ya", reply_to=above),
        phone.photo(reply_to=above),
        phone.album(count=1, reply_to=above),
        phone.voice(reply_to=above),
        phone.document(reply_to=above),
        phone.location(LAT, LON, reply_to=above),
        phone.venue("Balai RW", "Kesambi", LAT, LON, reply_to=above),
        phone.contact(reply_to=above),
        phone.sticker(reply_to=above),
        phone.dice(reply_to=above),
    ]


async def test_everything_can_be_a_reply(world: Telegram, phone: Phone) -> None:
    """Every kind names the message that it answers."""
    phone.send("halo")
    above = phone.messages[-1].message_id
    count = len(_each(phone, above))
    replies = [update.message for update in (await read(world))[1:]]
    assert len(replies) == count
    assert all(m and m.reply_to_message and m.reply_to_message.message_id == above for m in replies)


async def test_a_deleted_message_is_gone_and_the_bot_hears_nothing(
    world: Telegram, phone: Phone
) -> None:
    """It stands in the chat no longer; there is no update for it."""
    phone.send("salah kirim")
    phone.delete(phone.messages[-1].message_id)
    assert phone.messages == []
    assert len(await read(world)) == 1


def test_what_the_bot_wrote_is_not_theirs_to_change(world: Telegram, phone: Phone) -> None:
    """Neither edited nor deleted."""
    world.post(phone.chat, world.me, "text", "halo")
    with pytest.raises(ValueError, match="own"):
        phone.edit(phone.messages[-1].message_id, "x")
    with pytest.raises(ValueError, match="own"):
        phone.delete(phone.messages[-1].message_id)


async def test_any_other_kind_goes_out_as_it_is_given(world: Telegram, phone: Phone) -> None:
    """Fields of the Bot API that no button sends."""
    phone.give("other", story={"id": 3, "chat": phone.chat.api()})
    message = await only(world)
    assert message.story is not None
    assert message.text is None
