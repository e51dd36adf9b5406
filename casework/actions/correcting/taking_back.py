"""Taking back: a reply, a question or a result whose letter has not gone out yet is undone, and the
case stands as it stood before. Pure.

The letter waits ``HELD_FOR``; whether it still waits the desk knows
(bot/desk/correcting/taking_back.py). What happened since must not build on it. Emergencies are
never held."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.actions.assignment import Claimed
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.duplicates.kept_bells import Kept
from casework.actions.ending.resolution import Resolved
from casework.actions.escalation import Reminded
from casework.actions.question import Asked
from casework.actions.referral import Done, Recalled
from casework.actions.review import Revealed
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Referral, Refused, Status, Urgency
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import workers

HELD_FOR = timedelta(minutes=2)
"""How long a letter to a resident waits, so that its writer can take it back (our proposal: long
enough to read it once more, too short to be missed)."""

REPLY, QUESTION, RESULT = "reply", "question", "result"
KINDS: Mapping[type[Event], str] = {Replied: REPLY, Asked: QUESTION, Resolved: RESULT}
"""What can be taken back, by its event."""

Trail = Sequence[tuple[Event, datetime]]


@dataclass(frozen=True)
class TakeBack(Command):
    """``place``: of the event in the trail, from 1. ``trail``, ``before`` (the case as it stood
    before) and ``bells`` (those that it has again) are told by the desk."""

    by: int
    place: int
    trail: Trail = ()
    before: Case | None = None
    bells: Kept = ()


@dataclass(frozen=True)
class TakenBack(Event):
    """``what`` was said at ``said_at`` (UTC) as event ``place`` of the trail, and reached nobody;
    the rest is how the case stands again."""

    kind = "taken_back"
    what: str
    place: int
    said_at: datetime
    status: Status
    owner: int | None
    minutes_left: int | None
    decided_by: int | None
    decided_level: int
    bells: Kept = ()
    referral: Referral | None = None


def can_be_held(case: Case, events: Sequence[Event]) -> str:
    """What of these events, the newest of a case, can be taken back (``KINDS``); "" for nothing,
    and in an emergency."""
    if not events or case.urgency is Urgency.EMERGENCY:
        return ""
    return KINDS.get(type(events[-1]), "")


def begins(trail: Trail, place: int) -> int:
    """Where in the trail (from 0) the deed begins whose last event is ``place`` (from 1): who acts
    on a free case has claimed it, and a result has ended the referral."""
    at, start = trail[place - 1][1], place - 1
    while start and trail[start - 1][1] == at and _leads_in(trail[start - 1][0]):
        start -= 1
    return start


def _leads_in(event: Event) -> bool:
    return isinstance(event, Claimed | Done) or (isinstance(event, Recalled) and event.ends)


def still_said(trail: Trail, unsent: Iterable[int] = ()) -> list[tuple[Event, datetime]]:
    """The trail without what was taken back, for whoever never got it, and without what has not
    gone out yet (``unsent``: places from 1)."""
    # Of a trail that is shown in part, the rest hides nothing.
    places = {n for n in (*gone(trail), *unsent) if n <= len(trail)}
    unsaid = {n for place in places for n in _deed(trail, place)}
    return [
        (event, at)
        for place, (event, at) in enumerate(trail, 1)
        if place not in unsaid and not isinstance(event, TakenBack)
    ]


def _deed(trail: Trail, place: int) -> range:
    """The places of a deed; a reply claims nothing."""
    alone = isinstance(trail[place - 1][0], Replied)
    return range(place if alone else begins(trail, place) + 1, place + 1)


_BESIDE = (Replied, Added, Noted, Revealed, Reminded, TakenBack)
"""What may have happened since: nothing of it builds on what is taken back."""


def _take_back(case: Case, command: TakeBack, at: datetime, policy: Policy) -> Events:
    trail, place, before = command.trail, command.place, command.before
    said, said_at = trail[place - 1] if 0 < place <= len(trail) else (None, at)
    what = KINDS.get(type(said), "") if said else ""
    if said is None or before is None or not what or said.by != command.by:
        raise Refused("refused.take_back.not_yours", number=number(case.id))
    if place in gone(trail) or _wrong_unsent(trail[place:]):
        raise Refused("refused.take_back.done", number=number(case.id))
    since = [event for event, _ in trail[place:]]
    if what != REPLY and not all(isinstance(event, _BESIDE) for event in since):
        raise Refused("refused.take_back.moved_on", number=number(case.id))
    return (
        TakenBack(
            command.by,
            what,
            place,
            said_at,
            before.status,
            before.owner,
            before.minutes_left,
            before.ending.decided_by,
            before.ending.decided_level,
            () if what == REPLY else command.bells,
            before.referral,
        ),
    )


def _wrong_unsent(since: Trail) -> bool:
    """Whether a result was wrong and has reached nobody, as somebody said after it."""
    return any(isinstance(e, ResultRetracted) and not e.delivered for e, _ in since)


def gone(trail: Trail) -> set[int]:
    """The places of what was taken back."""
    return {event.place for event, _ in trail if isinstance(event, TakenBack)}


def _taken_back(case: Case, event: TakenBack) -> Case:
    if event.what == REPLY:
        return case
    back = replace(case, status=event.status, owner=event.owner, minutes_left=event.minutes_left)
    if event.what == QUESTION:
        return back
    ending = replace(
        case.ending,
        decision=None,
        decided_by=event.decided_by,
        decided_level=event.decided_level,
        heard=False,
    )
    return replace(back, ending=ending, referral=event.referral)


RULES: tuple[AnyRule, ...] = (Rule(TakeBack, EVERY, workers(), _take_back),)
CHANGES: tuple[AnyChange, ...] = (Change(TakenBack, evolve=_taken_back),)
"""The status becomes what it was before, which the event knows."""
