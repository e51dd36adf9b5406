"""The morning's list of one officer: counts, and buttons of the most pressing cases. Not a word
about what they are.

Tested in tests/bot/turns/test_morning_list.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from casework.case.model import Case, Urgency
from casework.case.number import number
from conversations.protocol.case_taps import open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Say, text
from conversations.protocol.taps import TurnPage

MOST_BUTTONS = 8


@dataclass(frozen=True)
class Morning:
    """``hands``: what somebody (or whom they stand in for) holds; ``unread``: what lies free where
    it is their turn; ``offered``: what their office was asked to take and has not answered."""

    hands: tuple[Case, ...]
    unread: tuple[Case, ...]
    stands_in: bool = False
    offered: tuple[Case, ...] = ()

    @property
    def cases(self) -> list[Case]:
        """Each case once, emergencies first, then what is due first."""
        every = {case.id: case for case in (*self.hands, *self.unread, *self.offered)}.values()
        return sorted(
            every, key=lambda case: (case.urgency is not Urgency.EMERGENCY, case.due_at, case.id)
        )


def digest(morning: Morning, now: datetime, midnight: datetime) -> Say:
    """``midnight``: the end of the local day. Sent once at most: tomorrow's list says it again."""
    cases = morning.cases
    counts = {
        "late": sum(case.due_at < now for case in cases),
        "today": sum(now <= case.due_at < midnight for case in cases),
        "unread": len(morning.unread),
        "offered": len(morning.offered),
        "hands": len(morning.hands),
    }
    lines = [text(f"morning.{name}", count=count) for name, count in counts.items() if count]
    if morning.stands_in:
        lines.append(text("morning.stands_in"))
    return Say(
        text("morning.text", lines=tuple(lines)),
        _buttons(cases[:MOST_BUTTONS]),
        delivery=Delivery.BROADCAST,
    )


def _buttons(cases: Iterable[Case]) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(
            text("case.button", mark=text(f"mark.{case.urgency}"), number=number(case.id)),
            open_case(case.id),
        )
        for case in cases
    ]
    rows = tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
    return (*rows, (Button(text("act.queue"), TurnPage("queue")),))
