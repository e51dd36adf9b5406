"""Completing an emergency's report: its case was opened at the first word, and its teller adds the
rest afterwards. Pure.

Tested in tests/casework/test_lifecycle_properties.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.escalation import level_of
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.intake import Intake
from casework.case.model import DISTRICT_LEVEL, OPEN, Case, Status
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER


@dataclass(frozen=True)
class Complete(Command):
    """Add what an emergency's short form brought after its case was opened at the first word."""

    by: int
    village: str
    intake: Intake


@dataclass(frozen=True)
class Completed(Event):
    """What an emergency's short form brought. ``placed``: the village has become known by it;
    ``moved``: the case belongs to another office therefore. ``elsewhere``: it names another place
    than the one that was told before."""

    kind = "completed"
    village: str
    office: str
    level: int
    moved: bool
    intake: Intake
    placed: bool = False
    elsewhere: bool = False

    @property
    def label(self) -> str:
        return "moved" if self.moved else self.kind


def _complete(case: Case, command: Complete, at: datetime, policy: Policy) -> Events:
    village, office, level = command.village or case.village, case.office, case.level
    # Once the place is known the case goes where it belongs, unless somebody has read it or it has
    # climbed meanwhile.
    if village and not case.village and case.status is Status.RECEIVED and level <= DISTRICT_LEVEL:
        office = _office(case, village, policy)
        level = level_of(office, policy)
    placed = bool(village and not case.village)
    told = Completed(
        command.by, village, office, level, office != case.office, command.intake, placed
    )
    was, place = case.intake.place, command.intake.place
    return (replace(told, elsewhere=bool(was and place and was != place)),)


def _office(case: Case, village: str, policy: Policy) -> str:
    """Where a case belongs whose village has become known; what was told in confidence stays at the
    district, whatever the catalogue says now."""
    if case.confidential:
        return policy.district
    return policy.route(case.service, case.intake.facts or {}, village, case.known).office


def _completed(case: Case, event: Completed) -> Case:
    return replace(
        case,
        village=event.village or case.village,
        office=event.office,
        level=event.level,
        intake=case.intake.completed(event.intake),
    )


RULES: tuple[AnyRule, ...] = (Rule(Complete, OPEN, TELLER, _complete),)
CHANGES: tuple[AnyChange, ...] = (Change(Completed, evolve=_completed),)
