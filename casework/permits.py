"""Who may see a case, and who may ask what of it. Read again from the database at every message and every tap."""

from collections.abc import Collection, Iterable, Mapping

from casework import commands as c
from casework import joining
from casework.model import Case, Desk, Membership, Refused, Role

STAFF = frozenset(Role) - {Role.VOLUNTEER, Role.AGENCY_OFFICER}
LEADERS = frozenset({Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER})

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
    **dict.fromkeys(joining.BY_STAFF, STAFF),
}
"""Commands of staff. A command in neither table is nobody's but the clock's."""

OWNERS_ONLY = frozenset({c.Ask, c.Resolve})
"""Once a case has an owner, only the owner and the leaders may do these."""


def covers(scope: str, code: str) -> bool:
    """Whether ``code`` is ``scope`` or lies below it (on a dot: 32.7 does not cover 32.74)."""
    return code == scope or code.startswith(scope + ".")


def sees(membership: Membership, case: Case) -> bool:
    """Whether this role may see the case at all: by its office, or by its village unless the case is confidential."""
    if membership.role not in STAFF:
        return False
    if membership.role is Role.BACK_OFFICE and membership.desks and case.desk not in membership.desks:
        return False
    here = covers(membership.scope, case.office)
    return here or (not case.confidential and bool(case.village) and covers(membership.scope, case.village))


def may_see(person: int, memberships: Iterable[Membership], case: Case, further: Collection[int] = ()) -> bool:
    """Whether a person may open the page of a case: as its teller, or as staff who see it.

    ``further``: the further tellers, for whom there is a narrower page (conversations/follow_page.py); whoever shows
    anything else leaves them out.
    """
    return person == case.teller or person in further or any(sees(m, case) for m in memberships)


def check(command: c.Command, memberships: Iterable[Membership], case: Case) -> None:
    """Raise Refused unless the person in ``command.by`` may ask this.

    "Not yours" and "does not exist" get the same answer, so that numbers cannot be tried out.
    """
    if type(command) in TELLERS:
        allowed = command.by == case.teller
    elif type(command) in joining.BY_OTHERS:
        allowed = command.by != case.teller
    else:
        roles = {m.role for m in memberships if sees(m, case)}
        allowed = bool(roles & ROLES.get(type(command), frozenset()))
        if allowed and type(command) in OWNERS_ONLY and case.owner not in (None, command.by) and not roles & LEADERS:
            raise Refused("refused.owner.other")
    if not allowed:
        raise Refused("refused.unknown_case")


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
