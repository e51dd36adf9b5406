"""The case of a queue that somebody should open after another one.

Tested in tests/bot/turns/test_going_on.py."""

from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import ColumnElement, and_, or_

from casework.access.own_queue import TO_DO
from casework.case.model import Case, Membership, Urgency
from storage.cases import office_queue
from storage.cases.cases import CASES
from storage.cases.list_page import ListPage, place_behind

Read = Callable[[str, ColumnElement[bool]], Awaitable[ListPage]]
"""One page of somebody's queue, after a key; of it the cases that fulfil a condition."""


def waits_for(person: int, memberships: Sequence[Membership]) -> ColumnElement[bool]:
    """What this person could go on with: their own and what nobody has, unless another office was
    asked; and what theirs was asked."""
    asked_us = CASES.c.referred_to.in_([m.scope for m in memberships])
    free_or_mine = or_(office_queue.FREE, CASES.c.owner == person)
    ours = or_(and_(office_queue.NOT_REFERRED, free_or_mine), asked_us)
    return and_(CASES.c.status.in_(sorted(TO_DO)), ours)


async def after(
    read: Read, person: int, memberships: Sequence[Membership], done: Case
) -> Case | None:
    """The next case of somebody's queue: an emergency that nobody has taken, else the one behind
    the case that is done, else the first."""
    only = waits_for(person, memberships)

    async def cases(key: str) -> list[Case]:
        return [case for case in (await read(key, only)).cases if case.id != done.id]

    first = await cases("")
    alarms = [x for x in first if x.urgency is Urgency.EMERGENCY and x.owner is None]
    wanted = alarms or await cases(place_behind(done)) or first
    return wanted[0] if wanted else None
