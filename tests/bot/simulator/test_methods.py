"""Where Telegram is strict, the simulated one is strict in the same words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.simulator.entities import units
from bot.simulator.errors import ApiError
from bot.simulator.parameters import Upload
from bot.simulator.send_limits import SendLimits
from bot.simulator.telegram import Telegram

YES = {"inline_keyboard": [[{"text": "Ya", "callback_data": "yes"}]]}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock: Clock) -> Telegram:
    telegram = Telegram(now=clock)
    telegram.phone(7).start()
    return telegram


async def refused(world: Telegram, method: str, code: int = 400, **params: Any) -> str:
    """The description with which a call is refused."""
    with pytest.raises(ApiError) as error:
        await world.call(method, params)
    assert error.value.code == code
    return error.value.description


async def send(world: Telegram, text: str = "Halo", **more: Any) -> int:
    message = await world.call("sendMessage", {"chat_id": 7, "text": text, **more})
    number: int = message["message_id"]
    return number


async def test_length_counts_utf16_units_after_parsing(world: Telegram) -> None:
    """4,096 units pass whatever the tags weigh; one emoji is two units."""
    await send(world, "<b>" + "x" * 4094 + "😀</b>", parse_mode="HTML")
    assert units(world.phone(7).last.text) == 4096
    assert (
        await refused(world, "sendMessage", chat_id=7, text="x" * 4095 + "😀")
        == "Bad Request: message is too long"
    )
    assert "text is empty" in await refused(world, "sendMessage", chat_id=7, text=" \n ")
    assert "text is empty" in await refused(
        world, "sendMessage", chat_id=7, text="<b> </b>", parse_mode="HTML"
    )


async def test_lone_surrogates_are_refused(world: Telegram) -> None:
    """Text that is not valid Unicode never gets in."""
    assert 'parameter "text"' in await refused(world, "sendMessage", chat_id=7, text="a\ud800")


async def test_commands_and_links_are_found(world: Telegram) -> None:
    """A command or an address in a text is an entity, but not inside code."""
    await send(world, "<code>/no</code> /lapor https://example.org a/b", parse_mode="HTML")
    message = world.phone(7).chat.messages[world.phone(7).last.message_id]
    assert [(e["type"], e["offset"]) for e in message.entities] == [
        ("code", 0),
        ("bot_command", 4),
        ("url", 11),
    ]


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "x", "callback_data": "y" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "y"}, "inline keyboard button text must be non-empty"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "url": "rumah"}, "Wrong HTTP URL"),
        ({"callback_data": "y"}, 'Field "text" must be of type String'),
    ],
)
async def test_bad_buttons_are_refused(world: Telegram, button: dict[str, str], why: str) -> None:
    """A button has words and 1-64 bytes of data."""
    markup = {"inline_keyboard": [[button]]}
    assert why in await refused(world, "sendMessage", chat_id=7, text="x", reply_markup=markup)


async def test_parameters_are_those_of_the_library(world: Telegram) -> None:
    """An unknown method, an unknown parameter and a missing one are refused."""
    assert await refused(world, "sendMesage", 404, chat_id=7) == "Not Found: method not found"
    assert 'unknown parameter "txt"' in await refused(world, "sendMessage", chat_id=7, txt="x")
    assert "text is empty" in await refused(world, "sendMessage", chat_id=7)
    assert "chat_id is empty" in await refused(world, "sendMessage", text="x")
    assert 'unknown parameter "filename"' in await refused(
        world, "sendDocument", chat_id=7, document="x", filename="y"
    )
    assert 'parse parameter "reply_markup"' in await refused(
        world, "sendMessage", chat_id=7, text="x", reply_markup="{"
    )


async def test_who_can_be_written_to(world: Telegram) -> None:
    """A bot reaches only who wrote first and has not blocked it."""
    assert "chat not found" in await refused(world, "sendMessage", chat_id=8, text="x")
    assert "chat not found" in await refused(world, "sendMessage", chat_id="@warga", text="x")
    world.phone(8)
    why = await refused(world, "sendMessage", 403, chat_id=8, text="x")
    assert why == "Forbidden: bot can't initiate conversation with a user"
    world.phone(7).block()
    why = await refused(world, "sendMessage", 403, chat_id=7, text="x")
    assert why == "Forbidden: bot was blocked by the user"
    world.phone(7).start()
    await send(world)


async def test_edits_change_something_or_are_refused(world: Telegram) -> None:
    """The same text with the same buttons is no edit; nor is an edit of what is not there or not
    the bot's."""
    number = await send(world, "<b>a</b>", parse_mode="HTML", reply_markup=YES)
    same: dict[str, Any] = {
        "chat_id": 7,
        "message_id": number,
        "text": "<b>a</b>",
        "parse_mode": "HTML",
        "reply_markup": YES,
    }
    assert "message is not modified" in await refused(world, "editMessageText", **same)
    await world.call("editMessageText", {**same, "parse_mode": None, "text": "a"})
    assert world.phone(7).last.edited
    assert "to edit not found" in await refused(
        world, "editMessageText", chat_id=7, message_id=99, text="x"
    )
    assert "can't be edited" in await refused(
        world, "editMessageText", chat_id=7, message_id=1, text="x"
    )
    assert "not modified" in await refused(
        world, "editMessageReplyMarkup", chat_id=7, message_id=number, reply_markup=YES
    )
    await world.call("editMessageReplyMarkup", {"chat_id": 7, "message_id": number})
    assert world.phone(7).last.buttons == ()
    assert [entry.method for entry in world.ledger] == [
        "sendMessage",
        "editMessageText",
        "editMessageReplyMarkup",
    ]


async def test_deleting_ends_after_48_hours(world: Telegram, clock: Clock) -> None:
    """A bot deletes its own and the person's messages while they are young."""
    young, old = await send(world), await send(world)
    assert await world.call("deleteMessage", {"chat_id": 7, "message_id": young}) is True
    assert await world.call("deleteMessage", {"chat_id": 7, "message_id": 1}) is True
    assert "to delete not found" in await refused(
        world, "deleteMessage", chat_id=7, message_id=young
    )
    clock.move(hours=49)
    assert "can't be deleted" in await refused(world, "deleteMessage", chat_id=7, message_id=old)
    assert [message.message_id for message in world.phone(7).messages] == [old]


async def test_a_tap_is_answered_once_and_within_150_seconds(world: Telegram, clock: Clock) -> None:
    """A second or a late answer is refused."""
    await send(world, reply_markup=YES)
    phone = world.phone(7)
    phone.tap("Ya")
    phone.tap("Ya")
    first, second = [
        u["callback_query"]["id"] for u in await world.call("getUpdates", {"offset": 2})
    ]
    await world.call("answerCallbackQuery", {"callback_query_id": first, "text": "Tersimpan"})
    assert [toast.text for toast in phone.toasts] == ["Tersimpan"]
    assert "query is too old" in await refused(
        world, "answerCallbackQuery", callback_query_id=first
    )
    clock.move(seconds=151)
    assert "query is too old" in await refused(
        world, "answerCallbackQuery", callback_query_id=second
    )


async def test_files_are_checked(world: Telegram) -> None:
    """A caption has 1,024 units; a photo is a picture; an album has 2-10 parts; an unknown file id
    is refused."""
    picture = {"photo": Upload("a.jpg", b"\xff\xd8\xff\xe0")}
    await world.call("sendPhoto", {"chat_id": 7, "caption": "x" * 1024}, picture)
    with pytest.raises(ApiError, match="caption is too long"):
        await world.call("sendPhoto", {"chat_id": 7, "caption": "x" * 1025}, picture)
    with pytest.raises(ApiError, match="IMAGE_PROCESS_FAILED"):
        await world.call("sendPhoto", {"chat_id": 7}, {"photo": Upload("a.jpg", b"text")})
    one = [{"type": "photo", "media": "attach://a"}]
    with pytest.raises(ApiError, match="2-10"):
        await world.call("sendMediaGroup", {"chat_id": 7, "media": one}, {"a": picture["photo"]})
    await world.call("sendMediaGroup", {"chat_id": 7, "media": one * 2}, {"a": picture["photo"]})
    assert "wrong file_id" in await refused(world, "getFile", file_id="x")
    assert [entry.media for entry in world.ledger] == ["photo"] * 3


async def test_big_files_cannot_be_fetched(world: Telegram) -> None:
    """getFile serves up to 20 MB."""
    world.phone(7).document(data=b"%PDF" + bytes(20 * 1024 * 1024))
    (update,) = await world.call("getUpdates", {"offset": 2})
    assert "too big" in await refused(
        world, "getFile", file_id=update["message"]["document"]["file_id"]
    )


async def test_menus_go_by_scope_and_language(world: Telegram) -> None:
    """The list of the chat wins over that of all private chats; names are checked."""
    everybody = [{"command": "lapor", "description": "Buat laporan"}]
    officer = [{"command": "antrian", "description": "Antrian"}]
    await world.call(
        "setMyCommands", {"commands": everybody, "scope": {"type": "all_private_chats"}}
    )
    await world.call(
        "setMyCommands", {"commands": officer, "scope": {"type": "chat", "chat_id": 7}}
    )
    assert world.phone(7).commands == officer
    assert world.phone(8).commands == everybody
    await world.call("deleteMyCommands", {"scope": {"type": "chat", "chat_id": 7}})
    assert world.phone(7).commands == everybody
    assert "BOT_COMMAND_INVALID" in await refused(
        world, "setMyCommands", commands=[{"command": "Buat-laporan", "description": "x"}]
    )


async def test_replies_reactions_and_actions(world: Telegram) -> None:
    """A reply needs its message, a reaction a known emoji, an action a known name."""
    await send(world, reply_parameters={"message_id": 1})
    assert world.phone(7).last.reply_to == 1
    assert "to be replied not found" in await refused(
        world, "sendMessage", chat_id=7, text="x", reply_parameters={"message_id": 99}
    )
    reaction = [{"type": "emoji", "emoji": "👀"}]
    await world.call("setMessageReaction", {"chat_id": 7, "message_id": 1, "reaction": reaction})
    assert world.phone(7).messages[0].reactions == ("👀",)
    assert "REACTION_INVALID" in await refused(
        world,
        "setMessageReaction",
        chat_id=7,
        message_id=1,
        reaction=[{"type": "emoji", "emoji": "🚑"}],
    )
    assert "wrong parameter action" in await refused(
        world, "sendChatAction", chat_id=7, action="sleeping"
    )


async def test_groups_move(world: Telegram) -> None:
    """A group that became a supergroup answers with its new id."""
    old = world.group("Puskesos")
    await world.call("sendMessage", {"chat_id": old, "text": "x"})
    new = world.migrate(old)
    with pytest.raises(ApiError) as error:
        await world.call("sendMessage", {"chat_id": old, "text": "x"})
    assert error.value.parameters == {"migrate_to_chat_id": new}
    await world.call("sendMessage", {"chat_id": new, "text": "x"})


async def test_the_429_books(world: Telegram, clock: Clock) -> None:
    """With the books on, a chat gets a small burst, then one message a second."""
    world.limits = SendLimits()
    for _ in range(3):
        await send(world)
    with pytest.raises(ApiError) as error:
        await send(world)
    assert (error.value.code, error.value.parameters) == (429, {"retry_after": 1})
    clock.move(seconds=1)
    await send(world)
    for user in range(100, 129):
        world.phone(user).start()
        await world.call("sendMessage", {"chat_id": user, "text": "x"})
    world.phone(200).start()
    assert "retry after" in await refused(world, "sendMessage", 429, chat_id=200, text="x")


async def test_a_group_gets_20_messages_a_minute(world: Telegram, clock: Clock) -> None:
    """The twenty-first message of a minute waits."""
    world.limits = SendLimits()
    group = world.group("Puskesos")
    for _ in range(20):
        await world.call("sendMessage", {"chat_id": group, "text": "x"})
    assert "retry after 3" in await refused(world, "sendMessage", 429, chat_id=group, text="x")
