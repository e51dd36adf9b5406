"""Turns what is to be said into letters of the outbox, in the reader's language, under unique keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from bot.mail import Mail
from bot.rendering import Envelope, letter
from casework.model import Role
from casework.numbers import number
from conversations import menu
from conversations.effects import Button, Say, T, t
from conversations.texts import Texts
from storage.batch import Batch
from storage.outbox import Letter
from storage.people import Known

MERGE_FROM = 3
"""So many reminders for one person at one moment become one message (after an outage, say)."""


@dataclass
class Post:
    """The letters of one update or one round of bells. Keys are ``<prefix>.<n>``: played again, they are the same."""

    batch: Batch
    texts: Texts
    prefix: str
    _n: int = 0
    _last: tuple[int, Say] | None = None

    async def say(self, to: int, mail: Mail | Say) -> None:
        """Put one message into the outbox; what was said to this person just now is not said twice in a row."""
        say, not_before = (mail.say, mail.not_before) if isinstance(mail, Mail) else (mail, self.batch.at)
        if (to, say) == self._last:
            return
        self._last = (to, say)
        language = (await self.batch.person(to)).profile.language
        self.batch.post(letter(say, Envelope(to, language, self._key(), not_before), self.texts))

    async def mails(self, mails: Iterable[Mail]) -> None:
        for mail in mails:
            await self.say(mail.to, mail)

    def call(self, chat_id: int, method: str, params: Mapping[str, object]) -> None:
        """Put a call that may be repeated freely (class I) into the outbox."""
        self.batch.post(Letter(self._key(), chat_id, "I", method, params, self.batch.at))

    def to_group(self, chat_id: int, text: T) -> None:
        """A group is told one thing only, without a word about anybody."""
        self.batch.post(letter(Say(text), Envelope(chat_id, "", self._key(), self.batch.at), self.texts))

    def command_menu(self, known: Known) -> None:
        """Show somebody the commands that are theirs, in their language."""
        commands = command_list(self.texts, known.profile.language, frozenset(m.role for m in known.memberships))
        scope = {"type": "chat", "chat_id": known.profile.id}
        self.call(known.profile.id, "setMyCommands", {"commands": commands, "scope": scope})

    def _key(self) -> str:
        self._n += 1
        return f"{self.prefix}.{self._n}"


def command_list(texts: Texts, language: str, roles: frozenset[Role]) -> list[dict[str, str]]:
    """The command menu of somebody with these roles, as the Bot API takes it."""
    names = [
        name for name, entry in menu.COMMANDS.items() if name != "help" and (not entry.roles or entry.roles & roles)
    ]
    return [{"command": name, "description": texts.plain(language, T(f"commands.{name}"))} for name in names]


def merged(mails: list[Mail]) -> list[Mail]:
    """Several reminders to one person at one moment as one digest; what must arrive stays a message of its own."""
    reminders = sorted((m for m in mails if m.say.delivery == "C"), key=lambda m: (m.to, m.not_before))
    out = [m for m in mails if m.say.delivery != "C"]
    for (to, not_before), group in groupby(reminders, key=lambda m: (m.to, m.not_before)):
        same = list(group)
        if len(same) < MERGE_FROM:
            out += same
            continue
        lines = tuple(t("notice.digest_line", text=m.say.text) for m in same)
        about = dict.fromkeys(m.say.case for m in same if m.say.case is not None)
        buttons = tuple((Button(t("case.open_number", number=number(i)), f"c:open:{i}"),) for i in about)[:8]
        out.append(Mail(to, Say(t("notice.digest", lines=lines, count=len(same)), buttons), not_before))
    return out
