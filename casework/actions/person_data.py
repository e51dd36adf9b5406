"""What an officer writes down of the person whom a case is about, for letters and referrals. Pure.

Tested in tests/casework/actions/test_person_data.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.intake import PERSON
from casework.case.model import OPEN, Case, Refused
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import staff


@dataclass(frozen=True)
class RecordPerson(Command):
    """``field`` is one of ``intake.PERSON``; ``value`` has been checked by the form."""

    by: int
    field: str
    value: str


@dataclass(frozen=True)
class PersonRecorded(Event):
    kind = "person_recorded"
    field: str
    value: str


def _record(case: Case, command: RecordPerson, at: datetime, policy: Policy) -> Events:
    if command.field not in PERSON or not command.value.strip():
        raise Refused("refused.person.unknown", number=number(case.id))
    if (case.intake.person or {}).get(command.field) == command.value:
        return ()
    return (PersonRecorded(command.by, command.field, command.value),)


def _recorded(case: Case, event: PersonRecorded) -> Case:
    return replace(case, intake=case.intake.knowing_of_person(event.field, event.value))


RULES: tuple[AnyRule, ...] = (Rule(RecordPerson, OPEN, staff(), _record),)
CHANGES: tuple[AnyChange, ...] = (Change(PersonRecorded, evolve=_recorded),)
