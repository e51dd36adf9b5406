"""A leader opens a case again that has a result or is closed, with a reason that its teller reads.
Pure.

What its teller took back is theirs to tell again, and what became part of another case is parted
from it first."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Decision, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import leaders


@dataclass(frozen=True)
class OpenAgain(Command):
    by: int
    reason: str


@dataclass(frozen=True)
class OpenedAgain(Event):
    """``decided_by``: who had written the result that is in question. ``level``: which level looks
    on while whoever had it goes on."""

    kind = "opened_again"
    reason: str
    due_at: datetime
    decided_by: int | None = None
    level: int = 0


def _open_again(case: Case, command: OpenAgain, at: datetime, policy: Policy) -> Events:
    if not command.reason.strip():
        raise Refused("refused.correct.no_reason", number=number(case.id))
    if case.ending.merged_into is not None:
        raise Refused("refused.open_again.merged", number=number(case.id))
    if case.ending.decision is Decision.WITHDRAWN:
        raise Refused("refused.open_again.withdrawn", number=number(case.id))
    due_at = policy.due(case.service, case.urgency, at)
    level = case.level if case.owner is None else max(case.level, 1)  # its leader looks on
    return (OpenedAgain(command.by, command.reason, due_at, case.ending.decided_by, level),)


def _opened_again(case: Case, event: OpenedAgain) -> Case:
    ending = replace(
        case.ending, decision=None, decided_by=None, verdict=None, said_by=None, heard=False
    )
    free = replace(case, owner=None, had_by=case.owner)
    level = max(case.level, event.level)
    return replace(free, level=level, due_at=event.due_at, ending=ending)


RULES: tuple[AnyRule, ...] = (
    Rule(OpenAgain, frozenset({Status.RESOLVED, Status.CLOSED}), leaders(), _open_again),
)
CHANGES: tuple[AnyChange, ...] = (Change(OpenedAgain, Status.REVIEWED, _opened_again),)
"""As when its teller opens it again, but the reason is ours."""
