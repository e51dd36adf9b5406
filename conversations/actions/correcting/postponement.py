"""Who is told when a case is put off, and when its day has come; and what "why then?" says of it.

Tested in tests/conversations/test_notices.py and tests/bot/desk/correcting/test_corrections.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.correcting.postponement import Postponed
from casework.actions.escalation import Woken
from casework.case.events import Event
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import text
from conversations.protocol.notice import (
    ACTOR,
    COORDINATOR,
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    button,
    open_button,
    say,
)


def _postponed(case: Case, event: Postponed, catalogue: Catalogue) -> Notices:
    rows = (button("case.add", "add", case), button("case.why", "why", case))
    told = say(
        "notice.postponed",
        case,
        rows,
        Delivery.MUST_ARRIVE,
        due=event.due_at,
        reason=event.reason,
    )
    by = say(
        "notice.postponed_staff", case, open_button(case), due=event.due_at, reason=event.reason
    )
    return [
        Notice(TELLER, told),
        Notice(COORDINATOR, by),
        Notice(ACTOR, say("done.postponed", case, due=event.due_at)),
    ]


def _woken(case: Case, event: Woken, catalogue: Catalogue) -> Notices:
    told = say("notice.woken", case, open_button(case), Delivery.MUST_ARRIVE, due=case.due_at)
    return [Notice(OWNER, told)]


ROWS = (OnEvent(Postponed, _postponed), OnEvent(Woken, _woken))

LINES: Mapping[type[Event], Callable[[Any], object]] = {
    Postponed: lambda event: text("postpone.line", due=event.due_at, reason=event.reason)
}
"""What the history shows of it."""
