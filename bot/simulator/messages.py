"""The values of the simulated Telegram: chats, messages, what was delivered, what a screen shows.
No rules here.

Tested in tests/bot/simulator/test_methods.py."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.simulator.entities import Entity, to_html

Kind = Literal[
    "text",
    "photo",
    "voice",
    "audio",
    "video",
    "video_note",
    "location",
    "venue",
    "contact",
    "document",
    "sticker",
    "dice",
    "other",
]


@dataclass(frozen=True)
class ShownButton:
    """A button as a person sees it: of a message (``data`` or ``url``) or of a reply keyboard
    (``request``)."""

    text: str
    data: str | None = None
    url: str | None = None
    request: Literal["contact", "location"] | None = None


Rows = tuple[tuple[ShownButton, ...], ...]


@dataclass(frozen=True)
class BotCall:
    """One call of the bot, its parameters read; ``at`` by the given clock."""

    method: str
    params: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class DeliveredMessage:
    """One message or edit that really reached a chat. ``text`` is plain (or the caption, or the
    words of a place), ``media`` None for text."""

    chat_id: int
    message_id: int
    method: str
    text: str
    buttons: Rows
    media: Kind | None
    at: datetime


@dataclass(frozen=True)
class ShownMessage:
    """A message as the screen shows it now. ``reactions`` are the bot's emoji."""

    message_id: int
    from_bot: bool
    text: str
    html: str
    buttons: Rows
    kind: Kind
    reply_keyboard: Rows
    reply_to: int | None
    edited: bool
    reactions: tuple[str, ...]


@dataclass(frozen=True)
class Toast:
    """What answered a tap: a line that fades, or a window to close (``alert``)."""

    text: str
    alert: bool


@dataclass(slots=True)
class Chat:
    """A private chat (``id`` = the person's id) or a group (negative id), with everything that
    stands in it.

    The bot may write to a person who has ``started`` it and not ``blocked`` it."""

    id: int
    kind: Literal["private", "group", "supergroup"]
    names: dict[str, str]
    messages: dict[int, "Message"] = field(default_factory=dict)
    keyboard: dict[str, Any] | None = None
    typing: bool = False
    started: bool = False
    blocked: bool = False
    toasts: list[Toast] = field(default_factory=list)
    gone: list[tuple[int, int]] = field(default_factory=list)
    moved_to: int | None = None

    def api(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, **self.names}


@dataclass(slots=True)
class Message:
    """A message in a chat. ``revision`` grows with every change anywhere, for those who follow
    along.

    ``media`` and ``extra`` are fields of the Bot API's Message that need no further thought.
    """

    message_id: int
    chat: Chat
    sender: dict[str, Any]
    date: int
    kind: Kind
    text: str
    entities: list[Entity]
    revision: int
    media: dict[str, Any] = field(default_factory=dict)
    markup: dict[str, Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    edit_date: int | None = None
    reactions: tuple[str, ...] = ()

    @property
    def from_bot(self) -> bool:
        return bool(self.sender["is_bot"])

    def api(self, *, nested: bool = False) -> dict[str, Any]:
        """The Bot API's Message; ``nested`` leaves out what it replies to."""
        answer: dict[str, Any] = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.api(),
            "date": self.date,
            **self.media,
            **self.extra,
        }
        if self.text:
            words, marks = (
                ("text", "entities") if self.kind == "text" else ("caption", "caption_entities")
            )
            answer[words] = self.text
            if self.entities:
                answer[marks] = self.entities
        if self.edit_date:
            answer["edit_date"] = self.edit_date
        if self.markup and "inline_keyboard" in self.markup:
            answer["reply_markup"] = self.markup
        if nested:
            answer.pop("reply_to_message", None)
        return answer

    def buttons(self) -> Rows:
        return rows(self.markup, "inline_keyboard")

    def place(self) -> str:
        """The words of a place on the map: title and address if it has any, latitude and
        longitude."""
        named, point = self.media.get("venue", {}), self.media.get("location", {})
        words = [named.get("title"), named.get("address")]
        words += [point.get("latitude"), point.get("longitude")]
        return ", ".join(str(word) for word in words if word is not None)

    def shown(self) -> ShownMessage:
        replied = self.extra.get("reply_to_message")
        return ShownMessage(
            self.message_id,
            self.from_bot,
            self.text,
            to_html(self.text, self.entities),
            self.buttons(),
            self.kind,
            rows(self.markup, "keyboard"),
            replied["message_id"] if replied else None,
            self.edit_date is not None,
            self.reactions,
        )


def rows(markup: Mapping[str, Any] | None, kind: Literal["inline_keyboard", "keyboard"]) -> Rows:
    """The buttons of a markup, or none if it is of the other kind."""
    if not markup or kind not in markup:
        return ()
    return tuple(tuple(_buttons(row)) for row in markup[kind])


def _buttons(row: list[Any]) -> Iterator[ShownButton]:
    for button in row:
        if isinstance(button, str):
            yield ShownButton(button)
        else:
            wish: Literal["contact", "location"] | None = None
            if button.get("request_contact"):
                wish = "contact"
            elif button.get("request_location"):
                wish = "location"
            yield ShownButton(button["text"], button.get("callback_data"), button.get("url"), wish)
