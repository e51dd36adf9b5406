"""The rating of a closed case: one to five stars, with a line if one likes. It is asked for once
each time that a case ends. Pure.

Few stars are a complaint: they open the case once more for the coordinator, unless the person says
that this is not needed. A second low rating is told to the coordinator and opens nothing, so that
low ratings can't open a case for ever."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from casework.actions.ending.resolution import again
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, SaidBy, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER

RATE_WITHIN = timedelta(days=14)
"""How long after the end a rating counts; later nobody remembers how it was."""

STARS = range(1, 6)
LOW = 2
"""So many stars or fewer open the case once more."""


@dataclass(frozen=True)
class Rate(Command):
    """``stars`` 1 to 5, ``words`` may be empty. ``reopen``: what few stars lead to, unless the
    person declines."""

    by: int
    stars: int
    words: str = ""
    reopen: bool = True


@dataclass(frozen=True)
class Rated(Event):
    """``reopens``: few stars that open the case again; the Reopened event follows."""

    kind: ClassVar[str] = "rated"
    stars: int
    words: str
    reopens: bool


def can_be_rated(case: Case) -> bool:
    """Whether the case was ended by somebody's word, not by the clock or by taking it back, and has
    no rating yet."""
    said, by, rating = case.ending.verdict, case.ending.said_by, case.ending.rating
    return said is not None and by is not SaidBy.TELLER_ONLY and rating is None


def _check_new(case: Case, command: Rate) -> None:
    """Raise Refused, in kinder words, for stars that were given already, also once they have opened
    the case again."""
    if case.ending.rating == command.stars:
        raise Refused("refused.rate.done", number=number(case.id))


def _rate(case: Case, command: Rate, at: datetime, policy: Policy) -> Events:
    if command.stars not in STARS:
        raise Refused("refused.rate.stars", number=number(case.id))
    if case.ending.rating is not None:
        raise Refused("refused.rate.done", number=number(case.id))
    if not can_be_rated(case) or case.closed_at is None or at - case.closed_at > RATE_WITHIN:
        raise Refused("refused.rate.over", number=number(case.id))
    reopens = command.stars <= LOW and command.reopen and not case.ending.second_look
    rated = Rated(command.by, command.stars, command.words, reopens)
    return (rated, *again(case, command.by, command.words, at, policy)) if reopens else (rated,)


def _rated(case: Case, event: Rated) -> Case:
    second_look = case.ending.second_look or event.reopens
    return replace(case, ending=replace(case.ending, rating=event.stars, second_look=second_look))


RULES: tuple[AnyRule, ...] = (
    Rule(Rate, frozenset({Status.CLOSED}), TELLER, _rate, check_new=_check_new),
)
CHANGES: tuple[AnyChange, ...] = (Change(Rated, evolve=_rated),)
