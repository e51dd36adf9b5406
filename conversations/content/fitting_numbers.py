"""Which of the emergency numbers fit a danger: nobody in a fire should have to read past the number
of an aid programme. Numbers that are not named here, such as those of a district, are always
shown."""

import re
from collections.abc import Iterable, Mapping

from casework.case.model import Case
from casework.policy.triage import ALSO, AlarmKind

HUNGER = "hunger"
"""The service of those who have nothing to eat; by kind they are in danger like others."""

BETWEEN = " · "

_FITS: Mapping[str, frozenset[str]] = {
    "110": frozenset(AlarmKind) - {AlarmKind.CRISIS},
    "113": frozenset({AlarmKind.DISASTER}),
    "119": frozenset(AlarmKind),
    "129": frozenset({AlarmKind.VIOLENCE, AlarmKind.DANGER}),
    "171": frozenset({HUNGER}),
}
"""National numbers with what they are for."""

_DIGITS = re.compile(r"\d+")


def fitting(numbers: str, kind: str, service: str = "", also: Iterable[str] = ()) -> str:
    """Of the numbers as they are shown, those that fit; all when none does, or when nobody knows
    the danger (``kind`` is ""). ``also``: other kinds of danger beside it."""
    danger = HUNGER if service == HUNGER else kind
    if not danger:
        return numbers
    dangers = (danger, *also)
    shown = [one for one in numbers.split(BETWEEN) if any(_fits(one, x) for x in dangers)]
    return BETWEEN.join(shown) or numbers


def of_case(numbers: str, case: Case) -> str:
    """Those that fit the danger of a case. Of a sensitive one all are shown: whoever reads along on
    the phone must not learn from a number what was told."""
    facts = case.intake.facts or {}
    danger, also = str(facts.get("alarm", "")), str(facts.get(ALSO, "")).split()
    return numbers if case.sensitive else fitting(numbers, danger, case.service, also)


def _fits(number: str, danger: str) -> bool:
    digits = _DIGITS.match(number.strip())
    return danger in _FITS.get(digits.group() if digits else "", {danger})
