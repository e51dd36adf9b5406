"""The shipped policy as one value, and cases in any state, for the tests of this room."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from casework import lifecycle
from casework.actions import co_reporting as j
from casework.actions import conflict_of_interest, escalation, handover
from casework.actions import referral as r
from casework.actions.certificate import Certified, Certify
from casework.actions.confirmation import Heard
from casework.actions.handover import RESULT, How
from casework.actions.objection import Object, Objected
from casework.actions.public_answer import AnsweredPublicly, AnswerPublicly
from casework.actions.rating import Rate, Rated
from casework.actions.reminder import Nudge, Nudged, Raise, Raised
from casework.actions.rescheduling import Reschedule, Rescheduled
from casework.case import commands as c
from casework.case import events as e
from casework.case.intake import Consent, Intake, Who
from casework.case.model import (
    Case,
    Decision,
    Desk,
    Ending,
    Referral,
    Reminders,
    SaidBy,
    Stage,
    Status,
    Urgency,
    Verdict,
)
from casework.clock import open_time
from casework.policy import directory, duplicates, timers
from casework.policy.directory import Channel
from casework.policy.policy import Policy
from tests.casework.shipped import CATALOGUE, TRIAGE, toml

VILLAGE, OTHER, KECAMATAN, DISTRICT, AGENCY = (
    "32.74.05.1003",
    "32.74.02.1002",
    "32.74.05",
    "32.74",
    "32.74/dinkes",
)
TELLER, OFFICER, COLLEAGUE, KIN = 11, 21, 22, 23
"""``KIN`` is an officer for whom a case may be closed."""
VOLUNTEER, NEIGHBOUR = 12, 13
DINSOS, BAZNAS = f"{DISTRICT}/dinsos", f"{DISTRICT}/baznas"
DUE = datetime(2026, 12, 7, 2, 0, 0, 123456, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # a Monday, 09:00 in Cirebon: the office is open

CALENDAR = open_time.of_district(
    toml("casework/policy/hours.toml"), "Asia/Jakarta", range(2025, 2030)
)
DIRECTORY = directory.read(
    toml("casework/policy/offices.toml"), DISTRICT, CATALOGUE, lambda week, zone: CALENDAR
)
POLICY = Policy(
    district=DISTRICT,
    catalogue=CATALOGUE,
    triage=TRIAGE,
    clocks=timers.read_clocks(toml("casework/policy/clocks.toml")),
    followups=timers.read_followups(toml("casework/policy/followups.toml")["followup"]),
    calendar=CALENDAR,
    directory=DIRECTORY,
    duplicates=duplicates.read(toml("casework/policy/duplicates.toml"), CATALOGUE),
)


def filing(service: str = "pkh", village: str = VILLAGE, **facts: str) -> c.File:
    """A report as the form would file it."""
    return c.File(TELLER, "draft", village, service, facts, Intake(who=Who.SELF))


def filed(
    service: str = "pkh",
    village: str = VILLAGE,
    at: datetime = NOW,
    helper: int | None = None,
    **facts: str,
) -> tuple[Case, e.Filed]:
    """A case that was just opened, and the event that opened it."""
    event = lifecycle.file(replace(filing(service, village, **facts), helper=helper), at, POLICY)
    return lifecycle.opened(260_000_001, event, at), event


def standing(status: Status, **changed: Any) -> Case:
    """A case of the village in some status, with what belongs to that status."""
    case, _ = filed()
    fitting: dict[str, Any] = {"status": status, "excluded": (KIN,)}
    if status in (Status.RESOLVED, Status.CLOSED):
        fitting |= {"decision": Decision.HELPED, "heard": True}
        fitting["intake"] = replace(case.intake, secret="secret")
    if status is Status.CLOSED:
        fitting |= {"closed_at": NOW, "verdict": Verdict.FIXED, "said_by": SaidBy.SELF}
    if status is Status.REFERRED:
        fitting |= {
            "referral": Referral(DINSOS, Stage.ACCEPTED, DUE, own_due=DUE),
            "owner": OFFICER,
        }
    return having(case, **(fitting | changed))


def having(case: Case, **changed: Any) -> Case:
    """The case with some values changed; those of its ending and its reminders are named like its
    own, and what was told may be given as it is stored."""
    if isinstance(changed.get("intake"), Mapping):
        changed["intake"] = Intake.load(changed["intake"])
    of_ending, of_reminders = (
        {f.name: changed.pop(f.name) for f in fields(part) if f.name in changed}
        for part in (Ending, Reminders)
    )
    return replace(
        case,
        ending=replace(case.ending, **of_ending),
        reminders=replace(case.reminders, **of_reminders),
        **changed,
    )


def after(case: Case, *events: e.Event, at: datetime = NOW) -> Case:
    """The case after some events."""
    for event in events:
        case = lifecycle.evolve(case, event, at)
    return case


def told(case: Case, command: c.Command, at: datetime = NOW) -> tuple[Case, escalation.Events]:
    """The case after a command, and the events that the command led to."""
    events = lifecycle.decide(case, command, at, POLICY)
    return after(case, *events, at=at), events


NEWS = {"texts": ["more"], "files": [], "location": None}
MAIN = replace(filed()[0], id=260_000_002, key="main", teller=NEIGHBOUR)
"""A second case of the village, told by somebody else."""
MERGED = j.Merged(OFFICER, MAIN.id, Status.RECEIVED, (("late", "1.0", NOW.isoformat()),))
ABSORBED = j.Absorbed(
    OFFICER, MAIN.id, NOW, NOW, (NEIGHBOUR,), (("late", "1.0", NOW.isoformat()),), ()
)
TOGETHER = ((filed()[1], NOW), (ABSORBED, NOW))
ASKED: dict[type, c.Command] = {
    type(command): command
    for command in (
        c.Complete(TELLER, VILLAGE, Intake(place="RT 2")),
        c.RecordConsent(TELLER, Consent.YES),
        c.Review(OFFICER),
        c.Claim(OFFICER),
        c.Assign(COLLEAGUE, OFFICER),
        c.Ask(OFFICER, "since when?", "text"),
        c.Answer(TELLER, {"kind": "text"}),
        c.Add(TELLER, NEWS),
        c.Reply(OFFICER, "soon"),
        c.Note(OFFICER, "called"),
        c.Resolve(OFFICER, Decision.HELPED, "the card works again"),
        c.Confirm(TELLER, Verdict.FIXED, ""),
        c.Reopen(TELLER, "off again"),
        c.Withdraw(TELLER, "solved"),
        c.Reveal(OFFICER),
        c.Ring("late"),
        r.Refer(OFFICER, DINSOS, "please look at the payment"),
        r.AskSharing(OFFICER, BAZNAS),
        r.Agree(TELLER, BAZNAS, True),
        r.Accept(OFFICER),
        r.Return(OFFICER, r.Why.WRONG_OFFICE, "the school decides"),
        r.Recall(OFFICER),
        Certify(OFFICER, "KIP Kuliah", 3, "2026-11-20"),
        Nudge(TELLER),
        Raise(TELLER),
        Reschedule(datetime(2026, 12, 8, 2, 0, tzinfo=UTC), "joint leave"),
        Rate(TELLER, 4, "quick"),
        Object(TELLER, "they did not look"),
        AnswerPublicly(OFFICER, "The lamp is mended."),
        handover.TakeOver(NEIGHBOUR, TELLER, True),
        handover.Share(TELLER, VOLUNTEER),
        handover.Tell(OFFICER, How.PHONE, (RESULT,)),
        handover.Deliver(),
        conflict_of_interest.Exclude(OFFICER, COLLEAGUE),
        conflict_of_interest.Readmit(OFFICER, KIN),
        j.Join(NEIGHBOUR, NEWS),
        j.Leave(NEIGHBOUR),
        j.Merge(OFFICER, MAIN.id, True, into=MAIN),
        j.Absorb(OFFICER, MAIN),
        j.Unmerge(OFFICER, MERGED, MAIN),
        j.Release(OFFICER, MAIN.id, TOGETHER),
        j.Split(OFFICER, "2", "sktm", "x"),
    )
}
"""One of each command that may be asked of a case."""


def ready(kind: type, status: Status) -> Case:
    """A case in some status of which a command can be asked with sense: only what was merged can be
    unmerged."""
    return (
        standing(status, merged_into=MAIN.id)
        if kind is j.Unmerge and status is Status.CLOSED
        else standing(status)
    )


def asked_by(kind: type, person: int) -> c.Command:
    """The command of a kind, asked by somebody."""
    return replace(ASKED[kind], by=person)  # type: ignore[arg-type]


ONE_OF_EACH: tuple[e.Event, ...] = (
    e.Filed(
        1,
        "key",
        VILLAGE,
        "pkh",
        Urgency.HIGH,
        DISTRICT,
        Desk.HEALTH,
        "slrt",
        True,
        2,
        ("a", "b"),
        DUE,
        Intake(story={"texts": ["today"], "files": [], "location": [1.5, -6.7]}),
        260_000_001,
    ),
    e.Completed(1, VILLAGE, VILLAGE, 0, False, Intake(place="RT 2")),
    e.ConsentRecorded(1, Consent.REFUSED),
    e.Reviewed(2),
    e.Claimed(2),
    e.Assigned(2, 3),
    e.HandedOver(2, 3),
    e.Asked(2, "since when?", "date"),
    e.Answered(1, {"kind": "date", "value": "2026-11-20"}, DUE),
    e.Added(1, NEWS),
    e.Replied(2, "soon"),
    e.Noted(2, "called"),
    e.Resolved(2, Decision.PARTLY, "half"),
    e.Confirmed(1, Verdict.FIXED, ""),
    e.Reopened(1, "off again", 1, DUE),
    e.Withdrawn(1, "solved"),
    e.Lapsed(0),
    e.Escalated(0, 2, DISTRICT, "late"),
    e.Rung(0, "late"),
    e.Reminded(0, "still"),
    e.Revealed(2),
    r.Offered(2, DINSOS, "Dinas Sosial", Channel.LETTER, "please", True, "", DUE),
    r.SharingAsked(2, BAZNAS, "Baznas"),
    r.SharingAnswered(1, BAZNAS, "Baznas", True),
    r.Accepted(3, DINSOS, "Dinas Sosial", DUE),
    r.TakenUp(3, DISTRICT, "SLRT"),
    r.Returned(3, DINSOS, "Dinas Sosial", r.Why.INCOMPLETE, "no card", DUE),
    Certified(2, "KIP Kuliah", 3, "2026-11-20"),
    r.Recalled(2, DINSOS, "Dinas Sosial", DUE),
    r.Done(3, DINSOS, "Dinas Sosial"),
    Nudged(1, 2, DUE),
    Raised(1, 2, DISTRICT, DUE),
    Rescheduled(0, DUE, "joint leave"),
    Heard(1, Verdict.PARTLY, "so she said"),
    Rated(1, 4, "quick", False),
    AnsweredPublicly(2, "The lamp is mended."),
    Objected(1, "they did not look", 1, VILLAGE, DUE),
    handover.TakenOver(3, 1, True),
    handover.SightChanged(1, None),
    handover.Delivered(0),
    handover.ToldByHand(2, How.SLIP, (RESULT, "reply")),
    conflict_of_interest.Excluded(2, 3),
    conflict_of_interest.Readmitted(2, 3),
    j.Joined(1, NEWS, False),
    j.Left(1),
    MERGED,
    j.Unmerged(2, MAIN.id, Status.RECEIVED, MERGED.bells),
    ABSORBED,
    j.Released(2, MAIN.id, NOW, DUE, (NEIGHBOUR,), MERGED.bells),
    j.Divided(2, 260_000_003),
    j.SplitOff(2, MAIN.id),
)
"""An event of each kind, as it is read from the store."""
