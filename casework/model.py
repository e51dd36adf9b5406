"""The nouns of a case. Values only: nothing here acts, reads a clock or knows a database.

Times are aware datetimes in UTC. Codes of places are Kemendagri codes with dots (``32.74.05.1003``, ``32.74``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a case stands, in the words that people see (texts: ``status.<value>``)."""

    RECEIVED = "received"  # diterima
    REVIEWED = "reviewed"  # ditelaah
    IN_PROGRESS = "in_progress"  # diproses
    WAITING = "waiting"  # menunggu Anda
    REFERRED = "referred"  # dirujuk
    RESOLVED = "resolved"  # selesai (menunggu konfirmasi)
    CLOSED = "closed"  # ditutup


OPEN = frozenset(Status) - {Status.CLOSED}


class Urgency(StrEnum):
    """How soon somebody must act; the order is from most to least urgent."""

    EMERGENCY = "emergency"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Desk(StrEnum):
    """The desks of a Puskesos: the front office and the three fields of the back office."""

    FRONT_OFFICE = "front_office"
    EDUCATION = "education"
    HEALTH = "health"
    SOCIO_ECONOMIC = "socio_economic"


class Role(StrEnum):
    """What a person may be besides a resident; names are relied on by ``invite`` and by the config."""

    VOLUNTEER = "volunteer"
    FRONT_OFFICE = "front_office"
    BACK_OFFICE = "back_office"
    COORDINATOR = "coordinator"
    DISTRICT_OFFICER = "district_officer"
    DISTRICT_MANAGER = "district_manager"
    AGENCY_OFFICER = "agency_officer"


class Decision(StrEnum):
    """How a case ended. Closing without one, or without a written result, is not possible."""

    HELPED = "helped"
    PARTLY = "partly"
    NOT_POSSIBLE = "not_possible"
    WITHDRAWN = "withdrawn"
    REDIRECTED = "redirected"
    DUPLICATE = "duplicate"


class Verdict(StrEnum):
    """What the resident says when asked whether it is really fixed."""

    FIXED = "fixed"
    PARTLY = "partly"
    NO = "no"


class Consent(StrEnum):
    """Whether the person who suffers agrees to the report. ``NOT_ASKED`` is a task, not an answer."""

    YES = "yes"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"


@dataclass(frozen=True)
class Route:
    """Where a case goes first, and why. ``why`` lists the keys of the triage rows that matched."""

    urgency: Urgency
    office: str
    desk: Desk
    party: str
    confidential: bool
    why: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """One trouble of one household, from the first message to the last answer.

    ``village`` is where it happened ("" while unknown); ``office`` is who is responsible now (a village or district
    code) and is never empty. ``level`` counts the steps that the case has climbed. ``intake`` is what was told in the
    form and stays one mapping. ``teller`` and ``owner`` are ids of people. ``merged_into`` is the case that a duplicate
    became part of; ``others`` counts the further tellers. ``version`` counts the events so far.
    """

    id: int
    key: str
    village: str
    service: str
    urgency: Urgency
    office: str
    desk: Desk
    party: str
    confidential: bool
    status: Status
    teller: int
    opened_at: datetime
    due_at: datetime
    intake: Mapping[str, object] = field(default_factory=dict)
    owner: int | None = None
    level: int = 0
    closed_at: datetime | None = None
    decision: Decision | None = None
    parent: int | None = None
    merged_into: int | None = None
    others: int = 0
    version: int = 0


@dataclass(frozen=True)
class Membership:
    """A role of a person in a scope. ``scope`` covers every code that begins with it; no desks means all desks."""

    role: Role
    scope: str
    desks: frozenset[Desk] = frozenset()


class Refused(Exception):
    """A person asked for what may not happen. ``key`` names the text that tells them why; nothing has changed."""

    def __init__(self, key: str, **args: object) -> None:
        super().__init__(key)
        self.key, self.args_for_text = key, args
