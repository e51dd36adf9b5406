"""The first screen: what somebody can do from anywhere, a button each.

Tested in tests/conversations/actions/test_handover.py."""

from casework.case.model import Role
from casework.case.roles import LEADERS, WORKERS
from casework.search.queue_filter import WHOLE
from conversations.content.content import Turn
from conversations.protocol.effects import Button, text
from conversations.protocol.taps import RunCommand, TurnPage


def home(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """The buttons of the first screen."""
    rows = [
        (Button(text("menu.report"), RunCommand("lapor")),),
        (
            Button(text("menu.status"), RunCommand("status")),
            Button(text("menu.help"), RunCommand("bantuan")),
        ),
    ]
    if turn.person.roles & WORKERS:
        rows.insert(0, (Button(text("menu.queue"), TurnPage("queue", WHOLE)),))
    if turn.person.roles & LEADERS:
        rows.append(
            (
                Button(text("menu.figures"), RunCommand("laporan")),
                Button(text("menu.poster"), TurnPage("poster")),
            )
        )
    if Role.VOLUNTEER in turn.person.roles:
        rows.insert(1, (Button(text("menu.book"), RunCommand("buku")),))
    return tuple(rows)
