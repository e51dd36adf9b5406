"""Turns what is to be said into letters of the outbox, in the reader's language, under unique
keys.

Tested in tests/bot/trials/test_night.py."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.mail import Mail
from bot.telegram.rendering import Envelope, letter
from bot.turns.digests import kind_of, purpose_of
from bot.turns.gathering import gather, stored
from bot.turns.places import place_of, rings
from casework.case.model import Role
from casework.case.roles import WORKERS
from casework.changed import changed
from conversations.content.numbers.card_numbers import last_four
from conversations.handlers.commands import COMMANDS
from conversations.protocol.delivery import Delivery
from conversations.protocol.each_word import each
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.texts import Texts
from storage.pending import letters_of_case
from storage.pending.gathered import PARTS
from storage.pending.outbox import Letter
from storage.people.people import KnownPerson
from storage.unit_of_work import Batch


def works(known: KnownPerson) -> bool:
    """Whether somebody works here; of all others we don't know who else holds their phone."""
    return any(one.role in WORKERS for one in known.memberships)


@dataclass
class Post:
    """The letters of one update or one round of bells. Keys are ``<prefix>.<n>``: played again,
    they are the same."""

    batch: Batch
    texts: Texts
    prefix: str
    _n: int = 0
    _last: tuple[int, Say] | None = None

    async def say(self, to: int, mail: Mail | Say) -> None:
        """Put one message into the outbox; what was said to this person just now is not said twice
        in a row."""
        say, not_before = (
            (mail.say, mail.not_before) if isinstance(mail, Mail) else (mail, self.batch.at)
        )
        if (to, say) == self._last:
            return
        self._last = (to, say)
        language = (await self.batch.person(to)).profile.language
        say = await self._masked(to, say)
        key = (mail.once if isinstance(mail, Mail) else "") or self._key()
        made = letter(say, Envelope(to, language, key, not_before), self.texts)
        made = changed(made, purpose=made.purpose or place_of(say))
        self.batch.post(_joinable(made, mail) if isinstance(mail, Mail) else made)
        if say.case is not None and rings(say):
            await self._instead_of_the_last(to, say.case)

    async def _instead_of_the_last(self, to: int, case: int) -> None:
        """An alarm that rings again takes the place of the one before it, which goes."""
        sent = await letters_of_case.alarms(self.batch.connection, case)
        before = [a.message_id for a in sent if a.chat_id == to and a.message_id is not None]
        if before:
            self.call(to, "deleteMessage", {"message_id": before[-1]})

    async def mails(self, mails: Iterable[Mail]) -> None:
        for mail in mails:
            await self.say(mail.to, mail)

    async def news(self, mails: Sequence[Mail]) -> None:
        """Put what others are told into the outbox: one message to each, with all that waits for
        them (``gathering.py``). Who has asked for no messages is told nothing unasked."""
        heard = [mail for mail in mails if not await self._silent(mail.to)]
        wanted = [changed(mail, say=await self._masked(mail.to, mail.say)) for mail in heard]
        await self.mails(await gather(self.batch, self.texts, wanted))

    async def _masked(self, to: int, say: Say) -> Say:
        """What is said, with no number of a card in it for who may share their phone."""
        masked = each(say.text, last_four)
        if not isinstance(masked, Text) or masked == say.text or works(await self.batch.person(to)):
            return say
        return changed(say, text=masked)

    async def _silent(self, to: int) -> bool:
        return (await self.batch.person(to)).talk.quiet

    def call(self, chat_id: int, method: str, params: Mapping[str, object]) -> None:
        """Put a call that may be repeated freely into the outbox."""
        self.batch.post(
            Letter(self._key(), chat_id, Delivery.IDEMPOTENT, method, params, self.batch.at)
        )

    def to_group(self, chat_id: int, text: Text) -> None:
        """Put a text for a group into the outbox; it must say nothing about anybody."""
        self.batch.post(
            letter(Say(text), Envelope(chat_id, "", self._key(), self.batch.at), self.texts)
        )

    def command_menu(self, known: KnownPerson) -> None:
        """Put the command menu of somebody's roles, in their language, into the outbox."""
        roles = frozenset(m.role for m in known.memberships)
        commands = command_list(self.texts, known.profile.language, roles)
        scope = {"type": "chat", "chat_id": known.profile.id}
        self.call(known.profile.id, "setMyCommands", {"commands": commands, "scope": scope})

    def _key(self) -> str:
        self._n += 1
        return f"{self.prefix}.{self._n}"


def _joinable(made: Letter, mail: Mail) -> Letter:
    """The letter with what it is made of, where others may join it."""
    if not mail.parts:
        return made
    params = {**made.params, PARTS: stored(mail)}
    purpose = purpose_of(mail.parts, kind_of(mail.say.purpose))
    return changed(made, params=params, purpose=purpose, held=mail.held)


def command_list(texts: Texts, language: str, roles: frozenset[Role]) -> list[dict[str, str]]:
    """The command menu of somebody with these roles, as the Bot API takes it."""
    names = [
        name
        for name, entry in COMMANDS.items()
        if name != "help" and (entry.roles is None or entry.roles & roles)
    ]
    return [
        {"command": name, "description": texts.plain(language, text(f"commands.{name}"))}
        for name in names
    ]
