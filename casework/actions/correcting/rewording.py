"""Words of an officer that were sent already, written better: a reply, a question, a result or a
note. What was said stays in the trail; what it led to stays as it is. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.actions.correcting.taking_back import QUESTION, REPLY, RESULT, gone
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.correspondence import Noted, Replied
from casework.actions.ending.resolution import Resolved
from casework.actions.question import Asked
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import staff

NOTE = "note"

Trail = Sequence[tuple[Event, datetime]]


@dataclass(frozen=True)
class Reword(Command):
    """``was``, ``now``: the words, before and after. ``trail`` is told by the desk."""

    by: int
    was: str
    now: str
    trail: Trail = ()


@dataclass(frozen=True)
class Reworded(Event):
    """``what``: reply, question, result or note, event ``place`` of the trail (from 1)."""

    kind = "reworded"
    what: str
    place: int
    words: str


def written(event: Event) -> tuple[str, str]:
    """What an officer has written, and its words; nothing for any other event."""
    match event:
        case Replied():
            return REPLY, event.text
        case Noted():
            return NOTE, event.text
        case Asked():
            return QUESTION, event.question
        case Resolved():
            return RESULT, event.result
        case Reworded():
            return event.what, event.words
        case _:
            return "", ""


def found(trail: Trail, by: int, was: str) -> int:
    """The place of the newest event in which somebody wrote these words (from 1), 0 for none;
    words that were written better are found by what stands there now. They may be some of its
    lines, where several messages became one."""
    now = standing_words(trail)
    theirs = [n for n in now if trail[n - 1][0].by == by and mended(now[n], was, was) is not None]
    whole = [n for n in theirs if now[n].strip() == was.strip()]
    return max(whole or theirs, default=0)


def mended(words: str, was: str, now: str) -> str | None:
    """Words whose lines ``was`` read ``now``; None where they hold no such lines."""
    before, lines = f"\n{was.strip()}\n", f"\n{words.strip()}\n"
    if not was.strip() or before not in lines:
        return None
    return lines.replace(before, f"\n{now.strip()}\n", 1).strip()


def standing_words(trail: Trail) -> Mapping[int, str]:
    """The words of officers as they stand now, by their places in the trail."""
    said = ((n, one) for n, one in enumerate(trail, 1) if not isinstance(one[0], Reworded))
    words = {n: written(event)[1] for n, (event, _) in said if written(event)[0]}
    better = {x.place: x.words for x, _ in trail if isinstance(x, Reworded)}
    return {n: better.get(n, said) for n, said in words.items() if n not in gone(trail)}


_STANDS: Mapping[str, tuple[frozenset[Status], tuple[type[Event], ...]]] = {
    REPLY: (EVERY, ()),
    NOTE: (EVERY, ()),
    QUESTION: (frozenset({Status.WAITING}), (Asked,)),
    RESULT: (frozenset({Status.RESOLVED, Status.CLOSED}), (Resolved, ResultRetracted)),
}
"""In which statuses what was written still stands, and what must not have come after it."""


def _reword(case: Case, command: Reword, at: datetime, policy: Policy) -> Events:
    trail = command.trail
    place = found(trail, command.by, command.was)
    words = mended(standing_words(trail)[place], command.was, command.now) if place else None
    if not words or not command.now.strip():
        raise Refused("refused.reword.unknown", number=number(case.id))
    what, _ = written(trail[place - 1][0])
    statuses, ends = _STANDS[what]
    over = any(isinstance(event, ends) for event, _ in trail[place:])
    if case.status not in statuses or over:
        raise Refused("refused.reword.moved_on", number=number(case.id))
    return (Reworded(command.by, what, place, words),)


RULES: tuple[AnyRule, ...] = (Rule(Reword, EVERY, staff(), _reword),)
CHANGES: tuple[AnyChange, ...] = (Change(Reworded),)
"""Nothing but words changes."""
