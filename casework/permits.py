"""Who may see a case, and who may ask what of it. Read again from the database at every message and every tap."""

from collections.abc import Collection, Iterable, Mapping

from casework import commands as c
from casework import conflict
from casework.model import Case, Desk, Membership, Refused, Role

STAFF = frozenset(Role) - {Role.VOLUNTEER, Role.AGENCY_OFFICER}
LEADERS = frozenset({Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER})
DISCREET = STAFF - {Role.FRONT_OFFICE}
"""Who may see the cases of the sensitive lane: not the counter, where everybody comes by."""

OWN = frozenset({"self", "family"})
"""For whom somebody tells when the trouble is their own; a neighbour's or a visitor's is not."""

TELLERS = frozenset({c.Answer, c.Add, c.Confirm, c.Reopen, c.Withdraw, c.Complete, c.RecordConsent})
"""Commands of the person who told us of the case."""

ROLES: Mapping[type, frozenset[Role]] = {
    c.Review: STAFF,
    c.Claim: STAFF,
    c.Assign: LEADERS,
    c.Ask: STAFF,
    c.Reply: STAFF,
    c.Note: STAFF,
    c.Resolve: STAFF,
    c.Reveal: STAFF,
    conflict.Exclude: LEADERS,
    conflict.Readmit: LEADERS,
}
"""Commands of staff. A command in neither table is nobody's but the clock's."""

OWNERS_ONLY = frozenset({c.Ask, c.Resolve})
"""Once a case has an owner, only the owner and the leaders may do these."""


def covers(scope: str, code: str) -> bool:
    """Whether ``code`` is ``scope`` or lies below it (on a dot: 32.7 does not cover 32.74)."""
    return code == scope or code.startswith(scope + ".")


def takes(membership: Membership, desk: Desk, *, sensitive: bool) -> bool:
    """Whether a role works on the cases of a desk at all, wherever they lie."""
    if membership.role not in (DISCREET if sensitive else STAFF):
        return False
    return membership.role is not Role.BACK_OFFICE or not membership.desks or desk in membership.desks


def sees(membership: Membership, case: Case) -> bool:
    """Whether this role may see the case at all: by its office, or by its village unless the case is confidential."""
    if not takes(membership, case.desk, sensitive=case.sensitive):
        return False
    here = covers(membership.scope, case.office)
    return here or (not case.confidential and bool(case.village) and covers(membership.scope, case.village))


def may_see(person: int, memberships: Iterable[Membership], case: Case) -> bool:
    """Whether a person may open the page of a case: as its teller, or as staff who see it."""
    return person == case.teller or works_on(person, memberships, case)


def is_own(person: int, case: Case) -> bool:
    """Whether somebody has told of their own, or their family's, trouble."""
    return person == case.teller and case.intake.get("who") in OWN


def stands_apart(person: int, case: Case) -> bool:
    """Whether somebody may not work on a case whatever their role: it is their own trouble, or it was closed for them.

    Nobody judges their own case; who enters a visitor's or a neighbour's report works on it like any other.
    """
    return person in case.excluded or is_own(person, case)


def works_on(person: int, memberships: Iterable[Membership], case: Case) -> bool:
    """Whether a person may work on a case as staff."""
    return not stands_apart(person, case) and any(sees(m, case) for m in memberships)


def check(
    command: c.Command, memberships: Iterable[Membership], case: Case, stands_in_for: Collection[int] = ()
) -> None:
    """Raise Refused unless the person in ``command.by`` may ask this. ``stands_in_for``: absent colleagues, by id.

    "Not yours" and "does not exist" get the same answer, so that numbers cannot be tried out.
    """
    if type(command) in TELLERS:
        allowed = command.by == case.teller
    else:
        roles = {m.role for m in memberships if sees(m, case)}
        if roles and is_own(command.by, case):
            raise Refused("refused.own_case")
        roles = set() if stands_apart(command.by, case) else roles
        allowed = bool(roles & ROLES.get(type(command), frozenset()))
        theirs = (None, command.by, *stands_in_for)
        if allowed and type(command) in OWNERS_ONLY and case.owner not in theirs and not roles & LEADERS:
            raise Refused("refused.owner.other")
    if not allowed:
        raise Refused("refused.unknown_case")


_RANKS: Mapping[Role, int] = {Role.COORDINATOR: 1, Role.DISTRICT_OFFICER: 2, Role.DISTRICT_MANAGER: 3}


def rank(memberships: Iterable[Membership], case: Case) -> int:
    """How high somebody stands in a case: 0 for officers, 1 to 3 for leaders, -1 for whoever does not see it."""
    return max((_RANKS.get(m.role, 0) for m in memberships if sees(m, case)), default=-1)


def may_give(own: Role, role: Role) -> bool:
    """Whether a leader may give somebody a role: only roles below their own; the manager of the district every one."""
    order = (Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER)
    if own not in LEADERS or role is Role.AGENCY_OFFICER:
        return False
    return own is Role.DISTRICT_MANAGER or role not in order[order.index(own) :]


def desks_of(memberships: Iterable[Membership], office: str) -> frozenset[Desk]:
    """The desks whose cases a person works at ``office``; leaders and the front office work all of them."""
    desks: set[Desk] = set()
    for m in memberships:
        if m.role in STAFF and covers(m.scope, office):
            desks |= set(m.desks if m.role is Role.BACK_OFFICE and m.desks else Desk)
    return frozenset(desks)
