"""Pages about people: who stands in for whom, for whom a case is closed, and what those above are
shown besides."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

from bot.desk import conflict_of_interest, stand_in
from bot.desk.desk import Desk
from casework.access.visibility import sees, works_on
from casework.case.model import Case, Membership, Refused, Role
from casework.case.roles import LEADERS
from conversations.actions import conflict_of_interest as conflict_words
from conversations.actions import stand_in as stand_in_words
from conversations.protocol.effects import Say, T
from storage.cases import queries
from storage.unit_of_work import Batch

ABOVE = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER})
A_YEAR = timedelta(days=365)


async def similar(batch: Batch, desk: Desk, case: Case, memberships: Collection[Membership]) -> int:
    """How many complaints of the same kind came from the same village in the year before; for the
    district only."""
    accuses = desk.policy.catalogue.services[case.service].accuses_official
    if not (
        accuses and case.village and any(m.role in ABOVE and sees(m, case) for m in memberships)
    ):
        return 0
    return await queries.similar(batch.connection, case, case.opened_at - A_YEAR)


async def _stand_in(look: Any) -> tuple[Say, ...]:
    found = await stand_in.current(look.desk.roster, look.batch, look.person)
    return (stand_in_words.current(found),) if found else ()


async def _substitutes(look: Any) -> tuple[Say, ...]:
    first, last = (date.fromisoformat(look.args[name]) for name in ("first", "last"))
    try:
        found = await stand_in.colleagues(look.desk.roster, look.batch, look.person, first, last)
    except Refused as refused:
        return (Say(T(refused.key, refused.args_for_text)),)
    return (stand_in_words.substitutes(first, last, found),)


async def _conflict(look: Any) -> tuple[Say, ...]:
    case: Case | None = await look.batch.case(int(look.args["case"]))
    memberships = (await look.batch.person(look.person)).memberships
    leads = case is not None and any(m.role in LEADERS and sees(m, case) for m in memberships)
    if case is None or not leads or not works_on(look.person, memberships, case):
        return (Say(T("refused.unknown_case")),)
    below = await conflict_of_interest.below(look.desk.roster, look.batch, case, look.person)
    closed = [(person, (await look.batch.person(person)).profile.name) for person in case.excluded]
    return (conflict_words.page(case, below, closed),)


PAGES: Mapping[str, Callable[[Any], Awaitable[tuple[Say, ...]]]] = {
    "stand_in": _stand_in,
    "substitutes": _substitutes,
    "conflict": _conflict,
}
