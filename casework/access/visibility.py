"""Who may see a case, by their roles and their part in it. Roles are read again from the database
at every message and every tap.

Tested in tests/casework/access/test_permissions.py."""

from collections.abc import Collection, Iterable, Mapping

from casework.case.intake import Who
from casework.case.model import Case, Desk, Membership, Role
from casework.case.roles import DISCREET, STAFF

OWN = frozenset({Who.SELF, Who.FAMILY})
"""For whom somebody tells when the trouble is their own; a neighbour's or a visitor's is not."""


def covers(scope: str, code: str) -> bool:
    """Whether ``code`` is ``scope`` or lies below it (on a dot: 32.7 does not cover 32.74)."""
    return code == scope or code.startswith(scope + ".")


def takes(membership: Membership, desk: Desk, *, sensitive: bool) -> bool:
    """Whether a role works on the cases of a desk at all, wherever they lie."""
    if membership.role not in (DISCREET if sensitive else STAFF):
        return False
    return (
        membership.role is not Role.BACK_OFFICE or not membership.desks or desk in membership.desks
    )


def sees(membership: Membership, case: Case) -> bool:
    """Whether this role may see the case at all: by its office, or by its village unless the case
    is confidential."""
    if not takes(membership, case.desk, sensitive=case.sensitive):
        return False
    here = covers(membership.scope, case.office)
    return here or (
        not case.confidential and bool(case.village) and covers(membership.scope, case.village)
    )


def receives(membership: Membership, case: Case) -> bool:
    """Whether this role is of the other office that was asked to take the case, and may see what
    goes along with it."""
    return (
        case.referral is not None
        and membership.role is Role.AGENCY_OFFICER
        and membership.scope == case.referred_to
    )


def may_see(
    person: int, memberships: Iterable[Membership], case: Case, further: Collection[int] = ()
) -> bool:
    """Whether a person may open the page of a case: as its teller, as staff who see it, or as the
    other office.

    ``further``: the further tellers, for whom there is a narrower page
    (conversations/actions/duplicates/co_reporting.py); whoever shows anything else leaves them
    out."""
    receiving = person not in case.excluded and any(receives(m, case) for m in memberships)
    told = person == case.teller or person in further
    return told or works_on(person, memberships, case) or receiving


def is_own(person: int, case: Case) -> bool:
    """Whether somebody has told of their own, or their family's, trouble."""
    return person == case.teller and case.intake.who in OWN


def stands_apart(person: int, case: Case) -> bool:
    """Whether somebody may not work on a case whatever their role: it is their own trouble, or it
    was closed for them.

    Nobody judges their own case; who enters a visitor's or a neighbour's report works on it like
    any other."""
    return person in case.excluded or is_own(person, case)


def works_on(person: int, memberships: Iterable[Membership], case: Case) -> bool:
    """Whether a person may work on a case as staff."""
    return not stands_apart(person, case) and any(sees(m, case) for m in memberships)


def desks_of(memberships: Iterable[Membership], office: str) -> frozenset[Desk]:
    """The desks whose cases a person works at ``office``; leaders and the front office work all of
    them."""
    desks: set[Desk] = set()
    for m in memberships:
        if m.role in STAFF and covers(m.scope, office):
            desks |= set(m.desks if m.role is Role.BACK_OFFICE and m.desks else Desk)
    return frozenset(desks)


_RANKS: Mapping[Role, int] = {
    Role.COORDINATOR: 1,
    Role.DISTRICT_OFFICER: 2,
    Role.DISTRICT_MANAGER: 3,
}


def rank(memberships: Iterable[Membership], case: Case) -> int:
    """How high somebody stands in a case: 0 for officers, 1 to 3 for leaders, -1 for whoever does
    not see it."""
    return max((_RANKS.get(m.role, 0) for m in memberships if sees(m, case)), default=-1)
