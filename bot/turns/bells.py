"""Rings bells whose time has come: each becomes the command Ring to the desk, which may find
nothing to do any more. APScheduler only ticks.

A round claims bells and rings them in the same transaction as their effects, so that a bell rings
once. One that can't be rung is set aside with an alarm, and the others go on.

Tested in tests/bot/trials/test_night.py."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.desk import accounts, bulk, duplicates, errands, orphans
from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.turns import settling
from bot.turns.morning_list import DIGEST, Digests
from bot.turns.posting import Post, merged
from casework.actions.escalation import Ring
from casework.policy.bell_subjects import OfCase, OfPerson
from casework.policy.followups import Bell
from conversations.protocol.effects import Button, Say, text
from conversations.protocol.taps import ResumeForm, RunCommand
from storage.cases import cases
from storage.db.database import Database
from storage.db.vault import Vault
from storage.unit_of_work import Batch

log = structlog.get_logger()

OURS = (accounts.DRAFT, DIGEST, bulk.BELL, duplicates.HELD, *errands.BELLS)
"""Kinds of bells that are no rows of followups.toml."""

ROUND = 200
"""Bells in one transaction."""


class Ringer:
    """Rings what is due. ``clock`` tells aware UTC; ``wake`` is called after each round that did
    something."""

    def __init__(
        self,
        db: Database,
        vault: Vault,
        desk: ComplaintDesk,
        *,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._db, self._vault, self._desk, self._clock, self._wake = db, vault, desk, clock, wake
        self._digests = Digests(desk)
        self._rings: Mapping[str, Callable[[Batch, Bell], Awaitable[list[Mail]]]] = {
            accounts.DRAFT: self._draft,
            DIGEST: self._digests.ring,
            bulk.BELL: self._bulk,
            duplicates.HELD: self._held,
            **dict.fromkeys(errands.BELLS, self._errand),
        }

    async def ring(self) -> int:
        """Ring every bell that is due now; gives how many. Raises the database's trouble; the next
        tick tries again."""
        await self._plan()
        rung = 0
        while True:
            found = await self._round(ROUND)
            rung += found
            if found < ROUND:
                return rung

    async def settle(self) -> list[str]:
        """Bring what is stored into line with the rows of today; gives a line for each row that
        cases name and that is gone. To be called once, before anything else is done."""
        policy, house = self._desk.policy, self._desk.house
        async with self._db.write() as connection:
            lines = await orphans.find(connection, self._vault, policy, house, OURS)
            batch = Batch(connection, self._vault, self._clock())
            await settling.settle(self._desk, batch, OURS)
            await batch.flush()
        return lines

    async def _plan(self) -> None:
        """Set the bell of the next morning list: asked once a day, and after each start."""
        bell = self._digests.to_plan(self._clock())
        if bell is not None:
            async with self._db.write() as connection:
                await cases.set_bells(connection, [bell])
            self._digests.planned = bell.occurrence

    async def _round(self, limit: int) -> int:
        try:
            return await self._together(limit, aside=False)
        except (OperationalError, InterfaceError, OSError):
            raise
        except Exception as error:
            if limit == 1:
                log.error("bell put aside", error=type(error).__name__, exc_info=error)
                return await self._together(1, aside=True)
            # Somewhere among them is one that fails: one by one, so that the others ring.
            return sum([await self._round(1) for _ in range(limit)])

    async def _together(self, limit: int, *, aside: bool) -> int:
        async with self._db.write() as connection:
            batch = Batch(connection, self._vault, self._clock())
            due = await cases.due_bells(connection, batch.at, limit)
            if not due:
                return 0
            if not aside:
                await self._fire(batch, due)
            await cases.bells_rung(connection, [bell_id for bell_id, _ in due], batch.at)
            await batch.flush()
        self._wake()
        return len(due)

    async def _fire(self, batch: Batch, due: Sequence[tuple[int, Bell]]) -> None:
        mails: list[Mail] = []
        for _, bell in due:
            mails += await self._rings.get(bell.kind, self._case)(batch, bell)
        await Post(batch, self._desk.house.texts, f"b{due[0][0]}").mails(merged(mails))

    async def _errand(self, batch: Batch, bell: Bell) -> list[Mail]:
        """Remind of errands that are still open."""
        return await errands.ring(self._desk, batch, bell)

    async def _bulk(self, batch: Batch, bell: Bell) -> list[Mail]:
        """Do the bulk action that was held back."""
        return await bulk.ring(self._desk, batch, str(bell.subject))

    async def _case(self, batch: Batch, bell: Bell) -> list[Mail]:
        if bell.kind not in self._desk.policy.followups:
            await settling.reckon(self._desk, batch, bell.about(OfCase).case)
            return []
        return await self._desk.handle(batch, 0, Ring(bell.kind), bell.about(OfCase).case)

    async def _held(self, batch: Batch, bell: Bell) -> list[Mail]:
        return await duplicates.send_anyway(self._desk, batch, bell.occurrence)

    async def _draft(self, batch: Batch, bell: Bell) -> list[Mail]:
        """Remind, once, of a report that was begun and neither sent nor cancelled."""
        person = bell.about(OfPerson).person
        known = await batch.person(person)
        if bell.occurrence not in {draft.id for draft in known.talk.drafts}:
            return []
        buttons = (
            (Button(text("form.go_on"), ResumeForm(bell.occurrence)),),
            (Button(text("menu.cancel"), RunCommand("batal")),),
        )
        return [Mail(person, Say(text("form.remind"), buttons), self._desk.policy.rested(batch.at))]
