"""What another office had to do with a case that was referred to it, from the trail: for its
archive and its own figures. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.actions.correcting.taking_back import still_said
from casework.actions.ending.resolution import Resolved
from casework.actions.places.renumbering import Renumbered
from casework.actions.referral import Done, Offered, Recalled
from casework.actions.referral_answer import Accepted, Returned, TakenUp
from casework.actions.rescheduling import Rescheduled
from casework.case.events import Event
from casework.case.model import Status
from casework.case.places import moved
from casework.lifecycle import BECOMES
from casework.reports.first_times import first_times
from casework.reports.time_spent import History

WORDS = ("received", "answered", "late", "closed")
"""What is counted, in order: the words of every report, for this office."""

_ENDS: dict[type[Event], str] = {Done: "done", Returned: "returned", Recalled: "recalled"}


@dataclass(frozen=True)
class EndedReferral:
    """A referral that is over: when it came and went (UTC), and how (``done``, ``returned``,
    ``recalled``, ``not_needed``: its sender has ended the case)."""

    came: datetime
    went: datetime
    how: str


def last_ended(history: History, office: str) -> EndedReferral | None:
    """The last referral to ``office``, when it is over; None while it runs, or when there was
    none."""
    came: datetime | None = None
    found: EndedReferral | None = None
    codes = _codes(history, office)
    for event, at in still_said(history):
        if _of(event) not in codes:
            continue
        if isinstance(event, Offered):
            came, found = at, None
        elif came is not None and (how := _how(event)):
            found = EndedReferral(came, at, how)
    return found


def moments(history: History, office: str, now: datetime) -> dict[str, datetime]:
    """When a case first came to ``office``, was answered there with a result, was late there, and
    was closed after that result (UTC); what has not happened is missing."""
    history, codes = still_said(history), _codes(history, office)
    offers = [at for event, at in history if isinstance(event, Offered) and event.to in codes]
    if not offers:
        return {}
    found = {"received": offers[0]}
    late = [*_unanswered(history, codes, now), *_without_result(history, codes, now)]
    told = first_times(history, now).words
    if (word := told.get("late")) and word.office == office:
        late.append(word.at)
    if late:
        found["late"] = min(late)
    answered = [at for event, at in history if isinstance(event, Done) and event.to in codes]
    if answered:
        found["answered"] = answered[0]
        closed = [at for at in _closings(history) if at >= answered[0]]
        found |= {"closed": closed[0]} if closed else {}
    return found


def counted(
    found: Sequence[Mapping[str, datetime]], start: datetime, end: datetime
) -> dict[str, int]:
    """How often each word falls into a period, from ``start`` up to ``end`` (UTC)."""
    return {word: sum(word in one and start <= one[word] < end for one in found) for word in WORDS}


def _how(event: Event) -> str:
    ends = isinstance(event, Recalled) and event.ends
    return "not_needed" if ends else _ENDS.get(type(event), "")


def _of(event: Event) -> str:
    return str(getattr(event, "to", ""))


def _codes(history: History, office: str) -> set[str]:
    """The codes under which the trail knows an office: places may have had others before."""
    codes = {office}
    for event, _ in reversed(history):
        if isinstance(event, Renumbered):
            codes |= {moved(code, event.new, event.old) for code in codes}
    return codes


def _unanswered(history: History, codes: Collection[str], now: datetime) -> Iterator[datetime]:
    """When the time of an offer was over that nobody at the office had answered."""
    for n, (event, _) in enumerate(history):
        if isinstance(event, Offered) and event.to in codes:
            answers = (at for later, at in history[n + 1 :] if _settles(later, codes))
            if event.answer_by < next(answers, now):
                yield event.answer_by


def _without_result(history: History, codes: Collection[str], now: datetime) -> Iterator[datetime]:
    """When the time of a case was over that the office had accepted, and that was still there."""
    due: datetime | None = None
    for event, at in history:
        if due is not None and due < at:
            yield due
            due = None
        if isinstance(event, Accepted) and event.to in codes:
            due = event.due_at
        elif due is not None:
            due = None if _leaves(event, codes) else _moved_to(event, due)
    if due is not None and due < now:
        yield due


def _leaves(event: Event, codes: Collection[str]) -> bool:
    ends = BECOMES[type(event)] in (Status.RESOLVED, Status.CLOSED)
    return ends or (not isinstance(event, Accepted) and _settles(event, codes))


def _moved_to(event: Event, due: datetime) -> datetime:
    """The day of its result, which other working days may have moved."""
    return event.due_at if isinstance(event, Rescheduled) else due


def _settles(event: Event, codes: Collection[str]) -> bool:
    kinds = (Accepted, TakenUp, Returned, Recalled, Done, Resolved)
    return isinstance(event, kinds) and _of(event) in {*codes, ""}


def _closings(history: History) -> list[datetime]:
    return [at for event, at in history if BECOMES[type(event)] is Status.CLOSED]
