"""All actions, and their rows merged into two tables: one rule for each command, one change for
each event.

A new action is a new file in casework/actions and one name here.

Tested in tests/casework/test_lifecycle_new_action.py."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from casework.actions import (
    assignment,
    between_offices,
    certificate,
    conflict_of_interest,
    consent,
    correspondence,
    escalation,
    handover,
    objection,
    person_data,
    question,
    referral,
    referral_answer,
    reminder,
    rescheduling,
    review,
    sharing_consent,
)
from casework.actions.correcting import (
    address,
    classification,
    letting_go,
    opening_again,
    placing,
    postponement,
    question_dropped,
    raising_again,
    rewording,
    sealing,
    taking_back,
    wrong_result,
)
from casework.actions.duplicates import co_reporting, merging, splitting, unmerging
from casework.actions.ending import (
    calling_off,
    completion,
    confirmation,
    public_answer,
    rating,
    resolution,
)
from casework.actions.places import renumbering
from casework.case.commands import Command
from casework.case.events import Event
from casework.rules.rule import AnyChange, AnyRule


class Action(Protocol):
    """A file in casework/actions."""

    @property
    def RULES(self) -> tuple[AnyRule, ...]: ...

    @property
    def CHANGES(self) -> tuple[AnyChange, ...]: ...


ACTIONS: tuple[Action, ...] = (
    completion,
    calling_off,
    consent,
    review,
    assignment,
    question,
    correspondence,
    resolution,
    confirmation,
    escalation,
    referral,
    referral_answer,
    between_offices,
    person_data,
    renumbering,
    sharing_consent,
    reminder,
    rescheduling,
    rating,
    objection,
    public_answer,
    handover,
    conflict_of_interest,
    co_reporting,
    merging,
    unmerging,
    splitting,
    classification,
    raising_again,
    placing,
    address,
    letting_go,
    sealing,
    taking_back,
    question_dropped,
    opening_again,
    postponement,
    wrong_result,
    rewording,
    certificate,
)


def rules(actions: Iterable[Action]) -> Mapping[type[Command], AnyRule]:
    """The rules of all actions by command. Raises ValueError when two are about the same."""
    found: dict[type[Command], AnyRule] = {}
    for rule in (rule for action in actions for rule in action.RULES):
        if rule.command in found:
            raise ValueError(f"two rules for the command {rule.command.__name__}")
        found[rule.command] = rule
    return found


def changes(actions: Iterable[Action]) -> Mapping[type[Event], AnyChange]:
    """The changes of all actions by event. Raises ValueError when two are about the same event, or
    two events are stored under the same name."""
    found: dict[type[Event], AnyChange] = {}
    kinds: set[str] = set()
    for change in (change for action in actions for change in action.CHANGES):
        if change.event.kind in kinds:
            raise ValueError(f"two changes for the event {change.event.kind!r}")
        kinds.add(change.event.kind)
        found[change.event] = change
    return found


RULES = rules(ACTIONS)
CHANGES = changes(ACTIONS)
