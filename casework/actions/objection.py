"""*Keberatan* (objection): who does not accept a decision has it looked at anew one level up, by
somebody else. Pure.

Each objection goes above the level that decided, with a due time of its own (clocks.toml,
``objection``), and the same person never decides twice. When nobody is left above, the refusal
tells where else to go."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import CHAIN, DISTRICT_LEVEL, Case, Decision, Refused, Stage, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER

OBJECT_WITHIN = timedelta(days=30)
"""How long after the end one may object: UU 30/2014 article 77 gives 21 working days; we take what
reopening has."""

TOP = len(CHAIN) - 1


@dataclass(frozen=True)
class Object(Command):
    """``words``: why. ``manned``: the levels at which somebody works who has not decided it (told
    by the desk)."""

    by: int
    words: str
    manned: frozenset[int] = frozenset({1, 2, 3})


@dataclass(frozen=True)
class Objected(Event):
    """The decision is taken back and looked at anew at ``level`` of ``office``, until
    ``due_at``."""

    kind: ClassVar[str] = "objected"
    words: str
    level: int
    office: str
    due_at: datetime


def can_be_objected(case: Case) -> bool:
    """Whether there is a decision of an office; what the teller took back was decided by nobody
    else."""
    return case.ending.decision not in (None, Decision.WITHDRAWN)


def least(case: Case) -> int:
    """The lowest level that may decide what was objected to; at the top it is the top again."""
    return min(case.ending.decided_level + 1, TOP)


def check_hands(case: Case, person: int) -> None:
    """Raise Refused when the case would come into the hands of the person to whose decision the
    teller objects."""
    if case.ending.objected and person == case.ending.decided_by:
        raise Refused("refused.object.own", number=number(case.id))


def check_decides(case: Case, person: int, rank: int) -> None:
    """Raise Refused unless this person may answer the objection: somebody else, and from above the
    level that decided."""
    check_hands(case, person)
    if case.ending.objected and rank < least(case):
        raise Refused("refused.object.level", number=number(case.id))


def decides_from(case: Case, rank: int) -> int:
    """The level at which somebody of this rank decides, however high the case has climbed
    meanwhile.

    Another office decides for the level that has asked it."""
    return max(rank, least(case)) if case.ending.objected and case.stage is Stage.ACCEPTED else rank


def _object(case: Case, command: Object, at: datetime, policy: Policy) -> Events:
    if not can_be_objected(case):
        raise Refused("refused.object.nothing", number=number(case.id))
    if case.closed_at is not None and at - case.closed_at > OBJECT_WITHIN:
        raise Refused("refused.object.too_late", number=number(case.id))
    if not command.words.strip():
        raise Refused("refused.object.no_words", number=number(case.id))
    # What has climbed meanwhile does not come down, like a case that is opened again.
    above = [level for level in sorted(command.manned) if level >= max(least(case), case.level)]
    if not above or (case.ending.decided_level >= TOP and case.ending.objections):
        raise Refused("refused.object.top", number=number(case.id))
    level = above[0]
    office = policy.district if level >= DISTRICT_LEVEL else case.office
    due_at = policy.due(case.service, case.urgency, at, objected=True)
    return (Objected(command.by, command.words, level, office, due_at),)


def _objected(case: Case, event: Objected) -> Case:
    ending = replace(
        case.ending,
        decision=None,
        verdict=None,
        said_by=None,
        objections=case.ending.objections + 1,
        merged_into=None,
    )
    return replace(
        case,
        owner=None,
        had_by=None,
        level=event.level,
        office=event.office,
        due_at=event.due_at,
        ending=ending,
    )


RULES: tuple[AnyRule, ...] = (
    Rule(Object, frozenset({Status.RESOLVED, Status.CLOSED}), TELLER, _object),
)
CHANGES: tuple[AnyChange, ...] = (Change(Objected, Status.REVIEWED, _objected),)
