"""What another office has to do with a case: whether it answers at all, whether a result is its own
or the sender's, and what is told when that was not enough.

Tested in tests/bot/desk/test_recipients_further.py and
tests/bot/desk/correcting/test_taking_back_sender.py."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from casework.access.visibility import receives
from casework.actions.ending.confirmation import doubts_after_result
from casework.actions.ending.resolution import Resolved
from casework.actions.referral import Done, Recalled
from casework.case.events import Event
from casework.case.model import Case, Status
from casework.case.number import number
from casework.case.roles import AGENCY
from casework.case.whose_turn import OfficesThere, fell_silent
from conversations.protocol.effects import Text, text
from storage.cases import cases
from storage.unit_of_work import Batch

AtOffice = Callable[[Batch, Case, str], Awaitable[list[int]]]
"""Who works at the office that a case is referred to (bot/desk/roster.py)."""


async def is_own(at_office: AtOffice, batch: Batch, case: Case, by: int) -> bool:
    """Whether what somebody writes as the result is not the answer of the office that was asked:
    that office writes for itself, and they are not of it."""
    if case.referral is None:
        return False
    people = await at_office(batch, case, case.referred_to)
    theirs = any(receives(m, case) for m in (await batch.person(by)).memberships)
    return bool(people) and by not in people and not theirs


async def silent_office(batch: Batch, case: Case) -> bool:
    """Whether the office that was asked has let its time pass, and nobody works there."""
    nowhere = OfficesThere(frozenset(), batch.at)
    return fell_silent(case, nowhere) and not await batch.at_work(case.referred_to, AGENCY)


def ended_with(trail: Sequence[tuple[Event, datetime]], place: int) -> Done | Recalled | None:
    """How the referral ended with the result at ``place`` of a trail (from 0), if there was one."""
    ended, at = trail[max(0, place - 1)]
    together = isinstance(ended, Done | Recalled) and at == trail[place][1]
    return ended if together and isinstance(ended, Done | Recalled) else None


async def newest(batch: Batch, case: Case) -> Done | None:
    """The newest result of a case, as far as another office has written it."""
    kinds = {Done.kind, Resolved.kind}
    events = await cases.since(batch.connection, batch.vault, case, kinds, case.opened_at)
    if len(events) < 2:
        return None
    (done, done_at), (resolved, at) = events[-2:]
    together = isinstance(resolved, Resolved) and done_at == at
    return done if together and isinstance(done, Done) else None


async def spoken(batch: Batch, case: Case) -> bool:
    """Whether somebody has told more than thanks since the result of a case."""
    if case.status is not Status.RESOLVED:
        return False
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    return doubts_after_result([event for event, _ in trail])


def told(case: Case) -> Text:
    """What the office reads; it sees the case itself no more."""
    return text("notice.not_fixed_office", number=number(case.id))


def by_letter(case: Case, office: str) -> Text:
    """What is asked of who goes on, where the office does not use the bot."""
    return text("notice.not_fixed_letter", number=number(case.id), office=office)
