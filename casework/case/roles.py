"""The groups of roles that rules speak of, and who may give whom a role.

Tested in tests/casework/access/test_permissions.py."""

from casework.case.model import Role

STAFF = frozenset(Role) - {Role.VOLUNTEER, Role.AGENCY_OFFICER}
AGENCY = frozenset({Role.AGENCY_OFFICER})
WORKERS = STAFF | AGENCY
"""Everybody who works on cases, in a Puskesos, at the district, or at an office that a case was
referred to."""

LEADERS = frozenset({Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER})
DISCREET = STAFF - {Role.FRONT_OFFICE}
"""Who may see the cases of the sensitive lane: not the counter, where everybody comes by."""


def may_give(own: Role, role: Role) -> bool:
    """Whether a leader may give somebody a role: only roles below their own; the manager of the
    district every one."""
    order = (Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER)
    if own not in LEADERS:
        return False
    if role is Role.AGENCY_OFFICER:
        return own is not Role.COORDINATOR
    return own is Role.DISTRICT_MANAGER or role not in order[order.index(own) :]
