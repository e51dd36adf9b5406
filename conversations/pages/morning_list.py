"""The morning's list of one officer: their queue counted, and buttons of its most pressing cases.
Not a word about what they are.

Tested in tests/bot/turns/test_morning_list.py."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.access.own_queue import TO_DO
from casework.case.model import Case, Stage, Urgency
from casework.case.number import number
from casework.case.whose_turn import due_first, is_late, with_office
from casework.search.queue_filter import WHOLE
from conversations.protocol.case_taps import open_case
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Say, Text, text
from conversations.protocol.taps import TurnPage

MOST_BUTTONS = 5
"""As many as the first page of a queue has (storage/cases/list_page.py)."""

BELOW = "b~"
"""The filter of a queue that shows a leader the offices below (casework/search/queue_filter.py)."""


WAITING = "t~"
"""The filter of a queue that shows what waits for its resident too long."""


@dataclass(frozen=True)
class Morning:
    """``queue``: what is in somebody's queue, in its order; ``hands``: the ids of those that they
    hold (or whom they stand in for); ``elsewhere``: what waits for another office instead;
    ``put_off``: how many wait for their day; ``late_waiting``: for their residents, and were late
    when these were asked; ``waiting``: for their residents too long besides; ``below``: what lies
    with the offices below a leader's, None where there are none; ``undecided``: how many wait so
    long that the leader is to decide; ``silent``: how many wait for their residents too long
    below; ``fell_silent``: the ids of what another office was asked that answers no more."""

    queue: tuple[Case, ...]
    hands: frozenset[int] = frozenset()
    elsewhere: tuple[Case, ...] = ()
    put_off: int = 0
    late_waiting: int = 0
    waiting: int = 0
    stands_in: bool = False
    leads: bool = False
    below: tuple[Case, ...] | None = None
    undecided: int = 0
    silent_late: int = 0
    silent: int = 0
    fell_silent: frozenset[int] = frozenset()

    def parts(self) -> Mapping[str, int]:
        """The queue in parts (``PARTS``), each case in one of them: together they are all of it."""
        found = Counter(self._part(case) for case in self.queue)
        return {part: found[part] for part in PARTS}

    def _part(self, case: Case) -> str:
        """What was offered is answered before anything else can happen."""
        if case.stage is Stage.OFFERED and self.sent(case):
            return "offered"
        if case.id in self.hands:
            return "hands"
        return "unread" if case.owner is None and case.stage is None else "others"

    def sent(self, case: Case) -> bool:
        """Whether another office has its turn."""
        return with_office(case) and case.id not in self.fell_silent

    def marks(self, now: datetime, midnight: datetime) -> Mapping[str, int]:
        """How many of the queue are pressing, and why; ``midnight``: the end of the local day."""
        return {
            "emergency": _emergencies(self.queue),
            "late": _late(self.queue, now),
            "today": _today(self.queue, now, midnight),
        }

    def besides(self) -> Mapping[str, int]:
        """What stands besides the queue (``BESIDES``), each case in one of them."""
        there, late = len(self.elsewhere), self.late_waiting
        counts = (self.undecided, there, self.put_off, late, self.waiting)
        return dict(zip(BESIDES, counts, strict=True))

    def late_there(self, now: datetime) -> int:
        """How much of what waits for another office is late."""
        return _late(self.elsewhere, now)

    def today_there(self, now: datetime, midnight: datetime) -> int:
        """How much of it is to be answered today, or is due to its resident then."""
        dues = [due_first(case) for case in self.elsewhere if case.status in TO_DO]
        return sum(now <= due < midnight for due in dues)


PARTS = ("hands", "unread", "offered", "others")
"""The parts of a queue, as they are told: first what one can do something about."""

BESIDES = ("undecided", "elsewhere", "put_off", "late_waiting", "waiting")
"""What is told besides: it waits for somebody else, or for its day."""


def _emergencies(cases: Collection[Case]) -> int:
    return sum(case.urgency is Urgency.EMERGENCY for case in cases)


def _late(cases: Iterable[Case], now: datetime) -> int:
    return sum(is_late(case, now) for case in cases)


def _today(cases: Collection[Case], now: datetime, midnight: datetime) -> int:
    return sum(now <= case.due_at < midnight for case in cases)


def _free(cases: Collection[Case]) -> int:
    """What nobody has taken yet; what was referred waits for an answer instead."""
    return sum(case.owner is None and case.stage is None for case in cases)


def digest(morning: Morning, now: datetime, midnight: datetime) -> Say | None:
    """The list; None when there is nothing to tell, which leaders are told all the same. Sent once
    at most: tomorrow's list says it again."""
    parts = morning.parts()
    theirs = any(count for name, count in parts.items() if name != "others")
    marks = _counted(morning.marks(now, midnight))
    besides = _besides(morning, now, midnight)
    if not (theirs or marks or besides or morning.leads):
        return None  # what others hold is no reason to be written to
    lines = _counted(parts)
    lines = [text("morning.total", count=len(morning.queue)), *lines] if lines else []
    lines += [text("morning.among"), *marks] if marks else []
    lines = [*(lines or [text("morning.nothing")]), *besides] if besides else lines
    if not lines:
        lines.append(text("morning.all_well"))
    if morning.stands_in:
        lines.append(text("morning.stands_in"))
    lines += _below(morning, now, midnight)
    return Say(
        text("morning.text", lines=tuple(lines)),
        _buttons(morning),
        delivery=Delivery.BROADCAST,
    )


def _besides(morning: Morning, now: datetime, midnight: datetime) -> list[Text]:
    """What stands besides the queue, counted in whole and in its parts; how much of it is late with
    another office, or due there today, is told behind what waits there."""
    counts = morning.besides()
    if not (every := sum(counts.values())):
        return []
    lines = [text("morning.besides", count=every)]
    for name, count in counts.items():
        there = {"late_there": morning.late_there(now)}
        there["today_there"] = morning.today_there(now, midnight)
        lines += _counted({name: count, **(there if name == "elsewhere" else {})})
    return lines


def _counted(counts: Mapping[str, int]) -> list[Text]:
    """A line for each that there is any of."""
    return [text(f"morning.{name}", count=count) for name, count in counts.items() if count]


def _below(morning: Morning, now: datetime, midnight: datetime) -> list[Text]:
    """The offices below counted, where there are any."""
    below = morning.below
    if below is None:
        return []
    counts = {
        "emergency": _emergencies(below),
        "late": _late((x for x in below if not morning.sent(x)), now),
        "late_there": _late(filter(morning.sent, below), now),
        "today": _today(below, now, midnight),
        "unread": _free(below),
        "late_waiting": morning.silent_late,
        "waiting": morning.silent,
    }
    lines = [text(f"morning.below.{name}", count=n) for name, n in counts.items() if n]
    return [text("morning.below.title" if lines else "morning.below.well"), *lines]


def _buttons(morning: Morning) -> tuple[tuple[Button, ...], ...]:
    rows = _of_cases(morning.queue[:MOST_BUTTONS])
    last: tuple[Button, ...] = (Button(text("act.queue"), TurnPage("queue", WHOLE)),)
    if morning.below:
        last += (Button(text("morning.see_below"), TurnPage("queue", BELOW)),)
    if not (morning.waiting or morning.late_waiting or morning.undecided):
        return (*rows, last)
    return (*rows, last, (Button(text("morning.see_waiting"), TurnPage("queue", WAITING)),))


def _of_cases(cases: Iterable[Case]) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(
            text("case.button", mark=text(f"mark.{case.urgency}"), number=number(case.id)),
            open_case(case.id),
        )
        for case in cases
    ]
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))
