"""The ways by which open cases come into somebody's queue: the set-based twin of
casework/access/own_queue.py. Each is read alone, by an index of its own.

Tested in tests/storage/cases/test_office_queue.py."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, false, not_, or_, select

from casework.access.own_queue import GoesOn, Whose, any_district, asked_as
from casework.actions.correcting.postponement import Postponed
from casework.case.model import DISTRICT_LEVEL, Desk, Membership, Role, Stage, Urgency
from casework.case.roles import DISCREET, LEADERS, STAFF
from storage.cases.cases import CASES, open_to
from storage.db.database import table_of
from storage.tables.pending import BellRow

VILLAGE_DOTS = 3
"""Dots in the code of a village (Kemendagri): ``32.74.05.1003``."""

VILLAGE, OFFICE = CASES.c.village, CASES.c.office
SENSITIVE, CONFIDENTIAL = CASES.c.sensitive, CASES.c.confidential
REFERRED = CASES.c.referral.is_not(None)
ACCEPTED = CASES.c.referral == str(Stage.ACCEPTED)

_BELLS = table_of(BellRow)
PUT_OFF = (
    select(_BELLS.c.id)
    .where(
        _BELLS.c.subject == cast(CASES.c.id, String),
        _BELLS.c.kind == Postponed.kind,
        _BELLS.c.fired_at.is_(None),
    )
    .exists()
)
"""That a case waits for its day (followups.toml, *postponed*)."""

Way = ColumnElement[bool]
Roles = Sequence[Membership]


@dataclass(frozen=True)
class DatedWay:
    """A way and the column by which its cases are due: what somebody's own office was asked to take
    runs to the date of its answer (own_queue.py, *as_theirs*)."""

    cases: Way
    due: ColumnElement[datetime]


def _dated(whose: Whose, ways: Sequence[Way], asked: Way | None = None) -> list[DatedWay]:
    """Some ways and what was ``asked`` of somebody's own office, each by its own date."""
    codes = sorted(asked_as(whose.memberships))
    if not codes:
        return [DatedWay(way, CASES.c.due_at) for way in ways]
    to = CASES.c.referred_to
    own = and_(REFERRED, to.in_(codes) if len(codes) > 1 else to == codes[0])
    every = _any([*ways, *_there(asked)])
    ordinary = [DatedWay(and_(way, not_(own)), CASES.c.due_at) for way in ways]
    return [*ordinary, *([] if every is None else [DatedWay(and_(own, every), CASES.c.answer_by)])]


def of_queue(whose: Whose) -> list[DatedWay]:
    """The ways into somebody's whole queue: what lies in their scope, what their office was asked
    to take, what is in their hands, and what lies below and is their turn."""
    hands = _held(whose.memberships, _me(whose))
    ways = _there(lying_with(whose.memberships), hands, _turns(whose))
    return _dated(whose, ways, _asked(whose.memberships))


def to_do(whose: Whose) -> Way:
    """Of what is ours to act on, what waits for a step of somebody's own office now."""
    return and_(not_(elsewhere(whose)), not_(PUT_OFF))


def put_off(whose: Whose) -> Way:
    """What waits for its day; what waits for another office besides is told there."""
    return and_(not_(elsewhere(whose)), PUT_OFF)


def elsewhere(whose: Whose) -> Way:
    """What waits for a step of another office (own_queue.py, *steps_elsewhere*)."""
    codes, turns = sorted(asked_as(whose.memberships)), _there(_turns(whose))
    asked = [CASES.c.referred_to.in_(codes)] if codes else []
    silent = map(not_, _there(fell_silent(whose)))
    found = [and_(REFERRED, CASES.c.referral_asks.is_(False), *map(not_, asked), *silent)]
    held = or_(and_(CASES.c.owner.is_not(None), CASES.c.owner.in_(_me(whose))), *turns)
    ours = or_(held, *_there(lying_with(whose.memberships)))
    found += [and_(REFERRED, CASES.c.referral_asks.is_(True), here, not_(ours)) for here in asked]
    if not any_district(whose.memberships):
        theirs = or_(_climbed(whose), *_in_hands_above(whose))
        found.append(and_(not_(REFERRED), theirs, not_(held)))
    return and_(CASES.c.urgency != Urgency.EMERGENCY, or_(*found))


def fell_silent(whose: Whose) -> Way | None:
    """What waits for an office that lets its time pass, and where nobody works (whose_turn.py)."""
    there = whose.offices
    if there is None:
        return None
    codes = CASES.c.referred_to.not_in(sorted(there.codes))
    return and_(CASES.c.referred_to.contains("/"), codes, CASES.c.answer_by < there.at)


def _in_hands_above(whose: Whose) -> list[Way]:
    """What somebody of the district has, or goes on with."""
    others = [one for one in whose.above.goes_on if one.person != whose.person]
    hold = [one.of for one in others if one.of == one.person]
    owner = CASES.c.owner
    held = _there(and_(owner.is_not(None), owner.in_(hold)) if hold else None)
    return [*held, *map(_goes_on_with, others)]


def _goes_on_with(one: GoesOn) -> Way:
    """What somebody of the district goes on with for themselves, unheld, or for another."""
    owner, had_by = CASES.c.owner, CASES.c.had_by
    had = and_(owner.is_(None), had_by.is_not(None), had_by == one.of)
    has = had if one.of == one.person else or_(had, and_(owner.is_not(None), owner == one.of))
    return and_(has, _may_work_on(one))


def _may_work_on(one: GoesOn) -> Way:
    seen = or_(false(), *map(_seen, _of_staff(one.memberships)))
    return and_(open_to(one.person), CASES.c.teller != one.person, seen)


def _climbed(whose: Whose) -> Way:
    """What is the turn of the district, where somebody may work on it, before anybody has had
    it."""
    return and_(
        or_(CASES.c.level >= DISTRICT_LEVEL, OFFICE.not_like("%.%.%")),
        CASES.c.owner.is_(None),
        CASES.c.had_by.is_(None),
        or_(false(), *map(_may_work_on, whose.above.asked)),
    )


def _me(whose: Whose) -> list[int]:
    return [whose.person, *sorted(whose.stands_in_for)]


def _turns(whose: Whose) -> Way | None:
    return CASES.c.id.in_(sorted(whose.turns)) if whose.turns else None


def of_hands(whose: Whose) -> list[DatedWay]:
    """The ways to what somebody, or whom they stand in for, holds, and what their office took."""
    return _dated(whose, _there(_held(whose.memberships, _me(whose))), _taken(whose))


def _taken(whose: Whose) -> Way | None:
    received = _any(map(_received, _of_agencies(whose.memberships)))
    return None if received is None else and_(received, ACCEPTED)


def of_officer(whose: Whose, officer: Whose) -> list[DatedWay]:
    """The ways to what a colleague has in hand, as their own lists count it, as far as somebody may
    see it."""
    roles = whose.memberships
    seen = _any([*map(_seen, _of_staff(roles)), *map(_received, _of_agencies(roles))])
    if seen is None:
        return []
    theirs = _there(_held(officer.memberships, _me(officer)), _taken(officer))
    return _dated(whose, [and_(way, seen, open_to(officer.person)) for way in theirs])


def of_below(whose: Whose) -> list[DatedWay]:
    """The way to what lies with the offices below a leader's and is neither the leader's turn nor
    in their hands nor asked of their office."""
    leading = [m for m in whose.memberships if m.role in LEADERS]
    below = _any(_done_by(m, _under(OFFICE, m.scope)) for m in leading)
    if below is None:
        return []
    turns, codes, owner = _there(_turns(whose)), sorted(asked_as(whose.memberships)), CASES.c.owner
    others = or_(owner.is_(None), owner.not_in(_me(whose)))
    asked = not_(and_(REFERRED, CASES.c.referred_to.in_(codes)))
    return [DatedWay(and_(below, others, asked, *map(not_, turns)), CASES.c.due_at)]


def in_sight(memberships: Roles) -> Way:
    """The open cases of somebody's scopes and of the office that was asked; nothing by hands."""
    received = _any(map(_received, _of_agencies(memberships)))
    return or_(false(), *_there(lying_with(memberships), received))


def lying_with(memberships: Roles) -> Way | None:
    """The open cases of some scopes: a district's by office, smaller ones by village, unless
    confidential. A code counts by what it begins with: the list of places may not have it any
    more."""
    return _any(_done_by(m, _here(m.scope)) for m in _of_staff(memberships))


def _there(*ways: Way | None) -> list[Way]:
    return [way for way in ways if way is not None]


def _any(ways: Iterable[Way]) -> Way | None:
    found = list(ways)
    return or_(*found) if found else None


def _of_staff(memberships: Roles) -> Roles:
    return [m for m in memberships if m.role in STAFF]


def _of_agencies(memberships: Roles) -> Roles:
    return [m for m in memberships if m.role is Role.AGENCY_OFFICER]


def _held(memberships: Roles, owners: Collection[int]) -> Way | None:
    """What some people hold, as far as these roles may see it."""
    seen = _any(map(_seen, _of_staff(memberships)))
    if seen is None:
        return None
    held = CASES.c.owner.in_(owners) if len(owners) > 1 else CASES.c.owner == next(iter(owners))
    return and_(held, seen)


def _here(scope: str) -> Way:
    if scope.count(".") > 1:
        return and_(_below(VILLAGE, scope), CONFIDENTIAL.is_(False))
    return CASES.c.office == scope


def _seen(membership: Membership) -> Way:
    """The cases that a role may see, wherever they lie; made so that no place tempts a planner away
    from the index of owners."""
    scope = membership.scope
    in_village = and_(
        _below(VILLAGE.concat(""), scope),
        CONFIDENTIAL.is_(False),
    )
    return _done_by(membership, or_(in_village, _below(OFFICE.concat(""), scope)))


def _below(place: ColumnElement[str], scope: str) -> Way:
    """The cases of a place, or of all places below a code."""
    if scope.count(".") == VILLAGE_DOTS:
        return place == scope
    return or_(place == scope, _under(place, scope))


def _under(place: ColumnElement[str], scope: str) -> Way:
    return place.startswith(f"{scope}.", autoescape=True)


def _done_by(membership: Membership, cases: Way) -> Way:
    """Of some cases those on which a role works: by its desks, and by what the counter may not
    see."""
    if membership.role not in DISCREET:
        cases = and_(cases, SENSITIVE.is_(False))
    desks = membership.desks if membership.role is Role.BACK_OFFICE else frozenset()
    if not desks or desks == frozenset(Desk):
        return cases
    return and_(cases, CASES.c.desk.in_(sorted(desks)))


def _received(membership: Membership) -> Way:
    return and_(REFERRED, CASES.c.referred_to == membership.scope)


def _asked(memberships: Roles) -> Way | None:
    """What was referred to another office of somebody's, or passed up to their district."""
    districts = [m for m in _of_staff(memberships) if m.scope.count(".") <= 1]
    passed_up = [_done_by(m, _received(m)) for m in districts]
    received = map(_received, _of_agencies(memberships))
    return _any([*received, *passed_up])
