"""What was corrected, as whoever reported and whoever holds the case read it: from what to what,
and why.

Tested in tests/bot/desk/correcting/test_corrections.py."""

from casework.case.model import Case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Text, text
from conversations.protocol.notice import OWNER, Notice, Notices, open_button, say, urgent

Words = Text | str


def from_to(was: Words, now: Words) -> Text:
    """What stood there before, and what stands there now."""
    before = was or text("changed.unknown")
    return text("changed.from_to", was=before, now=now)


def why(change: Text | None, reason: str) -> Words:
    """A line with the change and its reason; nothing where the change is not to be named."""
    if change is None:
        return ""
    return text("changed.why", change=change, reason=reason)


def holder(case: Case, by: int, reason: str) -> Notices:
    """To the holder, unless they did it themselves: what stands there now, and why."""
    if case.owner in (None, by):
        return []
    told = say(
        "notice.corrected_owner",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        urgency=text(f"urgency.{case.urgency}"),
        reason=reason,
        due=case.due_at,
        whose=text("yours.holds"),
    )
    return [Notice(OWNER, told, urgent(case))]
