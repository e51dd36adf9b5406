"""The rows of an action: one rule for each command, one change for each event.

``RULES`` and ``CHANGES`` at the end of each file of casework/actions are tuples of them;
action_tables.py merges all. ``AnyRule`` and ``AnyChange`` are what a row looks like where its
command or event is not known.

Tested in tests/casework/test_lifecycle_new_action.py."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from casework.case.stage import Of, stage
from casework.policy.policy import Policy
from casework.rules.who import WhoMayAsk

C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)

EVERY = frozenset(Status)
AT_A_DESK = frozenset({Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS})
"""Statuses in which one of our own desks has the case in hand."""

UNDER_WORK = AT_A_DESK | {Status.WAITING}
"""The same, or it waits for a word from the teller."""


class AnyRule(ABC):
    """A rule, whatever its command is."""

    command: type[Command]
    when: frozenset[Status]
    who: WhoMayAsk
    stages: frozenset[Of] | None

    @abstractmethod
    def decided(self, case: Case, command: Command, at: datetime, policy: Policy) -> Events:
        """What the command leads to. Raises Refused."""


@dataclass(frozen=True)
class Rule(AnyRule, Generic[C]):
    """When a command is possible, who may ask for it, and what it leads to.

    ``stages``: those of a referral in which it is possible, None: in all of them. ``check_new``:
    raises a kinder refusal when the status does not allow the command any more because it has been
    done already."""

    command: type[C]
    when: frozenset[Status]
    who: WhoMayAsk
    decide: Callable[[Case, C, datetime, Policy], Events]
    stages: frozenset[Of] | None = None
    check_new: Callable[[Case, C], None] | None = None

    def decided(self, case: Case, command: Command, at: datetime, policy: Policy) -> Events:
        """What the command leads to. Raises Refused."""
        if not isinstance(command, self.command):
            raise TypeError(f"{command} is no {self.command.__name__}")
        if case.status not in self.when:
            if self.check_new is not None:
                self.check_new(case, command)
            raise Refused(f"refused.status.{case.status}", number=number(case.id))
        if self.stages is not None and stage(case) not in self.stages:
            raise Refused(f"refused.referral.{stage(case)}", number=number(case.id))
        return self.decide(case, command, at, policy)


class AnyChange(ABC):
    """A change, whatever its event is."""

    event: type[Event]
    status: Status | None
    stage: Of | None

    @abstractmethod
    def applied(self, case: Case, event: Event) -> Case:
        """The case after the event, its status aside."""


@dataclass(frozen=True)
class Change(AnyChange, Generic[E]):
    """Which status an event leads to (None: it stays as it is), and what it changes besides.

    ``stage``: the one of the referral after it, None: untouched."""

    event: type[E]
    status: Status | None = None
    evolve: Callable[[Case, E], Case] | None = None
    stage: Of | None = None

    def applied(self, case: Case, event: Event) -> Case:
        """The case after the event, its status aside."""
        if not isinstance(event, self.event):
            raise TypeError(f"{event} is no {self.event.__name__}")
        return self.evolve(case, event) if self.evolve else case
