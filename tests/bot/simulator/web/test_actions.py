"""What the page's phones do, as the bot gets it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.simulator.errors import ApiError
from bot.simulator.phones import Phone
from bot.simulator.telegram import Telegram
from bot.simulator.web.actions import ACTIONS

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def world() -> Telegram:
    return Telegram(now=lambda: NOW)


@pytest.fixture
def phone(world: Telegram) -> Phone:
    return world.phone(7)


def do(phone: Phone, name: str, **wish: Any) -> None:
    ACTIONS[name](phone, {"do": name, **wish})


async def last(world: Telegram) -> dict[str, Any]:
    """The newest update's body."""
    update = (await world.call("getUpdates", {"offset": -1}))[-1]
    body = update.get("message") or update["edited_message"]
    return {**body, "edited": "edited_message" in update}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("photo", "photo"),
        ("album", "media_group_id"),
        ("voice", "voice"),
        ("document", "document"),
        ("location", "location"),
        ("live", "location"),
        ("venue", "venue"),
        ("contact", "contact"),
        ("card", "contact"),
        ("sticker", "sticker"),
        ("dice", "dice"),
    ],
)
async def test_each_thing_can_be_sent_as_a_reply(
    world: Telegram, phone: Phone, name: str, field: str
) -> None:
    """What the menu offers comes as its kind, with the message that it answers."""
    phone.send("halo")
    above = phone.messages[-1].message_id
    do(phone, name, reply_to=above)
    body = await last(world)
    assert field in body
    assert body["reply_to_message"]["message_id"] == above


async def test_only_ones_own_card_says_whose_it_is(world: Telegram, phone: Phone) -> None:
    """A neighbour's card has no user_id."""
    do(phone, "contact")
    assert (await last(world))["contact"]["user_id"] == 7
    do(phone, "card")
    assert "user_id" not in (await last(world))["contact"]


async def test_words_are_changed_and_taken_back(world: Telegram, phone: Phone) -> None:
    """An edit is told, a deletion is not; an empty text is no edit."""
    do(phone, "text", text="atap bocor")
    mine = phone.messages[-1].message_id
    do(phone, "edit", message_id=mine, text="atap roboh")
    body = await last(world)
    assert (body["edited"], body["text"], body["message_id"]) == (True, "atap roboh", mine)
    with pytest.raises(ValueError, match="empty"):
        do(phone, "edit", message_id=mine, text=" ")
    do(phone, "delete", message_id=mine)
    assert phone.messages == []
    assert (await last(world))["edited"]


async def test_a_live_location_goes_on(world: Telegram, phone: Phone) -> None:
    """Each step is an edit of the same message, somewhere else, still live."""
    do(phone, "live")
    first = await last(world)
    do(phone, "move", message_id=first["message_id"])
    moved = await last(world)
    assert moved["edited"]
    assert moved["message_id"] == first["message_id"]
    assert moved["location"]["latitude"] != first["location"]["latitude"]
    assert moved["location"]["live_period"] == first["location"]["live_period"]


@pytest.mark.parametrize("name", ["edit", "delete", "move"])
def test_what_is_not_there_is_refused(phone: Phone, name: str) -> None:
    """A message that is gone can't be changed; the page is told so."""
    with pytest.raises(LookupError):
        do(phone, name, message_id=99, text="x")


async def test_telegram_forgets_old_files(world: Telegram, phone: Phone) -> None:
    """What was sent before is refused by its id; what is sent later is not."""
    phone.photo()
    ACTIONS["forget"](phone, {})
    phone.photo()
    old, new = world.files
    sent = {"chat_id": phone.chat_id, "photo": new}
    assert await world.call("sendPhoto", sent, {})
    with pytest.raises(ApiError, match="wrong remote file identifier"):
        await world.call("sendPhoto", {**sent, "photo": old}, {})
