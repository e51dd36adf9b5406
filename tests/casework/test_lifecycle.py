"""The life of a case: the two tables are whole, every command does what they say, and no path leads
around them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from casework import lifecycle, trail
from casework.actions import conflict_of_interest, handover
from casework.actions import referral as r
from casework.actions.assignment import Assign, Assigned, Claim, HandedOver
from casework.actions.between_offices import AnswerOffice, AskSender, TellProgress
from casework.actions.certificate import Certify
from casework.actions.consent import NoteConsent, RecordConsent
from casework.actions.correcting.address import CorrectAddress
from casework.actions.correcting.classification import CorrectService, CorrectUrgency
from casework.actions.correcting.letting_go import Free, GiveBack, Inherit
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.placing import CorrectPlace
from casework.actions.correcting.postponement import Postpone
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.correcting.raising_again import RaiseAgain
from casework.actions.correcting.rewording import Reword
from casework.actions.correcting.taking_back import TakeBack
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.correspondence import Add, AddLate, Note, Reply
from casework.actions.duplicates import co_reporting as j
from casework.actions.duplicates.merging import Absorb, Merge
from casework.actions.duplicates.splitting import Split
from casework.actions.duplicates.unmerging import Release, Unmerge, Unmerged
from casework.actions.ending.calling_off import CallOff
from casework.actions.ending.completion import Complete
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.public_answer import AnswerPublicly
from casework.actions.ending.rating import Rate
from casework.actions.ending.resolution import REOPEN_WITHIN, Reopen, Resolve, Withdraw
from casework.actions.escalation import Escalated, Ring, Rung
from casework.actions.objection import Object
from casework.actions.person_data import RecordPerson
from casework.actions.places.renumbering import Renumber
from casework.actions.question import Answer, Ask
from casework.actions.referral_answer import Accept, Return
from casework.actions.reminder import PRESSED, Nudge, Raise
from casework.actions.rescheduling import Reschedule
from casework.actions.review import Reveal, Review
from casework.actions.sharing_consent import Agree, AskSharing
from casework.case import commands as c
from casework.case.intake import Consent, Intake, Who
from casework.case.model import (
    CHAIN,
    DISTRICT_LEVEL,
    OPEN,
    Case,
    Decision,
    Referral,
    Refused,
    Stage,
    Status,
    Urgency,
    Verdict,
)
from casework.lifecycle import ALLOWED, BECOMES
from tests.casework.cases import (
    ASKED,
    BAZNAS,
    COLLEAGUE,
    DINSOS,
    DISTRICT,
    MAIN,
    NOW,
    OFFICER,
    POLICY,
    TELLER,
    VILLAGE,
    filed,
    standing,
    told,
)
from tests.casework.shipped import texts

S = Status
TEXTS = {language: texts(language) for language in ("id", "en")}
SORTED_ANEW = ("service_corrected", "freed")
"""Another service is of another desk, and nobody there knows of the case yet."""
LEADS_TO: dict[type, dict[Status, tuple[str, ...]]] = {
    Complete: dict.fromkeys(OPEN, ("completed",)),
    RecordConsent: dict.fromkeys(OPEN, ("consent_recorded",)),
    NoteConsent: dict.fromkeys(OPEN, ("consent_recorded",)),
    Review: {s: ("reviewed",) if s is S.RECEIVED else () for s in S},
    Claim: dict.fromkeys((S.RECEIVED, S.REVIEWED, S.IN_PROGRESS), ("claimed",)),
    Assign: {
        **dict.fromkeys((S.RECEIVED, S.REVIEWED, S.IN_PROGRESS, S.WAITING), ("assigned",)),
        S.REFERRED: ("handed_over",),
    },
    Ask: dict.fromkeys((S.RECEIVED, S.REVIEWED, S.IN_PROGRESS), ("claimed", "asked")),
    Answer: {S.WAITING: ("answered",)},
    Add: dict.fromkeys(OPEN, ("added",)),
    AddLate: {S.CLOSED: ("added",)},
    Reply: {**dict.fromkeys(OPEN, ("replied",)), S.RECEIVED: ("reviewed", "replied")},
    Note: dict.fromkeys(S, ("noted",)),
    Resolve: {
        **dict.fromkeys(
            (S.RECEIVED, S.REVIEWED, S.IN_PROGRESS, S.WAITING), ("claimed", "resolved")
        ),
        S.REFERRED: ("done", "resolved"),
    },
    Confirm: {S.RESOLVED: ("confirmed",)},
    Reopen: {S.CLOSED: ("reopened",)},
    Withdraw: {**dict.fromkeys(OPEN, ("withdrawn",)), S.REFERRED: ("recalled", "withdrawn")},
    CallOff: dict.fromkeys(OPEN, ("called_off",)),
    RaiseAgain: dict.fromkeys(OPEN, ("urgency_corrected",)),
    Reveal: dict.fromkeys(S, ("revealed",)),
    Certify: dict.fromkeys(S, ("certified",)),
    Rate: {S.CLOSED: ("rated",)},
    Object: dict.fromkeys((S.RESOLVED, S.CLOSED), ("objected",)),
    AnswerPublicly: dict.fromkeys((S.RESOLVED, S.CLOSED), ("answered_publicly",)),
    conflict_of_interest.Exclude: dict.fromkeys(S, ("excluded",)),
    conflict_of_interest.Readmit: dict.fromkeys(S, ("readmitted",)),
    j.Join: dict.fromkeys(
        (S.RECEIVED, S.REVIEWED, S.IN_PROGRESS, S.WAITING, S.REFERRED), ("joined",)
    ),
    j.TellMore: dict.fromkeys(S, ("told_more",)),
    j.Leave: dict.fromkeys(S, ("left",)),
    Merge: dict.fromkeys((S.RECEIVED, S.REVIEWED, S.IN_PROGRESS, S.WAITING), ("merged",)),
    Absorb: dict.fromkeys(
        (S.RECEIVED, S.REVIEWED, S.IN_PROGRESS, S.WAITING, S.REFERRED), ("absorbed",)
    ),
    Unmerge: {S.CLOSED: ("unmerged",)},
    Release: dict.fromkeys(S, ("released",)),
    Split: dict.fromkeys(OPEN, ("divided",)),
    CorrectService: dict.fromkeys((S.RECEIVED, S.REVIEWED, S.IN_PROGRESS), SORTED_ANEW),
    CorrectUrgency: dict.fromkeys(
        (S.RECEIVED, S.REVIEWED, S.IN_PROGRESS, S.WAITING), ("urgency_corrected",)
    ),
    CorrectPlace: dict.fromkeys(
        (S.RECEIVED, S.REVIEWED, S.IN_PROGRESS), ("place_corrected", "freed")
    ),
    CorrectAddress: dict.fromkeys(
        (S.RECEIVED, S.REVIEWED, S.IN_PROGRESS, S.WAITING), ("address_corrected",)
    ),
    GiveBack: {S.IN_PROGRESS: ("given_back",)},
    DropQuestion: {S.WAITING: ("question_dropped",)},
    OpenAgain: dict.fromkeys((S.RESOLVED, S.CLOSED), ("opened_again",)),
    Reword: dict.fromkeys(S, ("reworded",)),
    RetractResult: dict.fromkeys((S.RESOLVED, S.CLOSED), ("claimed", "result_retracted")),
    Postpone: dict.fromkeys((S.RECEIVED, S.REVIEWED, S.IN_PROGRESS), ("claimed", "postponed")),
    TakeBack: dict.fromkeys(S, ("taken_back",)),
    Free: dict.fromkeys((S.RECEIVED, S.REVIEWED, S.IN_PROGRESS), ("freed",)),
    Inherit: {S.RESOLVED: ("handed_over",)},
    Ring: {s: ("escalated",) if s in (S.RECEIVED, S.REVIEWED, S.IN_PROGRESS) else () for s in S},
    r.Refer: dict.fromkeys((S.RECEIVED, S.REVIEWED, S.IN_PROGRESS), ("claimed", "offered")),
    AskSharing: dict.fromkeys(
        (S.RECEIVED, S.REVIEWED, S.IN_PROGRESS), ("claimed", "sharing_asked")
    ),
    Agree: dict.fromkeys(OPEN, ("sharing_answered",)),
    Accept: {S.IN_PROGRESS: ("accepted",)},
    Return: dict.fromkeys((S.IN_PROGRESS, S.REFERRED), ("returned",)),
    r.Recall: dict.fromkeys((S.IN_PROGRESS, S.REFERRED), ("recalled",)),
    RecordPerson: dict.fromkeys(OPEN, ("person_recorded",)),
    AskSender: dict.fromkeys((S.IN_PROGRESS, S.REFERRED), ("sender_asked",)),
    AnswerOffice: dict.fromkeys((S.IN_PROGRESS, S.REFERRED), ("office_answered",)),
    TellProgress: dict.fromkeys((S.IN_PROGRESS, S.REFERRED), ("progress_told",)),
    Nudge: dict.fromkeys(PRESSED, ("nudged",)),
    Raise: dict.fromkeys(PRESSED, ("raised",)),
    Renumber: dict.fromkeys(S, ("renumbered",)),
    Reschedule: {s: ("rescheduled",) if s in OPEN - {S.RESOLVED} else () for s in S},
    handover.TakeOver: dict.fromkeys(S, ("taken_over",)),
    handover.Share: dict.fromkeys(S, ("sight_changed",)),
    handover.Tell: dict.fromkeys(S, ("told_by_hand",)),
    handover.Deliver: {s: ("delivered",) if s is S.RESOLVED else () for s in S},
}
"""What each command leads to, by status, for a case that nobody has claimed (and that, referred, an
officer has)."""

OFFERED: dict[str, Any] = {"referral": Referral(DINSOS, Stage.OFFERED, NOW)}
FITTING: dict[type, dict[str, Any]] = {
    CallOff: {"urgency": Urgency.EMERGENCY},
    Accept: OFFERED,
    Return: OFFERED,
    r.Recall: OFFERED,
    AskSender: OFFERED,
    AnswerOffice: OFFERED,
    TellProgress: {"referral": Referral(DINSOS, Stage.ACCEPTED, NOW)},
    Agree: {"intake": {"sharing": {BAZNAS: "asked"}}},
    AskSharing: {"service": "business_capital"},
    handover.TakeOver: {"helper": TELLER},
    GiveBack: {"owner": OFFICER},
    handover.Deliver: {"heard": False},
}
"""What a case must have besides its status for a command to make sense."""
ANYWHERE = (Agree, CallOff, RaiseAgain, handover.TakeOver, handover.Deliver)
"""Commands for which a referred case must have it too."""


def refused(case: Case, command: c.Command, at: datetime = NOW) -> str:
    """The text key with which a command is refused."""
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, command, at, POLICY)
    return caught.value.key


# ---- the tables ----------------------------------------------------------------------------------


def test_every_command_stands_in_the_table() -> None:
    """ALLOWED names every command but the one that opens a case."""
    assert set(ALLOWED) == set(c.Command.__subclasses__()) - {c.File}


def test_every_event_stands_in_the_table() -> None:
    """BECOMES names every kind of event."""
    assert set(BECOMES) == set(trail.KINDS.values())


def test_every_status_can_be_reached() -> None:
    """Each status is what some event leads to."""
    assert set(BECOMES.values()) - {None} == set(Status)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("kind", ALLOWED, ids=lambda kind: kind.__name__)
def test_a_command_does_what_the_tables_say(kind: type, status: Status) -> None:
    """An allowed command leads to its events and their status; any other is refused with a text
    that exists."""
    fitting = (
        FITTING.get(kind, {})
        if status is not S.REFERRED or kind in ANYWHERE
        else {"owner": COLLEAGUE}
    )
    fitting |= (
        {"due_at": NOW - timedelta(hours=1)} if kind in (Nudge, Raise) else {}
    )  # these are for late cases only
    fitting |= {"merged_into": MAIN.id} if kind is Unmerge and status is S.CLOSED else {}
    fitting |= {"intake": Intake(who=Who.NEIGHBOUR)} if kind is NoteConsent else {}
    case, command = standing(status, **fitting), ASKED[kind]
    if status not in ALLOWED[kind]:
        key = refused(case, command)
        expected = f"refused.status.{status}"
        if kind is Confirm:  # by this very word: the second tap is thanked for
            expected = f"refused.confirm.{'noted' if status is S.CLOSED else 'not_now'}"
        assert (key, case) == (expected, standing(status, **fitting))
        assert all(key in known for known in TEXTS.values())
        return
    changed, events = told(case, command)
    assert tuple(event.kind for event in events) == LEADS_TO[kind][status]
    wanted = [
        event.status if isinstance(event, Unmerged) else BECOMES[type(event)]
        for event in events
        if BECOMES[type(event)] is not None or isinstance(event, Unmerged)
    ]
    assert changed.status == (wanted[-1] if wanted else status)


# ---- opening -------------------------------------------------------------------------------------


def test_a_report_opens_a_case_at_the_desk_of_its_village() -> None:
    """A plain report lies with its village at level 0, received, unclaimed, with its first event
    counted."""
    case, event = filed()
    assert (case.office, case.level, case.status, case.owner, case.version) == (
        VILLAGE,
        0,
        S.RECEIVED,
        None,
        1,
    )
    assert (case.teller, case.opened_at, case.due_at) == (TELLER, NOW, event.due_at)
    assert case.intake == Intake(who=Who.SELF, facts={})


def test_what_the_district_answers_for_begins_at_its_level() -> None:
    """A case that opens at the district starts where the district officer is the one to be
    asked."""
    case, _ = filed("pbi_reactivation", treatment="in_hospital")
    assert (case.office, CHAIN[case.level]) == (DISTRICT, "district_officer")


def test_only_an_unread_case_without_a_place_moves_when_the_place_is_told() -> None:
    """Told its village, a case goes there from the district's desk, and to the desk's level."""
    case, _ = filed(village="")
    moved, _ = told(case, Complete(TELLER, VILLAGE, Intake(place="RT 2")))
    assert ((case.office, case.level), (moved.office, moved.level)) == ((DISTRICT, 2), (VILLAGE, 0))
    assert (moved.village, moved.intake.place, moved.intake.who) == (VILLAGE, "RT 2", "self")


@pytest.mark.parametrize("command", [Claim(OFFICER), Review(OFFICER)])
def test_a_case_in_somebodys_hands_stays_there(command: c.Command) -> None:
    """Once somebody at the district has read or claimed a case, its place is noted and its office
    stays."""
    case, _ = told(filed(village="")[0], command)
    moved, _ = told(case, Complete(TELLER, VILLAGE, Intake()))
    assert (moved.village, moved.office, moved.level, moved.owner) == (
        VILLAGE,
        DISTRICT,
        2,
        case.owner,
    )


def test_a_known_village_is_not_changed_by_the_short_form() -> None:
    """A case with a village keeps its office, whatever village the short form brings."""
    moved, _ = told(filed()[0], Complete(TELLER, "32.74.02.1002", Intake()))
    assert moved.office == VILLAGE


# ---- owner ---------------------------------------------------------------------------------------


def test_of_two_who_claim_one_wins() -> None:
    """The second claim is refused and says whose the case is; the first keeps it."""
    case, _ = told(filed()[0], Claim(OFFICER))
    assert refused(case, Claim(COLLEAGUE)) == "refused.claim.taken"
    assert refused(case, Claim(OFFICER)) == "refused.claim.yours"
    assert case.owner == OFFICER


@pytest.mark.parametrize("kind", [Ask, Resolve])
def test_acting_on_an_unclaimed_case_claims_it(kind: type) -> None:
    """Who asks or resolves first is the owner; an owner is not changed by it."""
    command = ASKED[kind]
    assert told(filed()[0], command)[0].owner == OFFICER
    owned = standing(S.IN_PROGRESS, owner=COLLEAGUE)
    changed, events = told(owned, command)
    assert (changed.owner, len(events)) == (COLLEAGUE, 1)


@pytest.mark.parametrize("status", sorted(ALLOWED[Assign] - {S.REFERRED}))
def test_assigning_changes_the_hands(status: Status) -> None:
    """The assigned officer owns the case; assigning it to its owner is refused."""
    case, _ = told(standing(status, owner=OFFICER), Assign(OFFICER, COLLEAGUE))
    assert case.owner == COLLEAGUE
    assert refused(case, Assign(OFFICER, COLLEAGUE)) == "refused.assign.same"


@pytest.mark.parametrize("status", [S.IN_PROGRESS, S.WAITING])
def test_a_held_case_only_changes_hands(status: Status) -> None:
    """From one officer to another the hands change and the status stays; what waited for its teller
    still waits."""
    case, events = told(standing(status, owner=OFFICER), Assign(OFFICER, COLLEAGUE))
    assert (events, case.status, case.owner) == (
        (HandedOver(OFFICER, COLLEAGUE),),
        status,
        COLLEAGUE,
    )


@pytest.mark.parametrize("status", sorted(ALLOWED[Assign] - {S.REFERRED}))
def test_a_free_case_that_is_assigned_is_in_progress(status: Status) -> None:
    """Nobody held it: from now on somebody works on it, whatever its status was."""
    case, events = told(standing(status), Assign(OFFICER, COLLEAGUE))
    assert (events, case.status) == ((Assigned(OFFICER, COLLEAGUE),), S.IN_PROGRESS)


# ---- the end, and after it -----------------------------------------------------------------------


@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
def test_no_result_no_end(blank: str) -> None:
    """A case can't be resolved without a written result."""
    assert (
        refused(standing(S.IN_PROGRESS), Resolve(OFFICER, Decision.HELPED, blank))
        == "refused.resolve.no_result"
    )


@pytest.mark.parametrize(
    ("verdict", "status", "decision"),
    [
        (Verdict.FIXED, S.CLOSED, Decision.HELPED),
        (Verdict.PARTLY, S.CLOSED, Decision.HELPED),
        (Verdict.NO, S.REVIEWED, None),
    ],
)
def test_the_teller_has_the_last_word(
    verdict: Verdict, status: Status, decision: Decision | None
) -> None:
    """Fixed and partly close the case under its decision; "no" opens it again and takes the
    decision back."""
    case, _ = told(standing(S.RESOLVED, owner=OFFICER), Confirm(TELLER, verdict, "words"))
    assert (case.status, case.ending.decision) == (status, decision)
    assert (case.closed_at == NOW) is (status is S.CLOSED)


def test_an_opened_case_goes_to_the_coordinator() -> None:
    """Reopened, a case has no owner, a new due time, and is at least at the coordinator's level."""
    closed = standing(S.CLOSED, owner=OFFICER, due_at=NOW - timedelta(days=9))
    case, _ = told(closed, Reopen(TELLER, "off again"))
    assert (case.owner, CHAIN[case.level], case.closed_at, case.ending.decision) == (
        None,
        "coordinator",
        None,
        None,
    )
    assert case.due_at == POLICY.due(case.service, case.urgency, NOW)


def test_an_opened_case_does_not_climb_down() -> None:
    """A case that had climbed to the district is reopened there."""
    case, _ = told(standing(S.CLOSED, level=3, office=DISTRICT), Reopen(TELLER, ""))
    assert (case.level, case.office) == (3, DISTRICT)


def test_a_closed_case_opens_for_thirty_days() -> None:
    """On the thirtieth day to the second a tap still reopens; a second later it does not."""
    closed = standing(S.CLOSED)
    assert told(closed, Reopen(TELLER, ""), NOW + REOPEN_WITHIN)[0].status is S.REVIEWED
    assert timedelta(days=30) == REOPEN_WITHIN
    late = NOW + REOPEN_WITHIN + timedelta(seconds=1)
    assert refused(closed, Reopen(TELLER, ""), late) == "refused.reopen.too_late"


def test_notes_do_not_move_the_day_of_closing() -> None:
    """What is noted on a closed case leaves its closing day as it was."""
    case, _ = told(standing(S.CLOSED), Note(OFFICER, "filed"), NOW + timedelta(days=3))
    assert case.closed_at == NOW


# ---- bells ---------------------------------------------------------------------------------------


def test_a_case_climbs_each_level_once() -> None:
    """Left alone, a case goes desk, coordinator, district officer, district manager, and then no
    further."""
    case, climbed = filed()[0], []
    for _ in range(6):
        case, events = told(case, Ring("late"))
        climbed += [
            (CHAIN[event.level], event.office) for event in events if isinstance(event, Escalated)
        ]
    assert climbed == [
        ("coordinator", VILLAGE),
        ("district_officer", DISTRICT),
        ("district_manager", DISTRICT),
    ]


@pytest.mark.parametrize(
    ("manned", "wanted"),
    [({1, 2, 3}, 1), ({2, 3}, 2), ({3}, 3), (set(), 1)],
    ids=["all", "no 1", "only 3", "nobody"],
)
def test_a_climb_skips_levels_where_nobody_works(manned: set[int], wanted: int) -> None:
    """The next level where somebody works is asked; where nobody works at all, the next step is
    taken all the same."""
    case, _ = told(filed()[0], Ring("late", frozenset(manned)))
    assert (case.level, case.office) == (wanted, DISTRICT if wanted >= DISTRICT_LEVEL else VILLAGE)


@pytest.mark.parametrize(
    ("level", "manned"),
    [(1, {0, 1}), (2, {2}), (3, {3}), (3, set())],
    ids=["no district", "alone", "top", "nobody"],
)
def test_where_nobody_is_above_the_same_people_are_asked_again(
    level: int, manned: set[int]
) -> None:
    """A case that can climb no further rings there again: it stays where it is, and so does its
    status."""
    before = replace(filed()[0], level=level)
    case, events = told(before, Ring("late", frozenset(manned)))
    assert events == (Rung(0, "late"),)
    assert case == replace(before, version=before.version + 1)


def test_a_case_climbs_past_people_to_people() -> None:
    """Somebody works above: they are asked next, and not those once more who have not answered."""
    _, events = told(filed()[0], Ring("late", frozenset({0, 3})))
    assert events == (Escalated(0, 3, DISTRICT, "late"),)


def test_a_case_that_has_climbed_does_not_come_down_when_its_place_is_told() -> None:
    """An unread case without a place that has gone to the top stays there."""
    case, _ = told(filed(village="")[0], Ring("late"))
    moved, _ = told(case, Complete(TELLER, VILLAGE, Intake()))
    assert (moved.village, moved.office, CHAIN[moved.level]) == (
        VILLAGE,
        DISTRICT,
        "district_manager",
    )


def test_a_bell_asks_and_never_orders() -> None:
    """A bell that has lost its sense, or that no policy knows any more, does nothing."""
    assert lifecycle.decide(standing(S.CLOSED), Ring("late"), NOW, POLICY) == ()
    assert lifecycle.decide(standing(S.RECEIVED), Ring("no_such_row"), NOW, POLICY) == ()


def test_the_clock_closes_only_what_is_resolved() -> None:
    """The closing bell closes a resolved case of whose result the person has heard, and nothing
    else."""
    ended = {
        s: [event.kind for event in lifecycle.decide(standing(s), Ring("lapse"), NOW, POLICY)]
        for s in S
    }
    assert lifecycle.decide(standing(S.RESOLVED, heard=False), Ring("lapse"), NOW, POLICY) == ()
    assert ended == {s: ["lapsed"] if s is S.RESOLVED else [] for s in S}


def test_an_emergency_keeps_its_short_clock() -> None:
    """What is filed as an emergency is due within its hours, not its days."""
    case, _ = filed(alarm="medical")
    assert (case.urgency, case.due_at - NOW) == (Urgency.EMERGENCY, timedelta(hours=4))


def test_who_refuses_is_neither_named_nor_called() -> None:
    """A consent that is refused takes name and phone number out of what is kept of a case; a given
    one is noted."""
    case = replace(
        filed()[0], intake=Intake(sufferer="the neighbour", phone="+628123456789", place="RT 2")
    )
    refused, _ = told(case, RecordConsent(TELLER, Consent.REFUSED))
    agreed, _ = told(case, RecordConsent(TELLER, Consent.YES))
    assert refused.intake == Intake(place="RT 2", consent=Consent.REFUSED)
    assert agreed.intake == replace(case.intake, consent=Consent.YES)
