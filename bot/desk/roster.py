"""The roster: whose turn it is at each level of a case, and to whom a case may be given. Reads
roles, changes nothing.

Instead of somebody who is away their stand-in is asked; a level where nobody can be asked passes
the question up, so that it never ends in silence. Nobody is asked about a case that is their own or
from which they are excluded."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.result_of_office import is_own, silent_office, spoken
from casework.access import visibility
from casework.actions.ending.public_answer import AnswerPublicly
from casework.actions.ending.resolution import Resolve
from casework.actions.escalation import Ring
from casework.actions.objection import Object
from casework.actions.referral import Refer
from casework.actions.reminder import Raise
from casework.case import commands as c
from casework.case.model import DISTRICT_LEVEL, Case, Membership, Role
from casework.case.roles import AGENCY, DISCREET, STAFF, WORKERS
from casework.case.whose_turn import There, whose_turn
from casework.clock.open_time import rests_until
from storage.people import night_duty
from storage.people.stand_ins import Out
from storage.unit_of_work import Batch

LEVELS: tuple[frozenset[Role], ...] = (
    frozenset({Role.FRONT_OFFICE, Role.BACK_OFFICE}),
    frozenset({Role.COORDINATOR}),
    frozenset({Role.DISTRICT_OFFICER}),
    frozenset({Role.DISTRICT_MANAGER}),
)
"""Whose turn it is at each level of a case; the names are in escalation.CHAIN."""

COORDINATOR_LEVEL = 1

MORNING = 6
"""The hour, local, at which a night is over."""

STAND_IN, UNREACHED = "notice.stand_in", "notice.unreached"
"""Why somebody else than the owner reads a notice for the owner (text keys)."""

Officer = tuple[int, str, Membership]


@dataclass(frozen=True)
class Roster:
    """The people of one district; ``district`` is its code, ``zone`` tells which day it is
    there."""

    district: str
    zone: ZoneInfo

    def today(self, batch: Batch) -> date:
        return batch.at.astimezone(self.zone).date()

    def night(self, at: datetime) -> date:
        """The night that runs or comes next: the local day on whose evening it begins."""
        local = at.astimezone(self.zone)
        return local.date() - timedelta(days=int(local.hour < MORNING))

    async def on_duty(self, batch: Batch, *groups: list[int]) -> list[int]:
        """Of those whom an emergency calls, at night only those on duty; all of them by day. Each
        group (a village's own office, the district) by its own rota: where none of them is on duty,
        all are called."""
        called = groups
        if rests_until(batch.at, self.zone) is not None:
            night = self.night(batch.at)
            planned = await night_duty.between(batch.connection, night, night)
            on_duty = {person for _, person in planned}
            called = tuple([x for x in group if x in on_duty] or group for group in groups)
        return list(dict.fromkeys(person for group in called for person in group))

    async def out(self, batch: Batch) -> Out:
        """Who is out today."""
        return await batch.out(self.today(batch))

    async def at_level(self, batch: Batch, case: Case, level: int) -> list[int]:
        """Who works at a level of the chain and may see the case; for those who are out, their
        stand-ins."""
        return await self._asked(batch, self._office(case, level), case, LEVELS[level])

    async def _asked(
        self, batch: Batch, office: str, case: Case, roles: frozenset[Role]
    ) -> list[int]:
        able = await self._able(batch, office, case)
        out, seen = await self.out(batch), {person for person, _, _ in able}
        asked = [out.instead_of(person) for person, _, m in able if m.role in roles]
        return list(dict.fromkeys(person for person in asked if person in seen))

    def _office(self, case: Case, level: int) -> str:
        return self.district if level >= DISTRICT_LEVEL else case.office

    async def _able(self, batch: Batch, office: str, case: Case) -> list[Officer]:
        """Who may work on the case at an office, out or not."""
        at_work = await batch.at_work(office, STAFF)
        return [
            x
            for x in at_work
            if visibility.sees(x[2], case) and not visibility.stands_apart(x[0], case)
        ]

    async def manned(self, batch: Batch, case: Case) -> frozenset[int]:
        return frozenset([x for x in range(len(LEVELS)) if await self.at_level(batch, case, x)])

    async def knowing(self, batch: Batch, case: Case, command: c.Command) -> c.Command:
        """The command with what only the roster knows: which levels have somebody, and at which
        level somebody decides."""
        match command:
            case Ring() | Raise():
                watching = whose_turn(case, await self.there(batch, case)).next_level
                known = replace(command, manned=await self.manned(batch, case), watching=watching)
                if isinstance(known, Ring):
                    return replace(known, spoken=await spoken(batch, case))
                return known
            case Refer():
                return replace(command, manned=bool(await self.at_office(batch, case, command.to)))
            case Resolve():
                own = await is_own(self.at_office, batch, case, command.by)
                return replace(command, rank=await self._rank(batch, case, command.by), own=own)
            case Object():
                fresh = [
                    x
                    for x in range(len(LEVELS))
                    if set(await self.at_level(batch, case, x)) - {case.ending.decided_by}
                ]
                return replace(command, manned=frozenset(fresh))
            case AnswerPublicly():
                return replace(command, names=((await batch.person(case.teller)).profile.name,))
            case _:
                return command

    async def _rank(self, batch: Batch, case: Case, by: int) -> int:
        """The level at which somebody decides. An office that the case was referred to has none in
        it: there the level of the case's owner counts."""
        rank = visibility.rank((await batch.person(by)).memberships, case)
        if rank < 0 and case.owner is not None:
            rank = visibility.rank((await batch.person(case.owner)).memberships, case)
        return max(0, rank)

    async def asked_at(self, batch: Batch, case: Case, level: int) -> list[int]:
        """Who is asked about a case that stands at a level, at its village or at the district."""
        office = self.district if level >= DISTRICT_LEVEL else case.village or case.office
        return await self.on_level(batch, replace(case, level=level, office=office))

    async def on_level(self, batch: Batch, case: Case) -> list[int]:
        """The people whose turn it is. Where a level has nobody, the next one up is asked, never
        silence."""
        for level in range(case.level, len(LEVELS)):
            able = await self.at_level(batch, case, level)
            if able:
                return able
        return (await self._last_resort(batch, case))[1]

    async def levels_asked(self, batch: Batch, case: Case) -> frozenset[int]:
        """The levels at which somebody works; where nobody does from the case's own up, the one
        that is asked instead."""
        manned = await self.manned(batch, case)
        if any(level >= case.level for level in manned):
            return manned
        return manned | {(await self._last_resort(batch, case))[0]}

    async def reached(self, batch: Batch, case: Case) -> list[int]:
        """Those whose turn it is and whom Telegram has reached the last time: only they may be
        promised to somebody in danger. The others are tried all the same."""
        out = await self.out(batch)
        return [x for x in await self.on_level(batch, case) if x not in out.unreached]

    async def _last_resort(self, batch: Batch, case: Case) -> tuple[int, list[int]]:
        """The level that is asked, and whom. Everybody from the case's level up is out. Better to
        disturb somebody's days off, or to ask below, than to let a case lie. Whom Telegram did not
        reach the last time is tried when nobody else is left: all of them, for one may be back."""
        out, everybody = await self.out(batch), list[int]()
        for level, office in self._ladder(case):
            able = await self._able(batch, office, case)
            people = [person for person, _, m in able if m.role in LEVELS[level]]
            reached = await self._asked(batch, office, case, LEVELS[level]) or [
                person for person in people if person not in out.unreached
            ]
            if reached:
                return level, list(dict.fromkeys(reached))
            everybody += people
        return case.level, list(dict.fromkeys(everybody))

    def _ladder(self, case: Case) -> list[tuple[int, str]]:
        """The levels with their offices, from the case's own up, then from there down to its
        village."""
        home = replace(case, office=case.village)
        up = [(level, self._office(case, level)) for level in range(case.level, len(LEVELS))]
        return up + [(level, self._office(home, level)) for level in reversed(range(case.level))]

    async def first_hands(self, batch: Batch, case: Case) -> list[int]:
        """The people of the lowest level of a case's village at which somebody is there who may see
        it, however far it has climbed."""
        home = replace(case, office=case.village or case.office)
        for level, roles in enumerate(LEVELS):
            if people := await self._asked(batch, self._office(home, level), case, roles):
                return people
        return []

    async def at_office(self, batch: Batch, case: Case, code: str) -> list[int]:
        """The people of the office that a case is referred to, for those who are out their
        stand-ins; all of them where nobody is there. Of the district, those of its first level."""
        if code == self.district:
            return await self.at_level(batch, case, DISTRICT_LEVEL)
        people = [person for person, _, _ in await batch.at_work(code, AGENCY)]
        out = await self.out(batch)
        there = [x for x in map(out.instead_of, people) if x in people]
        return list(dict.fromkeys(there or people))

    async def for_owner(self, batch: Batch, case: Case, owner: int) -> tuple[list[int], str]:
        """Who reads what is meant for the owner, and why ("" for the owner): their stand-in, else
        whose turn it is. Who works here no more reads nothing of it."""
        out = await self.out(batch)
        if not any(m.role in WORKERS for m in (await batch.person(owner)).memberships):
            return [x for x in await self.on_level(batch, case) if x != owner], UNREACHED
        if out.here(owner):
            return [owner], ""
        instead = out.instead_of(owner)
        if instead is not None and visibility.works_on(
            instead, (await batch.person(instead)).memberships, case
        ):
            return [instead], STAND_IN
        return [person for person in await self.on_level(batch, case) if person != owner] or [
            owner
        ], UNREACHED

    async def goes_on(self, batch: Batch, case: Case) -> int | None:
        """Who goes on with a case that nobody holds: who had it last, or their stand-in; None where
        neither is there or may work on it."""
        if case.had_by is None:
            return None
        person = (await self.out(batch)).instead_of(case.had_by)
        if person is None:
            return None
        memberships = (await batch.person(person)).memberships
        return person if visibility.works_on(person, memberships, case) else None

    async def acting(self, batch: Batch, case: Case) -> int | None:
        """Who has a case in hand: its holder or, where nobody holds it, who goes on with it."""
        return case.owner if case.owner is not None else await self.goes_on(batch, case)

    async def there(self, batch: Batch, case: Case) -> There:
        """Who is there for a case, so that one can say whose turn it is."""
        goes_on, acts = await self.goes_on(batch, case), await self.acting(batch, case)
        memberships = (await batch.person(acts)).memberships if acts is not None else ()
        rank = max(0, visibility.rank(memberships, case))
        village = bool(await self.at_village(batch, case))
        office = not await silent_office(batch, case)
        return There(await self.levels_asked(batch, case), goes_on, rank, village, office)

    async def is_manned(self, batch: Batch, village: str, *, sensitive: bool = False) -> bool:
        """Whether somebody works at a village's own office today who may see such a case."""
        if not village:
            return True
        roles = (LEVELS[0] | LEVELS[1]) & (DISCREET if sensitive else STAFF)
        out = await self.out(batch)
        at_work = await batch.at_work(village, STAFF)
        return any(
            m.role in roles and out.instead_of(person) is not None for person, _, m in at_work
        )

    async def at_village(self, batch: Batch, case: Case) -> list[int]:
        """Who works at the village's own office and may see the case, wherever it lies."""
        return (
            await self._asked(batch, case.village, case, LEVELS[0] | LEVELS[1])
            if case.village
            else []
        )

    async def alarmed(self, batch: Batch, case: Case) -> list[int]:
        """Those who were called to an emergency: the village's own office, and each level up to the
        one that it has reached."""
        levels = [await self.at_level(batch, case, x) for x in range(case.level + 1)]
        called = [await self.at_village(batch, case), *levels]
        return list(dict.fromkeys(person for people in called for person in people))

    async def rung_without_village(self, batch: Batch, case: Case) -> list[int]:
        """Those who were asked while nobody knew the village: the district's people, up to the
        level that the case has reached."""
        lowest = DISTRICT_LEVEL
        levels = range(lowest, max(case.level, lowest) + 1)
        return [
            person for x in levels for person in await self.on_level(batch, replace(case, level=x))
        ]

    async def all_officers(self, batch: Batch, case: Case) -> list[Officer]:
        """Staff who may work on a case, also those who are out, at its village and at the
        district."""
        offices = dict.fromkeys(code for code in (case.village, case.office, self.district) if code)
        found: dict[int, Officer] = {}
        for office in offices:
            for each in await self._able(batch, office, case):
                found.setdefault(each[0], each)
        return list(found.values())
