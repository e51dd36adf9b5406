"""Stand-ins: which days are possible, and who sees as much as somebody who is away."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.access.stand_in import LONGEST, able, check_dates, offices_of
from casework.access.visibility import sees
from casework.case.model import Desk, Membership, Refused, Role
from tests.casework.cases import AGENCY, DISTRICT, OTHER, POLICY, VILLAGE, filed

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
CASES = [
    filed(service, village)[0]
    for service in sorted(POLICY.catalogue.services)
    for village in (VILLAGE, OTHER)
]
ROLES = st.lists(
    st.builds(
        Membership,
        st.sampled_from(Role),
        st.sampled_from([VILLAGE, OTHER, DISTRICT, AGENCY]),
        st.frozensets(st.sampled_from(Desk)),
    ),
    max_size=3,
)


@pytest.mark.parametrize(
    ("first", "last", "key"),
    [
        (0, 0, ""),
        (0, 59, ""),
        (10, 69, ""),
        (-1, 3, "refused.stand_in.past"),
        (2, 1, "refused.stand_in.order"),
        (-3, -4, "refused.stand_in.order"),
        (0, 60, "refused.stand_in.long"),
        (5, 400, "refused.stand_in.long"),
    ],
)
def test_which_days_are_possible(first: int, last: int, key: str) -> None:
    """From today on, the right way round, sixty days at most with both ends."""
    try:
        check_dates(TODAY + first * DAY, TODAY + last * DAY, TODAY)
        found = ""
    except Refused as refused:
        found = refused.key
    assert found == key
    assert LONGEST == 60 * DAY


@given(own=ROLES, theirs=ROLES)
def test_a_stand_in_sees_whatever_the_absent_person_sees(
    own: list[Membership], theirs: list[Membership]
) -> None:
    """Whoever can stand in misses no case; agencies and volunteers have nothing to be stood in
    for."""
    if able(own, theirs):
        assert offices_of(own)
        for case in CASES:
            assert not any(sees(m, case) for m in own) or any(sees(m, case) for m in theirs)


def member(role: Role, scope: str = VILLAGE, *desks: Desk) -> Membership:
    return Membership(role, scope, frozenset(desks))


FRONT, ALL, HEALTH = (
    member(Role.FRONT_OFFICE),
    member(Role.BACK_OFFICE),
    member(Role.BACK_OFFICE, VILLAGE, Desk.HEALTH),
)
LEADER = member(Role.COORDINATOR)


@pytest.mark.parametrize(
    ("own", "theirs", "wanted"),
    [
        (FRONT, ALL, True),
        (FRONT, LEADER, True),
        (HEALTH, ALL, True),
        (LEADER, ALL, True),
        (HEALTH, HEALTH, True),
        (ALL, FRONT, False),
        (ALL, HEALTH, False),
        (LEADER, FRONT, False),
        (HEALTH, FRONT, False),
        (FRONT, member(Role.FRONT_OFFICE, OTHER), False),
        (FRONT, member(Role.DISTRICT_OFFICER, DISTRICT), False),
        (member(Role.VOLUNTEER), LEADER, False),
    ],
)
def test_who_can_stand_in(own: Membership, theirs: Membership, wanted: bool) -> None:
    """A colleague of the same office who sees as much; the counter sees no sensitive case, so not
    for the others."""
    assert able([own], [theirs]) is wanted


def test_several_offices_need_somebody_at_each() -> None:
    """Who works in two villages is stood in for by somebody who works in both."""
    both = [FRONT, member(Role.FRONT_OFFICE, OTHER)]
    assert not able(both, [ALL])
    assert able(both, [ALL, member(Role.BACK_OFFICE, OTHER)])
    assert offices_of([*both, FRONT]) == [VILLAGE, OTHER]
