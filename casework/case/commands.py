"""What people and the clock may ask of a case: imperatives, plain values.

``by`` is the id of the person who asks. Whether somebody may ask at all is said in
access/permissions.py, whether it is possible in lifecycle.py. ``facts`` are answers and cues that
triage reads (casework/policy/triage.py)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.case.intake import Consent, Intake
from casework.case.model import Decision, SaidBy, Verdict


class Command:
    """The parent of all commands. ``by`` is the id of the person who asks, 0 for the clock."""

    by: int


@dataclass(frozen=True)
class File(Command):
    """Open a case. ``key`` is the draft's id: the same key never opens a second case.

    ``manned``: somebody works at the village's own office; without, the district is responsible
    from the start. ``helper``: a volunteer or officer who files for somebody who is not here
    themselves."""

    by: int
    key: str
    village: str
    service: str
    facts: Mapping[str, str]
    intake: Intake = field(default_factory=Intake)
    parent: int | None = None
    manned: bool = True
    helper: int | None = None


@dataclass(frozen=True)
class Complete(Command):
    """Add what an emergency's short form brought after its case was opened at the first word."""

    by: int
    village: str
    intake: Intake


@dataclass(frozen=True)
class RecordConsent(Command):
    """The teller has asked the person who suffers."""

    by: int
    consent: Consent


@dataclass(frozen=True)
class Review(Command):
    """An officer has read the case."""

    by: int


@dataclass(frozen=True)
class Claim(Command):
    by: int


@dataclass(frozen=True)
class Assign(Command):
    by: int
    to: int


@dataclass(frozen=True)
class Ask(Command):
    """Ask the teller something; ``wants`` is the kind of answer (a field kind of the forms)."""

    by: int
    question: str
    wants: str


@dataclass(frozen=True)
class Answer(Command):
    by: int
    answer: object


@dataclass(frozen=True)
class Add(Command):
    """More news from the teller, asked or not."""

    by: int
    story: object


@dataclass(frozen=True)
class Reply(Command):
    by: int
    text: str


@dataclass(frozen=True)
class Note(Command):
    """A note for colleagues; never shown to the teller."""

    by: int
    text: str


@dataclass(frozen=True)
class Resolve(Command):
    """``rank``: the highest level of the chain at which this person works (told by the desk)."""

    by: int
    decision: Decision
    result: str
    rank: int = 0


@dataclass(frozen=True)
class Confirm(Command):
    by: int
    verdict: Verdict
    words: str
    said_by: SaidBy = SaidBy.SELF


@dataclass(frozen=True)
class Reopen(Command):
    by: int
    words: str


@dataclass(frozen=True)
class Withdraw(Command):
    by: int
    words: str


@dataclass(frozen=True)
class Reveal(Command):
    """Show the phone number of the person who may be called; leaves a trace."""

    by: int


@dataclass(frozen=True)
class Ring(Command):
    """A bell asks whether ``kind`` (a row of policy/followups.toml) still matters. ``decide`` may
    answer nothing.

    ``manned``: the levels of the chain at which somebody works; a case that climbs skips the
    others."""

    kind: str
    manned: frozenset[int] = frozenset({1, 2, 3})
    by: int = 0
