"""What a raw message carries besides its words: addresses behind words, and quotes from elsewhere;
and which messages are nobody's words at all, or meant for another bot.

Nothing here trusts the update: what makes no sense is left as it is."""

from collections.abc import Mapping
from typing import Any

from telegram import Bot

from conversations.handlers.commands import COMMANDS

SERVICE = frozenset(
    (
        *("pinned_message", "message_auto_delete_timer_changed", "chat_background_set"),
        *("write_access_allowed", "connected_website", "proximity_alert_triggered"),
        *("users_shared", "chat_shared", "boost_added", "chat_owner_left", "chat_owner_changed"),
        *("video_chat_scheduled", "video_chat_started", "video_chat_ended"),
        *("video_chat_participants_invited", "checklist_tasks_done", "checklist_tasks_added"),
        *("gift", "unique_gift", "gift_upgrade_sent", "paid_message_price_changed"),
        *("direct_message_price_changed", "giveaway_created", "giveaway_completed"),
        *("successful_payment", "refunded_payment", "passport_data", "web_app_data"),
        *("suggested_post_approved", "suggested_post_declined", "suggested_post_paid"),
    )
)
"""Fields of service messages in a private chat (https://core.telegram.org/bots/api#message)."""

_WORDS = {"text": "entities", "caption": "caption_entities"}


def is_service(raw: Mapping[str, Any]) -> bool:
    """Whether an update only tells of something that was done in the chat: nobody has said
    anything."""
    message = raw.get("message")
    if not isinstance(message, Mapping) or any(field in message for field in _WORDS):
        return False
    return not SERVICE.isdisjoint(message)


def is_for_us(text: str, bot: Bot) -> bool:
    """Whether a text in a group is a command of ours, and not addressed to another bot."""
    name, _, other = (text.split() or [""])[0].partition("@")
    ours = name.startswith("/") and name[1:].casefold() in COMMANDS
    return ours and other.casefold() in ("", bot.username.casefold())


def with_addresses(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The raw message with the addresses that stand behind words, and with what it quotes from
    another chat."""
    for field, entities in _WORDS.items():
        if isinstance(message.get(field), str):
            told = _linked(message[field], message.get(entities)) + _quoted(message)
            return {**message, field: told}
    return message


def _linked(text: str, entities: object) -> str:
    """The text with each hidden address behind its words. Places count UTF-16 units."""
    units = text.encode("utf-16-le", "surrogatepass")
    for end, url in sorted(_links(entities), reverse=True):
        seen = url.partition("://")[2].rstrip("/")
        if 2 * end <= len(units) and seen not in text:
            added = f" ({url})".encode("utf-16-le", "surrogatepass")
            units = units[: 2 * end] + added + units[2 * end :]
    return units.decode("utf-16-le", "surrogatepass")


def _links(entities: object) -> list[tuple[int, str]]:
    """Where each hidden address ends, and the address."""
    found = []
    for one in entities if isinstance(entities, list) else ():
        if isinstance(one, Mapping) and one.get("type") == "text_link":
            offset, length, url = one.get("offset"), one.get("length"), one.get("url")
            if type(offset) is int and type(length) is int and isinstance(url, str):
                found.append((max(0, offset + length), url))
    return found


def _quoted(message: Mapping[str, Any]) -> str:
    """What is quoted from another chat; what is quoted from this one stands here already."""
    quote = message.get("quote")
    words = quote.get("text") if isinstance(quote, Mapping) else None
    return f"\n“{words}”" if isinstance(words, str) and "external_reply" in message else ""
