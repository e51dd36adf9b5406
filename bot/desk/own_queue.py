"""Somebody's own queue, read for whoever needs it: the pages of queues, every "which one?" list,
what is next after an act."""

from sqlalchemy import ColumnElement

from bot.desk.roster import Roster
from casework.search.queue_filter import QueueFilter
from storage.cases import office_queue
from storage.cases.list_page import ListPage
from storage.cases.office_queue import Through
from storage.unit_of_work import Batch


async def own_queue(
    batch: Batch,
    roster: Roster,
    person: int,
    *,
    after: str = "",
    narrowed: QueueFilter | None = None,
    only: ColumnElement[bool] | None = None,
    besides: ColumnElement[bool] | None = None,
) -> ListPage:
    """One page of somebody's queue, after the key of the page before, through a queue filter; or,
    instead of what waits for the office, ``only`` some open cases. ``besides``: what they must be,
    too. Flush before."""
    return await office_queue.page(
        batch.connection,
        batch.vault,
        (await batch.person(person)).memberships,
        after=after,
        through=Through(narrowed or QueueFilter(), person, batch.at),
        only=only,
        besides=besides,
        stands_in_for=(await roster.out(batch)).represented_by(person),
    )
