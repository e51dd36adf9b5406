"""What those read whose turn some cases are since somebody left, is away or came back.

Tested in tests/bot/desk/staff/test_passing_on.py."""

from collections.abc import Sequence

from casework.case.model import Case
from casework.case.number import number
from conversations.protocol.case_taps import open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Say, Text, pairs, text
from conversations.protocol.notice import button
from conversations.protocol.taps import TurnPage

LISTED = 20
"""Cases that are named in the message; the rest stand in the queue."""


def yours(why: Text, cases: Sequence[Case], lines: Sequence[Text]) -> Say:
    """These cases are somebody's turn now, because of ``why``; ``lines``: the first of them as a
    list tells them. A single one that nobody holds is taken with one tap."""
    here = cases[:LISTED]
    left = len(cases) - len(here)
    more = text("passing_on.more", count=left) if left else ""
    rows = pairs(
        Button(text("case.open_number", number=number(c.id)), open_case(c.id)) for c in here
    )
    if len(cases) == 1 and cases[0].owner is None and cases[0].referral is None:
        rows = (button("act.claim", "claim", cases[0]), *rows)
    queue = (Button(text("act.queue"), TurnPage("queue")),)
    told = text("passing_on.yours", why=why, lines=tuple(lines), more=more)
    return Say(told, (*rows, queue) if len(cases) > 1 else rows, delivery=Delivery.MUST_ARRIVE)
