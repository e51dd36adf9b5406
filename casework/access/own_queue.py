"""Whose queue a case is in: the one definition, for the queue, for every "which one?" list and for
the morning list; and which of its cases wait for a step of one's own office now.

In somebody's queue is what is in their hands or in those of whom they stand in for, what their
office was asked to take, what lies in their scope (a district's by its office, a village's wherever
it lies, unless it is confidential), and what lies below but is their turn. The set-based twin is
storage/cases/queue_ways.py."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from casework.access.visibility import covers, receives, sees, takes, works_on
from casework.case.model import DISTRICT_LEVEL, Case, Membership, Role, Stage, Status, Urgency
from casework.case.roles import STAFF
from casework.case.whose_turn import OfficesThere, with_office

TO_DO = (Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS, Status.REFERRED)
"""Statuses in which the next step is ours; the others wait for the teller."""


@dataclass(frozen=True)
class GoesOn:
    """Who goes on with what somebody (``of``) has: they themselves, or their stand-in; with that
    one's roles."""

    of: int
    person: int
    memberships: tuple[Membership, ...]


@dataclass(frozen=True)
class DistrictPeople:
    """The district's people. ``goes_on``: who goes on with what those have who work there only;
    ``asked``: whom our messages reach, at work or not, so that they are asked about what has
    climbed, each for themselves."""

    goes_on: tuple[GoesOn, ...] = ()
    asked: tuple[GoesOn, ...] = ()


NOBODY_ABOVE = DistrictPeople()


@dataclass(frozen=True)
class Whose:
    """Whose queue it is; ``stands_in_for``: ids of the absent whose stand-in they are; ``turns``:
    ids of the cases of offices below that are their turn, because nobody else is there for them;
    ``above``: the people of the district; ``offices``: the other offices where somebody works, None
    where all count so."""

    person: int
    memberships: tuple[Membership, ...] = ()
    stands_in_for: frozenset[int] = frozenset()
    turns: frozenset[int] = frozenset()
    above: DistrictPeople = NOBODY_ABOVE
    offices: OfficesThere | None = None


def in_queue(whose: Whose, case: Case) -> bool:
    """Whether a case whose next step is ours (``TO_DO``) is in somebody's queue."""
    if whose.person in case.excluded:
        return False
    if case.id in whose.turns:
        return True
    return in_hands(whose, case) or any(
        lies_with(m, case) or asked(m, case) for m in whose.memberships
    )


def steps_elsewhere(whose: Whose, case: Case) -> bool:
    """Whether a case of somebody's queue waits for a step of another office: the one that was
    asked to take it, the sender that it has asked in turn, or the district, which has it in hand or
    to which it has climbed.
    An emergency waits for everybody until it has its result."""
    if case.urgency is Urgency.EMERGENCY:
        return False
    held = case.owner in (whose.person, *whose.stands_in_for) or case.id in whose.turns
    if case.referral is not None:
        ours = held or any(lies_with(m, case) for m in whose.memberships)
        asked_here = of_own_office(whose.memberships, case)
        return not asked_here if with_office(case, whose.offices) else asked_here and not ours
    if held or any_district(whose.memberships):
        return False
    return _in_hands_above(whose, case) or _climbed(whose, case)


def _in_hands_above(whose: Whose, case: Case) -> bool:
    """Whether somebody of the district has it, or goes on with it."""
    has = case.had_by if case.owner is None else case.owner
    others = (one for one in whose.above.goes_on if one.person != whose.person)
    return any(one.of == has and _goes_on(one, case) for one in others)


def _goes_on(one: GoesOn, case: Case) -> bool:
    """Whether they hold it, or may work on it. What they have told of may be their own trouble,
    which a case in clear does not say: then it stands with the village, too."""
    holds = case.owner == one.person
    return holds or (case.teller != one.person and works_on(one.person, one.memberships, case))


def _climbed(whose: Whose, case: Case) -> bool:
    """Whether it is the turn of the district, before anybody has had it. Where nobody of the
    district may work on it, the village is asked (bot/desk/roster.py)."""
    above = case.level >= DISTRICT_LEVEL or case.office.count(".") <= 1
    free = above and case.owner is None and case.had_by is None
    return free and any(_goes_on(one, case) for one in whose.above.asked)


def in_hands(whose: Whose, case: Case) -> bool:
    """Whether somebody, or whom they stand in for, holds the case, or their office has taken it."""
    if whose.person in case.excluded:
        return False
    held = case.owner in (whose.person, *whose.stands_in_for)
    taken = case.stage is Stage.ACCEPTED and any(receives(m, case) for m in whose.memberships)
    return taken or (held and any(sees(m, case) for m in whose.memberships))


def lies_with(membership: Membership, case: Case) -> bool:
    """Whether a case lies in the scope of a role of ours."""
    if not takes(membership, case.desk, sensitive=case.sensitive):
        return False
    if membership.scope.count(".") > 1:
        return not case.confidential and covers(membership.scope, case.village)
    return case.office == membership.scope


def asked(membership: Membership, case: Case) -> bool:
    """Whether the office of a role was asked to take the case: another office, or ours above."""
    if receives(membership, case):
        return True
    ours = membership.role in STAFF and case.referred_to == membership.scope
    return ours and takes(membership, case.desk, sensitive=case.sensitive)


def as_theirs(whose: Whose, case: Case) -> Case:
    """A case as somebody's lists tell of it: what another office of theirs, or their district, was
    asked to take is due when the office has promised its answer or its result, whoever holds it at
    the village."""
    return as_asked(asked_as(whose.memberships), case)


def as_asked(codes: Collection[str], case: Case) -> Case:
    """The same, by the codes under which their offices are asked."""
    if case.referral is None or case.referred_to not in codes:
        return case
    return replace(case, due_at=case.referral.answer_by)


def of_own_office(memberships: Iterable[Membership], case: Case) -> bool:
    """Whether it was an office of these roles that was asked to take the case."""
    return case.referral is not None and case.referred_to in asked_as(memberships)


def asked_as(memberships: Iterable[Membership]) -> frozenset[str]:
    """The codes under which the offices of some roles are asked: those of other offices, and those
    of districts."""
    return frozenset(
        m.scope for m in memberships if m.role is Role.AGENCY_OFFICER or of_district(m)
    )


def any_district(memberships: Iterable[Membership]) -> bool:
    """Whether one of these roles is of a district's own office, or of one above it."""
    return any(map(of_district, memberships))


def of_district(membership: Membership) -> bool:
    """Whether a role is of a district's own office, or of one above it."""
    return membership.role in STAFF and membership.scope.count(".") <= 1


def only_above(memberships: Iterable[Membership]) -> bool:
    """Whether somebody of the staff works for the district, and for no village of it."""
    staff = [m for m in memberships if m.role in STAFF]
    return bool(staff) and all(map(of_district, staff))
