"""What happens to the other bells of a case when one of them has rung: the case has taken its step,
and the rest gets a fresh wait, of those that ask the same side (staff, or the teller).

Tested in tests/bot/trials/test_storms.py."""

from collections.abc import Collection
from datetime import datetime, timedelta

from casework.case.model import Case
from casework.clock.fresh_wait import fresh_wait
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from casework.policy.policy import Policy
from storage.cases import moved_bells
from storage.unit_of_work import Batch

LATE = timedelta(minutes=5)
"""A bell that rings so late has waited for the bot, not for its moment."""


async def put_off(
    batch: Batch, policy: Policy, case: Case, rung: Bell, over: Collection[int]
) -> set[int]:
    """After a bell that came late, give a fresh wait to all else that is due for its case, and to
    what follows it. ``over``: ids of the bells that have rung in this round, whatever came of them.
    Gives the ids of the bells that were moved."""
    if batch.at - rung.due_at <= LATE:
        return set()
    waiting = await moved_bells.waiting(batch.connection, OfCase(case.id))
    moved = {
        bell_id: _anew(policy, case, rung, bell, batch.at)
        for bell_id, bell in waiting
        if bell_id not in over
        and _is_for_staff(policy, bell) == _is_for_staff(policy, rung)
        and (bell.due_at <= batch.at or bell.kind == rung.kind)
    }
    await moved_bells.move(batch.connection, moved)
    return set(moved)


def _is_for_staff(policy: Policy, bell: Bell) -> bool:
    """Whether a bell asks our own people; the others ask, or tell, the teller."""
    row = policy.followups.get(bell.kind)
    return row is not None and row.does in ("climb", "tell")


def _anew(policy: Policy, case: Case, rung: Bell, bell: Bell, at: datetime) -> datetime:
    least = policy.clock(case).climb[0].after(at, policy.calendar)
    return fresh_wait(rung.due_at, bell.due_at, at, policy.time_of(case), least)
