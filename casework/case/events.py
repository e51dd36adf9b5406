"""Events, which say what has happened to a case: the parent of all, and the one that opens a case.
The others stand with their action (casework/actions).

Events are past participles, append-only, the audit trail. ``by`` is the id of the person who did
it, 0 for the clock. How an event is stored is said in trail.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from casework.case.intake import Intake
from casework.case.model import Desk, Urgency


@dataclass(frozen=True)
class Event:
    """The parent of all events; ``label`` is what policy/followups.toml calls it."""

    kind: ClassVar[str]
    by: int

    @property
    def label(self) -> str:
        return self.kind


@dataclass(frozen=True)
class Illegible(Event):
    """An event that is stored and can't be read any more: it keeps its place in the trail, and who
    did it is known. It is never recorded."""

    kind = "illegible"


@dataclass(frozen=True)
class Filed(Event):
    kind = "filed"
    key: str
    village: str
    service: str
    urgency: Urgency
    office: str
    desk: Desk
    party: str
    confidential: bool
    level: int
    why: tuple[str, ...]
    due_at: datetime
    intake: Intake = field(default_factory=Intake)
    parent: int | None = None
    helper: int | None = None
    sensitive: bool = False
    known: Mapping[str, str] = field(default_factory=dict)


Events = tuple[Event, ...]
