"""The first screen: what somebody can do from anywhere, a button each."""

from casework.case.model import Role
from casework.case.roles import LEADERS, WORKERS
from conversations.content.content import Turn
from conversations.protocol.effects import Button, t
from conversations.protocol.taps import RunCommand, TurnPage


def home(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """The buttons of the first screen."""
    rows = [
        (Button(t("menu.report"), RunCommand("lapor")),),
        (
            Button(t("menu.status"), RunCommand("status")),
            Button(t("menu.help"), RunCommand("bantuan")),
        ),
    ]
    if turn.person.roles & WORKERS:
        rows.insert(0, (Button(t("menu.queue"), TurnPage("queue")),))
    if turn.person.roles & LEADERS:
        rows.append(
            (
                Button(t("menu.figures"), RunCommand("laporan")),
                Button(t("menu.poster"), TurnPage("poster")),
            )
        )
    if Role.VOLUNTEER in turn.person.roles:
        rows.insert(1, (Button(t("menu.book"), RunCommand("buku")),))
    return tuple(rows)
