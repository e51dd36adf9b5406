"""A question that need not be answered any more: whoever asked it goes on without, and the time to
act goes on from where it stood. What has come of several things is the answer then. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.question import Answered
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Status
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, staff


@dataclass(frozen=True)
class DropQuestion(Command):
    """``delivered``: its teller may have read the question, and is told; ``answer``: what they have
    sent of several things that were wanted, None for nothing (both told by the desk)."""

    by: int
    delivered: bool = True
    answer: object = None


@dataclass(frozen=True)
class QuestionDropped(Event):
    kind = "question_dropped"
    due_at: datetime
    delivered: bool = True


def _drop(case: Case, command: DropQuestion, at: datetime, policy: Policy) -> Events:
    due = policy.resumed(case, at)
    if command.answer is not None:
        return (Answered(command.by, command.answer, due),)
    return (QuestionDropped(command.by, due, command.delivered),)


def _dropped(case: Case, event: QuestionDropped) -> Case:
    return replace(case, due_at=event.due_at, minutes_left=None)


RULES: tuple[AnyRule, ...] = (
    Rule(DropQuestion, frozenset({Status.WAITING}), staff(Condition.OWNS), _drop),
)
CHANGES: tuple[AnyChange, ...] = (Change(QuestionDropped, Status.IN_PROGRESS, _dropped),)
"""As after an answer."""
