"""The ways by which open cases come into somebody's queue: the set-based twin of
casework/access/own_queue.py. Each is read alone, by an index of its own.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, false, or_

from casework.access.own_queue import Whose
from casework.case.model import Desk, Membership, Role, Stage
from casework.case.roles import DISCREET, STAFF
from storage.cases.cases import CASES

VILLAGE_DOTS = 3
"""Dots in the code of a village (Kemendagri): ``32.74.05.1003``."""

Way = ColumnElement[bool]


def of_queue(whose: Whose) -> list[Way]:
    """The ways into somebody's whole queue: what lies in their scope, what their office was asked
    to take, and what is in their hands."""
    scopes = [m for m in whose.memberships if m.role in STAFF]
    ways = [lying_with(scopes), _asked(whose.memberships), _held(whose)]
    return [way for way in ways if way is not None]


def of_hands(whose: Whose) -> list[Way]:
    """The ways to what somebody, or whom they stand in for, holds, and what their office took."""
    agencies = [_received(m) for m in whose.memberships if m.role is Role.AGENCY_OFFICER]
    taken = _any(and_(way, CASES.c.referral == str(Stage.ACCEPTED)) for way in agencies)
    return [way for way in (_held(whose), taken) if way is not None]


def _held(whose: Whose) -> Way | None:
    """What somebody, or whom they stand in for, holds, as far as they may see it."""
    seen = _any(_seen(m) for m in whose.memberships if m.role in STAFF)
    absent = sorted(whose.stands_in_for - {whose.person})
    mine = CASES.c.owner == whose.person
    held = CASES.c.owner.in_([whose.person, *absent]) if absent else mine
    return None if seen is None else and_(held, seen)


def in_sight(memberships: Sequence[Membership]) -> Way:
    """The open cases of somebody's scopes and of the office that was asked; nothing by hands."""
    ways = [lying_with([m for m in memberships if m.role in STAFF]), _asked(memberships)]
    return or_(false(), *(way for way in ways if way is not None))


def lying_with(memberships: Sequence[Membership]) -> Way | None:
    """The open cases of some scopes: a district's by office, smaller ones by village, unless
    confidential. A code counts by what it begins with: the list of places may not have it any
    more."""
    return _any(_done_by(m, _here(m)) for m in memberships)


def _any(ways: Iterable[Way]) -> Way | None:
    found = list(ways)
    return or_(*found) if found else None


def _here(membership: Membership) -> Way:
    scope = membership.scope
    if scope.count(".") > 1:
        return and_(_below(CASES.c.village, scope), CASES.c.confidential.is_(False))
    return CASES.c.office == scope


def _seen(membership: Membership) -> Way:
    """The cases that a role may see, wherever they lie; made so that no place tempts a planner away
    from the index of owners."""
    village, office = CASES.c.village.concat(""), CASES.c.office.concat("")
    in_village = and_(_below(village, membership.scope), CASES.c.confidential.is_(False))
    return _done_by(membership, or_(in_village, _below(office, membership.scope)))


def _below(place: ColumnElement[str], scope: str) -> Way:
    """The cases of a place, or of all places below a code."""
    if scope.count(".") == VILLAGE_DOTS:
        return place == scope
    return or_(place == scope, place.startswith(f"{scope}.", autoescape=True))


def _done_by(membership: Membership, cases: Way) -> Way:
    """Of some cases those on which a role works: by its desks, and by what the counter may not
    see."""
    if membership.role not in DISCREET:
        cases = and_(cases, CASES.c.sensitive.is_(False))
    desks = membership.desks if membership.role is Role.BACK_OFFICE else frozenset()
    if not desks or desks == frozenset(Desk):
        return cases
    return and_(cases, CASES.c.desk.in_(sorted(str(desk) for desk in desks)))


def _received(membership: Membership) -> Way:
    return and_(CASES.c.referral.is_not(None), CASES.c.referred_to == membership.scope)


def _asked(memberships: Sequence[Membership]) -> Way | None:
    """What was referred to another office of somebody's, or passed up to their district."""
    agencies = [_received(m) for m in memberships if m.role is Role.AGENCY_OFFICER]
    districts = [m for m in memberships if m.role in STAFF and m.scope.count(".") <= 1]
    return _any([*agencies, *(_done_by(m, _received(m)) for m in districts)])
