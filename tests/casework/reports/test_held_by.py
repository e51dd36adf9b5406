"""Whose a case was at a moment is read from its trail."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from casework.actions.referral import Done, Offered, Recalled
from casework.actions.referral_answer import Accepted, Returned
from casework.lifecycle import evolve
from casework.reports.first_times import first_times
from casework.reports.held_by import MOVES, acting_at, came_to, held_at, office_after
from tests.casework.cases import DINSOS, DISTRICT, NOW, ONE_OF_EACH, OTHER, VILLAGE, filed

HOUR = timedelta(hours=1)
STAYS = [(NOW, VILLAGE), (NOW + HOUR, OTHER), (NOW + 3 * HOUR, DISTRICT)]


def test_every_event_that_moves_a_case_is_known() -> None:
    """An event that changes the office of a case says which one, here too."""
    case, _ = filed(village=OTHER)
    for event in ONE_OF_EACH[1:]:
        office = evolve(case, event, NOW).office
        assert office == (office_after(event) or case.office), event
        assert (type(event) in MOVES) is bool(office_after(event)), event


def test_the_first_office_has_received_it() -> None:
    """What came later does not count for the first month."""
    assert came_to(STAYS) == VILLAGE


def test_a_moment_belongs_to_who_had_the_case_before_it() -> None:
    """A case that climbs because its time is up was late where it was; before its first moment it
    was with whom it came to."""
    for hours, office in ((-1, VILLAGE), (0, VILLAGE), (1, VILLAGE), (2, OTHER), (3, OTHER)):
        assert held_at(STAYS, NOW + hours * HOUR) == office
    assert held_at(STAYS, NOW + 4 * HOUR) == DISTRICT


@pytest.mark.parametrize("ends", [Returned, Recalled, Done, None])
def test_lateness_is_of_the_office_that_had_accepted(ends: type | None) -> None:
    """Who was asked and has not accepted is late with nothing; from the acceptance until it leaves
    them, the other office is; after that whose case it is."""
    case, filed_now = filed()
    trail: list[Any] = [(filed_now, NOW)]
    for event in ONE_OF_EACH:
        if isinstance(event, Offered):
            trail.append((replace(event, to=DINSOS), NOW + HOUR))
    trail.append((Accepted(1, DINSOS, "Dinsos", NOW + 9 * HOUR), NOW + 3 * HOUR))
    if ends is not None:
        gone = next(x for x in ONE_OF_EACH if isinstance(x, ends))
        trail.append((gone, NOW + 5 * HOUR))
    held = [acting_at(trail, NOW + n * HOUR) for n in (2, 4, 6)]
    assert held == [case.office, DINSOS, DINSOS if ends is None else case.office]


def test_the_late_of_a_report_is_the_other_offices() -> None:
    """The word counts where the case had to be acted on; received and answered stay whose case it
    is."""
    case, filed_now = filed()
    trail: list[Any] = [(filed_now, NOW)]
    trail.append((Accepted(1, DINSOS, "Dinsos", NOW + 4 * HOUR), NOW + HOUR))
    words = first_times(trail, NOW + 9 * HOUR).words
    assert (words["late"].office, words["late"].at) == (DINSOS, NOW + 4 * HOUR)
    assert words["received"].office == case.office
