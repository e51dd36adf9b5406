"""One function per Bot API method about messages, and the table of all methods. The bot's own
affairs: ``account.py``.

A method gets the world, its arguments (already read by ``parameters``) and the files that came
along; it returns the ``result`` of the answer or raises ApiError in the words of the Bot API
server."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.simulator import account, map_places, media
from bot.simulator.entities import Entity, detect, parse_html, trim, units
from bot.simulator.errors import bad_request
from bot.simulator.markup import checked
from bot.simulator.messages import Chat, Message
from bot.simulator.parameters import Upload
from bot.simulator.world import World

Arguments = Mapping[str, Any]
Files = Mapping[str, Upload]

TEXT_UNITS, CAPTION_UNITS, TOAST_UNITS = 4096, 1024, 200
QUERY_LIVES, DELETABLE = timedelta(seconds=150), timedelta(hours=48)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def formatted(
    arguments: Arguments, text: str, entities_key: str, *, limit: int, too_long: str
) -> tuple[str, list[Entity]]:
    """Text as it will be stored, with entities: parsed, trimmed, measured in UTF-16 units, links
    found."""
    mode = str(arguments.get("parse_mode") or "").lower()
    entities: list[Entity] = []
    if mode == "html":
        try:
            text, entities = parse_html(text)
        except ValueError as error:
            raise bad_request(f"can't parse entities: {error}") from None
    elif mode:
        raise bad_request(
            "unsupported parse_mode" if "markdown" not in mode else "this simulator knows only HTML"
        )
    else:
        entities = [dict(entity) for entity in arguments.get(entities_key) or ()]
    text, entities = trim(text, entities)
    if units(text) > limit:
        raise bad_request(too_long)
    return text, detect(text, entities)


def text_of(
    arguments: Arguments, too_long: str = "message is too long"
) -> tuple[str, list[Entity]]:
    text, entities = formatted(
        arguments, arguments["text"], "entities", limit=TEXT_UNITS, too_long=too_long
    )
    if not text:
        raise bad_request("message text is empty")
    return text, entities


def caption_of(arguments: Arguments) -> tuple[str, list[Entity]]:
    words = str(arguments.get("caption") or "")
    return formatted(
        arguments,
        words,
        "caption_entities",
        limit=CAPTION_UNITS,
        too_long="message caption is too long",
    )


def replied(chat: Chat, arguments: Arguments) -> dict[str, Any]:
    """The ``extra`` fields of a reply. Raises ApiError 400 if the message is not there and must
    be."""
    wish = arguments.get("reply_parameters")
    if not wish:
        return {}
    message = chat.messages.get(int(wish.get("message_id", 0)))
    if message is None:
        if wish.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": message.api(nested=True)}


def show_keyboard(chat: Chat, markup: dict[str, Any] | None) -> None:
    chat.typing = False
    if markup and "keyboard" in markup:
        chat.keyboard = markup
    elif markup and "remove_keyboard" in markup:
        chat.keyboard = None


def send_message(world: World, arguments: Arguments, _: Files) -> dict[str, Any]:
    chat = world.chat(arguments["chat_id"])
    text, entities = text_of(arguments)
    markup, extra = checked(arguments.get("reply_markup")), replied(chat, arguments)
    show_keyboard(chat, markup)
    message = world.post(chat, world.me, "text", text, entities, markup=markup, extra=extra)
    return world.delivered(message, "sendMessage").api()


def send_file(method: str, field: str) -> Callable[[World, Arguments, Files], dict[str, Any]]:
    """The method that sends one file of a kind: photo, voice or document."""

    def send(world: World, arguments: Arguments, files: Files) -> dict[str, Any]:
        chat = world.chat(arguments["chat_id"])
        kind, fields = media.stored(world, field, arguments.get(field), files)
        caption, entities = caption_of(arguments)
        markup, extra = checked(arguments.get("reply_markup")), replied(chat, arguments)
        show_keyboard(chat, markup)
        message = world.post(
            chat, world.me, kind, caption, entities, media=fields, markup=markup, extra=extra
        )
        return world.delivered(message, method).api()

    return send


def send_media_group(world: World, arguments: Arguments, files: Files) -> list[dict[str, Any]]:
    chat = world.chat(arguments["chat_id"])
    items = arguments["media"]
    if not isinstance(items, list) or not 2 <= len(items) <= 10:
        raise bad_request("an album must contain 2-10 items")
    parts = []
    for item in items:
        if item.get("type") not in ("photo", "document"):
            raise bad_request("can't use the media of the specified type in the album")
        parts.append(
            (*media.stored(world, item["type"], item.get("media"), files), *caption_of(item))
        )
    if len({kind for kind, *_ in parts}) > 1:
        raise bad_request("document can't be mixed with other media types")
    show_keyboard(chat, None)
    extra = {**replied(chat, arguments), "media_group_id": str(world.serial())}
    return [
        world.delivered(
            world.post(chat, world.me, kind, text, marks, media=fields, extra=extra),
            "sendMediaGroup",
        ).api()
        for kind, fields, text, marks in parts
    ]


def _own_message(world: World, arguments: Arguments) -> Message:
    if "chat_id" not in arguments or "message_id" not in arguments:
        raise bad_request("message identifier is not specified")
    message = world.chat(arguments["chat_id"]).messages.get(arguments["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def edit_text(world: World, arguments: Arguments, _: Files) -> dict[str, Any]:
    message = _own_message(world, arguments)
    if message.kind != "text":
        raise bad_request("there is no text in the message to edit")
    text, entities = text_of(arguments, "MESSAGE_TOO_LONG")
    markup = checked(arguments.get("reply_markup"), only_inline=True)
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(_SAME)
    message.text, message.entities = text, entities
    return _edited(world, message, markup, "editMessageText")


def edit_markup(world: World, arguments: Arguments, _: Files) -> dict[str, Any]:
    message = _own_message(world, arguments)
    markup = checked(arguments.get("reply_markup"), only_inline=True)
    if markup == message.markup:
        raise bad_request(_SAME)
    return _edited(world, message, markup, "editMessageReplyMarkup")


def _edited(
    world: World, message: Message, markup: dict[str, Any] | None, method: str
) -> dict[str, Any]:
    message.markup, message.edit_date = markup, int(world.now().timestamp())
    return world.delivered(message, method).api()


def delete_message(world: World, arguments: Arguments, _: Files) -> bool:
    chat = world.chat(arguments["chat_id"])
    message = chat.messages.get(arguments["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if int(world.now().timestamp()) - message.date > DELETABLE.total_seconds():
        raise bad_request("message can't be deleted for everyone")
    world.remove(message)
    return True


def answer_query(world: World, arguments: Arguments, _: Files) -> bool:
    asked = world.queries.pop(arguments["callback_query_id"], None)
    if asked is None or world.now() - asked[0] > QUERY_LIVES:
        raise bad_request(_TOO_OLD)
    text = arguments.get("text") or ""
    if units(text) > TOAST_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    world.answered(asked[1], text, alert=bool(arguments.get("show_alert")))
    return True


def chat_action(world: World, arguments: Arguments, _: Files) -> bool:
    if arguments["action"] not in media.ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.chat(arguments["chat_id"])
    chat.typing = True
    world.tell(chat.id)
    return True


def set_reaction(world: World, arguments: Arguments, _: Files) -> bool:
    message = world.chat(arguments["chat_id"]).messages.get(arguments["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    wished = arguments.get("reaction") or []
    if len(wished) > 1 or any(one.get("emoji") not in media.REACTIONS for one in wished):
        raise bad_request("REACTIONS_TOO_MANY" if len(wished) > 1 else "REACTION_INVALID")
    message.reactions = tuple(str(one["emoji"]) for one in wished)
    world.touched(message)
    return True


def get_chat(world: World, arguments: Arguments, _: Files) -> dict[str, Any]:
    chat = world.chat(arguments["chat_id"])
    return {
        **chat.api(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": media.NO_GIFTS,
    }


_TABLE: dict[str, Callable[[World, Arguments, Files], Any]] = {
    "getMe": account.get_me,
    "getUpdates": account.get_updates,
    "sendMessage": send_message,
    "sendPhoto": send_file("sendPhoto", "photo"),
    "sendVoice": send_file("sendVoice", "voice"),
    "sendAudio": send_file("sendAudio", "audio"),
    "sendVideo": send_file("sendVideo", "video"),
    "sendVideoNote": send_file("sendVideoNote", "video_note"),
    "sendDocument": send_file("sendDocument", "document"),
    "sendLocation": map_places.send_location,
    "sendVenue": map_places.send_venue,
    "sendMediaGroup": send_media_group,
    "sendChatAction": chat_action,
    "editMessageText": edit_text,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_query,
    "setMessageReaction": set_reaction,
    "getFile": media.get_file,
    "getChat": get_chat,
    "setMyCommands": account.set_commands,
    "getMyCommands": account.get_commands,
    "deleteMyCommands": account.delete_commands,
    "setMyDescription": account.set_about("description", 512),
    "setMyShortDescription": account.set_about("short_description", 120),
    "setWebhook": account.set_webhook,
    "deleteWebhook": account.delete_webhook,
    "getWebhookInfo": account.webhook_info,
    "logOut": account.goodbye,
    "close": account.goodbye,
}
METHODS = {name.lower(): (name, act) for name, act in _TABLE.items()}
