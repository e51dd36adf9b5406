"""Betulkan: another address than was told at first, with RT and RW. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.correcting.classification import check_reason
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import UNDER_WORK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, staff


@dataclass(frozen=True)
class CorrectAddress(Command):
    by: int
    place: str
    reason: str


@dataclass(frozen=True)
class AddressCorrected(Event):
    """``was``: what stood there before, "" for nothing."""

    kind = "address_corrected"
    place: str
    was: str
    reason: str


def _correct_address(case: Case, command: CorrectAddress, at: datetime, policy: Policy) -> Events:
    check_reason(case, command.reason)
    place, was = command.place.strip(), case.intake.place or ""
    if place in ("", was):
        raise Refused("refused.correct.same", number=number(case.id))
    return (AddressCorrected(command.by, place, was, command.reason),)


def _address_corrected(case: Case, event: AddressCorrected) -> Case:
    return replace(case, intake=replace(case.intake, place=event.place))


RULES: tuple[AnyRule, ...] = (
    Rule(CorrectAddress, UNDER_WORK, staff(Condition.OWNS, Condition.JUDGES), _correct_address),
)
CHANGES: tuple[AnyChange, ...] = (Change(AddressCorrected, evolve=_address_corrected),)
"""What was written for letters alone, and a pin on the map, stay as they are."""
