"""Who is told that a result was wrong: its teller kindly, with the reason and a date, and whoever
wrote it.

Tested in tests/conversations/test_notices.py and tests/bot/desk/correcting/test_wrong_result.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.handover import by_hand
from casework.case.events import Event
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import text
from conversations.protocol.notice import (
    ACTOR,
    DECIDED,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    button,
    open_button,
    say,
    urgent,
)


def _retracted(case: Case, event: ResultRetracted, catalogue: Catalogue) -> Notices:
    key = "notice.result_retracted_by_hand" if by_hand(case) else "notice.result_retracted"
    rows = (button("case.add", "add", case), *open_button(case))
    again = text("result.refer_again", office=event.referred) if event.referred else ""
    refer = button("refer.anew", "refer", case) if event.referred else ()
    on = (*((refer,) if refer else ()), *open_button(case))
    told = say(key, case, rows, Delivery.MUST_ARRIVE, reason=event.reason, due=case.due_at)
    wrote = say(
        "notice.result_retracted_staff",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        reason=event.reason,
        due=case.due_at,
        whose=text("yours.wrote"),
    )
    ours = say("done.result_retracted", case, on, due=case.due_at, again=again)
    # Of what reached nobody its writer is told by the desk, with the words.
    heard = [Notice(TELLER, told, urgent(case)), Notice(DECIDED, wrote)]
    return [*(heard if event.delivered else []), Notice(ACTOR, ours)]


ROWS = (OnEvent(ResultRetracted, _retracted),)

LINES: Mapping[type[Event], Callable[[Any], object]] = {ResultRetracted: lambda event: event.reason}
"""What the history shows of it."""
