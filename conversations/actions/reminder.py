"""Who is told when a due time is pressed for or moved.

The teller may remind and take higher (casework/actions/reminder.py), the calendar may move a due
time (casework/actions/rescheduling.py).

Tested in tests/conversations/test_notices.py."""

from casework.actions.reminder import Nudged, Raised
from casework.actions.rescheduling import Rescheduled
from casework.case import events as e
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.actions.escalation import passed_on
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import text
from conversations.protocol.notice import (
    HANDS,
    LEVEL,
    OWNER,
    RECEIVER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    open_button,
    say,
    urgent,
)


def _nudged(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    told = say(
        "notice.nudged_staff",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        count=case.reminders.nudges,
        due=case.due_at,
        turn="",
    )
    asked = [Notice(HANDS, told, urgent(case))]
    asked += [Notice(RECEIVER, told, urgent(case))] if case.referral is not None else []
    return [*asked, Notice(TELLER, say("notice.nudged", case))]


def _raised(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    level = text(f"level.{case.level}")
    rows, due = open_button(case), case.due_at
    above = say("notice.raised_staff", case, rows, Delivery.MUST_ARRIVE, due=due, turn="")
    told = [
        Notice(LEVEL, above, urgent(case)),
        Notice(TELLER, say("notice.raised", case, level=level)),
    ]
    if case.owner is None:
        return [*told, *passed_on(case, "notice.passed_on_raised")]
    to_owner = say("notice.raised_owner", case, rows, level=level, due=due, turn="")
    return [*told, Notice(OWNER, to_owner)]


def _rescheduled(case: Case, event: Rescheduled, catalogue: Catalogue) -> Notices:
    if event.because:
        told = say(
            "notice.rescheduled_why", case, open_button(case), due=case.due_at, why=event.because
        )
    else:
        told = say("notice.rescheduled", case, open_button(case), due=case.due_at)
    return [Notice(TELLER, told)]


ROWS = (
    OnEvent(Nudged, _nudged),
    OnEvent(Raised, _raised),
    OnEvent(Rescheduled, _rescheduled),
)
"""Merged into the table of notices.py."""
