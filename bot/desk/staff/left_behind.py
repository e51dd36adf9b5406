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
    known = [await batch.case(one) for one in cases]
    return [x.id for x in known if x and person in (x.owner, x.owner is None and x.had_by)]


async def waiting(batch: Batch, cases: Iterable[int], by: int) -> list[Case]:
    """Those of some cases that the leader holds now and that wait for somebody's answer."""
    known = [await batch.case(one) for one in cases]
    held = [case for case in known if case and case.owner == by]
    return [case for case in held if case.referral or case.status not in TO_DO]
