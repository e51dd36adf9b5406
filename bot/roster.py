"""Who is there: whose turn it is at each level of a case, and to whom it may be given. Reads roles, changes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from casework import climbing, permits
from casework import commands as c
from casework.model import Case, Membership, Refused, Role
from casework.numbers import number
from casework.objecting import Object
from casework.publishing import AnswerPublicly
from storage.batch import Batch

LEVELS: tuple[frozenset[Role], ...] = (
    frozenset({Role.FRONT_OFFICE, Role.BACK_OFFICE}),
    frozenset({Role.COORDINATOR}),
    frozenset({Role.DISTRICT_OFFICER}),
    frozenset({Role.DISTRICT_MANAGER}),
)
"""Whose turn it is at each level of a case; the names are in climbing.CHAIN."""


def rank(memberships: Iterable[Membership], case: Case) -> int:
    """The highest level of the chain at which somebody works on this case; 0 for who has no level."""
    mine = {m.role for m in memberships if permits.sees(m, case)}
    return max((level for level, roles in enumerate(LEVELS) if roles & mine), default=0)


@dataclass(frozen=True)
class Roster:
    """The people of one district; ``district`` is its code."""

    district: str

    async def at_level(self, batch: Batch, case: Case, level: int) -> list[int]:
        """Who works at a level of the chain and may see the case."""
        office = self.district if level >= climbing.DISTRICT_LEVEL else case.office
        at_work = await batch.at_work(office, LEVELS[level])
        return list(dict.fromkeys(person for person, _, m in at_work if permits.sees(m, case)))

    async def manned(self, batch: Batch, case: Case) -> frozenset[int]:
        return frozenset([level for level in range(len(LEVELS)) if await self.at_level(batch, case, level)])

    async def knowing(self, batch: Batch, case: Case, command: c.Command) -> c.Command:
        """The command with what only the roster knows: from where somebody decides, and who has not decided yet."""
        match command:
            case c.Resolve():
                return replace(command, rank=rank((await batch.person(command.by)).memberships, case))
            case Object():
                fresh = [x for x in range(len(LEVELS)) if set(await self.at_level(batch, case, x)) - {case.decided_by}]
                return replace(command, manned=frozenset(fresh))
            case AnswerPublicly():
                return replace(command, names=((await batch.person(case.teller)).profile.name,))
            case _:
                return command

    async def on_level(self, batch: Batch, case: Case) -> list[int]:
        """The people whose turn it is. Where a level has nobody, the next one up is asked, never silence."""
        for level in range(case.level, len(LEVELS)):
            able = await self.at_level(batch, case, level)
            if able:
                return able
        return []

    async def at_office(self, batch: Batch, case: Case, code: str) -> list[int]:
        """The people of the office that a case is referred to; of the district, those of its first level."""
        if code == self.district:
            return await self.at_level(batch, case, climbing.DISTRICT_LEVEL)
        return list(dict.fromkeys(person for person, _, _ in await batch.at_work(code, permits.AGENCY)))

    async def is_manned(self, batch: Batch, village: str) -> bool:
        return not village or bool(await batch.at_work(village, LEVELS[0] | LEVELS[1]))

    async def at_village(self, batch: Batch, case: Case) -> list[int]:
        at_work = await batch.at_work(case.village, LEVELS[0] | LEVELS[1]) if case.village else []
        return [person for person, _, m in at_work if permits.sees(m, case)]

    async def officers(self, batch: Batch, case: Case) -> list[tuple[int, str, Membership]]:
        """To whom a case may be assigned: staff who see it, at its village and at the district."""
        offices = dict.fromkeys(code for code in (case.village, case.office, self.district) if code)
        found: dict[int, tuple[int, str, Membership]] = {}
        for office in offices:
            for person, name, m in await batch.at_work(office, permits.STAFF):
                if permits.sees(m, case):
                    found.setdefault(person, (person, name, m))
        return list(found.values())

    async def check_assignee(self, batch: Batch, case: Case, to: int) -> None:
        if to not in {person for person, _, _ in await self.officers(batch, case)}:
            raise Refused("refused.assign.unfit", number=number(case.id))
