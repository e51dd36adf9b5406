"""Commands, which people and the clock give on a case: the parent of all, and the one that opens a
case. Those on a case that exists stand with their action (casework/actions).

Commands are imperatives, plain values. ``by`` is the id of the person who asks. ``facts`` are
answers and cues that triage reads (casework/policy/triage.py).

Tested in tests/casework/test_lifecycle.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.case.intake import Intake


class Command:
    """The parent of all commands. ``by`` is the id of the person who asks, 0 for the clock."""

    by: int


@dataclass(frozen=True)
class File(Command):
    """Open a case. ``key`` is the draft's id: the same key never opens a second case.

    ``manned``: somebody works at the village's own office; without, the district is responsible
    from the start. ``helper``: a volunteer or officer who files for somebody who is not here
    themselves. ``known``: what its rows are called (``Case.known``), told by the desk, as is
    ``sealed``: a sensitive matter is told in it, whatever it is about."""

    by: int
    key: str
    village: str
    service: str
    facts: Mapping[str, str]
    intake: Intake = field(default_factory=Intake)
    parent: int | None = None
    manned: bool = True
    helper: int | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    sealed: bool = False
