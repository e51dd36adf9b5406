"""Handing a case over to the person it is about, and noting whether news has reached them; both for
cases that one tells for another. Pure.

A volunteer who files for a neighbour is teller and helper in one. News that has reached this teller
has not reached the neighbour, and must be told by hand. By a code
(storage/people/handover_codes.py) the neighbour takes the thread over and becomes the teller; the
volunteer stays the helper only if the neighbour lets them. ``Ending.heard`` says whether the result
that stands now has reached the person it is about; until it has, the clock does not close the case
(escalation.py)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.intake import Consent, Who
from casework.case.model import Case, Refused, Status
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import DESK, TELLER

RESULT = "result"
"""The mark of the letter, and of the errand, that brings a result."""

NEWS = ("receipt", "question", "reply", RESULT, "news")
"""What may have to be told by hand; ``news`` is everything else that had to arrive."""


class How(StrEnum):
    """How somebody was told by hand."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    SLIP = "slip"


@dataclass(frozen=True)
class TakeOver(Command):
    """The neighbour takes the thread of ``from_``, by a code that the desk has used up for it."""

    by: int
    from_: int
    keeps_sight: bool


@dataclass(frozen=True)
class Share(Command):
    """Who has taken a case over lets the volunteer look on (``helper``), or no longer (None)."""

    by: int
    helper: int | None


@dataclass(frozen=True)
class Tell(Command):
    """Somebody has told by hand what could not be delivered; the desk knows what it was
    (``news``)."""

    by: int
    how: How
    news: tuple[str, ...]


@dataclass(frozen=True)
class Deliver(Command):
    """Telegram has taken the letter with the result."""

    by: int = 0


@dataclass(frozen=True)
class TakenOver(Event):
    kind = "taken_over"
    from_: int
    keeps_sight: bool


@dataclass(frozen=True)
class SightChanged(Event):
    kind = "sight_changed"
    helper: int | None


@dataclass(frozen=True)
class Delivered(Event):
    """The result has reached its teller's Telegram."""

    kind = "delivered"


@dataclass(frozen=True)
class ToldByHand(Event):
    """``again``: the result that stands now had been heard before."""

    kind = "told_by_hand"
    how: How
    news: tuple[str, ...]
    again: bool = False


def by_hand(case: Case) -> bool:
    """Whether the teller tells for somebody else who has not taken the case over: news goes on by
    hand from there."""
    return case.helper is not None and case.helper == case.teller


def asked_through(case: Case) -> bool:
    """Whether what is asked of the person reaches somebody by the bot: the person, or the volunteer
    who told for them and asks at the door. Of a visitor at the counter only officers are there, and
    who has refused is not asked."""
    if case.intake.consent is Consent.REFUSED:
        return False
    return not by_hand(case) or case.intake.who in (Who.NEIGHBOUR, Who.UNSAID)


def may_glance(person: int, case: Case) -> bool:
    """Whether somebody who filed a case and handed it over may still see how it stands (and nothing
    more)."""
    return person == case.helper


def _take_over(case: Case, command: TakeOver, at: datetime, policy: Policy) -> Events:
    if not by_hand(case) or case.teller != command.from_ or command.by == command.from_:
        raise Refused("refused.handover.wrong")
    return (TakenOver(command.by, command.from_, command.keeps_sight),)


def _share(case: Case, command: Share, at: datetime, policy: Policy) -> Events:
    return (
        ()
        if by_hand(case) or case.helper == command.helper
        else (SightChanged(command.by, command.helper),)
    )


def _tell(case: Case, command: Tell, at: datetime, policy: Policy) -> Events:
    return (ToldByHand(command.by, command.how, command.news, again=case.ending.heard),)


def _deliver(case: Case, command: Deliver, at: datetime, policy: Policy) -> Events:
    waits = case.status is Status.RESOLVED and not case.ending.heard and not by_hand(case)
    return (Delivered(command.by),) if waits else ()


def _taken_over(case: Case, event: TakenOver) -> Case:
    # Who takes the thread agrees to the report, and speaks for themselves from now on.
    intake = replace(case.intake, who=Who.SELF, consent=Consent.YES)
    return replace(
        case, teller=event.by, helper=event.from_ if event.keeps_sight else None, intake=intake
    )


def _sight_changed(case: Case, event: SightChanged) -> Case:
    return replace(case, helper=event.helper)


def _delivered(case: Case, event: Delivered) -> Case:
    return replace(case, ending=replace(case.ending, heard=True))


def _told_by_hand(case: Case, event: ToldByHand) -> Case:
    heard = case.ending.heard or RESULT in event.news
    return replace(case, ending=replace(case.ending, heard=heard))


RULES: tuple[AnyRule, ...] = (
    Rule(TakeOver, EVERY, DESK, _take_over),
    Rule(Share, EVERY, TELLER, _share),
    Rule(Tell, EVERY, DESK, _tell),
    Rule(Deliver, EVERY, DESK, _deliver),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(TakenOver, evolve=_taken_over),
    Change(SightChanged, evolve=_sight_changed),
    Change(Delivered, evolve=_delivered),
    Change(ToldByHand, evolve=_told_by_hand),
)
