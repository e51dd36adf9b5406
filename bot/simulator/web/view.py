"""What the page gets to see of a chat: all of it once, then only what is new. Values for JSON,
nothing else.

Tested in tests/bot/simulator/web/test_page.py."""

from typing import Any

from bot.simulator.messages import Message, Rows, ShownButton
from bot.simulator.phones import Phone

SHOWN = 200  # messages of one chat that the page gets at most


class PhoneFollower:
    """How far one open page has followed one phone."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.revision: int | None = None
        self.toasts = len(phone.toasts)
        self.frame: dict[str, Any] = {}

    def news(self) -> dict[str, Any] | None:
        """What changed since the last look; None if nothing did. ``fresh`` says: forget what was
        shown before."""
        chat, since = self.phone.chat, -1 if self.revision is None else self.revision
        news: dict[str, Any] = {
            "messages": [
                _message(one)
                for one in list(chat.messages.values())[-SHOWN:]
                if one.revision > since
            ],
            "gone": [message_id for at, message_id in chat.gone if at > since],
            "toasts": [
                {"text": toast.text, "alert": toast.alert}
                for toast in self.phone.toasts[self.toasts :]
            ],
        }
        frame = {
            "keyboard": _rows(self.phone.keyboard),
            "commands": self.phone.commands,
            "typing": chat.typing,
            "blocked": self.phone.blocked,
        }
        if frame == self.frame and not any(news.values()):
            return None
        head = {"id": self.phone.chat_id, "fresh": self.revision is None}
        self.revision, self.toasts, self.frame = (
            self.phone.world.revision,
            len(self.phone.toasts),
            frame,
        )
        return head | news | frame


def _message(message: Message) -> dict[str, Any]:
    """A message as the page draws it; text and entities apart, so that nothing is ever parsed as
    HTML."""
    media = message.media.get(message.kind)
    file = media[-1] if isinstance(media, list) else media
    replied = message.extra.get("reply_to_message")
    return {
        "id": message.message_id,
        "bot": message.from_bot,
        "kind": message.kind,
        "text": message.text,
        "entities": message.entities,
        "date": message.date,
        "edited": message.edit_date is not None,
        "buttons": _rows(message.buttons()),
        "media": file if isinstance(file, dict) else None,
        "album": message.extra.get("media_group_id"),
        "reply": {"text": replied.get("text") or replied.get("caption", "")} if replied else None,
        "forwarded": "forward_origin" in message.extra,
        "reactions": message.reactions,
    }


def _rows(rows: Rows) -> list[list[dict[str, str]]]:
    def one(button: ShownButton) -> dict[str, str]:
        facts = {
            "text": button.text,
            "data": button.data,
            "url": button.url,
            "request": button.request,
        }
        return {name: value for name, value in facts.items() if value is not None}

    return [[one(button) for button in row] for row in rows]
