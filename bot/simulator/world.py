"""The state of the simulated Telegram: chats, messages, files, updates and the ledger of what was
delivered.

The rules of single methods stand in ``methods.py``, ``media.py`` and ``account.py``; what people
can do stands in ``phones.py``.

Tested in tests/bot/simulator/test_methods.py."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.simulator.entities import Entity
from bot.simulator.errors import ApiError, bad_request, forbidden
from bot.simulator.faults import Fault, Faults
from bot.simulator.menu import Menu
from bot.simulator.messages import BotCall, Chat, DeliveredMessage, Kind, Message, Toast
from bot.simulator.send_limits import SendLimits
from bot.simulator.updates import UpdateQueue

_GROUPS_FROM = 1_000_000_000


@dataclass(frozen=True)
class StoredFile:
    """A file on Telegram's side; ``path`` is what getFile answers."""

    file_id: str
    path: str
    content: bytes
    mime: str


class World:
    """One bot, its chats and all that stands in them. ``now`` must return an aware time; default:
    the real clock in UTC.

    ``record_calls=False`` after creation keeps ``calls`` empty; ``limits = SendLimits()`` switches
    the 429 books on."""

    def __init__(
        self,
        token: str,
        username: str,
        now: Callable[[], datetime] | None,
    ) -> None:
        self.token, self.now = token, now or (lambda: datetime.now(UTC))
        bot_id = int(token.partition(":")[0])
        self.me = {"id": bot_id, "is_bot": True, "first_name": "Puskesos", "username": username}
        self.ledger: list[DeliveredMessage] = []
        self.calls: list[BotCall] = []
        self.record_calls = True
        self.faults = Faults()
        self.limits: SendLimits | None = None
        # A function of its own: a test may replace the clock.
        self.updates = UpdateQueue(lambda: self.now(), self.faults)  # noqa: PLW0108
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self._paths: dict[str, StoredFile] = {}
        self.queries: dict[str, tuple[datetime, int]] = {}
        self.menu = Menu()
        self.about: dict[tuple[str, str], str] = {}
        self.webhook: dict[str, Any] = {"url": ""}
        self.watchers: set[Callable[[int], None]] = set()
        self.revision = 0
        self._message_ids = itertools.count(1)
        self._serial = itertools.count(1)

    def group(self, title: str) -> int:
        """A new group with the bot in it; its chat id (negative)."""
        chat = Chat(-(_GROUPS_FROM + next(self._serial)), "group", {"title": title})
        self.chats[chat.id] = chat
        return chat.id

    def migrate(self, chat_id: int) -> int:
        """Turn a group into a supergroup. The old id now answers with ``migrate_to_chat_id``;
        returns the new one."""
        old = self.chats[chat_id]
        new = Chat(-100 * 10**10 + chat_id, "supergroup", dict(old.names))
        self.chats[new.id], old.moved_to = new, new.id
        return new.id

    def chat(self, chat_id: int | str) -> Chat:
        """The chat the bot may write to. Raises ApiError 400 or 403."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.moved_to:
            error = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, error, {"migrate_to_chat_id": chat.moved_to})
        if chat.kind == "private":
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
        return chat

    def post(
        self,
        chat: Chat,
        sender: dict[str, Any],
        kind: Kind,
        text: str = "",
        entities: list[Entity] | None = None,
        *,
        media: dict[str, Any] | None = None,
        markup: dict[str, Any] | None = None,
        extra: dict[str, Any] | None = None,
    ) -> Message:
        """Put a message into a chat. Checks nothing."""
        self.revision += 1
        message = Message(
            next(self._message_ids),
            chat,
            sender,
            int(self.now().timestamp()),
            kind,
            text,
            entities or [],
            self.revision,
            media or {},
            markup,
            extra or {},
        )
        chat.messages[message.message_id] = message
        return message

    def delivered(self, message: Message, method: str) -> Message:
        """Add a message to the ledger and tell those who watch."""
        media = None if message.kind == "text" else message.kind
        self.ledger.append(
            DeliveredMessage(
                message.chat.id,
                message.message_id,
                method,
                message.text or message.place(),
                message.buttons(),
                media,
                self.now(),
            )
        )
        self.touched(message)
        return message

    def answered(self, chat_id: int, text: str, *, alert: bool) -> None:
        """The bot answered a tap in this chat."""
        if text:
            self.chats[chat_id].toasts.append(Toast(text, alert))
        self.tell(chat_id)

    def touched(self, message: Message) -> None:
        self.revision += 1
        message.revision = self.revision
        self.tell(message.chat.id)

    def remove(self, message: Message) -> None:
        self.revision += 1
        message.chat.gone.append((self.revision, message.message_id))
        del message.chat.messages[message.message_id]
        self.tell(message.chat.id)

    def tell(self, chat_id: int) -> None:
        for watcher in self.watchers:
            watcher(chat_id)

    def store(self, content: bytes, mime: str, path: str) -> StoredFile:
        """Keep a file; ``path`` such as ``photos/.jpg`` gets a number before the dot."""
        serial = next(self._serial)
        folder, _, suffix = path.rpartition("/")
        file = StoredFile(f"SIM-file-{serial}", f"{folder}/file_{serial}{suffix}", content, mime)
        self.files[file.file_id] = self._paths[file.path] = file
        return file

    def file_at(self, path: str) -> tuple[StoredFile | None, Fault | None]:
        """The file behind a download path, and the fault that strikes this download."""
        fault = self.faults.pick("download") if self.faults.script else None
        return self._paths.get(path), fault

    def serial(self) -> int:
        """A number never used before, for ids of queries, albums and the like."""
        return next(self._serial)
