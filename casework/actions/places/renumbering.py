"""Another code for a place: the case keeps all that it is, and lies at the code of today. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case
from casework.case.places import lies_in, moved
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import CLOCK


@dataclass(frozen=True)
class Renumber(Command):
    """The place ``old`` has the code ``new`` now, and so has everything below it."""

    old: str
    new: str
    by: int = 0


@dataclass(frozen=True)
class Renumbered(Event):
    kind = "renumbered"
    old: str
    new: str


def _renumber(case: Case, command: Renumber, at: datetime, policy: Policy) -> Events:
    codes = (case.village, case.office, case.referred_to)
    if not any(lies_in(code, command.old) for code in codes):
        return ()
    return (Renumbered(command.by, command.old, command.new),)


def _renumbered(case: Case, event: Renumbered) -> Case:
    def today(code: str) -> str:
        return moved(code, event.old, event.new)

    referral = case.referral and replace(case.referral, to=today(case.referral.to))
    sharing = case.intake.sharing
    intake = (
        replace(case.intake, sharing={today(code): said for code, said in sharing.items()})
        if sharing
        else case.intake
    )
    return replace(
        case,
        village=today(case.village),
        office=today(case.office),
        referral=referral,
        intake=intake,
    )


RULES: tuple[AnyRule, ...] = (Rule(Renumber, EVERY, CLOCK, _renumber),)
CHANGES: tuple[AnyChange, ...] = (Change(Renumbered, evolve=_renumbered),)
