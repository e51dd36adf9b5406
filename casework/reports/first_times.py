"""When something happened to a case for the first time, from its trail: what every figure of a
report is counted from. Pure.

Four words have one meaning each. *Received* (masuk): the report was recorded. *Answered* (dijawab):
a written result stands in it. *Closed* (ditutup): the teller agreed, was silent, or took it back,
or it is part of another case. *Late* (terlambat): its due time passed while an office had to act;
another office, once it had accepted. Each counts once for a case, at its first moment: what comes
later (opened again, objected to, moved on) is counted by itself and leaves last month's report as
it was. Only a merge that was a mistake undoes what it has closed; a result that reached nobody was
none, and one that was wrong counts no more."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.taking_back import RESULT, TakenBack, still_said
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.duplicates.merging import Absorbed, Merged
from casework.actions.duplicates.unmerging import Released, Unmerged
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.rating import Rated
from casework.actions.ending.resolution import Reopened, Resolved
from casework.actions.escalation import Escalated
from casework.actions.objection import Objected
from casework.actions.places.renumbering import Renumbered
from casework.actions.referral import Offered
from casework.actions.reminder import PRESSED, Raised
from casework.case.events import Event
from casework.case.model import Status, Verdict
from casework.lifecycle import BECOMES
from casework.reports.held_by import (
    ENDS,
    HANDS,
    MOVES,
    acting_at,
    answered_at,
    came_to,
    held_at,
    stays,
)
from casework.reports.time_spent import History

WORDS = ("received", "answered", "closed", "late", "referred", "climbed", "reopened")
"""What is counted, in the order of a report (texts: ``figures.<word>``)."""

_MARKED: dict[type[Event], str] = {
    Resolved: "answered",
    Offered: "referred",
    Escalated: "climbed",
    Raised: "climbed",
    Reopened: "reopened",
    OpenedAgain: "reopened",
    Objected: "reopened",
}
_BESIDE = (Absorbed, Released, Unmerged, Renumbered, Rated, TakenBack)


def _says_something(kind: type[Event]) -> bool:
    known = (*MOVES, *HANDS, *ENDS, *_MARKED, *_BESIDE)
    return kind in known or BECOMES[kind] is not None or "due_at" in kind.__annotations__


READ = frozenset(kind for kind in BECOMES if _says_something(kind))
"""The events that figures are made of; a trail may be given without the others."""


class Moment(NamedTuple):
    """When it happened (UTC), and which office had the case until then."""

    at: datetime
    office: str


@dataclass(frozen=True)
class FirstTimes:
    """The first moments of a case by word; what has not happened is missing.

    ``referred_to``: the name of the first office that was asked. ``verdict`` and ``stars``: the
    first word of the teller about the result, and the first rating, each with its moment.
    ``office``: the code of the office that has it now."""

    words: dict[str, Moment]
    referred_to: str = ""
    verdict: tuple[Verdict, datetime] | None = None
    stars: tuple[int, datetime] | None = None
    office: str = ""

    def dates(self) -> list[datetime]:
        """Every moment at which something of it is counted."""
        beside = [one[1] for one in (self.verdict, self.stars) if one]
        return [*(moment.at for moment in self.words.values()), *beside]

    @property
    def in_time(self) -> bool:
        """Whether it was answered before it was ever late."""
        answered, late = self.words.get("answered"), self.words.get("late")
        return answered is not None and (late is None or answered.at <= late.at)


@dataclass
class _Life:
    """A trail as it is read: where the case stands, and what has happened for the first time."""

    due: datetime
    status: Status = Status.RECEIVED
    firsts: dict[str, datetime] = field(default_factory=dict)
    referred_to: str = ""
    verdict: tuple[Verdict, datetime] | None = None
    stars: tuple[int, datetime] | None = None
    closed_by_merge: bool = False

    def note(self, word: str, at: datetime) -> None:
        self.firsts.setdefault(word, at)

    def waits(self, since: datetime, until: datetime) -> None:
        """Time passes. Late is what officers see as late: they have to act, and it is over."""
        if self.status in PRESSED and self.due < until:
            self.note("late", max(self.due, since))

    def takes(self, event: Event, at: datetime) -> None:
        if word := _MARKED.get(type(event)):
            self.note(word, at)
        self._told(event, at)
        self._stands(event, at)

    def _told(self, event: Event, at: datetime) -> None:
        match event:
            case Offered():
                self.referred_to = self.referred_to or event.name
            case Rated():
                self.stars = self.stars or (event.stars, at)
            case Confirmed():
                self.verdict = self.verdict or (event.verdict, at)
            case Reopened() if "answered" in self.firsts:
                self.verdict = self.verdict or (Verdict.NO, at)

    def _stands(self, event: Event, at: datetime) -> None:
        match event:
            case Unmerged():
                self.status = event.status
                if self.closed_by_merge:
                    del self.firsts["closed"]
                self.closed_by_merge = False
            case TakenBack():
                self.status = event.status
                if event.what == RESULT:
                    self._never_answered(event.said_at)
            case ResultRetracted():
                self.due, self.status = event.due_at, Status.IN_PROGRESS
                self._never_answered(event.said_at)
            case Absorbed():
                self.due = min(self.due, event.was_due_at)
            case Released():
                self.due = event.is_due_at
            case _:
                self.due = getattr(event, "due_at", self.due)
                self.status = BECOMES[type(event)] or self.status
        if self.status is Status.CLOSED:
            self.closed_by_merge |= isinstance(event, Merged) and "closed" not in self.firsts
            self.note("closed", at)

    def _never_answered(self, said_at: datetime) -> None:
        """The result of that moment was none, and what it has closed was not over."""
        if self.firsts.get("answered") == said_at:
            del self.firsts["answered"]
            self.firsts.pop("closed", None)


def first_times(history: History, now: datetime) -> FirstTimes:
    """The first moments of a case whose trail begins with Filed, as known at ``now`` (UTC)."""
    life, said = _lived(history, now), still_said(history)
    offices = stays(said)
    words = {word: Moment(at, held_at(offices, at)) for word, at in life.firsts.items()}
    if late := words.get("late"):
        words["late"] = Moment(late.at, acting_at(said, late.at))
    if answered := words.get("answered"):
        words["answered"] = Moment(answered.at, answered_at(said, answered.at))
    words["received"] = Moment(history[0][1], came_to(offices))
    return FirstTimes(words, life.referred_to, life.verdict, life.stars, offices[-1][1])


def _lived(history: History, now: datetime) -> _Life:
    life, since = _Life(due=datetime.max.replace(tzinfo=now.tzinfo)), history[0][1]
    for event, at in _until(history, now):
        life.waits(since, at)
        life.takes(event, at)
        since = at
    life.waits(since, now)
    return life


def _until(history: History, now: datetime) -> Iterator[tuple[Event, datetime]]:
    return ((event, at) for event, at in history if at <= now)
