"""Whose queue a case is in, row by row."""

from typing import Any

import pytest

from casework.access.own_queue import Whose, in_hands, in_queue
from casework.case.model import Desk, Membership, Referral, Role, Stage, Status
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
