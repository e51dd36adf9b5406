"""Pages about people: who stands in for whom, for whom a case is closed, and what those above are shown besides."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

from bot import absences, conflicts
from bot.desk import Desk
from casework.model import Case, Membership, Refused, Role
from casework.permits import LEADERS, sees, works_on
from conversations import conflict_notices, standing_in
from conversations.effects import Say, T
from storage import readings
from storage.batch import Batch

ABOVE = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER})
A_YEAR = timedelta(days=365)


async def similar(batch: Batch, desk: Desk, case: Case, memberships: Collection[Membership]) -> int:
    """How many complaints of the same kind came from the same village in the year before; for the district only."""
    accuses = desk.policy.catalogue.services[case.service].accuses_official
    if not (accuses and case.village and any(m.role in ABOVE and sees(m, case) for m in memberships)):
        return 0
    return await readings.similar(batch.connection, case, case.opened_at - A_YEAR)


async def _stand_in(look: Any) -> tuple[Say, ...]:
    found = await absences.current(look.desk.roster, look.batch, look.person)
    return (standing_in.current(found),) if found else ()


async def _substitutes(look: Any) -> tuple[Say, ...]:
    first, last = (date.fromisoformat(look.args[name]) for name in ("first", "last"))
    try:
        found = await absences.colleagues(look.desk.roster, look.batch, look.person, first, last)
    except Refused as refused:
        return (Say(T(refused.key, refused.args_for_text)),)
    return (standing_in.substitutes(first, last, found),)


async def _conflict(look: Any) -> tuple[Say, ...]:
    case: Case | None = await look.batch.case(int(look.args["case"]))
    memberships = (await look.batch.person(look.person)).memberships
    leads = case is not None and any(m.role in LEADERS and sees(m, case) for m in memberships)
    if case is None or not leads or not works_on(look.person, memberships, case):
        return (Say(T("refused.unknown_case")),)
    below = await conflicts.below(look.desk.roster, look.batch, case, look.person)
    closed = [(person, (await look.batch.person(person)).profile.name) for person in case.excluded]
    return (conflict_notices.page(case, below, closed),)


PAGES: Mapping[str, Callable[[Any], Awaitable[tuple[Say, ...]]]] = {
    "stand_in": _stand_in,
    "substitutes": _substitutes,
    "conflict": _conflict,
}
