"""Rings bells whose time has come: each becomes the command Ring to the desk, which may find
nothing to do any more. APScheduler only ticks.

A round claims bells and rings them in the same transaction as their effects, so that a bell rings
once; alarms have rounds of their own before all others. A case takes one step in a round
(catching_up.py), and a person gets one message about all of them (digests.py). A bell that can't be
rung is set aside with an alarm, and the others go on.

Tested in tests/bot/trials/test_night.py."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from bot.desk import bulk, errands
from bot.desk.desk import ComplaintDesk
from bot.desk.duplicates import held_report
from bot.desk.letters import given_up
from bot.desk.mail import Mail
from bot.desk.staff import accounts, calendar_turns
from bot.turns import orphans, pauses, settling
from bot.turns.catching_up import put_off
from bot.turns.morning_list import DIGEST, MorningList
from bot.turns.posting import Post
from bot.turns.turn import new_id
from bot.turns.waiting import doubts
from casework.actions.escalation import Ring
from casework.case.model import Urgency
from casework.policy.bell_subjects import OfCase, OfPerson
from casework.policy.followups import Bell
from conversations.handlers.messages.free_messages import WAITS
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Button, Say, text
from conversations.protocol.taps import ResumeForm, RunCommand
from storage.cases.moved_bells import PUT_OFF
from storage.db.database import Database
from storage.db.trouble import Trouble, trouble
from storage.db.vault import Vault
from storage.pending.bells import bells_rung, claimed_bells, due_bells, next_bell, set_bells
from storage.unit_of_work import Batch

log = structlog.get_logger()

OURS = (
    *(accounts.DRAFT, DIGEST, given_up.COUNT, bulk.BELL, held_report.HELD, doubts.UNANSWERED),
    *errands.BELLS,
)
"""Kinds of bells that are no rows of followups.toml."""

ROUND = 2000
"""Bells in one transaction: after an outage a person gets one message for each round."""


TRIES = 5
"""How often a bell is tried that each time gives way to another transaction."""


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
        self._morning_list = MorningList(desk)
        self._counted = ""
        self._clashes: Counter[int] = Counter()
        rows = desk.policy.followups.values()
        self._alarms = frozenset(row.kind for row in rows if row.only == {Urgency.EMERGENCY})
        self._rings: Mapping[str, Callable[[Batch, Bell], Awaitable[list[Mail]]]] = {
            accounts.DRAFT: self._draft,
            DIGEST: self._list,
            given_up.COUNT: self._given_up,
            bulk.BELL: self._bulk,
            held_report.HELD: self._held,
            pauses.PAUSE: self._pause,
            doubts.UNANSWERED: self._doubt,
            pauses.UNTOLD: self._choose,
            **dict.fromkeys(errands.BELLS, self._errand),
        }

    async def ring(self) -> int:
        """Ring every bell that is due now; gives how many. Raises the database's trouble; the next
        tick tries again."""
        await self._plan()
        async with self._db.read() as connection:
            first = await next_bell(connection)
        if first is None or first > self._clock():
            return 0
        return await self._all(self._alarms) + await self._all(())

    async def _all(self, kinds: Collection[str]) -> int:
        """Ring every bell of some kinds (of all, when none is named) that is due."""
        rung = 0
        while True:
            async with self._db.read() as connection:
                due = await due_bells(connection, self._clock(), ROUND, kinds)
            await self._round([bell_id for bell_id, _ in due])
            rung += len(due)
            if len(due) < ROUND:
                return rung

    async def settle(self) -> list[str]:
        """Bring what is stored into line with the rows of today; gives a line for each row that
        cases name and that is gone. To be called once, before anything else is done."""
        policy, content = self._desk.policy, self._desk.content
        async with self._db.write() as connection:
            batch = Batch(connection, self._vault, self._clock())
            await settling.follow_moves(self._desk, batch)
            lines = await orphans.find(connection, self._vault, policy, content, OURS)
            await settling.settle(self._desk, batch, OURS)
            await batch.flush()
        return lines

    async def _plan(self) -> None:
        """Set the bells of the next morning, its list and its count of letters: asked once a day,
        and after each start."""
        at = self._clock()
        bell = self._morning_list.to_plan(at)
        count = given_up.next_bell(at, self._desk.policy.calendar.zone)
        wanted = [one for one in (bell,) if one is not None]
        wanted += [count] if count.occurrence != self._counted else []
        if wanted:
            async with self._db.write() as connection:
                await set_bells(connection, wanted)
            self._counted = count.occurrence
        if bell is not None:
            self._morning_list.planned = bell.occurrence

    async def _round(self, ids: Sequence[int]) -> None:
        """Ring some bells in one transaction. Where one of them fails, in halves, so that the
        others ring together; what fails alone is put aside."""
        try:
            await self._together(ids)
        except Exception as error:
            kind = trouble(error)
            if kind in {Trouble.DOWN, Trouble.OVER}:
                raise
            if len(ids) == 1:
                await self._failed(ids[0], error, kind)
            else:
                half = len(ids) // 2
                await self._round(ids[:half])
                await self._round(ids[half:])

    async def _failed(self, bell_id: int, error: Exception, kind: Trouble | None) -> None:
        """Put a bell aside; one that gave way to another transaction rings at the next tick, a few
        times."""
        self._clashes[bell_id] += 1
        if kind is Trouble.CLASH and self._clashes[bell_id] < TRIES:
            return
        log.error("bell put aside", bell=bell_id, error=type(error).__name__)
        log.debug("bell put aside", bell=bell_id, exc_info=error)
        async with self._db.write() as connection:
            await bells_rung(connection, [bell_id], self._clock())

    async def _together(self, ids: Sequence[int]) -> None:
        async with self._db.write() as connection:
            batch = Batch(connection, self._vault, self._clock())
            due = await claimed_bells(connection, ids)
            if not due:
                return
            waiting = await self._fire(batch, due)
            rung = [bell_id for bell_id, _ in due if bell_id not in waiting]
            await bells_rung(connection, rung, batch.at)
            await batch.flush()
        self._wake()

    async def _fire(self, batch: Batch, due: Sequence[tuple[int, Bell]]) -> set[int]:
        """Ring bells; gives the ids of those that were put off, because their case has just taken a
        step."""
        mails: list[Mail] = []
        waiting, over = set[int](), set[int]()
        subjects = [bell.subject for _, bell in due]
        await batch.know([one.person for one in subjects if isinstance(one, OfPerson)])
        await batch.lock([one.case for one in subjects if isinstance(one, OfCase)])
        for bell_id, bell in sorted(due, key=lambda one: one[1].kind == DIGEST):
            if bell_id in waiting:
                continue
            over.add(bell_id)
            before = await _version(batch, bell)
            mails += await self._rings.get(bell.kind, self._case)(batch, bell)
            if await _version(batch, bell) != before:
                case = await batch.case(bell.about(OfCase).case)
                assert case is not None  # noqa: S101 (its version has just changed)
                waiting |= await put_off(batch, self._desk.policy, case, bell, over)
        await Post(batch, self._desk.content.texts, f"b{due[0][0]}").news(mails)
        return waiting

    async def _list(self, batch: Batch, bell: Bell) -> list[Mail]:
        """The morning list, the last of its moment: at opening time many cases take a step. Where
        there is one, whose turn cases are by the calendar is told before it."""
        await batch.flush()
        lists = await self._morning_list.ring(batch, bell)
        return [*await calendar_turns.turned(self._desk, batch), *lists] if lists else lists

    async def _given_up(self, batch: Batch, bell: Bell) -> list[Mail]:
        """Tell the operator, and nobody else."""
        await given_up.ring(batch.connection, bell)
        return []

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
        return await held_report.send_anyway(self._desk, batch, bell)

    async def _pause(self, batch: Batch, bell: Bell) -> list[Mail]:
        return await pauses.ring(self._desk, batch, bell)

    async def _doubt(self, batch: Batch, bell: Bell) -> list[Mail]:
        return await doubts.ring(self._desk, batch, bell, new_id)

    async def _choose(self, batch: Batch, bell: Bell) -> list[Mail]:
        return await pauses.choose(self._desk, batch, bell)

    async def _draft(self, batch: Batch, bell: Bell) -> list[Mail]:
        """Remind, once, of a report that was begun and neither sent nor cancelled."""
        if await pauses.put_off(self._desk, batch, bell):
            return []
        bell = replace(bell, occurrence=bell.occurrence.rstrip(PUT_OFF))
        if bell.occurrence.startswith(WAITS):
            return await pauses.remind(self._desk, batch, bell)
        person = bell.about(OfPerson).person
        known = await batch.person(person)
        if bell.occurrence not in _begun(known.talk):
            return []
        buttons = (
            (Button(text("form.go_on"), ResumeForm(bell.occurrence)),),
            (Button(text("menu.cancel"), RunCommand("batal")),),
        )
        return [Mail(person, Say(text("form.remind"), buttons), self._desk.policy.rested(batch.at))]


def _begun(talk: Talk) -> set[str]:
    """The forms of somebody that are open or were put aside."""
    return {draft.id for draft in (*talk.drafts, *talk.set_aside)}


async def _version(batch: Batch, bell: Bell) -> int | None:
    """How many events the case of a bell has had; None for bells about something else."""
    case = await batch.case(bell.subject.case) if isinstance(bell.subject, OfCase) else None
    return case.version if case else None
