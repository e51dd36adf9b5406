"""Betulkan: another village, or another office, than the case went to at first. Pure.

What lies with the district, because it has climbed or belongs there, comes down only by the word of
somebody of the district: nobody takes a case away from those who were asked above them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from casework.actions.correcting.classification import check_reason
from casework.actions.correcting.letting_go import Freed
from casework.actions.escalation import level_of
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import DISTRICT_LEVEL, Case, Refused
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, staff

VILLAGE, DISTRICT = "village", "district"
"""The offices to which a case may be given: that of its village, or the district's."""


@dataclass(frozen=True)
class CorrectPlace(Command):
    """``village``: where it happened, "" when that is right; ``office``: where it belongs
    (``VILLAGE``, ``DISTRICT``), "" for where the village leads. ``rank``: how high the person
    stands in the case, ``manned``: somebody works at the village's office, ``known``: what it is
    called; told by the desk."""

    by: int
    reason: str
    village: str = ""
    office: str = ""
    rank: int = 0
    manned: bool = True
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PlaceCorrected(Event):
    """``was``, ``was_office``: where it was before."""

    kind = "place_corrected"
    village: str
    was: str
    office: str
    was_office: str
    level: int
    reason: str
    known: Mapping[str, str] = field(default_factory=dict)


def _correct_place(case: Case, command: CorrectPlace, at: datetime, policy: Policy) -> Events:
    check_reason(case, command.reason)
    village = command.village or case.village
    office = _office(case, command, village, policy)
    if (village, office) == (case.village, case.office):
        raise Refused("refused.correct.same", number=number(case.id))
    level = case.level if office == case.office else level_of(office, policy)
    corrected = PlaceCorrected(
        command.by, village, case.village, office, case.office, level, command.reason, command.known
    )
    return (corrected,) if office == case.office else (corrected, Freed(command.by))


def _office(case: Case, command: CorrectPlace, village: str, policy: Policy) -> str:
    """Where the case belongs."""
    if case.confidential or command.office == DISTRICT or not village:
        return policy.district
    home = village if command.manned else policy.district
    if case.level < DISTRICT_LEVEL:
        return home
    if command.office != VILLAGE:  # where nobody knew the village, it goes down by itself
        route = policy.route(case.service, case.intake.facts or {}, village, case.known)
        return home if not case.village and route.office == village else case.office
    if command.rank < DISTRICT_LEVEL:
        raise Refused("refused.correct.above", number=number(case.id))
    return home


def _place_corrected(case: Case, event: PlaceCorrected) -> Case:
    return replace(
        case,
        village=event.village,
        office=event.office,
        level=event.level,
        known={**case.known, **event.known},
        had_by=None,
    )


RULES: tuple[AnyRule, ...] = (
    Rule(CorrectPlace, AT_A_DESK, staff(Condition.OWNS, Condition.JUDGES), _correct_place),
)
CHANGES: tuple[AnyChange, ...] = (Change(PlaceCorrected, evolve=_place_corrected),)
