"""A person's phone: tapping, changing and deleting what was sent, blocking the bot, and what the
screen shows. What a phone can send stands in ``composer.py``.

Tested in tests/bot/simulator/test_updates.py."""

from typing import Any

from bot.simulator.composer import LANGUAGE, Composer
from bot.simulator.entities import detect
from bot.simulator.messages import Message, Rows, ShownButton, ShownMessage, Toast, rows


class Phone(Composer):
    """One person's private chat with the bot. Actions return the id of the queued update (0: the
    bot wants no such)."""

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
        """Change the words of an own earlier message, or its caption; also to the same words, which
        Telegram tells the bot, too (as it does when a link gets its preview)."""
        message = self._own(message_id)
        if message.kind == "text" and not text.strip():
            raise ValueError("an app sends no empty text")
        message.text, message.entities = text, detect(text, [])
        return self._changed(message)

    def move(self, message_id: int, lat: float, lon: float, *, stop: bool = False) -> int:
        """A live location has moved, or (``stop``) is shared no longer."""
        message = self._own(message_id)
        if "location" not in message.media:
            raise ValueError("only a location moves")
        lasting = {} if stop else {"live_period": message.media["location"]["live_period"]}
        message.media = {"location": {"latitude": lat, "longitude": lon, **lasting}}
        return self._changed(message)

    def delete(self, message_id: int) -> None:
        """Take an own message out of the chat, on both sides; Telegram tells the bot nothing."""
        self.world.remove(self._own(message_id))

    def _own(self, message_id: int) -> Message:
        message = self.chat.messages[message_id]
        if message.from_bot:
            raise ValueError("people change only their own messages")
        return message

    def _changed(self, message: Message) -> int:
        message.edit_date = int(self.world.now().timestamp())
        self.world.touched(message)
        return self.world.updates.put("edited_message", message.api())

    def block(self) -> int:
        """Block the bot: it can write no more."""
        return self._member("member", "kicked", blocked=True)

    def unblock(self) -> int:
        return self._member("kicked", "member", blocked=False)

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
