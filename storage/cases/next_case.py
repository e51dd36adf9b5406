"""The case of a queue that somebody should open after another one.

Tested in tests/bot/turns/test_going_on.py."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.model import Case, Membership, Urgency
from storage.cases import office_queue
from storage.cases.cases import CASES
from storage.cases.list_page import place_behind
from storage.db.vault import Vault


def waits_for(person: int, memberships: Sequence[Membership]) -> ColumnElement[bool]:
    """What this person could go on with: their own and what nobody has, unless another office was
    asked; and what theirs was asked."""
    asked_us = CASES.c.referred_to.in_([m.scope for m in memberships])
    free_or_mine = or_(office_queue.FREE, CASES.c.owner == person)
    ours = or_(and_(office_queue.NOT_REFERRED, free_or_mine), asked_us)
    return and_(CASES.c.status.in_(sorted(office_queue.TO_DO)), ours)


async def after(
    connection: AsyncConnection,
    vault: Vault,
    person: int,
    memberships: Sequence[Membership],
    done: Case,
) -> Case | None:
    """The next case of somebody's queue: an emergency that nobody has taken, else the one behind
    the case that is done, else the first."""
    only = waits_for(person, memberships)

    async def cases(key: str) -> list[Case]:
        found = await office_queue.page(
            connection, vault, memberships, after=key, only=only, viewer=person
        )
        return [case for case in found.cases if case.id != done.id]

    first = await cases("")
    alarms = [x for x in first if x.urgency is Urgency.EMERGENCY and x.owner is None]
    wanted = alarms or await cases(place_behind(done)) or first
    return wanted[0] if wanted else None
