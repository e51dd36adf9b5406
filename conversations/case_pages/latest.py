"""The entries of a case's trail that have room on its page: what people did last, the result and
why the case is open again. How often the clock and the teller have reminded is one of them."""

from collections.abc import Iterable, Sequence

from casework.actions.correcting.letting_go import Freed, GivenBack
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.taking_back import still_said
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import Reopened, Resolved
from casework.actions.escalation import Escalated, Reminded, Rung
from casework.actions.objection import Objected
from casework.actions.reminder import Nudged
from casework.case.events import Event, Filed
from conversations.case_pages.history import Dated, Names, trail_line, words_of
from conversations.pages.queue_line import joined
from conversations.protocol.effects import Text, text

LATEST = 4
"""Entries of the trail on the page; all of them stand in the history."""

BELLS = (Reminded, Rung, Escalated, Nudged)
"""What comes again and again by itself while nobody acts: together one entry."""

AGAIN = (Reopened, Objected, OpenedAgain, ResultRetracted)
"""Why a case is open again after its result."""

NOTHING_DONE = (*BELLS, Filed, Completed, GivenBack, Freed)
"""What changes nothing for the person: nobody has done anything in the case by it."""

IN_AN_ALARM = 80
"""Characters of what was done last, in an alarm."""

Entry = tuple[Dated, ...]
"""An event; or all the bells, the last of which says when."""


def latest(history: Sequence[Dated]) -> list[Entry]:
    """The entries of the page in their order, ``LATEST`` at most."""
    bells = [n for n, (event, _) in enumerate(history) if isinstance(event, BELLS)]
    acts = [n for n in range(len(history)) if n not in set(bells)]
    wanted = (*_telling(history, acts), *_why(history), *reversed(acts))
    kept = list(dict.fromkeys(wanted))[: LATEST - bool(bells)]
    entries = {n: (history[n],) for n in kept} | (
        {bells[-1]: tuple(history[n] for n in bells)} if bells else {}
    )
    return [entries[n] for n in sorted(entries)]


def newest(entries: Iterable[Entry]) -> Entry | None:
    """The newest that people did and that tells something."""
    done = [e for e in entries if not isinstance(e[0][0], BELLS) and words_of(e[0][0])]
    return done[-1] if done else None


def last_done(history: Sequence[Dated], names: Names) -> Text | None:
    """What people did last with a case, shortened for an alarm, if possible what says something;
    None: nothing yet."""
    done = [one for one in history if not isinstance(one[0], NOTHING_DONE)]
    telling = [one for one in done if words_of(one[0])]
    if not done:
        return None
    event, at = (telling or done)[-1]
    return trail_line(event, at, names=names, most=IN_AN_ALARM)


def bells_line(bells: Entry) -> Text:
    """The bells in one line: each kind with how often it was, and when the first and the last of
    all rang."""
    if len(bells) == 1:
        return trail_line(*bells[0])
    last = {event.kind: event for event, _ in bells}
    kinds = [event.kind for event, _ in bells]
    told = [_bell(last[kind], kinds.count(kind)) for kind in last]
    times = text("staff.bells_at", first=bells[0][1], last=bells[-1][1])
    return text("case.event", at=times, what=joined(told), words="")


def _bell(event: Event, many: int) -> Text:
    words = words_of(event)
    what = text(f"event.{event.kind}")
    return text(
        "staff.bell",
        what=text("staff.times", what=what, n=many) if many > 1 else what,
        words=text("case.words", words=words) if words else "",
    )


def _telling(history: Sequence[Dated], acts: Sequence[int]) -> list[int]:
    return [n for n in acts if words_of(history[n][0])][-1:]


def _why(history: Sequence[Dated]) -> list[int]:
    """The last result, and why the case is open again after it."""
    said = {id(event) for event, _ in still_said(history)}
    events = [event if id(event) in said else None for event, _ in history]
    result = [n for n, event in enumerate(events) if isinstance(event, Resolved)][-1:]
    again = [n for n, event in enumerate(events) if isinstance(event, AGAIN)][-1:]
    return result + [n for n in again if not result or n > result[0]]
