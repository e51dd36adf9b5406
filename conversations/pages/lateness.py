"""A due time on the pages: the mark of a case that is late, and the buttons of the teller's page
that belong to its due time.

Tested in tests/conversations/pages/test_lists.py and tests/conversations/pages/test_due_time.py."""

from dataclasses import replace
from datetime import datetime

from casework.actions.reminder import late
from casework.actions.rescheduling import RUNNING
from casework.case.model import Case
from conversations.pages.case_facts import Page
from conversations.protocol.effects import Rows, Say, Text, text
from conversations.protocol.notice import button


def with_clock(said: Say, page: Page, now: datetime) -> Say:
    """The teller's page with the buttons that belong to its due time: why then, and once it has
    passed, to press. Above the top there is nobody to take it to."""
    case, said = page.case, due_passed(said, now)
    press: Rows = (button("case.nudge", "nudge", case),) if late(case, now) else ()
    if press and not page.top:
        press += (button("case.raise", "raise", case),)
    why: Rows = (button("case.why", "why", case),) if case.status in RUNNING else ()
    return replace(said, buttons=(*press, *said.buttons, *why))


def due_passed(said: Say, now: datetime) -> Say:
    """A page for residents, which says of a due time in the past that it has passed."""
    due = said.text.args.get("due")
    at = due.args.get("due") if isinstance(due, Text) else None
    if not isinstance(at, datetime) or at >= now:
        return said
    args = {**said.text.args, "due": text("teller.due_passed", due=at)}
    return replace(said, text=replace(said.text, args=args))


def late_mark(case: Case, now: datetime) -> Text | str:
    """That a case is late, while it is ours to act, and how often its teller has reminded us."""
    mark = text("case.late") if late(case, now) else ""
    count = case.reminders.nudges
    return text("case.nudged", late=mark, count=count) if count else mark
