"""Whether a person may give a certain command on a case. Roles are read again from the database at
every message and every tap, so one that has ended counts no more.

``WHO`` is the table, by command: on whose side somebody must be, in which role, and under which
conditions. Its rows come from the actions; what they mean for a person is decided here."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from casework.access.visibility import covers, is_own, rank, receives, sees, stands_apart
from casework.action_tables import RULES
from casework.actions.objection import check_decides, check_hands
from casework.case.commands import Command
from casework.case.model import Case, Membership, Refused, Role, Stage
from casework.case.number import number
from casework.case.roles import AGENCY, LEADERS
from casework.case.sharing import withdrawn
from casework.rules.who import CLOCK, By, Condition, WhoMayAsk

WHO: Mapping[type[Command], WhoMayAsk] = {command: rule.who for command, rule in RULES.items()}

CLOCKS = frozenset(command for command, who in WHO.items() if who == CLOCK)
"""Commands that only the clock and the calendar give; no person can ask for them."""


def check(
    command: Command,
    memberships: Iterable[Membership],
    case: Case,
    stands_in_for: Collection[int] = (),
) -> None:
    """Raise Refused unless the person in ``command.by`` may give this command. ``stands_in_for``:
    ids of the absent colleagues whose stand-in they are.

    "Not yours" and "does not exist" get the same answer, so that numbers cannot be tried out."""
    check_kind(type(command), command.by, memberships, case, stands_in_for)


def may(
    kind: type[Command],
    person: int,
    memberships: Iterable[Membership],
    case: Case,
    stands_in_for: Collection[int] = (),
) -> bool:
    """Whether somebody may give such a command; for the pages that offer it."""
    try:
        check_kind(kind, person, memberships, case, stands_in_for)
    except Refused:
        return False
    return True


def check_kind(
    kind: type[Command],
    person: int,
    memberships: Iterable[Membership],
    case: Case,
    stands_in_for: Collection[int] = (),
) -> None:
    """Raise Refused unless a person may give commands of this kind: all that can be checked before
    the fields of the command are known."""
    who = WHO[kind]
    if who.by is By.TELLER:
        allowed = person == case.teller
    elif who.by is By.OTHERS:
        allowed = person != case.teller
    else:
        able = tuple(m for m in memberships if sees(m, case) or receives(m, case))
        if able and is_own(person, case):
            raise Refused("refused.own_case")
        asker = Asker(person, () if stands_apart(person, case) else able, stands_in_for)
        allowed = bool(asker.roles & who.roles)
        if allowed:
            _check_conditions(who, asker, case)
    if not allowed:
        raise Refused("refused.unknown_case")


@dataclass(frozen=True)
class Asker:
    """Somebody who works on a case, with those of their roles that let them; ``stands_in_for``: ids
    of the absent colleagues whose stand-in they are."""

    person: int
    memberships: tuple[Membership, ...]
    stands_in_for: Collection[int]

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(m.role for m in self.memberships)


def _check_conditions(who: WhoMayAsk, asker: Asker, case: Case) -> None:
    """Raise Refused when somebody may give such commands in general, but does not fulfil a
    condition of this one in this case."""
    for condition, check_condition in _CHECKS.items():
        if condition in who.conditions:
            check_condition(asker, case)


def _check_owns(asker: Asker, case: Case) -> None:
    owns = case.owner in (None, asker.person, *asker.stands_in_for)
    if not owns and not asker.roles & (LEADERS | AGENCY):
        raise Refused("refused.owner.other", holder=case.owner)


def _check_judges(asker: Asker, case: Case) -> None:
    check_judges(asker.person, asker.memberships, case)


def _check_accepted(asker: Asker, case: Case) -> None:
    if asker.roles <= AGENCY and case.stage is not Stage.ACCEPTED:
        raise Refused("refused.referral.accept_first")


def _check_shared(asker: Asker, case: Case) -> None:
    if asker.roles <= AGENCY and withdrawn(case):
        raise Refused("refused.referral.withdrawn", number=number(case.id))


def _check_receives(asker: Asker, case: Case) -> None:
    # For an office without the bot its sender says what it answered; a village can't answer for its
    # district.
    passed_up = case.referral is not None and "/" not in case.referred_to
    if passed_up and not any(covers(m.scope, case.referred_to) for m in asker.memberships):
        raise Refused("refused.referral.not_yours")


_CHECKS: Mapping[Condition, Callable[[Asker, Case], None]] = {
    Condition.OWNS: _check_owns,
    Condition.JUDGES: _check_judges,
    Condition.ACCEPTED: _check_accepted,
    Condition.STILL_SHARED: _check_shared,
    Condition.RECEIVES: _check_receives,
}
"""The check of each condition, in order: the first that is not fulfilled gives the reason."""


def check_judges(person: int, memberships: Collection[Membership], case: Case) -> None:
    """Raise Refused while there is an objection, unless this person may hold the case and answer
    the objection.

    Another office answers for the level that has asked it; there it only must be somebody else."""
    if rank(memberships, case) < 0 and any(receives(m, case) for m in memberships):
        check_hands(case, person)
    else:
        check_decides(case, person, rank(memberships, case))
