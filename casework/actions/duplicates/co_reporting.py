"""Co-reporting (*Saya juga*): further tellers of the same trouble join its case, tell more, and
leave it. Pure.

Tested in tests/casework/actions/duplicates/test_merging.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Status
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, UNDER_WORK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import OTHERS


@dataclass(frozen=True)
class Join(Command):
    """*Saya juga*: somebody else has the same trouble. ``again``: they have joined already, and
    tell more."""

    by: int
    story: object
    again: bool = False


@dataclass(frozen=True)
class TellMore(Command):
    """A further teller, or one whose case has become part of this one, tells more. ``answer``: a
    kind and a value, as in the answer to a question. ``more``: it belongs to what was told just
    before, and nobody need hear of it once more."""

    by: int
    answer: object
    more: bool = False


@dataclass(frozen=True)
class Leave(Command):
    by: int


@dataclass(frozen=True)
class Joined(Event):
    kind = "joined"
    story: object
    again: bool


@dataclass(frozen=True)
class ToldMore(Event):
    kind = "told_more"
    answer: object
    more: bool = False


@dataclass(frozen=True)
class Left(Event):
    kind = "left"


def _join(case: Case, command: Join, at: datetime, policy: Policy) -> Events:
    if private(case, policy):
        raise Refused("refused.unknown_case")
    return (Joined(command.by, command.story, command.again),)


def private(case: Case, policy: Policy) -> bool:
    """Whether nobody but its teller may learn that the case exists."""
    return case.confidential or policy.catalogue.of(case).sensitive


def _tell_more(case: Case, command: TellMore, at: datetime, policy: Policy) -> Events:
    return (ToldMore(command.by, command.answer, command.more),)


def _leave(case: Case, command: Leave, at: datetime, policy: Policy) -> Events:
    return (Left(command.by),)


def _joined(case: Case, event: Joined) -> Case:
    return replace(case, others=case.others + (0 if event.again else 1))


def _left(case: Case, event: Left) -> Case:
    return replace(case, others=case.others - 1)


RULES: tuple[AnyRule, ...] = (
    Rule(Join, UNDER_WORK | {Status.REFERRED}, OTHERS, _join),
    Rule(TellMore, EVERY, OTHERS, _tell_more),
    Rule(Leave, EVERY, OTHERS, _leave),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Joined, evolve=_joined),
    Change(ToldMore),
    Change(Left, evolve=_left),
)
