"""Faults on purpose, by a script that a seed makes repeatable. Knows no messages and no network.

Tested in tests/bot/simulator/test_updates.py."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal, cast, get_args

from bot.simulator.errors import ApiError, NoAnswer, Trouble, bad_request, forbidden

Kind = Literal[
    "429",
    "500",
    "502",
    "503",
    "504",
    "418",
    "reset",
    "timeout",
    "slow",
    "truncated",
    "garbage",
    "empty",
    "shapeless",
    "blocked",
    "refused",
]

_CODES = {
    "500": "Internal Server Error",
    "503": "Service Unavailable",
    "504": "Gateway Timeout",
    "418": "Something that nobody knows",
}
"""What is answered with a code in Telegram's own shape."""


@dataclass
class Fault:
    """One line of the script.

    It counts the calls that match ``method`` (``*`` is any; ``download`` is the file route) and
    ``chat_id``, and strikes from the ``nth`` (1 is the next one) ``times`` times, or with
    ``chance`` each. ``after`` lets the effect happen first. ``reason``: in which words Telegram
    refuses."""

    kind: Kind
    method: str = "*"
    nth: int = 1
    times: int = 1
    chance: float | None = None
    after: bool = False
    retry_after: int = 1
    chat_id: int | None = None
    reason: str = "not enough rights"
    seen: int = 0

    def strikes(self, method: str, chat_id: Any, dice: Random) -> bool:
        if self.method not in ("*", method) or self.chat_id not in (None, chat_id):
            return False
        self.seen += 1
        if self.chance is not None:
            return dice.random() < self.chance
        return self.nth <= self.seen < self.nth + self.times

    def error(self) -> Exception:
        if self.kind == "429":
            text = f"Too Many Requests: retry after {self.retry_after}"
            return ApiError(429, text, {"retry_after": self.retry_after})
        if self.kind in _CODES:
            return ApiError(int(self.kind), _CODES[self.kind])
        if self.kind == "blocked":
            return forbidden("bot was blocked by the user")
        if self.kind == "refused":
            return bad_request(self.reason)
        return NoAnswer(cast("Trouble", self.kind), delivered=self.after)


@dataclass
class Faults:
    """The script of one simulated Telegram.

    ``duplicate`` is the chance that an update comes 2 to ``copies`` times, partly in a later
    answer; ``shuffle`` the chance that two neighbours of one answer change places; ``dead_files``:
    the ids that Telegram does not know any more."""

    seed: int = 0
    duplicate: float = 0.0
    copies: int = 5
    shuffle: float = 0.0
    script: list[Fault] = field(default_factory=list)
    dead_files: set[str] = field(default_factory=set)
    _ghosts: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)  # noqa: S311 - repeatable on purpose

    def add(self, kind: Kind, method: str = "*", **how: Any) -> Fault:
        """Append a line; ``how`` are the fields of Fault. Lines are asked in order, the first that
        strikes wins."""
        if kind not in get_args(Kind):
            raise ValueError(f"unknown fault {kind!r}; there are {', '.join(get_args(Kind))}")
        fault = Fault(kind, method, **how)
        if kind in ("truncated", "garbage"):
            fault.after = True
        self.script.append(fault)
        return fault

    def kill_files(self, file_ids: Iterable[str]) -> None:
        """Telegram forgets files, as after a change of the token or of its servers; what is
        uploaded later gets a new id."""
        self.dead_files |= set(file_ids)

    def clear(self) -> None:
        """From now on nothing fails."""
        self.script.clear()
        self._ghosts.clear()
        self.dead_files.clear()
        self.duplicate = self.shuffle = 0.0

    def pick(self, method: str, chat_id: Any = None) -> Fault | None:
        """The fault that strikes this call, if any."""
        struck = None
        for fault in self.script:
            if fault.strikes(method, chat_id, self.dice) and struck is None:
                struck = fault
        return struck

    def deliver(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The batch as it really arrives: copies, late copies of earlier updates, neighbours
        swapped."""
        if not (self.duplicate or self.shuffle or self._ghosts):
            return batch
        arriving, self._ghosts = self._ghosts, []
        for update in batch:
            arriving.append(update)
            if self.dice.random() < self.duplicate:
                for _ in range(self.dice.randint(1, max(1, self.copies - 1))):
                    self.dice.choice((arriving, self._ghosts)).append(update)
        for i in range(len(arriving) - 1):
            if self.dice.random() < self.shuffle:
                arriving[i], arriving[i + 1] = arriving[i + 1], arriving[i]
        return arriving
