"""The bot's command lists, by scope and language, as setMyCommands keeps them.

Tested in tests/bot/simulator/test_methods.py."""

import re
from collections.abc import Mapping
from typing import Any

from bot.simulator.errors import bad_request

Commands = list[dict[str, str]]
_PRIVATE = ("all_private_chats", "default")
_GROUP = ("all_group_chats", "default")


class Menu:
    """Rules: https://core.telegram.org/bots/api#determining-list-of-commands."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, str], Commands] = {}

    def set(self, commands: Any, scope: Mapping[str, Any] | None, language: str) -> None:
        if not isinstance(commands, list) or len(commands) > 100:
            raise bad_request(
                "too much commands specified" if isinstance(commands, list) else "expected an Array"
            )
        self._lists[scope_key(scope), language] = [_checked(command) for command in commands]

    def get(self, scope: Mapping[str, Any] | None, language: str) -> Commands:
        return self._lists.get((scope_key(scope), language), [])

    def delete(self, scope: Mapping[str, Any] | None, language: str) -> None:
        self._lists.pop((scope_key(scope), language), None)

    def shown_in(self, chat_id: int, language: str) -> Commands:
        """What a person with this app language sees behind the menu button of a chat."""
        for scope in (f"chat:{chat_id}", *(_PRIVATE if chat_id > 0 else _GROUP)):
            for tongue in (language, ""):
                if (scope, tongue) in self._lists:
                    return self._lists[scope, tongue]
        return []


def scope_key(scope: Mapping[str, Any] | None) -> str:
    """One word for a BotCommandScope. Raises ApiError 400 for an unknown one."""
    kind = (scope or {"type": "default"}).get("type")
    plain = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
    if kind in plain:
        return str(kind)
    if kind in ("chat", "chat_administrators") and scope and "chat_id" in scope:
        return f"{kind}:{scope['chat_id']}"
    if kind == "chat_member" and scope and {"chat_id", "user_id"} <= set(scope):
        return f"{kind}:{scope['chat_id']}:{scope['user_id']}"
    raise bad_request("can't parse BotCommandScope: Unsupported type specified")


def _checked(command: Any) -> dict[str, str]:
    if not isinstance(command, dict) or not {"command", "description"} <= set(command):
        raise bad_request("can't parse BotCommand: Object expected")
    name, description = (
        str(command["command"]).lstrip("/").lower(),
        str(command["description"]).strip(),
    )
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
