"""What a colleague who works here no more leaves behind: what was theirs, and what waits for an
answer and is in the leader's hands now.

Tested in tests/bot/desk/staff/test_leaving_list.py."""

from collections.abc import Iterable

from casework.access.own_queue import TO_DO
from casework.case.model import Case
from storage.unit_of_work import Batch


async def theirs(batch: Batch, cases: Iterable[int], person: int) -> list[int]:
    """Those of some cases that were somebody's, also while another stood in for them: whose turn
    they are after it is new to whoever it is."""
    return [case.id for case in await _known(batch, cases) if _last_with(case) == person]


async def waiting(batch: Batch, cases: Iterable[int], by: int) -> list[Case]:
    """Those of some cases that the leader holds now and that wait for somebody's answer."""
    return [
        case
        for case in await _known(batch, cases)
        if case.owner == by
        if case.referral or case.status not in TO_DO
    ]


async def _known(batch: Batch, cases: Iterable[int]) -> list[Case]:
    found = [await batch.case(one) for one in cases]
    return [case for case in found if case is not None]


def _last_with(case: Case) -> int | None:
    """Who holds a case, or had it last."""
    if case.owner is None:
        return case.had_by
    return case.owner
