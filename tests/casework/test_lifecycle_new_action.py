"""A new action is one new file and one name in a list: tried in a copy of the room, where an action
is laid beside the others. (Whoever is to be told of it, and the texts, come on top.)"""

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from casework import action_tables
from casework.actions import correspondence, review
from casework.case.events import Event
from casework.rules.rule import Change

ROOM = Path(action_tables.__file__).parent

ACTION = '''
"""Thanks: the teller thanks whoever helped."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Status, Urgency
from casework.policy.policy import Policy


@dataclass(frozen=True)
class Thank(Command):
    by: int
    how: Urgency


@dataclass(frozen=True)
class Thanked(Event):
    kind = "thanked"
    how: Urgency
    at: datetime


def _thank(case: Case, command: Thank, at: datetime, policy: Policy) -> Events:
    return (Thanked(command.by, command.how, at),)


def _thanked(case: Case, event: Thanked) -> Case:
    return replace(case, level=7)


RULES: tuple[AnyRule, ...] = (Rule(Thank, frozenset({Status.CLOSED}), TELLER, _thank),)
CHANGES: tuple[AnyChange, ...] = (Change(Thanked, Status.REVIEWED, _thanked),)
'''

LIFE = """
from dataclasses import replace
from casework import lifecycle, trail
from casework.access import permissions
from casework.actions.thanks import Thank
from casework.case.model import Refused, Status, Urgency
from tests.casework.cases import NOW, OFFICER, POLICY, TELLER, standing


def key(ask):
    try:
        ask()
    except Refused as refused:
        return refused.key


closed, thank = standing(Status.CLOSED), Thank(TELLER, Urgency.LOW)
permissions.check(thank, (), closed)
(event,) = lifecycle.decide(closed, thank, NOW, POLICY)
after = lifecycle.evolve(closed, event, NOW)
print(lifecycle.__file__)
print(after.status, after.level, after.closed_at)
print(trail.from_mapping(event.kind, trail.as_mapping(event)) == event)
print(key(lambda: permissions.check(replace(thank, by=OFFICER), (), closed)))
print(key(lambda: lifecycle.decide(standing(Status.RECEIVED), thank, NOW, POLICY)))
"""


def test_a_new_action_is_a_file_and_a_name_in_a_list(tmp_path: Path) -> None:
    """With its file and its name in the list, an action is decided, applied, permitted and stored;
    nothing else knows of it."""
    shutil.copytree(ROOM, tmp_path / "casework", ignore=shutil.ignore_patterns("__pycache__"))
    actions = tmp_path / "casework" / "actions"
    (actions / "thanks.py").write_text(ACTION)
    tables = tmp_path / "casework" / "action_tables.py"
    listed = tables.read_text().replace("    certificate,\n", "    certificate,\n    thanks,\n")
    tables.write_text(listed)
    told = subprocess.run(  # noqa: S603
        [sys.executable, "-c", LIFE],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOM.parent,
        env={"PYTHONPATH": f"{tmp_path}:{ROOM.parent}", "PYTHONSAFEPATH": "1"},
    )
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines() == [
        str(tmp_path / "casework" / "lifecycle.py"),
        "reviewed 7 None",
        "True",
        "refused.unknown_case",
        "refused.status.received",
    ]


def test_two_rules_for_one_command_are_refused() -> None:
    """A command that two actions claim is an error before anything starts, and is named."""
    with pytest.raises(ValueError, match="two rules for the command Review"):
        action_tables.rules([review, correspondence, review])


def test_two_events_of_one_name_are_refused() -> None:
    """Events are stored by their kind: two of one kind could not be told apart."""

    class Echo(Event):
        kind = "noted"

    other = SimpleNamespace(RULES=(), CHANGES=(Change(Echo),))
    with pytest.raises(ValueError, match="two changes for the event 'noted'"):
        action_tables.changes([correspondence, other])


def test_every_file_of_the_folder_is_in_the_list() -> None:
    """An action that somebody forgot to name would be refused to everybody."""
    holds_rows = {
        path.stem
        for path in (ROOM / "actions").rglob("*.py")
        if path.read_text("utf-8").find("\nRULES: ") >= 0
    }
    assert holds_rows == {name.__name__.rsplit(".", 1)[1] for name in action_tables.ACTIONS}  # type: ignore[attr-defined]
