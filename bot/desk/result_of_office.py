"""A result that another office has written: which office it was, and what it is told when the
result was not enough.

Tested in tests/bot/desk/test_recipients_further.py."""

from casework.actions.ending.resolution import Resolved
from casework.actions.referral import Done
from casework.case.model import Case
from casework.case.number import number
from conversations.protocol.effects import Text, text
from storage.cases import cases
from storage.unit_of_work import Batch


async def newest(batch: Batch, case: Case) -> Done | None:
    """The newest result of a case, as far as another office has written it."""
    kinds = {Done.kind, Resolved.kind}
    events = await cases.since(batch.connection, batch.vault, case, kinds, case.opened_at)
    if len(events) < 2:
        return None
    (done, done_at), (resolved, at) = events[-2:]
    together = isinstance(resolved, Resolved) and done_at == at
    return done if together and isinstance(done, Done) else None


def told(case: Case) -> Text:
    """What the office reads; it sees the case itself no more."""
    return text("notice.not_fixed_office", number=number(case.id))


def by_letter(case: Case, office: str) -> Text:
    """What is asked of who goes on, where the office does not use the bot."""
    return text("notice.not_fixed_letter", number=number(case.id), office=office)
