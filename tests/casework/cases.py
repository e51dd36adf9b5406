"""The shipped policy as one value, and cases in any state, for the tests of this room."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from casework import lifecycle
from casework.actions import conflict_of_interest, handover
from casework.actions import referral as r
from casework.actions.assignment import Assign, Assigned, Claim, Claimed, HandedOver
from casework.actions.between_offices import (
    AnswerOffice,
    AskSender,
    OfficeAnswered,
    ProgressTold,
    SenderAsked,
    TellProgress,
)
from casework.actions.certificate import Certified, Certify
from casework.actions.consent import ConsentRecorded, NoteConsent, RecordConsent
from casework.actions.correcting.address import AddressCorrected, CorrectAddress
from casework.actions.correcting.classification import (
    CorrectService,
    CorrectUrgency,
    ServiceCorrected,
    UrgencyCorrected,
)
from casework.actions.correcting.letting_go import Free, Freed, GiveBack, GivenBack, Inherit
from casework.actions.correcting.opening_again import OpenAgain, OpenedAgain
from casework.actions.correcting.placing import CorrectPlace, PlaceCorrected
from casework.actions.correcting.postponement import Postpone, Postponed
from casework.actions.correcting.question_dropped import DropQuestion, QuestionDropped
from casework.actions.correcting.raising_again import RaiseAgain
from casework.actions.correcting.rewording import Reword, Reworded
from casework.actions.correcting.sealing import SealedByWords
from casework.actions.correcting.taking_back import TakeBack, TakenBack
from casework.actions.correcting.wrong_result import ResultRetracted, RetractResult
from casework.actions.correspondence import Add, Added, AddLate, Note, Noted, Replied, Reply
from casework.actions.duplicates import co_reporting as j
from casework.actions.duplicates.merging import Absorb, Absorbed, Merge, Merged
from casework.actions.duplicates.splitting import Divided, Split, SplitOff
from casework.actions.duplicates.unmerging import Release, Released, Unmerge, Unmerged
from casework.actions.ending.calling_off import CalledOff, CallOff
from casework.actions.ending.completion import Complete, Completed
from casework.actions.ending.confirmation import Confirm, Confirmed, Heard
from casework.actions.ending.public_answer import AnsweredPublicly, AnswerPublicly
from casework.actions.ending.rating import Rate, Rated
from casework.actions.ending.resolution import (
    Reopen,
    Reopened,
    Resolve,
    Resolved,
    Withdraw,
    Withdrawn,
)
from casework.actions.escalation import Escalated, Lapsed, Reminded, Ring, Rung, Woken
from casework.actions.handover import RESULT, How
from casework.actions.objection import Object, Objected
from casework.actions.person_data import PersonRecorded, RecordPerson
from casework.actions.places.renumbering import Renumber, Renumbered
from casework.actions.question import Answer, Answered, Ask, Asked
from casework.actions.referral_answer import Accept, Accepted, Return, Returned, TakenUp, Why
from casework.actions.reminder import Nudge, Nudged, Raise, Raised
from casework.actions.rescheduling import AnswerRescheduled, Reschedule, Rescheduled
from casework.actions.review import Reveal, Revealed, Review, Reviewed
from casework.actions.sharing_consent import Agree, AskSharing, SharingAnswered, SharingAsked
from casework.case import commands as c
from casework.case import events as e
from casework.case.events import Events
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
from casework.policy import duplicates, followups, offices
from casework.policy.offices import Channel
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
DIRECTORY = offices.read(
    toml("casework/policy/offices.toml"), DISTRICT, CATALOGUE, lambda week, zone: CALENDAR
)
POLICY = Policy(
    district=DISTRICT,
    catalogue=CATALOGUE,
    triage=TRIAGE,
    clocks=followups.read_clocks(toml("casework/policy/clocks.toml")),
    followups=followups.read_followups(toml("casework/policy/followups.toml")["followup"]),
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


def told(case: Case, command: c.Command, at: datetime = NOW) -> tuple[Case, Events]:
    """The case after a command, and the events that the command led to."""
    events = lifecycle.decide(case, command, at, POLICY)
    return after(case, *events, at=at), events


NEWS = {"texts": ["more"], "files": [], "location": None}
MAIN = replace(filed()[0], id=260_000_002, key="main", teller=NEIGHBOUR)
"""A second case of the village, told by somebody else."""
MERGED = Merged(OFFICER, MAIN.id, Status.RECEIVED, (("late", "1.0", NOW.isoformat()),))
ABSORBED = Absorbed(
    OFFICER, MAIN.id, NOW, NOW, (NEIGHBOUR,), (("late", "1.0", NOW.isoformat()),), ()
)
TOGETHER = ((filed()[1], NOW), (ABSORBED, NOW))
ASKED: dict[type, c.Command] = {
    type(command): command
    for command in (
        Complete(TELLER, VILLAGE, Intake(place="RT 2")),
        RecordConsent(TELLER, Consent.YES),
        NoteConsent(OFFICER, Consent.YES),
        Review(OFFICER),
        Claim(OFFICER),
        Assign(COLLEAGUE, OFFICER),
        Ask(OFFICER, "since when?", "text"),
        Answer(TELLER, {"kind": "text"}),
        Add(TELLER, NEWS),
        AddLate(TELLER, NEWS),
        Reply(OFFICER, "soon"),
        Note(OFFICER, "called"),
        Resolve(OFFICER, Decision.HELPED, "the card works again"),
        Confirm(TELLER, Verdict.FIXED, ""),
        Reopen(TELLER, "off again"),
        Withdraw(TELLER, "solved"),
        CallOff(TELLER, "not really"),
        RaiseAgain(TELLER, "a slip"),
        Reveal(OFFICER),
        Ring("late"),
        r.Refer(OFFICER, DINSOS, "please look at the payment"),
        AskSharing(OFFICER, BAZNAS),
        Agree(TELLER, BAZNAS, True),
        Accept(OFFICER),
        Return(OFFICER, Why.WRONG_OFFICE, "the school decides"),
        r.Recall(OFFICER),
        RecordPerson(OFFICER, "nik", "3274050101800001"),
        AskSender(OFFICER, "which ward?"),
        AnswerOffice(OFFICER, "the third"),
        TellProgress(OFFICER, "we have visited"),
        Certify(OFFICER, "KIP Kuliah", 3, "2026-11-20"),
        Nudge(TELLER),
        Raise(TELLER),
        Renumber(VILLAGE, "32.74.05.1099"),
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
        j.TellMore(NEIGHBOUR, {"kind": "story", "value": NEWS}),
        j.Leave(NEIGHBOUR),
        Merge(OFFICER, MAIN.id, True, into=MAIN),
        Absorb(OFFICER, MAIN),
        Unmerge(OFFICER, MERGED, MAIN),
        Release(OFFICER, MAIN.id, TOGETHER),
        Split(OFFICER, "2", "sktm", "x"),
        CorrectService(OFFICER, "sktm", "it is about a letter"),
        CorrectUrgency(OFFICER, Urgency.HIGH, "the child must enrol"),
        CorrectPlace(OFFICER, "the house is there", village=OTHER),
        CorrectAddress(OFFICER, "RT 9", "it is there"),
        GiveBack(OFFICER, "I am kin"),
        Free(OFFICER),
        Inherit(OFFICER),
        DropQuestion(OFFICER),
        OpenAgain(OFFICER, "the card is off again"),
        RetractResult(OFFICER, "it was another card"),
        Reword(OFFICER, "x", "y", ((filed()[1], NOW), (Replied(OFFICER, "x"), NOW))),
        Postpone(OFFICER, "2026-12-14", "the next payment is awaited"),
        TakeBack(OFFICER, 2, ((filed()[1], NOW), (Replied(OFFICER, "x"), NOW)), filed()[0]),
    )
}
"""One of each command that may be asked of a case."""


def ready(kind: type, status: Status) -> Case:
    """A case in some status of which a command can be asked with sense: only what was merged can be
    unmerged, and only of what was told for somebody else is their consent asked."""
    if kind is NoteConsent:
        return standing(status, intake=Intake(who=Who.NEIGHBOUR))
    return (
        standing(status, merged_into=MAIN.id)
        if kind is Unmerge and status is Status.CLOSED
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
    Completed(1, VILLAGE, VILLAGE, 0, False, Intake(place="RT 2")),
    ConsentRecorded(1, Consent.REFUSED),
    Reviewed(2),
    Claimed(2),
    Assigned(2, 3),
    HandedOver(2, 3),
    Asked(2, "since when?", "date"),
    Answered(1, {"kind": "date", "value": "2026-11-20"}, DUE),
    Added(1, NEWS),
    Replied(2, "soon"),
    Noted(2, "called"),
    Resolved(2, Decision.PARTLY, "half"),
    Confirmed(1, Verdict.FIXED, ""),
    Reopened(1, "off again", 1, DUE, decided_by=OFFICER),
    Withdrawn(1, "solved"),
    CalledOff(1, Urgency.HIGH, DUE, "not really"),
    Lapsed(0),
    Escalated(0, 2, DISTRICT, "late"),
    Rung(0, "late"),
    Reminded(0, "still"),
    Revealed(2),
    r.Offered(2, DINSOS, "Dinas Sosial", Channel.LETTER, "please", True, "", DUE),
    SharingAsked(2, BAZNAS, "Baznas"),
    SharingAnswered(1, BAZNAS, "Baznas", True),
    Accepted(3, DINSOS, "Dinas Sosial", DUE),
    TakenUp(3, DISTRICT, "SLRT"),
    Returned(3, DINSOS, "Dinas Sosial", Why.INCOMPLETE, "no card", DUE),
    Certified(2, "KIP Kuliah", 3, "2026-11-20"),
    r.Recalled(2, DINSOS, "Dinas Sosial", DUE),
    r.Done(3, DINSOS, "Dinas Sosial"),
    PersonRecorded(2, "nik", "3274050101800001"),
    SenderAsked(3, DINSOS, "Dinas Sosial", "which ward?"),
    OfficeAnswered(2, DINSOS, "Dinas Sosial", "the third"),
    ProgressTold(3, DINSOS, "Dinas Sosial", "we have visited"),
    Nudged(1, 2, DUE),
    Raised(1, 2, DISTRICT, DUE),
    Renumbered(0, VILLAGE, "32.74.05.1099"),
    Rescheduled(0, DUE, "joint leave"),
    AnswerRescheduled(0, DUE, DUE, "joint leave"),
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
    j.ToldMore(1, {"kind": "story", "value": NEWS}),
    j.Left(1),
    MERGED,
    Unmerged(2, MAIN.id, Status.RECEIVED, MERGED.bells),
    ABSORBED,
    Released(2, MAIN.id, NOW, DUE, (NEIGHBOUR,), MERGED.bells),
    Divided(2, 260_000_003),
    SplitOff(2, MAIN.id),
    ServiceCorrected(
        2,
        "sktm",
        "pkh",
        Urgency.NORMAL,
        VILLAGE,
        VILLAGE,
        Desk.FRONT_OFFICE,
        "village",
        False,
        False,
        0,
        DUE,
        NOW,
        NOW,
        "a letter",
        {"service": "SKTM"},
    ),
    UrgencyCorrected(2, Urgency.HIGH, Urgency.NORMAL, DUE, NOW, NOW, "enrols", 60),
    PlaceCorrected(2, OTHER, VILLAGE, OTHER, VILLAGE, 0, "there", {}),
    AddressCorrected(2, "RT 9", "RT 2", "there"),
    GivenBack(2, "kin"),
    Freed(2),
    SealedByWords(1, VILLAGE, VILLAGE, 0),
    QuestionDropped(2, DUE, False),
    OpenedAgain(2, "off again", DUE),
    Reworded(2, "reply", 5, "y"),
    ResultRetracted(2, "another card", DUE, NOW, 3, 2, 1),
    Postponed(2, DUE, "next payment"),
    Woken(0),
    TakenBack(2, "result", 5, NOW, Status.WAITING, 2, 60, None, 0, (("late", "1.0", "x"),)),
)
"""An event of each kind, as it is read from the store."""
