"""Whose queue a case is in, row by row."""

from typing import Any

import pytest

from casework.access.own_queue import (
    DistrictPeople,
    GoesOn,
    Whose,
    in_hands,
    in_queue,
    steps_elsewhere,
)
from casework.case.model import Desk, Membership, Referral, Role, Stage, Status, Urgency
from tests.casework.cases import (
    AGENCY,
    COLLEAGUE,
    DISTRICT,
    DUE,
    KECAMATAN,
    OFFICER,
    OTHER,
    VILLAGE,
    standing,
)

FRONT = Membership(Role.FRONT_OFFICE, VILLAGE)
HEALTH = Membership(Role.BACK_OFFICE, VILLAGE, frozenset({Desk.HEALTH}))
SLRT = Membership(Role.DISTRICT_OFFICER, DISTRICT)
AGENT = Membership(Role.AGENCY_OFFICER, AGENCY)
OFFERED = {"referral": Referral(DISTRICT, Stage.OFFERED, DUE), "status": Status.REFERRED}
AWAY = frozenset({COLLEAGUE})

ROWS: dict[str, tuple[Membership, dict[str, Any], bool, bool]] = {
    "in my village": (FRONT, {}, True, False),
    "in another village": (FRONT, {"village": OTHER, "office": OTHER}, False, False),
    "climbed, still of my village": (FRONT, {"office": DISTRICT}, True, False),
    "confidential": (FRONT, {"office": DISTRICT, "confidential": True}, False, False),
    "of another desk": (HEALTH, {"desk": Desk.EDUCATION}, False, False),
    "sensitive, at the counter": (FRONT, {"sensitive": True}, False, False),
    "of the subdistrict": (Membership(Role.COORDINATOR, KECAMATAN), {}, True, False),
    "a village's, for the district": (SLRT, {}, False, False),
    "a village's that a district officer holds": (SLRT, {"owner": OFFICER}, True, True),
    "a village's that an absent one holds": (SLRT, {"owner": COLLEAGUE}, True, True),
    "offered to the district": (SLRT, OFFERED, True, False),
    "offered to the district, for the village": (FRONT, OFFERED, True, False),
    "offered to my agency": (
        AGENT,
        {**OFFERED, "referral": Referral(AGENCY, Stage.OFFERED, DUE)},
        True,
        False,
    ),
    "taken by my agency": (
        AGENT,
        {**OFFERED, "referral": Referral(AGENCY, Stage.ACCEPTED, DUE)},
        True,
        True,
    ),
    "closed for me": (SLRT, {"owner": OFFICER, "excluded": (OFFICER,)}, False, False),
    "held, but no longer in sight": (
        FRONT,
        {"owner": OFFICER, "village": OTHER, "office": OTHER},
        False,
        False,
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_whose_queue_a_case_is_in(row: str) -> None:
    """Scope, hands, an absent colleague's hands, and what the office was asked to take."""
    role, changed, queued, held = ROWS[row]
    found = standing(**{"status": Status.IN_PROGRESS, "owner": None, **changed})
    whose = Whose(OFFICER, (role,), AWAY)
    assert (in_queue(whose, found), in_hands(whose, found)) == (queued, held)


TAKEN = {"referral": Referral(AGENCY, Stage.ACCEPTED, DUE), "status": Status.REFERRED}
ASKING = {**TAKEN, "referral": Referral(AGENCY, Stage.ACCEPTED, DUE, asks=True)}
CLIMBED = {"status": Status.REVIEWED, "owner": None, "level": 2}
ABOVE, AWAY_ABOVE, UNSEEN, MINE = 78, 79, 80, 81
HELD_ABOVE, HAD_ABOVE = {"owner": ABOVE}, {"owner": None, "had_by": ABOVE}
DANGER = {"urgency": Urgency.EMERGENCY}

STEPS: dict[str, tuple[Membership, dict[str, Any], bool]] = {
    "free": (FRONT, {"owner": None}, False),
    "a colleague's": (FRONT, {"owner": COLLEAGUE}, False),
    "with the agency": (FRONT, TAKEN, True),
    "offered to the district": (FRONT, OFFERED, True),
    "offered to us": (SLRT, OFFERED, False),
    "at our agency": (AGENT, TAKEN, False),
    "our agency has asked": (AGENT, {**ASKING, "owner": COLLEAGUE}, True),
    "the agency asks us": (FRONT, ASKING, False),
    "climbed to the district": (FRONT, CLIMBED, True),
    "climbed, closed for all of the district": (FRONT, {**CLIMBED, "excluded": (ABOVE,)}, False),
    "climbed, told of by all of the district": (FRONT, {**CLIMBED, "teller": ABOVE}, False),
    "climbed, for the district": (SLRT, CLIMBED, False),
    "climbed to the coordinator only": (FRONT, {**CLIMBED, "level": 1}, False),
    "climbed, in the hands of a colleague": (FRONT, {**CLIMBED, "owner": COLLEAGUE}, False),
    "climbed, but somebody had it": (FRONT, {**CLIMBED, "had_by": COLLEAGUE}, False),
    "an emergency that climbed": (FRONT, {**CLIMBED, "urgency": Urgency.EMERGENCY}, False),
    "in the hands of the district": (FRONT, {"owner": ABOVE}, True),
    "in those of one above, for the district": (SLRT, {"owner": ABOVE}, False),
    "waits for its teller, held above": (FRONT, {**HELD_ABOVE, "status": Status.WAITING}, True),
    "opened again, the district had it": (FRONT, {"owner": None, "had_by": ABOVE}, True),
    "the same, closed for whoever had it": (FRONT, {**HAD_ABOVE, "excluded": (ABOVE,)}, False),
    "an absent one's, which the stand-in does not see": (FRONT, {"owner": UNSEEN}, False),
    "an absent one's of the district": (FRONT, {"owner": AWAY_ABOVE}, True),
    "opened again, an absent one had it": (FRONT, {"owner": None, "had_by": AWAY_ABOVE}, True),
    "an absent one's, closed for the stand-in": (
        FRONT,
        {"owner": AWAY_ABOVE, "excluded": (COLLEAGUE,)},
        False,
    ),
    "an absent one's, told of by the stand-in": (
        FRONT,
        {"owner": AWAY_ABOVE, "teller": COLLEAGUE},
        False,
    ),
    "opened again, I stand in for whoever had it": (FRONT, {"owner": None, "had_by": MINE}, False),
    "an emergency that the district holds": (FRONT, {**HELD_ABOVE, **DANGER}, False),
}


@pytest.mark.parametrize("row", STEPS)
def test_what_waits_for_another_office(row: str) -> None:
    """What an agency was asked to take, what it has asked in turn, what has climbed, and what the
    district has in hand; of an emergency nobody looks away."""
    role, changed, elsewhere = STEPS[row]
    found = standing(**{"status": Status.IN_PROGRESS, **changed})
    goes_on = (
        GoesOn(ABOVE, ABOVE, (SLRT,)),
        GoesOn(AWAY_ABOVE, COLLEAGUE, (SLRT,)),
        GoesOn(MINE, OFFICER, (FRONT,)),
        GoesOn(UNSEEN, COLLEAGUE, (Membership(Role.FRONT_OFFICE, OTHER),)),
    )
    whose = Whose(OFFICER, (role,), above=DistrictPeople(goes_on, (GoesOn(ABOVE, ABOVE, (SLRT,)),)))
    assert steps_elsewhere(whose, found) is elsewhere
