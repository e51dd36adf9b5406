"""The whole simulated Telegram, with the bot's calls on one side and people's phones on the other.
No network.

Tested in tests/bot/simulator/test_entities.py."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.simulator.errors import ApiError
from bot.simulator.messages import BotCall, Chat
from bot.simulator.methods import METHODS
from bot.simulator.parameters import Upload, spec
from bot.simulator.phones import Phone
from bot.simulator.world import World

_PACED = ("send", "edit")


class Telegram(World):
    """A world with two ways in: ``call`` for the bot, ``phone`` for people."""

    def __init__(
        self,
        token: str = "100000:SIMULATOR-TOKEN-FOR-LOOPBACK-ONLY",  # noqa: S107 - opens nothing else
        username: str = "puskesos_demo_bot",
        now: Callable[[], datetime] | None = None,
    ) -> None:
        super().__init__(token, username, now)
        self.phones: dict[int, Phone] = {}

    async def call(
        self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] | None = None
    ) -> Any:
        """Do what the bot asks. Raises ApiError when Telegram says no, NoAnswer when a fault ate
        the answer."""
        handler = METHODS.get(method.lower())
        if handler is None:
            raise ApiError(404, "Not Found: method not found")
        name, act = handler
        fault = (
            self.faults.pick(name, _number(params.get("chat_id"))) if self.faults.script else None
        )
        if fault and not fault.after:
            raise fault.error()
        arguments = spec(name).arguments(params, files or {})
        if self.record_calls:
            self.calls.append(BotCall(name, arguments, self.now()))
        self._book(name, arguments)
        result = act(self, arguments, files or {})
        if name == "getUpdates":
            result = await result
        if fault:
            raise fault.error()
        return result

    def phone(
        self,
        user_id: int,
        *,
        first_name: str = "Warga",
        username: str | None = None,
        phone_number: str | None = None,
    ) -> Phone:
        """The phone of a person, made on first use; the names count only then."""
        if user_id not in self.phones:
            chat = Chat(
                user_id,
                "private",
                {"first_name": first_name, **({"username": username} if username else {})},
            )
            self.chats[user_id] = chat
            self.phones[user_id] = Phone(self, chat, phone_number)
        return self.phones[user_id]

    def _book(self, method: str, arguments: Mapping[str, Any]) -> None:
        if self.limits and method.startswith(_PACED) and isinstance(arguments.get("chat_id"), int):
            wait = self.limits.take(arguments["chat_id"], self.now())
            if wait:
                raise ApiError(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})


def _number(chat_id: Any) -> int | None:
    try:
        return int(chat_id)
    except (TypeError, ValueError):
        return None
