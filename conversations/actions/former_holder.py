"""Who had a case reads that somebody else has it now.

Tested in tests/bot/trials/letters/test_handed_on.py."""

from casework.case.model import Case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import text
from conversations.protocol.notice import FORMER, Notice, Notices, open_button, say, urgent


def gone_on(case: Case, had: int | None) -> Notices:
    """Who had a case until a colleague gave it to somebody else, or took it, reads at once who has
    it now."""
    if had is None:
        return []
    rows, owner = open_button(case), text("staff.colleague")
    told = say("notice.handed_on", case, rows, Delivery.MUST_ARRIVE, owner=owner)
    return [Notice(FORMER, told, urgent(case))]
