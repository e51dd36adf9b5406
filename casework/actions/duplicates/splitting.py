"""Two cases out of one: a second trouble that was told in a case gets a case of its own. Pure.

Tested in tests/casework/access/test_permissions.py."""

from dataclasses import dataclass
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import OPEN, Case
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import staff


@dataclass(frozen=True)
class Split(Command):
    """There is a second trouble in this case. ``key``: the draft's id; ``child`` is filled in by
    the desk."""

    by: int
    key: str
    service: str
    words: str
    child: int = 0


@dataclass(frozen=True)
class Divided(Event):
    kind = "divided"
    child: int


@dataclass(frozen=True)
class SplitOff(Event):
    """What an officer did when this case was opened out of another (its Filed names the teller)."""

    kind = "split_off"
    parent: int


def _split(case: Case, command: Split, at: datetime, policy: Policy) -> Events:
    return (Divided(command.by, command.child),)


RULES: tuple[AnyRule, ...] = (Rule(Split, OPEN, staff(), _split),)
CHANGES: tuple[AnyChange, ...] = (Change(Divided), Change(SplitOff))
