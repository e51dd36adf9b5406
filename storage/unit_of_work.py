"""One transaction of the bot: what it has loaded, what has changed, and one set-based write of it
all.

A batch is loaded in a few queries for all updates that wait, played in memory, and flushed with one
statement for each table. Whatever reads lists in between flushes first, so that everybody sees what
was said before them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.access.own_queue import TO_DO
from casework.access.visibility import covers
from casework.actions.ending.resolution import REOPEN_WITHIN
from casework.case.events import Event
from casework.case.model import Case, Membership, Role
from casework.case.roles import STAFF
from casework.changed import changed
from casework.policy.bell_subjects import OfCase, Subject
from casework.policy.followups import Bell, Changes
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Brief
from storage.cases import attachments, cases, duplicate_marks, ties, word_index
from storage.cases.given_numbers import CaseNumbers
from storage.db.among import among
from storage.db.database import insert_new, table_of
from storage.db.vault import Vault
from storage.pending import outbox, replaced
from storage.pending.bells import set_bells, stop_bells
from storage.pending.outbox import Letter
from storage.people import people, stand_ins
from storage.people.heard_messages import HeardMessages
from storage.people.people import KnownPerson, Profile
from storage.people.stand_ins import Out
from storage.tables.updates import SeenRow

_SEEN = table_of(SeenRow)
_SEEN_OF = select(_SEEN.c.update_id).where(
    _SEEN.c.bot_id == bindparam("bot"), among(_SEEN.c.update_id, "ids")
)


class Batch:
    """The memory of one transaction. ``at`` (UTC) is its moment; ``flush`` before the commit, or
    nothing is kept."""

    def __init__(self, connection: AsyncConnection, vault: Vault, at: datetime) -> None:
        self.connection, self.vault, self.at = connection, vault, at
        self._known: dict[int, KnownPerson] = {}
        self._briefs: dict[int, tuple[Brief, ...]] = {}
        self._further: dict[int, tuple[Brief, ...]] = {}
        self._cases: dict[int, Case] = {}
        self._keys: dict[str, int] = {}
        self._numbers = CaseNumbers()
        self._at_work: dict[tuple[str, frozenset[Role]], list[tuple[int, str, Membership]]] = {}
        self._out: Out | None = None
        self.heard = HeardMessages()
        self._forget_changes()

    def _forget_changes(self) -> None:
        self._profiles: dict[int, Profile] = {}
        self._talks: dict[int, Talk] = {}
        self._changed: dict[int, Case] = {}
        self._events: list[cases.Recorded] = []
        self._bells: list[Bell] = []
        self._kinds: set[tuple[Subject, str]] = set()
        self._stops: set[tuple[Subject, str]] = set()
        self._letters: list[Letter] = []
        self._files: dict[int, list[Mapping[str, Any]]] = {}
        self._seen: list[dict[str, Any]] = []
        self._words: set[tuple[int, str]] = set()
        self._unsaid: set[int] = set()

    async def unseen(self, bot_id: int, update_ids: Collection[int]) -> set[int]:
        """Which of these updates were not handled yet; they count as handled from now on."""
        wanted = set(update_ids)
        rows = await self.connection.execute(_SEEN_OF, {"bot": bot_id, "ids": list(wanted)})
        new = wanted - {row.update_id for row in rows}
        self._seen += [{"bot_id": bot_id, "update_id": i, "at": self.at} for i in sorted(new)]
        return new

    async def load(self, ids: Collection[int]) -> None:
        """Load people with their talks, roles and open cases, unless they are here already."""
        await self.know(ids)
        unread = set(ids) - self._briefs.keys()
        if unread:
            found = await cases.open_of(self.connection, self.vault, unread)
            self._briefs |= {i: found.get(i, ()) for i in unread}

    async def person(self, person_id: int) -> KnownPerson:
        """A person as they are now, with what this batch has changed."""
        if person_id not in self._known:
            await self.know([person_id])
        return self._known[person_id]

    async def know(self, ids: Collection[int]) -> None:
        """Load people with their talks and roles, unless they are here already: in one query those
        who would else be asked for one by one."""
        missing = set(ids) - self._known.keys()
        if missing:
            self._known |= await people.load(self.connection, self.vault, missing)

    async def briefs(self, person_id: int) -> tuple[Brief, ...]:
        """The open cases of a person in short, with what this batch has changed."""
        if person_id not in self._briefs:
            await self.flush()
            await self.load([person_id])
        return self._briefs[person_id]

    async def further(self, person_id: int) -> tuple[Brief, ...]:
        """Cases that are not among the open ones of a person and may still be told something."""
        if person_id not in self._further:
            await self.flush()
            await self.load_further([person_id])
        return self._further[person_id]

    async def load_all(self, ids: Collection[int]) -> None:
        """Load people with everything that their messages may be about: at the start of a batch, in
        two queries."""
        await self.know(ids)
        since = self.at - REOPEN_WITHIN
        own, further = await ties.all_of_people(self.connection, self.vault, ids, since)
        self._briefs |= {i: own.get(i, ()) for i in ids}
        self._further |= {i: further.get(i, ()) for i in ids}

    async def load_further(self, ids: Collection[int]) -> None:
        """Load what people follow, and what of theirs was closed lately."""
        found = await ties.of_people(self.connection, ids, self.at - REOPEN_WITHIN)
        self._further |= {i: found.get(i, ()) for i in ids}

    async def reload(self, person_id: int) -> None:
        """Read a person anew: a role was given, or everything was forgotten."""
        await self.flush()
        self._known.pop(person_id, None)
        self._at_work.clear()
        self._out = None
        await self.load([person_id])

    def keep_profile(self, profile: Profile) -> None:
        self._known[profile.id] = changed(self._known[profile.id], profile=profile, new=False)
        self._profiles[profile.id] = profile
        self._out = None

    def keep_talk(self, person_id: int, talk: Talk) -> None:
        self._known[person_id] = changed(self._known[person_id], talk=talk)
        self._talks[person_id] = talk

    async def case(self, case_id: int) -> Case | None:
        """A case as it is now, locked for this transaction."""
        if case_id not in self._cases:
            found = await cases.load(self.connection, self.vault, case_id)
            if found is None:
                return None
            self._cases[case_id] = found
        return self._cases[case_id]

    async def lock(self, ids: Collection[int]) -> None:
        """Load and lock cases, unless they are here already: in one query those that would else be
        asked for one by one."""
        missing = set(ids) - self._cases.keys()
        if missing:
            found = await cases.load_all(self.connection, self.vault, missing)
            self._cases |= {case.id: case for case in found}

    async def free(self, ids: Collection[int]) -> set[int]:
        """Which of these cases nobody has taken, as they are now, and still want something done."""
        here = [self._cases[one] for one in ids if one in self._cases]
        free = {case.id for case in here if case.owner is None and case.status in TO_DO}
        return free | await cases.free(self.connection, set(ids) - self._cases.keys())

    async def id_of_key(self, key: str) -> int | None:
        """The case that was filed under a draft's key, in this batch or before."""
        return self._keys.get(key) or await cases.id_of_key(self.connection, key)

    async def next_case_id(self, local: datetime | None = None, above: int = 0) -> int:
        """The next case id of the year of ``local`` (the office's clock; without it, of UTC), and
        higher than ``above``."""
        return await self._numbers.take(self.connection, local or self.at, above)

    def record(self, case: Case, events: Sequence[Event], changes: Changes) -> None:
        """Keep a case as it is after some events, with the bells that follow from them."""
        first = case.version - len(events) + 1
        before = self._cases.get(case.id)
        self._events += [
            cases.Recorded(case.id, first + i, event, self.at) for i, event in enumerate(events)
        ]
        self._cases[case.id] = self._changed[case.id] = case
        self._keys[case.key] = case.id
        tellers = {case.teller, before.teller if before else case.teller}
        for person in tellers:
            self._briefs.pop(person, None)
        for person in tellers | {event.by for event in events}:
            self._further.pop(person, None)
        self.set_bells(changes.bells, [(OfCase(case.id), kind) for kind in changes.stopped])

    def tell_words(self, case_id: int, words: Iterable[str], *, anew: bool = False) -> None:
        """Let a case be found by these words; ``anew``: only by these, whatever was told before."""
        if anew:
            self._unsaid.add(case_id)
            self._words = {told for told in self._words if told[0] != case_id}
        self._words |= {(case_id, word) for word in words}

    def set_bells(self, bells: Iterable[Bell], stops: Iterable[tuple[Subject, str]] = ()) -> None:
        """Set bells; the (subject, kind) pairs of ``stops`` are taken back before, those of this
        batch too."""
        stopped, more = set(stops), list(bells)
        if not stopped.isdisjoint(self._kinds):
            self._bells = [b for b in self._bells if (b.subject, b.kind) not in stopped]
        self._bells += more
        self._kinds |= {(bell.subject, bell.kind) for bell in more}
        self._stops |= stopped

    def post(self, letter: Letter) -> None:
        self._letters.append(letter)

    def want_files(self, case_id: int, items: Sequence[Mapping[str, Any]]) -> None:
        """Attachments of a case that must be fetched."""
        if items:
            self._files.setdefault(case_id, []).extend(items)

    async def count_files(self, case_id: int) -> int:
        """How many attachments a case has: kept, being fetched, or wanted since this batch
        began."""
        stored = await attachments.count_files(self.connection, case_id)
        return stored + len(self._files.get(case_id, ()))

    async def at_work(
        self, office: str, roles: frozenset[Role]
    ) -> list[tuple[int, str, Membership]]:
        """Who works at an office in one of the roles."""
        key = (office, roles)
        if key not in self._at_work:
            self._at_work[key] = await people.working_at(self.connection, self.vault, office, roles)
        return self._at_work[key]

    async def know_staff(self, offices: Collection[str]) -> None:
        """Learn in one query who of the staff works at many offices; ``at_work`` then asks no
        more."""
        staff = await people.staff(self.connection, self.vault)
        for office in offices:
            here = [one for one in staff if covers(one[2].scope, office)]
            self._at_work.setdefault((office, STAFF), here)

    async def out(self, day: date) -> Out:
        """Who is out on a local date: away, or not reached by our messages. Asked once for the
        whole batch."""
        if self._out is None:
            found = await stand_ins.out_on(self.connection, day)
            mine = self._profiles.values()
            back = {p.id for p in mine if not p.unreachable}
            gone = {p.id for p in mine if p.unreachable}
            self._out = Out(found.away, found.unreached - back | gone)
        return self._out

    def presence_changed(self) -> None:
        """Have it read anew who is out: somebody went, came back, or has blocked the bot."""
        self._out = None

    async def flush(self) -> None:
        """Write everything that has changed since the last flush, one statement for each table."""
        connection, vault = self.connection, self.vault
        await insert_new(connection, SeenRow, self._seen, ("bot_id", "update_id"))
        if self._profiles:
            await people.save_profiles(connection, vault, self._profiles.values(), self.at)
        if self._talks:
            await people.save_talks(connection, vault, self._talks, self.at)
        await self.heard.flush(connection, vault, self.at)
        if self._changed:
            await self._numbers.flush(connection)
            await cases.save(connection, vault, self._changed.values())
            await duplicate_marks.keep(
                connection, vault, self._changed, [(r.case_id, r.event) for r in self._events]
            )
        await cases.record(connection, vault, self._events)
        if self._unsaid:
            await word_index.forget(connection, self._unsaid)
        await word_index.keep(connection, vault, self._words)
        await stop_bells(connection, self._stops)
        await set_bells(connection, self._bells)
        letters = replaced.newest(self._letters)
        await replaced.take_back(connection, letters)
        await outbox.put(connection, vault, letters, self.at)
        for case_id, items in self._files.items():
            await attachments.put_wanted(connection, vault, case_id, items, self.at)
        self._forget_changes()
