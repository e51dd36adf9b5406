"""Merging: a duplicate becomes part of the main case. Pure.

A merge closes the duplicate and says in its trail all that is needed to take it back: status,
bells, who came along. How it is taken back: unmerging.py."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from casework.actions.duplicates.co_reporting import private
from casework.actions.duplicates.kept_bells import Kept, kept, moved
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Decision, Refused, Status, Urgency
from casework.case.number import number
from casework.policy.duplicates import rt_and_rw, rt_of
from casework.policy.followups import Bell
from casework.policy.policy import Policy
from casework.rules.rule import UNDER_WORK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import staff


@dataclass(frozen=True)
class Merge(Command):
    """This case is the same as ``main``. ``confirmed``: the officer has seen both side by side.

    ``into`` (the main case) and ``bells`` (those that wait for this one) are filled in by the desk.
    """

    by: int
    main: int
    confirmed: bool = False
    into: Case | None = None
    bells: tuple[Bell, ...] = ()


@dataclass(frozen=True)
class Absorb(Command):
    """The main case's half of a merge: it takes the duplicate in. ``tellers``: who comes along with
    the duplicate; ``late``: the main case's bells of the due time."""

    by: int
    other: Case
    tellers: tuple[int, ...] = ()
    late: tuple[Bell, ...] = ()


@dataclass(frozen=True)
class Merged(Event):
    """Closed as a duplicate of ``main``; what it was before: ``status``, ``bells``."""

    kind = "merged"
    main: int
    status: Status
    bells: Kept

    @property
    def result(self) -> str:
        """The written result of the closed case: the number under which it goes on."""
        return number(self.main)


@dataclass(frozen=True)
class Absorbed(Event):
    """A duplicate has become part of this case. ``began_at`` and ``was_due_at`` are the
    duplicate's; of both cases' times the earlier counts from now on.

    ``tellers``: who came along. ``late_before``, ``late``: the bells of the due time as they were,
    and as they are now. ``place``, ``phone``: what the duplicate knew better, "" for nothing;
    ``was_place``: the address before. ``where``, ``texts``: place and words of the duplicate as
    its teller told them."""

    kind = "absorbed"
    other: int
    began_at: datetime
    was_due_at: datetime
    tellers: tuple[int, ...]
    late_before: Kept = ()
    late: Kept = ()
    place: str = ""
    was_place: str = ""
    phone: str = ""
    where: str = ""
    texts: tuple[str, ...] = ()


ABSORBING = UNDER_WORK | {Status.REFERRED}
"""Statuses of a case that a duplicate can become part of. A referred case is not closed as a
duplicate itself: the other office has it in hand."""


UNCONFIRMED = "refused.merge.unconfirmed"
"""Text key of a refusal that is a question: the desk shows both cases and asks whether they are the
same."""


def _merge(case: Case, command: Merge, at: datetime, policy: Policy) -> Events:
    main = command.into
    if main is None:
        raise Refused("refused.unknown_case")
    _check(case, main, policy)
    # When another office was asked, it must first know that it need not answer.
    if case.referral is not None:
        raise Refused("refused.referral.offered", number=number(case.id))
    if not command.confirmed:
        raise Refused("refused.merge.unconfirmed", number=number(case.id), main=number(main.id))
    return (Merged(command.by, main.id, case.status, kept(command.bells)),)


def differences(case: Case, main: Case) -> tuple[str, ...]:
    """In what two cases are unlike: ``village``, ``service``, ``people``, ``place`` (RT or RW). A
    village that is not known differs; an RT or RW that one of them does not tell doesn't."""
    unlike = {
        "village": not case.village or case.village != main.village,
        "service": case.service != main.service,
        "people": _whose(case) != _whose(main),
        "place": _elsewhere(case, main),
    }
    return tuple(name for name, differs in unlike.items() if differs)


def _elsewhere(case: Case, main: Case) -> bool:
    here, there = (rt_and_rw(one.intake.place or "") for one in (case, main))
    return any(a and b and a != b for a, b in zip(here, there, strict=True))


def _whose(case: Case) -> object:
    """Whose trouble it is: the neighbour or visitor who was named, else the teller."""
    return " ".join((case.intake.sufferer or "").casefold().split()) or case.teller


def _check(case: Case, main: Case, policy: Policy) -> None:
    """Raise Refused unless two cases may become one."""
    numbers, differ = (number(case.id), number(main.id)), case.teller != main.teller
    if case.id == main.id:
        raise Refused("refused.merge.itself", number=numbers[0])
    if _district(case, policy) != _district(main, policy):
        raise Refused("refused.merge.district", number=numbers[0], main=numbers[1])
    if main.status not in ABSORBING:
        raise Refused("refused.merge.closed", main=numbers[1])
    if case.confidential is not main.confidential or (
        differ and (private(case, policy) or private(main, policy))
    ):
        raise Refused("refused.merge.private", number=numbers[0], main=numbers[1])
    if tuple(Urgency).index(case.urgency) < tuple(Urgency).index(main.urgency):
        raise Refused("refused.merge.urgent", number=numbers[0], main=numbers[1])


def _district(case: Case, policy: Policy) -> str:
    """The district of the place of a case: as many parts of its code as the district's own has."""
    return ".".join((case.village or policy.district).split(".")[: policy.district.count(".") + 1])


def _absorb(case: Case, command: Absorb, at: datetime, policy: Policy) -> Events:
    other, late = command.other, command.late
    earlier = case.due_at - other.due_at
    if earlier > timedelta(0):
        late = moved(late, -earlier, at, f"m{case.version}")
    return (
        Absorbed(
            command.by,
            other.id,
            other.opened_at,
            other.due_at,
            command.tellers,
            kept(command.late),
            kept(late),
            _better_place(case, other),
            case.intake.place or "",
            _own_phone(case, other),
            other.intake.place or "",
            tuple((other.intake.story or {}).get("texts", ())),
        ),
    )


def _better_place(case: Case, other: Case) -> str:
    """The address of a duplicate where this case has none, or none with an RT."""
    here, there = case.intake.place or "", other.intake.place or ""
    better = not here or (rt_of(there) and not rt_of(here))
    return there if better else ""


def _own_phone(case: Case, other: Case) -> str:
    """The number that the same teller has left in the duplicate only."""
    own = case.teller == other.teller and not case.intake.phone
    return other.intake.phone or "" if own else ""


def _merged(case: Case, event: Merged) -> Case:
    ending = replace(case.ending, decision=Decision.DUPLICATE, merged_into=event.main)
    return replace(case, ending=ending)


def _absorbed(case: Case, event: Absorbed) -> Case:
    return replace(
        case,
        opened_at=min(case.opened_at, event.began_at),
        due_at=min(case.due_at, event.was_due_at),
        others=case.others + len(event.tellers),
        intake=replace(
            case.intake,
            place=event.place or case.intake.place,
            phone=event.phone or case.intake.phone,
        ),
    )


RULES: tuple[AnyRule, ...] = (
    Rule(Merge, UNDER_WORK, staff(), _merge),
    Rule(Absorb, ABSORBING, staff(), _absorb),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Merged, Status.CLOSED, _merged),
    Change(Absorbed, evolve=_absorbed),
)
