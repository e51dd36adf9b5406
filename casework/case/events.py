"""What has happened to a case: past participles, append-only, the audit trail.

``by`` is the id of the person who did it, 0 for the clock. How an event is stored is said in
trail.py."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from casework.case.intake import Consent, Intake
from casework.case.model import Decision, Desk, SaidBy, Urgency, Verdict


@dataclass(frozen=True)
class Event:
    """The parent of all events; ``label`` is what policy/followups.toml calls it."""

    kind: ClassVar[str]
    by: int

    @property
    def label(self) -> str:
        return self.kind


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


@dataclass(frozen=True)
class Completed(Event):
    """What an emergency's short form brought. ``placed``: the village is known only now; ``moved``:
    and it is another office's."""

    kind = "completed"
    village: str
    office: str
    level: int
    moved: bool
    intake: Intake
    placed: bool = False

    @property
    def label(self) -> str:
        return "moved" if self.moved else self.kind


@dataclass(frozen=True)
class ConsentRecorded(Event):
    kind = "consent_recorded"
    consent: Consent


@dataclass(frozen=True)
class Reviewed(Event):
    kind = "reviewed"


@dataclass(frozen=True)
class Claimed(Event):
    kind = "claimed"


@dataclass(frozen=True)
class Assigned(Event):
    kind = "assigned"
    to: int


@dataclass(frozen=True)
class HandedOver(Event):
    """Assigned from one officer to another: the hands change, the status does not."""

    kind = "handed_over"
    to: int


@dataclass(frozen=True)
class Asked(Event):
    """``left``: minutes of the time to act that were left then (Policy.left); None in trails older
    than that."""

    kind = "asked"
    question: str
    wants: str
    left: int | None = None


@dataclass(frozen=True)
class Answered(Event):
    kind = "answered"
    answer: object
    due_at: datetime


@dataclass(frozen=True)
class Added(Event):
    kind = "added"
    story: object


@dataclass(frozen=True)
class Replied(Event):
    kind = "replied"
    text: str


@dataclass(frozen=True)
class Noted(Event):
    kind = "noted"
    text: str


@dataclass(frozen=True)
class Resolved(Event):
    """``level``: from which level of the chain it was decided; an objection goes above it."""

    kind = "resolved"
    decision: Decision
    result: str
    level: int = 0


@dataclass(frozen=True)
class Confirmed(Event):
    """The teller says that it is fixed, or partly, and whose word that is; the case is closed."""

    kind = "confirmed"
    verdict: Verdict
    words: str
    said_by: SaidBy = SaidBy.SELF


@dataclass(frozen=True)
class Reopened(Event):
    """The teller says that it is not fixed; the coordinator looks at it next."""

    kind = "reopened"
    words: str
    level: int
    due_at: datetime


@dataclass(frozen=True)
class Withdrawn(Event):
    kind = "withdrawn"
    words: str


@dataclass(frozen=True)
class Lapsed(Event):
    """Closed by the clock: a result was written, and the teller did not answer in time."""

    kind = "lapsed"


@dataclass(frozen=True)
class Escalated(Event):
    """The case has climbed to ``level``; ``bell`` names the row that asked."""

    kind = "escalated"
    level: int
    office: str
    bell: str


@dataclass(frozen=True)
class Rung(Event):
    """The case is at the top already: whoever is there is asked again. ``bell`` names the row."""

    kind = "rung"
    bell: str


@dataclass(frozen=True)
class Reminded(Event):
    """The clock reminded the teller; ``bell`` names the row."""

    kind = "reminded"
    bell: str

    @property
    def label(self) -> str:
        return f"reminded:{self.bell}"


@dataclass(frozen=True)
class Revealed(Event):
    kind = "revealed"
