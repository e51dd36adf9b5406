"""Closing a case for an officer: what they may no longer do, who then holds it, and that it can be
taken back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import lifecycle
from casework.access import permissions, visibility
from casework.actions.assignment import Claim
from casework.actions.conflict_of_interest import Exclude, Excluded, Readmit
from casework.actions.correspondence import Add, Note
from casework.actions.review import Reveal, Review
from casework.case import commands as c
from casework.case.model import Desk, Membership, Refused, Role, Status
from tests.casework.cases import (
    COLLEAGUE,
    DISTRICT,
    KECAMATAN,
    KIN,
    NOW,
    OFFICER,
    OTHER,
    POLICY,
    TELLER,
    VILLAGE,
    filed,
    standing,
    told,
)

CASE = standing(Status.IN_PROGRESS, excluded=())
ROLES = st.lists(
    st.builds(
        Membership,
        st.sampled_from(Role),
        st.sampled_from([VILLAGE, OTHER, KECAMATAN, DISTRICT]),
        st.frozensets(st.sampled_from(Desk)),
    ),
    max_size=3,
)


def test_what_they_held_is_held_by_the_leader() -> None:
    """A case in somebody's hands passes into those of the leader who closed it; its status stays
    what it was."""
    for status in (Status.IN_PROGRESS, Status.WAITING):
        held = replace(CASE, status=status, owner=COLLEAGUE)
        after, events = told(held, Exclude(OFFICER, COLLEAGUE))
        assert events == (Excluded(OFFICER, COLLEAGUE),)
        assert (after.owner, after.status, after.excluded) == (OFFICER, status, (COLLEAGUE,))


def test_what_others_hold_stays_theirs() -> None:
    """A colleague's case stays the colleague's, and a free one free."""
    assert told(replace(CASE, owner=KIN), Exclude(OFFICER, COLLEAGUE))[0].owner == KIN
    assert told(CASE, Exclude(OFFICER, COLLEAGUE))[0].owner is None


def test_it_can_be_taken_back() -> None:
    """Opened again, the case is as before for this officer, and still closed for the others."""
    closed, _ = told(told(CASE, Exclude(OFFICER, COLLEAGUE))[0], Exclude(OFFICER, KIN))
    assert told(closed, Readmit(OFFICER, COLLEAGUE))[0].excluded == (KIN,)


@pytest.mark.parametrize(
    ("command", "key"),
    [
        (Exclude(OFFICER, OFFICER), "refused.exclude.yourself"),
        (Exclude(OFFICER, KIN), "refused.exclude.already"),
        (Readmit(OFFICER, COLLEAGUE), "refused.exclude.not"),
    ],
)
def test_what_makes_no_sense_is_refused(command: c.Command, key: str) -> None:
    """Not for oneself, not twice, and not opened where nothing is closed."""
    with pytest.raises(Refused) as caught:
        lifecycle.decide(replace(CASE, excluded=(KIN,)), command, NOW, POLICY)
    assert caught.value.key == key


@given(roles=ROLES, service=st.sampled_from(["pkh", "violence", "official_complaint"]))
def test_for_whom_it_is_closed_it_does_not_exist(roles: list[Membership], service: str) -> None:
    """Whatever their roles, to every command they hear that there is no such number, and no page
    opens."""
    case = replace(filed(service)[0], excluded=(COLLEAGUE,))
    assert not visibility.may_see(COLLEAGUE, roles, case)
    for command in (
        Review(COLLEAGUE),
        Claim(COLLEAGUE),
        Note(COLLEAGUE, "x"),
        Reveal(COLLEAGUE),
    ):
        with pytest.raises(Refused) as caught:
            permissions.check(command, roles, case)
        assert caught.value.key == "refused.unknown_case"
    assert visibility.may_see(OFFICER, roles, case) is any(visibility.sees(m, case) for m in roles)


def test_a_teller_keeps_their_own_case() -> None:
    """An officer for whom a case is closed still speaks in it as its teller."""
    case = replace(CASE, excluded=(TELLER,))
    assert visibility.may_see(TELLER, (), case)
    permissions.check(Add(TELLER, {}), (), case)


def test_who_stands_over_whom() -> None:
    """Officers stand below coordinators, these below the district; who does not see the case stands
    nowhere."""
    ranks = [
        visibility.rank([Membership(role, DISTRICT)], CASE)
        for role in (
            Role.VOLUNTEER,
            Role.FRONT_OFFICE,
            Role.BACK_OFFICE,
            Role.COORDINATOR,
            Role.DISTRICT_OFFICER,
            Role.DISTRICT_MANAGER,
        )
    ]
    assert ranks == [-1, 0, 0, 1, 2, 3]
    assert visibility.rank([Membership(Role.DISTRICT_MANAGER, OTHER)], CASE) == -1
