"""Referrals: asking another office to take a case, and the little life of such a request. Pure.

*offered → accepted → done | returned | recalled*; unanswered, it climbs like everything late. The
sender stays responsible until the other office has accepted; a return keeps the text, the
attachments and the person's own clock. Two tables are law here as in the lifecycle: ``ALLOWED``
(command → stages) and ``BECOMES`` (event → stage).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from casework.case.commands import Command
from casework.case.events import Event
from casework.case.model import Case, Stage
from casework.policy.directory import Channel, Office


class Why(StrEnum):
    """Why an office gives a case back. None of them makes the person start again."""

    WRONG_OFFICE = "wrong_office"
    INCOMPLETE = "incomplete"
    NO_MEANS = "no_means"
    OTHER = "other"


# ---- what may be asked ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Refer(Command):
    """Offer the case to the office ``to``. ``reason`` is written for it; ``files``: the attachments
    go along.

    ``override``: why it goes to an office outside although the person has not agreed; the person is
    shown it. ``manned``: somebody there uses the bot; else the office is written to or called."""

    by: int
    to: str
    reason: str
    files: bool = False
    override: str = ""
    manned: bool = True


@dataclass(frozen=True)
class AskSharing(Command):
    """Ask the person whether the case may go to an office outside."""

    by: int
    to: str


@dataclass(frozen=True)
class Agree(Command):
    """The person's answer to that."""

    by: int
    to: str
    agreed: bool


@dataclass(frozen=True)
class Accept(Command):
    by: int


@dataclass(frozen=True)
class Return(Command):
    by: int
    why: Why
    words: str


@dataclass(frozen=True)
class Recall(Command):
    by: int


# ---- what has happened ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Offered(Event):
    """``name`` is the office's, as it was called then; ``channel`` how it is asked."""

    kind = "offered"
    to: str
    name: str
    channel: Channel
    reason: str
    files: bool
    override: str
    answer_by: datetime


@dataclass(frozen=True)
class SharingAsked(Event):
    kind = "sharing_asked"
    to: str
    name: str


@dataclass(frozen=True)
class SharingAnswered(Event):
    """``stood``: the stage of the referral to that same office when the person answered, "" without
    one."""

    kind = "sharing_answered"
    to: str
    name: str
    agreed: bool
    stood: str = ""


@dataclass(frozen=True)
class Accepted(Event):
    """Another office has the case; ``due_at`` is when it must have a result."""

    kind = "accepted"
    to: str
    name: str
    due_at: datetime


@dataclass(frozen=True)
class TakenUp(Event):
    """The district has taken a case that its village passed up: from now on it is the district's
    own."""

    kind = "taken_up"
    to: str
    name: str


@dataclass(frozen=True)
class Returned(Event):
    kind = "returned"
    to: str
    name: str
    cause: Why
    words: str
    due_at: datetime


@dataclass(frozen=True)
class Recalled(Event):
    kind = "recalled"
    to: str
    name: str
    due_at: datetime


@dataclass(frozen=True)
class Done(Event):
    """The office that had the case has a result; what it is stands in the Resolved event that
    follows."""

    kind = "done"
    to: str
    name: str


# ---- the two tables of a referral ----------------------------------------------------------------

NONE: Literal["none"] = "none"
Of = Stage | Literal["none"]

ALLOWED: Mapping[type[Command], frozenset[Of]] = {
    Refer: frozenset({NONE}),
    AskSharing: frozenset({NONE}),
    Agree: frozenset({NONE, Stage.OFFERED, Stage.ACCEPTED}),
    Accept: frozenset({Stage.OFFERED}),
    Return: frozenset({Stage.OFFERED, Stage.ACCEPTED}),
    Recall: frozenset({Stage.OFFERED, Stage.ACCEPTED}),
}

BECOMES: Mapping[type[Event], Of] = {
    Offered: Stage.OFFERED,
    Accepted: Stage.ACCEPTED,
    TakenUp: NONE,
    Returned: NONE,
    Recalled: NONE,
    Done: NONE,
}


def told(event: Event) -> str:
    """The code of the office that an event of a referral is told to, "" for other events."""
    return event.to if isinstance(event, Offered | Recalled | Done) else ""


def stage(case: Case) -> Of:
    """Where the case's referral stands."""
    return case.stage or NONE


def may(case: Case, command: type[Command]) -> bool:
    """Whether the referral's own table allows a command now."""
    return stage(case) in ALLOWED[command]


def agreed(case: Case, office: Office) -> str:
    """What the person said about an office outside (``Intake.sharing``), "" while nobody has
    asked."""
    return said(case, office.code)


def said(case: Case, code: str) -> str:
    """The same by the code of an office."""
    return (case.intake.sharing or {}).get(code, "")


def withdrawn(case: Case) -> bool:
    """Whether the person has taken their yes back since the other office has the case: nothing
    further goes there."""
    return case.referral is not None and said(case, case.referral.to) == "withdrawn"
