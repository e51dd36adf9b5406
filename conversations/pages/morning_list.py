"""The morning's list of one officer: their queue counted, and buttons of its most pressing cases.
Not a word about what they are.

Tested in tests/bot/turns/test_morning_list.py."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.case.model import Case, Stage, Urgency
from casework.case.number import number
from casework.case.whose_turn import is_late, with_office
from casework.search.queue_filter import WHOLE
from conversations.protocol.case_taps import open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Say, Text, text
from conversations.protocol.taps import TurnPage

MOST_BUTTONS = 8
BELOW = "b~"
"""The filter of a queue that shows a leader the offices below (casework/search/queue_filter.py)."""


@dataclass(frozen=True)
class Morning:
    """``queue``: what is in somebody's queue, in its order; ``hands``: the ids of those that they
    hold (or whom they stand in for); ``waiting``: how many wait for their residents too long;
    ``below``: what lies with the offices below a leader's, None where there are none."""

    queue: tuple[Case, ...]
    hands: frozenset[int] = frozenset()
    waiting: int = 0
    stands_in: bool = False
    leads: bool = False
    below: tuple[Case, ...] | None = None

    def counts(self, now: datetime, midnight: datetime) -> Mapping[str, int]:
        """How many there are of what; ``midnight``: the end of the local day."""
        queue = self.queue
        return {
            "emergency": _emergencies(queue),
            "late": _late(queue, now),
            "today": sum(now <= case.due_at < midnight for case in queue),
            "unread": _free(queue),
            "offered": sum(map(_offered, queue)),
            "hands": sum(case.id in self.hands for case in queue),
            "others": sum(self._of_others(case) for case in queue),
            "waiting": self.waiting,
        }

    def _of_others(self, case: Case) -> bool:
        """Whether somebody else works on it: a colleague, or an office that has taken it."""
        free = case.owner is None and case.stage is None
        return not free and not _offered(case) and case.id not in self.hands


def _offered(case: Case) -> bool:
    """Whether the office that was asked has not answered yet, and asks nothing itself."""
    return case.stage is Stage.OFFERED and with_office(case)


def _emergencies(cases: Collection[Case]) -> int:
    return sum(case.urgency is Urgency.EMERGENCY for case in cases)


def _late(cases: Collection[Case], now: datetime) -> int:
    return sum(is_late(case, now) for case in cases)


def _free(cases: Collection[Case]) -> int:
    """What nobody has taken yet; what was referred waits for an answer instead."""
    return sum(case.owner is None and case.stage is None for case in cases)


def digest(morning: Morning, now: datetime, midnight: datetime) -> Say | None:
    """The list; None when there is nothing to tell, which leaders are told all the same. Sent once
    at most: tomorrow's list says it again."""
    counts = morning.counts(now, midnight)
    lines = [text(f"morning.{name}", count=count) for name, count in counts.items() if count]
    theirs = any(count for name, count in counts.items() if name != "others")
    if not (theirs or morning.leads):
        return None  # what others hold is no reason to be written to
    if not lines:
        lines.append(text("morning.all_well"))
    if morning.stands_in:
        lines.append(text("morning.stands_in"))
    lines += _below(morning, now)
    return Say(
        text("morning.text", lines=tuple(lines)),
        _buttons(morning),
        delivery=Delivery.BROADCAST,
    )


def _below(morning: Morning, now: datetime) -> list[Text]:
    """The offices below counted, where there are any."""
    below = morning.below
    if below is None:
        return []
    counts = {
        "emergency": _emergencies(below),
        "late": _late(below, now),
        "unread": _free(below),
    }
    lines = [text(f"morning.below.{name}", count=n) for name, n in counts.items() if n]
    return [text("morning.below.title" if lines else "morning.below.well"), *lines]


def _buttons(morning: Morning) -> tuple[tuple[Button, ...], ...]:
    rows = _of_cases(morning.queue[:MOST_BUTTONS])
    last: tuple[Button, ...] = (Button(text("act.queue"), TurnPage("queue", WHOLE)),)
    if morning.below:
        last += (Button(text("morning.see_below"), TurnPage("queue", BELOW)),)
    return (*rows, last)


def _of_cases(cases: Iterable[Case]) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(
            text("case.button", mark=text(f"mark.{case.urgency}"), number=number(case.id)),
            open_case(case.id),
        )
        for case in cases
    ]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
