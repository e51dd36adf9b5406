"""A turn: a batch of waiting updates in one transaction. Parse, load, play each in order, write
once, commit.

Nothing here touches the network. If anything raises, the transaction is void and the updates are
played again, one by one; the one that fails alone is poison: it is put aside (raw, sealed) in a
transaction of its own, the person gets an apology and the operator an alarm, and the rest goes on.
Trouble of the database makes no update poison: it is raised, and Telegram keeps the updates; only
an update that clashes again and again, by itself, is put aside.

Tested in tests/harness/test_resume.py."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from telegram import Bot

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.pages import show
from bot.telegram import updates
from bot.telegram.raw_update import LARGEST
from bot.telegram.rendering import Envelope, letter
from bot.telegram.updates import Incoming
from bot.turns import name_warning, pauses, precheck
from bot.turns.answer_check import tried
from bot.turns.around import remembering, short_numbers, surroundings, unheard
from bot.turns.case_heads import headed
from bot.turns.going_on import GoingOn, below
from bot.turns.posting import Post
from bot.turns.refusals import Happened, asked_first
from bot.turns.waiting import doubts
from casework.changed import changed
from conversations.content.content import Answered, Turn
from conversations.engine import respond
from conversations.protocol import dialogue
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Do, Effect, Forget, Said, Say, Show, text
from conversations.protocol.requests import EndRoles
from storage.db.database import Database, insert_new
from storage.db.trouble import Trouble, trouble
from storage.db.vault import Vault
from storage.pending import held_letters, poison
from storage.people.people import KnownPerson, language_of
from storage.tables.updates import Poison
from storage.unit_of_work import Batch

log = structlog.get_logger()

Raw = Mapping[str, Any]


TRIES = 5
"""How often one update is played that each time gives way to another transaction."""


def new_id() -> str:
    """A short unguessable id for a form (72 random bits; fits into a button three times)."""
    return secrets.token_urlsafe(9)


class Turns:
    """Plays updates. ``clock`` tells aware UTC; ``wake`` is called after each commit that has put
    letters out."""

    def __init__(
        self,
        db: Database,
        vault: Vault,
        desk: ComplaintDesk,
        bot: Bot,
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._db, self._vault, self._desk, self._bot = db, vault, desk, bot
        self._clock, self._wake = clock, wake
        self._bot_id = int(bot.token.partition(":")[0])

    async def play(self, raws: Sequence[Raw]) -> None:
        """Handle updates, each once and for all. Raises only trouble of the database: then try
        again later."""
        try:
            await self._together(raws)
        except Exception as error:
            if trouble(error) in {Trouble.DOWN, Trouble.OVER}:
                raise
            for raw in raws:
                await self._alone(raw)
        self._wake()

    async def _alone(self, raw: Raw) -> None:
        """Handle one update, or put it aside; what clashes with others is tried a few times."""
        for left in reversed(range(TRIES)):
            try:
                await self._together([raw])
            except Exception as error:
                kind = trouble(error)
                if kind in {Trouble.DOWN, Trouble.OVER}:
                    raise
                if kind is Trouble.CLASH and left:
                    continue
                await self._aside(raw, error)
            return

    async def again(self, update_id: int) -> None:
        """Play an update that was put aside once more; where it fails, it stays as it was.
        LookupError when it was not put aside."""
        async with self._db.write() as connection:
            raw = await poison.take(connection, self._vault, self._bot_id, update_id)
            # The first try has told the sender of trouble, in a letter of its own name.
            await self._played(connection, [raw], "again-u")
        self._wake()

    async def _together(self, raws: Sequence[Raw]) -> None:
        async with self._db.write() as connection:
            await self._played(connection, raws)

    async def _played(
        self, connection: AsyncConnection, raws: Sequence[Raw], letters: str = "u"
    ) -> None:
        incoming = {updates.update_id_of(raw): updates.read(raw, self._bot) for raw in raws}
        batch = Batch(connection, self._vault, self._clock())
        unseen = await batch.unseen(self._bot_id, incoming)
        new = [incoming[i] for i in incoming if i in unseen]
        people = {i.person for i in new if i.person}
        await batch.load_all(people)
        news: list[Mail] = []
        for each in new:
            post = Post(batch, self._desk.content.texts, f"{letters}{each.update_id}")
            await self._one(batch, post, each, news)
        if new:
            prefix = f"n{min(each.update_id for each in new)}"
            await Post(batch, self._desk.content.texts, prefix).news(news)
        await batch.flush()

    async def _one(self, batch: Batch, post: Post, incoming: Incoming, news: list[Mail]) -> None:
        """Play one update. What others are told of it is added to ``news``, so that they get one
        message about all that comes together."""
        if incoming.callback:
            post.call(
                incoming.person, "answerCallbackQuery", {"callback_query_id": incoming.callback}
            )
        if incoming.group is not None:
            post.to_group(incoming.group, text("group.hello"))
        if incoming.reached is not None:
            await self._presence(batch, incoming.person, reached=incoming.reached)
        said = await unheard.first_heard(batch, incoming.said)
        if said is not None:
            news += await self._said(batch, post, said)

    async def _said(self, batch: Batch, post: Post, said: Said) -> list[Mail]:
        """Answer the speaker; gives what others are told. A quiet phone gets no news of its own."""
        before = await self._welcome(batch, said)
        said = await short_numbers.spelt(batch, said, before)
        talk, effects = await self._answer(batch, said, before)
        talk = _keep(batch, before, talk, effects)
        if talk.quiet and not before.talk.quiet:
            await held_letters.hush(batch.connection, said.person, batch.at)
        going_on = await GoingOn.of(batch, self._desk, said.person, effects)
        told: list[Mail | Say] = []
        for effect in await asked_first(batch, self._desk, said, before.talk, (talk, effects)):
            for one in await self._happen(batch, post, said, effect):
                told.append(await self._headed(batch, said.person, one))
        person = None if talk.quiet else said.person
        mine = [one for one in told if isinstance(one, Say) or one.to == person]
        for one in await going_on.led_on(mine):
            await post.say(said.person, one)
        await remembering.remember(batch, said, before.talk, talk, effects)
        pauses.wait(batch, said, talk, effects)
        doubts.wait(batch, said.person, before.talk, (talk, effects))
        pauses.wait_for_choice(batch, said.person, before.talk, talk)
        pauses.nothing_begun(batch, said.person, before.talk, talk)
        await self._menu(batch, post, before, said)
        return [one for one in told if isinstance(one, Mail) and one.to != said.person]

    async def _answer(self, batch: Batch, said: Said, before: KnownPerson) -> Answered:
        """The talk as it is after a message, and what follows from it, as far as the store allows
        it."""
        known = await surroundings.around(batch, said, before)
        heard = changed(said, at=batch.at) if said.tap else said
        turn = Turn(self._desk.content, heard, known, new_id)
        answered = respond(turn, before.talk)
        answered = await tried(batch, self._desk, turn, before.talk, answered)
        answered = answered[0], below(said, answered[1])
        checked = await precheck.checked(batch, self._desk, said.person, before.talk, answered)
        return await name_warning.warned(batch, before.talk, checked)

    async def _welcome(self, batch: Batch, said: Said) -> KnownPerson:
        """The speaker, stored if new, reachable again if they were not."""
        known = await batch.person(said.person)
        if known.new or known.profile.unreachable:
            batch.keep_profile(changed(known.profile, unreachable=False))
        return await batch.person(said.person)

    async def _presence(self, batch: Batch, person: int, *, reached: bool) -> None:
        """Somebody has blocked the bot, or lets it write again. Who never wrote stays unknown."""
        known = await batch.person(person)
        if not known.new and known.profile.unreachable is reached:
            batch.keep_profile(changed(known.profile, unreachable=not reached))

    async def _happen(
        self, batch: Batch, post: Post, said: Said, effect: Effect | Happened
    ) -> Sequence[Mail | Say]:
        """Let an effect happen; gives what the speaker (as Say or Mail) and others are told."""
        match effect:
            case Happened():
                return effect.mails
            case Say() if effect.to and effect.to != said.person:
                await post.say(effect.to, effect)
            case Say():
                return (effect,)
            case Show():
                return await show.show(batch, self._desk, said.person, effect)
            case Forget():
                post.call(said.person, "deleteMessage", {"message_id": effect.message_id})
            case Do():
                return await self._done(batch, post, said.person, effect)
        return ()

    async def _headed(self, batch: Batch, person: int, one: Mail | Say) -> Mail | Say:
        """What the speaker is told, below the case that it is about."""
        return one if isinstance(one, Mail) else await headed(batch, self._desk, person, one)

    async def _done(self, batch: Batch, post: Post, by: int, asked: Do) -> Sequence[Mail]:
        """Ask the desk; whose roles it ends gets the command menu that is left to them."""
        person = asked.command.person if isinstance(asked.command, EndRoles) else by
        before = (await batch.person(person)).memberships
        told = await self._desk.do(batch, by, asked)
        after = await batch.person(person)
        if person != by and after.memberships != before:
            post.command_menu(after)
        return told

    async def _menu(self, batch: Batch, post: Post, before: KnownPerson, said: Said) -> None:
        """After a change of roles or language show the person their new command menu; with new
        roles also keep the name that colleagues see."""
        after = await batch.person(said.person)
        if after.memberships != before.memberships:
            batch.keep_profile(changed(after.profile, name=said.name))
            after = await batch.person(said.person)
        if (after.memberships, after.profile.language) != (
            before.memberships,
            before.profile.language,
        ):
            post.command_menu(after)

    async def _aside(self, raw: Raw, error: Exception) -> None:
        """Put a poison update aside, in a transaction of its own."""
        update_id = updates.update_id_of(raw)
        log.error("update put aside", update_id=update_id, error=type(error).__name__)
        log.debug("update put aside", update_id=update_id, exc_info=error)
        async with self._db.write() as connection:
            batch = Batch(connection, self._vault, self._clock())
            if not await batch.unseen(self._bot_id, [update_id]):
                return
            row = {
                "update_id": update_id,
                "at": batch.at,
                "error": type(error).__name__,
                # Not as JSON proper: what was parsed may hold NaN, and putting aside must never
                # fail.
                "raw": self._vault.seal("poison", "raw", update_id, json.dumps(dict(raw)).encode()),
            }
            await insert_new(connection, Poison, [row], ("update_id",))
            if sender := _sender_of(raw):
                # Of the person only what is not sealed: they may be what can't be read.
                language = await language_of(connection, sender)
                envelope = Envelope(sender, language, f"u{update_id}.1", batch.at)
                texts = self._desk.content.texts
                batch.post(letter(Say(text("error.sorry")), envelope, texts))
            await batch.flush()


def _keep(batch: Batch, before: KnownPerson, talk: Talk, effects: Sequence[Effect]) -> Talk:
    """Keep the talk where it has changed; of an officer always, with their way through the queue:
    colleagues read when they were last there."""
    if before.memberships:
        talk = changed(talk, walk=talk.walk.along(effects, batch.at))
    # What was shown last is no part of what makes two talks equal.
    other = talk != before.talk or dialogue.dump(talk) != dialogue.dump(before.talk)
    if other or before.memberships:
        batch.keep_talk(before.profile.id, talk)
    return talk


def _sender_of(raw: Raw) -> int:
    """Who sent an update that can't be read, if it is a private message or tap at all; 0
    otherwise."""
    for kind in ("message", "edited_message", "callback_query"):
        part = raw.get(kind)
        sender = part.get("from") if isinstance(part, Mapping) else None
        found = sender.get("id") if isinstance(sender, Mapping) else None
        if type(found) is int and 0 < found < LARGEST:
            return found
    return 0
