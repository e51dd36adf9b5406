"""Pages about people: who stands in for whom, who can be excluded from a case, and how many similar
complaints a district is shown.

Tested in tests/test_stories.py."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from bot.desk import conflict_of_interest
from bot.desk.desk import ComplaintDesk
from bot.desk.staff import stand_in
from bot.pages.page_request import NOT_THEIRS, PageRequest, Pages
from casework.access.visibility import sees, works_on
from casework.case.model import Case, Membership, Refused, Role
from casework.case.roles import LEADERS
from conversations.actions.conflict_of_interest import page
from conversations.actions.stand_in import current, substitutes
from conversations.protocol.effects import Say, text
from storage.cases import search
from storage.unit_of_work import Batch

ABOVE = frozenset({Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER})
A_YEAR = timedelta(days=365)


async def similar(
    batch: Batch, desk: ComplaintDesk, case: Case, memberships: Collection[Membership]
) -> int:
    """How many complaints of the same kind came from the same village in the year before; for the
    district only."""
    accuses = desk.policy.catalogue.of(case).accuses_official
    if not (
        accuses and case.village and any(m.role in ABOVE and sees(m, case) for m in memberships)
    ):
        return 0
    return await search.similar(batch.connection, case, case.opened_at - A_YEAR)


async def _stand_in(request: PageRequest) -> tuple[Say, ...]:
    found = await stand_in.current(request.desk.roster, request.batch, request.person)
    return (current(found),) if found else ()


async def _substitutes(request: PageRequest) -> tuple[Say, ...]:
    first, last = (date.fromisoformat(request.args[name]) for name in ("first", "last"))
    try:
        roster = request.desk.roster
        found = await stand_in.colleagues(roster, request.batch, request.person, first, last)
    except Refused as refused:
        return (Say(text(refused.key, **refused.args_for_text)),)
    return (substitutes(first, last, found),)


async def _others(request: PageRequest) -> tuple[Say, ...]:
    """Whom somebody may ask instead, for what is left of the absence that ends on this day."""
    last, today = request.args["last"], request.desk.roster.today(request.batch)
    kept = await stand_in.current(request.desk.roster, request.batch, request.person)
    for each, _ in kept:
        if each.last.isoformat() == last:
            args = {"first": max(each.first, today).isoformat(), "last": last}
            return await _substitutes(replace(request, args=args))
    return (Say(text("stand_in.no_current")),)


async def _conflict(request: PageRequest) -> tuple[Say, ...]:
    case = await request.case()
    memberships = await request.memberships()
    leads = case is not None and any(m.role in LEADERS and sees(m, case) for m in memberships)
    if case is None or not leads or not works_on(request.person, memberships, case):
        return NOT_THEIRS
    batch = request.batch
    below = await conflict_of_interest.below(request.desk.roster, batch, case, request.person)
    closed = [(person, (await batch.person(person)).profile.name) for person in case.excluded]
    return (page(case, below, closed),)


PAGES: Pages = {
    "stand_in": _stand_in,
    "substitutes": _substitutes,
    "other_substitutes": _others,
    "conflict": _conflict,
}
