"""What a case consists of: its status, the people in it, its referral and its ending. Values only:
nothing here acts, reads a clock or knows a database.

Times are aware datetimes in UTC. Codes of places are Kemendagri codes with dots (``32.74.05.1003``,
``32.74``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from casework.case.intake import Intake, Who


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

CHAIN = ("desk", "coordinator", "district_officer", "district_manager")
"""Who is asked at each level of a case. From level 2 on the district is the responsible office."""

DISTRICT_LEVEL = 2


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

    @classmethod
    def named(cls, stored: str) -> "Desk":
        """The desk that a store names; one that is gone has left its work to the front office."""
        try:
            return cls(stored)
        except ValueError:
            return cls.FRONT_OFFICE


class Role(StrEnum):
    """What a person may be besides a resident; ``invite`` and the config use these names."""

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


class SaidBy(StrEnum):
    """Whose word a verdict is. ``ASKED_THEM``: the teller has asked the person for whom the case
    was told."""

    SELF = "self"
    ASKED_THEM = "asked_them"
    TELLER_ONLY = "teller_only"


class Stage(StrEnum):
    """Where a referral stands (actions/referral.py); a case has at most one referral at a time."""

    OFFERED = "offered"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Referral:
    """Another office that was asked to take a case, and how far that has come.

    ``to`` is the office's code. ``answer_by`` is when it must answer or, once it has the case, have
    a result. Then the case's ``due_at`` is that office's time, and ``own_due`` keeps the
    person's. ``asks``: it has asked the sender something and waits for the answer."""

    to: str
    stage: Stage
    answer_by: datetime
    own_due: datetime | None = None
    asks: bool = False


@dataclass(frozen=True)
class Ending:
    """What has been decided about a case so far, and what was said to it; empty while nothing was.

    ``decided_by`` and ``decided_level`` are those of the last decision, ``verdict`` and ``said_by``
    what was said to it. ``heard``: the result that stands now has reached the person it is about
    (actions/handover.py). ``rating`` is 1 to 5; ``second_look``: a low one has opened the case
    again. ``objections`` counts. ``merged_into`` is the case that a duplicate became part of."""

    decision: Decision | None = None
    decided_by: int | None = None
    decided_level: int = 0
    verdict: Verdict | None = None
    said_by: SaidBy | None = None
    heard: bool = False
    rating: int | None = None
    second_look: bool = False
    objections: int = 0
    merged_into: int | None = None

    @property
    def objected(self) -> bool:
        """Whether an objection waits for its answer: somebody has decided, and the decision does
        not stand."""
        return self.decided_by is not None and self.decision is None


@dataclass(frozen=True)
class Reminders:
    """How often the teller has reminded us of a case, and when they may do so again
    (actions/reminder.py)."""

    nudges: int = 0
    nudge_again_at: datetime | None = None
    raise_again_at: datetime | None = None


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

    ``village`` is where it happened ("" while unknown); ``office`` is who is responsible now (a
    village or district code) and is never empty. ``level`` counts the steps that the case has
    climbed. ``intake`` is what was told in the form. ``teller`` and ``owner``
    are ids of people, so is ``helper``: who filed for somebody else and may still look on.
    ``version`` counts the events so far. ``sensitive``: seen by few, named nowhere. ``excluded``:
    ids of officers for whom the case is closed. ``others`` counts the further tellers. ``had_by``:
    who had it when it was opened again, and goes on with it (case/whose_turn.py).
    ``minutes_left``: of the time to act, when we last asked; None once that is answered. ``known``:
    what the rows of its service, party and village were called and said when it was filed, read
    where a row is gone: ``service``, ``party``, ``village`` (names), ``sector``, ``desk`` (codes),
    ``sensitive``, ``accuses_official`` (there or not)."""

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
    intake: Intake = field(default_factory=Intake)
    owner: int | None = None
    level: int = 0
    closed_at: datetime | None = None
    parent: int | None = None
    minutes_left: int | None = None
    others: int = 0
    version: int = 0
    referral: Referral | None = None
    ending: Ending = Ending()
    reminders: Reminders = Reminders()
    helper: int | None = None
    sensitive: bool = False
    excluded: tuple[int, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    had_by: int | None = None

    @property
    def stage(self) -> Stage | None:
        """Where the case's referral stands; None without one."""
        return self.referral.stage if self.referral else None

    @property
    def referred_to(self) -> str:
        """The code of the office that was asked to take the case; "" without a referral."""
        return self.referral.to if self.referral else ""

    @property
    def for_another(self) -> bool:
        """Whether it was told for somebody else, whose word counts in the end."""
        return self.intake.who in (Who.FAMILY, Who.NEIGHBOUR, Who.WALK_IN)


@dataclass(frozen=True)
class Membership:
    """A role of a person in a scope. ``scope`` covers every code that begins with it; no desks
    means all desks."""

    role: Role
    scope: str
    desks: frozenset[Desk] = frozenset()


class Refused(Exception):
    """A person asked for what may not happen. ``key`` names the text that tells them why; nothing
    has changed."""

    def __init__(self, key: str, **args: object) -> None:
        super().__init__(key)
        self.key, self.args_for_text = key, args
