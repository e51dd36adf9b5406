"""What a person's phone can send, each kind in the shape of the Bot API's Message.

Tested in tests/bot/simulator/test_composer.py."""

from typing import Any

from bot.simulator import media, samples
from bot.simulator.entities import detect
from bot.simulator.messages import Chat, Kind, Message
from bot.simulator.world import World

LONGEST = 4096  # apps cut a longer text into several messages
LANGUAGE = "id"


class Composer:
    """The sending half of a phone. Each action returns the id of the queued update (0: the bot
    wants no such); ``reply_to`` is the message that it answers."""

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
        reply_to: int | None = None,
    ) -> int:
        """Send a picture; those with the same ``album`` belong together."""
        extra = self._context(reply_to, forwarded)
        extra |= {"media_group_id": album} if album else {}
        count = sum(message.kind == "photo" for message in self.chat.messages.values())
        file = self.world.store(data or samples.picture(count), "image/jpeg", "photos/.jpg")
        return self._say(
            "photo", caption or "", fields=media.describe("photo", file, ""), extra=extra
        )

    def album(
        self, caption: str | None = None, *, count: int = 3, reply_to: int | None = None
    ) -> int:
        """Send several pictures as one album; the first bears the caption, as in the apps."""
        group = str(self.world.serial())
        for number in range(count):
            words = caption if number == 0 else None
            update_id = self.photo(words, album=group, reply_to=reply_to)
        return update_id

    def voice(
        self,
        caption: str | None = None,
        *,
        seconds: int = 4,
        data: bytes | None = None,
        reply_to: int | None = None,
    ) -> int:
        file = self.world.store(data or samples.voice(seconds), "audio/ogg", "voice/.oga")
        fields = media.describe("voice", file, "", seconds)
        return self._say("voice", caption or "", fields=fields, extra=self._context(reply_to))

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
        reply_to: int | None = None,
    ) -> int:
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        file = self.world.store(data or samples.letter(), mime, f"documents/.{suffix}")
        fields = media.describe("document", file, name)
        return self._say("document", caption or "", fields=fields, extra=self._context(reply_to))

    def location(
        self, lat: float, lon: float, *, live: int = 0, reply_to: int | None = None
    ) -> int:
        """Send a pin on the map, or for ``live`` seconds a place that moves (``Phone.move``)."""
        lasting = {"live_period": live} if live else {}
        place = {"latitude": lat, "longitude": lon, **lasting}
        return self._say("location", fields={"location": place}, extra=self._context(reply_to))

    def venue(
        self, title: str, address: str, lat: float, lon: float, *, reply_to: int | None = None
    ) -> int:
        """Send a place that has a name. It comes with the bare location beside it, as in
        https://core.telegram.org/bots/api#message."""
        place = {"latitude": lat, "longitude": lon}
        venue = {"location": place, "title": title, "address": address}
        fields = {"venue": venue, "location": place}
        return self._say("venue", fields=fields, extra=self._context(reply_to))

    def contact(self, own: bool = True, *, reply_to: int | None = None) -> int:
        """Share one's own number (as the keyboard's button does) or somebody else's card, which has
        no ``user_id``."""
        card = {
            "phone_number": self.number,
            "first_name": self.chat.names["first_name"],
            "user_id": self.chat_id,
        }
        other = {"phone_number": "+6281200000000", "first_name": "Tetangga"}
        fields = {"contact": card if own else other}
        return self._say("contact", fields=fields, extra=self._context(reply_to))

    def sticker(self, *, reply_to: int | None = None) -> int:
        """Send a sticker; it has no words."""
        file = self.world.store(b"RIFF....WEBP", "image/webp", "stickers/.webp")
        names = {"file_id": file.file_id, "file_unique_id": f"u{file.file_id}"}
        look = {"is_animated": False, "is_video": False, "type": "regular", "emoji": "🙏"}
        sticker = {**names, "width": 512, "height": 512, **look}
        return self._say("sticker", fields={"sticker": sticker}, extra=self._context(reply_to))

    def dice(self, *, reply_to: int | None = None) -> int:
        """Throw the die that apps make of a lone 🎲."""
        fields = {"dice": {"emoji": "🎲", "value": 1 + self.world.serial() % 6}}
        return self._say("dice", fields=fields, extra=self._context(reply_to))

    def give(
        self, kind: Kind, text: str = "", *, reply_to: int | None = None, **fields: Any
    ) -> int:
        """Send a message of any kind, given as fields of the Bot API's Message."""
        return self._say(kind, text, fields=fields, extra=self._context(reply_to))

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

    def _context(self, reply_to: int | None, forwarded: bool = False) -> dict[str, Any]:
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
