"""Who may see a case, and who may ask what of it. Read again from the database at every message and
every tap."""

from collections.abc import Collection, Iterable, Mapping

from casework.actions import co_reporting, conflict_of_interest
from casework.actions import referral as r
from casework.actions.certificate import Certify
from casework.actions.handover import Share
from casework.actions.objection import Object, check_decides, check_hands
from casework.actions.public_answer import AnswerPublicly
from casework.actions.rating import Rate
from casework.actions.reminder import Nudge, Raise
from casework.actions.rescheduling import Reschedule
from casework.case import commands as c
from casework.case.intake import Who
from casework.case.model import Case, Desk, Membership, Refused, Role, Stage
from casework.case.number import number

STAFF = frozenset(Role) - {Role.VOLUNTEER, Role.AGENCY_OFFICER}
AGENCY = frozenset({Role.AGENCY_OFFICER})
WORKERS = STAFF | AGENCY
"""Everybody who works on cases, in a Puskesos, at the district, or at an office that a case was
referred to."""

LEADERS = frozenset({Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER})
DISCREET = STAFF - {Role.FRONT_OFFICE}
"""Who may see the cases of the sensitive lane: not the counter, where everybody comes by."""

OWN = frozenset({Who.SELF, Who.FAMILY})
"""For whom somebody tells when the trouble is their own; a neighbour's or a visitor's is not."""

TELLERS = frozenset(
    {
        c.Answer,
        c.Add,
        c.Confirm,
        c.Reopen,
        c.Withdraw,
        c.Complete,
        c.RecordConsent,
        r.Agree,
        Nudge,
        Raise,
        Rate,
        Object,
        Share,
    }
)
"""Commands of the person who told us of the case."""

ROLES: Mapping[type, frozenset[Role]] = {
    c.Review: STAFF,
    c.Claim: STAFF,
    c.Assign: LEADERS,
    c.Ask: STAFF,
    c.Reply: STAFF,
    c.Note: STAFF,
    c.Resolve: STAFF | AGENCY,
    c.Reveal: STAFF | AGENCY,
    r.Refer: STAFF,
    r.AskSharing: STAFF,
    r.Accept: STAFF | AGENCY,
    r.Return: STAFF | AGENCY,
    r.Recall: STAFF,
    AnswerPublicly: STAFF,
    Certify: STAFF,
    conflict_of_interest.Exclude: LEADERS,
    conflict_of_interest.Readmit: LEADERS,
    **dict.fromkeys(co_reporting.BY_STAFF, STAFF),
}
"""Commands of staff. A command in neither table is nobody's but the clock's."""

CLOCKS = frozenset({c.Ring, Reschedule})
"""Commands of the clock and of the calendar, which nobody can ask."""

OWNERS_ONLY = frozenset({c.Ask, c.Resolve, r.Refer, r.Recall})
"""Once a case has an owner, only the owner and the leaders may do these, and the office that it was
referred to."""

JUDGING = frozenset({c.Claim, c.Assign, c.Ask, c.Resolve, r.Refer, r.AskSharing, r.Recall})
"""What takes a case into somebody's hands or decides it: while there is an objection, only those
who may answer it."""

ONCE_ACCEPTED = frozenset({c.Resolve, c.Reveal})
"""What the other office may do only after it has taken the case."""


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
        and membership.scope == case.referral.to
    )


def may_see(
    person: int, memberships: Iterable[Membership], case: Case, further: Collection[int] = ()
) -> bool:
    """Whether a person may open the page of a case: as its teller, as staff who see it, or as the
    other office.

    ``further``: the further tellers, for whom there is a narrower page
    (conversations/actions/co_reporting.py); whoever shows anything else leaves them out."""
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


def check(
    command: c.Command,
    memberships: Iterable[Membership],
    case: Case,
    stands_in_for: Collection[int] = (),
) -> None:
    """Raise Refused unless the person in ``command.by`` may ask this. ``stands_in_for``: absent
    colleagues, by id.

    "Not yours" and "does not exist" get the same answer, so that numbers cannot be tried out.
    """
    check_kind(type(command), command.by, memberships, case, stands_in_for)


def may(
    kind: type,
    person: int,
    memberships: Iterable[Membership],
    case: Case,
    stands_in_for: Collection[int] = (),
) -> bool:
    """Whether somebody may ask such a thing, for the pages that offer it."""
    try:
        check_kind(kind, person, memberships, case, stands_in_for)
    except Refused:
        return False
    return True


def check_kind(
    kind: type,
    person: int,
    memberships: Iterable[Membership],
    case: Case,
    stands_in_for: Collection[int] = (),
) -> None:
    """Raise Refused unless a person may ask this kind of thing; all that can be said before its
    words are known."""
    if kind in TELLERS:
        allowed = person == case.teller
    elif kind in co_reporting.BY_OTHERS:
        allowed = person != case.teller
    else:
        able = [m for m in memberships if sees(m, case) or receives(m, case)]
        if able and is_own(person, case):
            raise Refused("refused.own_case")
        able = [] if stands_apart(person, case) else able
        allowed = bool({m.role for m in able} & ROLES.get(kind, frozenset()))
        if allowed:
            _check_part(kind, person, able, case, stands_in_for)
    if not allowed:
        raise Refused("refused.unknown_case")


def _check_part(
    kind: type,
    person: int,
    able: Collection[Membership],
    case: Case,
    stands_in_for: Collection[int],
) -> None:
    """Raise Refused when somebody who may ask such things in general has not the part in this case
    that it takes."""
    roles = {m.role for m in able}
    if (
        kind in OWNERS_ONLY
        and case.owner not in (None, person, *stands_in_for)
        and not roles & (LEADERS | AGENCY)
    ):
        raise Refused("refused.owner.other")
    if kind in JUDGING:
        check_judges(person, able, case)
    if kind in ONCE_ACCEPTED and roles <= AGENCY and case.stage is not Stage.ACCEPTED:
        raise Refused("refused.referral.accept_first")
    if kind is c.Reveal and roles <= AGENCY and r.withdrawn(case):
        raise Refused("refused.referral.withdrawn", number=number(case.id))
    # For an office without the bot its sender says what it answered; a village can't answer for its
    # district.
    passed_up = (
        kind in (r.Accept, r.Return) and case.referral is not None and "/" not in case.referred_to
    )
    if passed_up and not any(covers(m.scope, case.referred_to) for m in able):
        raise Refused("refused.referral.not_yours")


_RANKS: Mapping[Role, int] = {
    Role.COORDINATOR: 1,
    Role.DISTRICT_OFFICER: 2,
    Role.DISTRICT_MANAGER: 3,
}


def rank(memberships: Iterable[Membership], case: Case) -> int:
    """How high somebody stands in a case: 0 for officers, 1 to 3 for leaders, -1 for whoever does
    not see it."""
    return max((_RANKS.get(m.role, 0) for m in memberships if sees(m, case)), default=-1)


def check_judges(person: int, memberships: Collection[Membership], case: Case) -> None:
    """Refused while there is an objection, unless this person may have the case in their hands and
    answer it.

    Another office answers for the level that has asked it; there it only must be somebody else.
    """
    if rank(memberships, case) < 0 and any(receives(m, case) for m in memberships):
        check_hands(case, person)
    else:
        check_decides(case, person, rank(memberships, case))


def may_give(own: Role, role: Role) -> bool:
    """Whether a leader may give somebody a role: only roles below their own; the manager of the
    district every one."""
    order = (Role.COORDINATOR, Role.DISTRICT_OFFICER, Role.DISTRICT_MANAGER)
    if own not in LEADERS:
        return False
    if role is Role.AGENCY_OFFICER:
        return own is not Role.COORDINATOR
    return own is Role.DISTRICT_MANAGER or role not in order[order.index(own) :]


def desks_of(memberships: Iterable[Membership], office: str) -> frozenset[Desk]:
    """The desks whose cases a person works at ``office``; leaders and the front office work all of
    them."""
    desks: set[Desk] = set()
    for m in memberships:
        if m.role in STAFF and covers(m.scope, office):
            desks |= set(m.desks if m.role is Role.BACK_OFFICE and m.desks else Desk)
    return frozenset(desks)
