"""Where nobody works: levels of the chain, and villages whose cases go straight to the district.
Residents in danger there are told whom to call, and nothing else is promised to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk.roster import LEVELS
from casework.access.visibility import covers
from casework.case.model import CHAIN, DISTRICT_LEVEL, Membership
from casework.case.roles import STAFF
from storage.people import people, stand_ins
from storage.people.invited import anybody_invited

NAMED = 5
"""Villages that are named in a line; of the others it says how many."""


@dataclass(frozen=True)
class Manning:
    """``levels``: names of levels (casework.case.model.CHAIN) at which nobody works; ``offices``:
    names of villages without an office of their own; ``empty``: nobody works anywhere, nor is
    anybody invited."""

    levels: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    empty: bool = False

    @property
    def lines(self) -> list[str]:
        """A line for what is missing, in plain words."""
        told = [f"nobody works as {' or '.join(self.levels)}"] if self.levels else []
        empty = self.offices
        if empty:
            few, more = empty[:NAMED], len(empty) - NAMED
            rest = f" and {more} more" if more > 0 else ""
            told.append(f"villages without anybody: {', '.join(few)}{rest}")
        return told


async def look(connection: AsyncConnection, villages: Mapping[str, str], at: datetime) -> Manning:
    """Who is missing ``at`` (UTC). ``villages``: code → name. Whom Telegram does not reach is
    missing; who is away for some days is not."""
    unreached = (await stand_ins.out_on(connection, at.date())).unreached
    staff = [m for who, m in await people.working(connection, STAFF) if who not in unreached]
    invited = await anybody_invited(connection, at)
    return Manning(
        tuple(CHAIN[level] for level in range(len(LEVELS)) if not _at(level, staff)),
        tuple(name for code, name in villages.items() if not _manned(code, staff)),
        empty=not (staff or invited),
    )


def _at(level: int, staff: list[Membership]) -> list[Membership]:
    return [m for m in staff if m.role in LEVELS[level]]


def _manned(village: str, staff: list[Membership]) -> bool:
    own = frozenset().union(*LEVELS[:DISTRICT_LEVEL])
    return any(m.role in own and covers(m.scope, village) for m in staff)
