"""Whose a case was at a moment is read from its trail."""

from datetime import timedelta

from casework.lifecycle import evolve
from casework.reports.held_by import MOVES, came_to, held_at, office_after
from tests.casework.cases import DISTRICT, NOW, ONE_OF_EACH, OTHER, VILLAGE, filed

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
