"""Who is told when an office goes on with a case: a leader has opened it again, or a question need
not be answered any more.

Tested in tests/conversations/test_notices.py and
tests/bot/trials/office/test_opened_emergency.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.question_dropped import QuestionDropped
from casework.case.events import Event
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.actions.correcting.letting_go import opened
from conversations.protocol.delivery import Delivery
from conversations.protocol.notice import (
    ACTOR,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    open_button,
    say,
    urgent,
)


def _opened_again(case: Case, event: OpenedAgain, catalogue: Catalogue) -> Notices:
    told = say(
        "notice.opened_again",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        reason=event.reason,
        due=case.due_at,
    )
    return [
        Notice(TELLER, told, urgent(case)),
        *opened(case, "notice.opened_again_staff", event.decided_by, reason=event.reason),
        Notice(ACTOR, say("done.opened_again", case, turn="")),
    ]


def _dropped(case: Case, event: QuestionDropped, catalogue: Catalogue) -> Notices:
    done = Notice(ACTOR, say("done.question_dropped", case, due=case.due_at))
    told = say(
        "notice.question_dropped", case, open_button(case), Delivery.MUST_ARRIVE, due=case.due_at
    )
    return [Notice(TELLER, told, urgent(case)), done] if event.delivered else [done]


ROWS = (OnEvent(OpenedAgain, _opened_again), OnEvent(QuestionDropped, _dropped))

LINES: Mapping[type[Event], Callable[[Any], object]] = {OpenedAgain: lambda event: event.reason}
"""What the history shows of it."""
