"""How an officer goes through their queue: in rounds. In a round each case that is still to do is
named once as the next, the most urgent first; when all had their turn a new round begins.

A case has had its turn when the officer did something in it, or opened it as the one that was
offered and left it. Pages that were only looked at skip nothing. Which of these count no more is
said by storage/cases/next_case.py: something has happened in them since.

Tested in tests/conversations/protocol/test_queue_walk.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from casework.actions.review import Review
from casework.search.queue_filter import page, read, read_page
from conversations.protocol.effects import Do, Effect, Show

REST = timedelta(hours=4)
"""After this long without a step the next one begins anew, with the whole queue."""

MOST = 60
"""Turns of one round that are remembered; of more the oldest is forgotten."""

SERVICE = "#"
"""How the words of a view begin that shows one service (pages/views.py)."""


@dataclass(frozen=True)
class QueueWalk:
    """``code``: the queue filter that was on last; ``service``: the one that was looked at since,
    "" for all. ``offered``: the case that was named as the next. ``had``: the cases that had their
    turn in this round and when (ISO 8601), the newest last. ``at``: the last step."""

    code: str = ""
    service: str = ""
    offered: int = 0
    had: tuple[tuple[int, str], ...] = ()
    at: str = ""

    def today(self, at: datetime) -> "QueueWalk":
        """The walk as it goes on at a moment (UTC)."""
        over = self.at and at - datetime.fromisoformat(self.at) > REST
        return QueueWalk() if over else self

    def back(self, at: datetime) -> str:
        """The words of a button that leads back to the queue as it was looked at last."""
        return page(read(self.today(at).code))

    def along(self, effects: Sequence[Effect], at: datetime) -> "QueueWalk":
        """The walk after what somebody was shown and asked for at a moment (UTC)."""
        walk = self.today(at)
        for effect in effects:
            walk = walk._stepped(effect, at)
        return walk if walk == self else replace(walk, at=at.isoformat())

    def _stepped(self, effect: Effect, at: datetime) -> "QueueWalk":
        match effect:
            case Show("queue", args):
                narrowed, _ = read_page(str(args.get("words", "")))
                return replace(self, code=narrowed.code, service="")
            case Show("found", args) if str(args.get("words", "")).startswith(SERVICE):
                return replace(self, service=str(args["words"]).removeprefix(SERVICE))
            case Do(Review(), int(case)) if case == self.offered:
                return self.passing(case, at)
        return self

    def passing(self, case: int, at: datetime) -> "QueueWalk":
        """The walk after a case had its turn at a moment (UTC)."""
        rest = tuple(one for one in self.had if one[0] != case)
        return replace(self, had=(*rest, (case, at.isoformat()))[-MOST:])

    def offering(self, case: int, at: datetime, *, anew: bool) -> "QueueWalk":
        """The walk after a case was named as the next; ``anew``: with it a new round begins."""
        had = () if anew else self.had
        return replace(self, offered=case, had=had, at=at.isoformat())

    def dump(self) -> dict[str, Any]:
        return vars(self)

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "QueueWalk":
        return cls(**{**raw, "had": tuple((case, at) for case, at in raw["had"])})
