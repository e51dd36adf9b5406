"""A person's phone: writing, tapping, sending things, blocking the bot, and what the screen
shows.

Tested in tests/bot/simulator/test_updates.py."""

from typing import Any

from bot.simulator import media, samples
from bot.simulator.entities import detect
from bot.simulator.messages import Chat, Kind, Message, Rows, ShownButton, ShownMessage, Toast, rows
from bot.simulator.world import World

LONGEST = 4096  # apps cut a longer text into several messages
LANGUAGE = "id"


class Phone:
    """One person's private chat with the bot. Actions return the id of the queued update (0: the
    bot wants no such)."""

    def __init__(self, world: World, chat: Chat, number: str | None) -> None:
        self.world, self.chat = world, chat
        self.number = number or f"+628120000{chat.id % 10_000:04d}"
        self.user = {"id": chat.id, "is_bot": False, **chat.names, "language_code": LANGUAGE}

    @property
    def chat_id(self) -> int:
        return self.chat.id

    @property
    def blocked(self) -> bool:
        """Whether the person has blocked the bot."""
        return self.chat.blocked

    @property
    def toasts(self) -> list[Toast]:
        """What has answered the taps, oldest first."""
        return self.chat.toasts

    @property
    def messages(self) -> list[ShownMessage]:
        """What the screen shows now, oldest first."""
        return [message.shown() for message in self.chat.messages.values()]

    @property
    def last(self) -> ShownMessage:
        """The newest message of the bot. Raises LookupError if there is none."""
        for message in reversed(self.chat.messages.values()):
            if message.from_bot:
                return message.shown()
        raise LookupError(f"the bot has written nothing to {self.chat_id}")

    @property
    def keyboard(self) -> Rows:
        """The reply keyboard under the text field now."""
        return rows(self.chat.keyboard, "keyboard")

    @property
    def commands(self) -> list[dict[str, str]]:
        """The command menu of this chat."""
        return self.world.menu.shown_in(self.chat_id, LANGUAGE)

    def start(self, payload: str = "") -> int:
        """Press Start, or open a deep link with its ``payload``; also unblocks."""
        if self.blocked:
            self.unblock()
        return self.send(f"/start {payload}".rstrip())

    def send(self, text: str, *, reply_to: int | None = None, forwarded: bool = False) -> int:
        """Write a text, as a reply or as something forwarded from a third person."""
        if not text.strip():
            raise ValueError("an app sends no empty text")
        update_id = 0
        for begin in range(0, len(text), LONGEST):
            part = text[begin : begin + LONGEST].strip()
            if part:
                update_id = self._say("text", part, extra=self._context(reply_to, forwarded))
        return update_id

    def say_in(self, group_id: int, text: str) -> int:
        """Write into a group (``Telegram.group``) that the person and the bot share."""
        return self._say("text", text, chat=self.world.chats[group_id])

    def photo(
        self,
        caption: str | None = None,
        *,
        album: str | None = None,
        data: bytes | None = None,
        forwarded: bool = False,
    ) -> int:
        """Send a picture; those with the same ``album`` belong together."""
        extra = {**self._context(None, forwarded), **({"media_group_id": album} if album else {})}
        count = sum(message.kind == "photo" for message in self.chat.messages.values())
        file = self.world.store(data or samples.picture(count), "image/jpeg", "photos/.jpg")
        return self._say(
            "photo", caption or "", fields=media.describe("photo", file, ""), extra=extra
        )

    def voice(
        self, caption: str | None = None, *, seconds: int = 4, data: bytes | None = None
    ) -> int:
        file = self.world.store(data or samples.voice(seconds), "audio/ogg", "voice/.oga")
        return self._say("voice", caption or "", fields=media.describe("voice", file, "", seconds))

    def audio(self, name: str, data: bytes, mime: str = "audio/mpeg") -> int:
        """Send a recording of an app other than Telegram, as the music that it takes it for."""
        file = self.world.store(data, mime, f"music/.{name.rpartition('.')[2]}")
        return self._say("audio", fields=media.describe("audio", file, name))

    def video(self, caption: str | None = None, *, note: bool = False) -> int:
        """Send a film, or the round one of Telegram (a note, which has no words)."""
        kind: Kind = "video_note" if note else "video"
        file = self.world.store(samples.film(), "video/mp4", f"{kind}s/.mp4")
        return self._say(kind, caption or "", fields=media.describe(kind, file, ""))

    def document(
        self,
        name: str = "surat.pdf",
        caption: str | None = None,
        *,
        data: bytes | None = None,
        mime: str = "application/pdf",
    ) -> int:
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        file = self.world.store(data or samples.letter(), mime, f"documents/.{suffix}")
        return self._say("document", caption or "", fields=media.describe("document", file, name))

    def location(self, lat: float, lon: float, *, reply_to: int | None = None) -> int:
        point = {"latitude": lat, "longitude": lon}
        return self._say(
            "location", fields={"location": point}, extra=self._context(reply_to, False)
        )

    def venue(self, lat: float, lon: float, title: str, address: str) -> int:
        """Send a named place, chosen on the map; Telegram tells its point beside it."""
        point = {"latitude": lat, "longitude": lon}
        named = {"location": point, "title": title, "address": address}
        return self._say("venue", fields={"venue": named, "location": point})

    def live_location(self, lat: float, lon: float, *, reply_to: int | None = None) -> int:
        """Share where one is for a quarter of an hour; ``move`` tells the next points."""
        point = {"latitude": lat, "longitude": lon, "live_period": 900}
        extra = self._context(reply_to, False)
        return self._say("location", fields={"location": point}, extra=extra)

    def move(self, message_id: int, lat: float, lon: float) -> int:
        """The next point of a shared live location: Telegram edits the message."""
        message = self.chat.messages[message_id]
        message.media = {"location": {**message.media["location"]} | {"latitude": lat}}
        message.media["location"]["longitude"] = lon
        message.edit_date = int(self.world.now().timestamp())
        self.world.touched(message)
        return self.world.updates.put("edited_message", message.api())

    def contact(self, own: bool = True) -> int:
        """Share one's own number (as the keyboard's button does) or somebody else's card, which has
        no ``user_id``."""
        card = {
            "phone_number": self.number,
            "first_name": self.chat.names["first_name"],
            "user_id": self.chat_id,
        }
        other = {"phone_number": "+6281200000000", "first_name": "Tetangga"}
        return self._say("contact", fields={"contact": card if own else other})

    def sticker(self) -> int:
        """Send a sticker; it has no words."""
        file = self.world.store(b"RIFF....WEBP", "image/webp", "stickers/.webp")
        size = {
            "file_id": file.file_id,
            "file_unique_id": f"u{file.file_id}",
            "width": 512,
            "height": 512,
        }
        look = {"is_animated": False, "is_video": False, "type": "regular", "emoji": "🙏"}
        return self._say("sticker", fields={"sticker": {**size, **look}})

    def tap(self, label_or_data: str, *, message_id: int | None = None) -> int:
        """Tap the button with this label or data: exact first, else one that contains it; newest
        message first.

        The reply keyboard counts as newest. Raises LookupError that names the buttons there are.
        """
        if message_id is None:
            key = _find(self.keyboard, label_or_data)
            if key:
                return self.press(key)
        for message in reversed(self.chat.messages.values()):
            button = (
                _find(message.buttons(), label_or_data)
                if message_id in (None, message.message_id)
                else None
            )
            if button and button.data is not None:
                return self.tap_data(button.data, message.message_id)
        there = [
            b.text
            for m in self.chat.messages.values()
            for row in (*m.buttons(), *self.keyboard)
            for b in row
        ]
        raise LookupError(f"no button {label_or_data!r} for {self.chat_id}; there are {there}")

    def press(self, key: ShownButton) -> int:
        """Press a key of the reply keyboard: its text, the own number or a place is sent."""
        if self.chat.keyboard and self.chat.keyboard.get("one_time_keyboard"):
            self.chat.keyboard = None
        if key.request == "contact":
            return self.contact()
        if key.request == "location":
            return self.location(-6.7320, 108.5523)
        return self.send(key.text)

    def tap_data(self, data: str, message_id: int) -> int:
        """Send any callback data under any message, as a changed app or an old keyboard could."""
        message = self.chat.messages.get(message_id)
        query = str(self.world.serial())
        self.world.queries[query] = (self.world.now(), self.chat_id)
        inaccessible = {"message_id": message_id, "chat": self.chat.api(), "date": 0}
        body = {
            "id": query,
            "from": self.user,
            "chat_instance": str(self.chat_id),
            "message": message.api() if message else inaccessible,
            "data": data,
        }
        return self.world.updates.put("callback_query", body)

    def edit(self, message_id: int, text: str) -> int:
        """Change an own earlier text."""
        message = self.chat.messages[message_id]
        if message.from_bot:
            raise ValueError("people edit only their own messages")
        message.text, message.entities = text, detect(text, [])
        message.edit_date = int(self.world.now().timestamp())
        self.world.touched(message)
        return self.world.updates.put("edited_message", message.api())

    def block(self) -> int:
        """Block the bot: it can write no more."""
        return self._member("member", "kicked", blocked=True)

    def unblock(self) -> int:
        return self._member("kicked", "member", blocked=False)

    def _say(
        self,
        kind: Kind,
        text: str = "",
        *,
        chat: Chat | None = None,
        fields: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> int:
        if self.blocked:
            raise RuntimeError("the bot is blocked here: unblock() or start() first")
        self.chat.started = True
        marks = detect(text, [])
        message: Message = self.world.post(
            chat or self.chat, self.user, kind, text, marks, media=fields, extra=extra
        )
        self.world.touched(message)
        return self.world.updates.put("message", message.api())

    def _context(self, reply_to: int | None, forwarded: bool) -> dict[str, Any]:
        context: dict[str, Any] = {}
        if reply_to is not None:
            context["reply_to_message"] = self.chat.messages[reply_to].api(nested=True)
        if forwarded:
            date = int(self.world.now().timestamp())
            context["forward_origin"] = {
                "type": "hidden_user",
                "sender_user_name": "Tetangga",
                "date": date,
            }
        return context

    def _member(self, old: str, new: str, *, blocked: bool) -> int:
        self.chat.blocked = blocked
        self.world.tell(self.chat_id)
        bot = self.world.me
        body = {
            "chat": self.chat.api(),
            "from": self.user,
            "date": int(self.world.now().timestamp()),
            "old_chat_member": _membership(bot, old),
            "new_chat_member": _membership(bot, new),
        }
        return self.world.updates.put("my_chat_member", body)


def _membership(bot: dict[str, Any], status: str) -> dict[str, Any]:
    return {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def _find(keyboard: Rows, wanted: str) -> ShownButton | None:
    buttons = [button for row in keyboard for button in row]
    exact = (button for button in buttons if wanted in (button.text, button.data))
    return next(exact, None) or next((button for button in buttons if wanted in button.text), None)
