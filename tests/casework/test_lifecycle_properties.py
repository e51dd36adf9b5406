"""Any sequence of commands: whatever is asked of a case in whatever order, no path leads around the
rules."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from casework import lifecycle
from casework.actions import conflict_of_interest, handover
from casework.actions import referral as r
from casework.actions.assignment import Assign, Claim
from casework.actions.consent import NoteConsent, RecordConsent
from casework.actions.correspondence import Add, Note, Reply
from casework.actions.duplicates.merging import Merge, Merged
from casework.actions.ending.completion import Complete, Completed
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.public_answer import AnswerPublicly
from casework.actions.ending.rating import Rate
from casework.actions.ending.resolution import (
    Reopen,
    Reopened,
    Resolve,
    Resolved,
    Withdraw,
    Withdrawn,
)
from casework.actions.escalation import Escalated, Ring
from casework.actions.handover import RESULT, How
from casework.actions.objection import Object, Objected
from casework.actions.question import Answer, Ask
from casework.actions.referral_answer import Accept, Return, Why
from casework.actions.reminder import Nudge, Raise
from casework.actions.rescheduling import Reschedule
from casework.actions.review import Reveal, Review
from casework.actions.sharing_consent import Agree, AskSharing
from casework.case import commands as c
from casework.case import events as e
from casework.case.intake import Consent, Intake
from casework.case.model import (
    CHAIN,
    DISTRICT_LEVEL,
    OPEN,
    Case,
    Decision,
    Refused,
    SaidBy,
    Stage,
    Status,
    Verdict,
)
from tests.casework.cases import (
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
    after,
    filed,
)
from tests.casework.shipped import texts

S = Status
TEXTS = {language: texts(language) for language in ("id", "en")}

WORDS = st.sampled_from(["", " ", "words"])
PEOPLE = st.sampled_from([OFFICER, COLLEAGUE])
COMMANDS: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(
        Complete, st.just(TELLER), st.sampled_from(["", VILLAGE]), st.just(Intake(place="RT 1"))
    ),
    st.builds(Review, PEOPLE),
    st.builds(Claim, PEOPLE),
    st.builds(Assign, PEOPLE, PEOPLE),
    st.builds(Ask, PEOPLE, WORDS, st.just("text")),
    st.builds(Answer, st.just(TELLER), st.just("yes")),
    st.builds(Add, st.just(TELLER), st.just({})),
    st.builds(Reply, PEOPLE, WORDS),
    st.builds(Note, PEOPLE, WORDS),
    st.builds(Resolve, PEOPLE, st.sampled_from(Decision), WORDS, st.integers(0, 3)),
    st.builds(Confirm, st.just(TELLER), st.sampled_from(Verdict), WORDS, st.sampled_from(SaidBy)),
    st.builds(Rate, st.just(TELLER), st.integers(0, 6), WORDS, st.booleans()),
    st.builds(Object, st.just(TELLER), WORDS, st.frozensets(st.integers(0, 3))),
    st.builds(
        AnswerPublicly, PEOPLE, st.sampled_from(["", "mended", "call 0812 3456 7890", "RT 3"])
    ),
    st.builds(Reopen, st.just(TELLER), WORDS),
    st.builds(Withdraw, st.just(TELLER), st.just("solved")),
    st.builds(RecordConsent, st.just(TELLER), st.sampled_from(Consent)),
    st.builds(NoteConsent, PEOPLE, st.sampled_from(Consent)),
    st.builds(Reveal, PEOPLE),
    st.builds(Ring, st.sampled_from([*POLICY.followups, "gone"])),
    st.builds(
        r.Refer,
        PEOPLE,
        st.sampled_from([DINSOS, BAZNAS, DISTRICT, "32.74/gone"]),
        WORDS,
        st.booleans(),
        WORDS,
    ),
    st.builds(AskSharing, PEOPLE, st.just(BAZNAS)),
    st.builds(Agree, st.just(TELLER), st.just(BAZNAS), st.booleans()),
    st.builds(Accept, PEOPLE),
    st.builds(Return, PEOPLE, st.sampled_from(Why), WORDS),
    st.builds(r.Recall, PEOPLE),
    st.builds(Nudge, st.just(TELLER)),
    st.builds(Raise, st.just(TELLER)),
    st.builds(lambda hours: Reschedule(NOW + timedelta(hours=hours), ""), st.integers(0, 40 * 24)),
    st.just(handover.Deliver()),
    st.builds(
        handover.Tell, PEOPLE, st.sampled_from(How), st.sampled_from([(RESULT,), ("reply",)])
    ),
    st.builds(Merge, PEOPLE, st.just(MAIN.id), st.booleans(), st.just(MAIN)),
    st.builds(conflict_of_interest.Exclude, PEOPLE, PEOPLE),
    st.builds(conflict_of_interest.Readmit, PEOPLE, PEOPLE),
)
LIVES = st.lists(st.tuples(COMMANDS, st.integers(0, 40 * 24)), max_size=25)
OPENED: dict[str, dict[str, Any]] = {
    "plain": {},
    "nowhere": {"village": ""},
    "emergency": {"alarm": "medical"},
    "accused": {"service": "official_complaint"},
    "district": {"service": "pbi_new", "treatment": "soon"},
    "accused_nowhere": {"service": "misuse", "village": ""},
    "partner": {"service": "business_capital"},
    "for_neighbour": {"helper": TELLER},
}
FIXED, TOLD = Confirm(TELLER, Verdict.FIXED, ""), handover.Tell(OFFICER, How.IN_PERSON, (RESULT,))
RESOLVE, CONFIRM = Resolve(OFFICER, Decision.PARTLY, "half"), Confirm(TELLER, Verdict.NO, "")


def lived(opened: str, life: list[tuple[c.Command, int]]) -> list[tuple[Case, e.Event, datetime]]:
    """Every event of a life, with the case after it and its moment; what is refused is left out."""
    at = NOW
    case, first = filed(at=at, **OPENED[opened])
    trail: list[tuple[Case, e.Event, datetime]] = [(case, first, at)]
    for command, hours in life:
        at += timedelta(hours=hours)
        try:
            events = lifecycle.decide(case, command, at, POLICY)
        except Refused as refusal:
            _told_kindly(refusal.key)
            continue
        for event in events:
            case = lifecycle.evolve(case, event, at)
            trail.append((case, event, at))
    return trail


@given(st.sampled_from(sorted(OPENED)), LIVES)
@example("plain", [(RESOLVE, 1), (CONFIRM, 1), (Ring("lapse"), 300)])
@example(
    "plain",
    [
        (RESOLVE, 1),
        (Ring("lapse"), 240),
        (handover.Deliver(), 1),
        (Ring("lapse"), 240),
        (Reopen(TELLER, ""), 2),
        (Ring("late"), 9),
    ],
)
@example(
    "for_neighbour",
    [
        (RESOLVE, 1),
        (handover.Deliver(), 1),
        (Ring("lapse"), 240),
        (FIXED, 1),
        (TOLD, 1),
        (FIXED, 1),
    ],
)
@example(
    "nowhere",
    [(Ring("unread"), 9), (Complete(TELLER, VILLAGE, Intake()), 1), (Ring("late"), 9)],
)
def test_no_life_leads_around_the_rules(opened: str, life: list[tuple[c.Command, int]]) -> None:
    """Whatever is asked in whatever order, the case and its trail agree and every promise of the
    design holds."""
    trail = lived(opened, life)
    result = ""
    for n, (case, event, at) in enumerate(trail, 1):
        result = _written(result, event)
        assert case.version == n
        assert (case.closed_at is not None) is (case.status is S.CLOSED)
        assert case.status is not S.CLOSED or (
            case.ending.decision is not None and result.strip()
        ), (
            case.status,
            result,
        )
        ended_otherwise = (
            case.ending.decision is Decision.WITHDRAWN or case.ending.merged_into is not None
        )
        assert case.status is not S.CLOSED or case.ending.heard or ended_otherwise
        assert case.office in (VILLAGE, DISTRICT)
        assert case.office == DISTRICT or case.level < DISTRICT_LEVEL
        assert not case.confidential or case.office == DISTRICT
        assert 0 <= case.level < len(CHAIN)
        assert case.due_at > trail[0][2]
        _somebody_answers(case)
        assert not isinstance(event, Reopened) or case.due_at > at
    first = trail[0][1]
    assert isinstance(first, e.Filed)
    replayed = lifecycle.opened(trail[0][0].id, first, NOW)
    for _, event, at in trail[1:]:
        replayed = lifecycle.evolve(replayed, event, at)
    assert replayed == trail[-1][0]


def _somebody_answers(case: Case) -> None:
    """One office answers for the case, and it has a next due time: the other office's only once
    that has accepted."""
    referred = case.referral is not None
    assert case.office
    assert case.referral is None or case.referral.to
    assert (case.status is S.REFERRED) is (case.stage is Stage.ACCEPTED)
    assert not referred or (case.owner is not None and case.status in OPEN - {S.RESOLVED})
    own_due = case.referral.own_due if case.referral else None
    assert (own_due is not None) is (case.stage is Stage.ACCEPTED)


def _told_kindly(key: str) -> None:
    assert all(key in known for known in TEXTS.values()), key


def _written(result: str, event: e.Event) -> str:
    """The written result that stands after an event: of an officer, or the teller's reason to take
    a report back."""
    match event:
        case Resolved():
            return event.result
        case Reopened() | Objected():
            return ""
        case Withdrawn():
            return event.words
        case Merged():
            return f"the same as {event.main}"
        case _:
            return result


@given(st.sampled_from(sorted(OPENED)), LIVES)
def test_no_life_climbs_a_level_twice(opened: str, life: list[tuple[c.Command, int]]) -> None:
    """Each escalation goes up by exactly one; only a case that found its village starts again at
    the desk."""
    level = None
    for case, event, _ in lived(opened, life):
        if isinstance(event, Escalated) and level is not None:
            assert event.level == level + 1  # here somebody works at every level
        elif level is not None and case.level < level:
            assert isinstance(event, Completed)
        level = case.level


@given(st.sampled_from(sorted(OPENED)), LIVES, COMMANDS)
def test_a_refusal_changes_nothing(
    opened: str, life: list[tuple[c.Command, int]], command: c.Command
) -> None:
    """A refused command leaves the case as it was, to the last field; an accepted one never changes
    who it is about."""
    case, _, at = lived(opened, life)[-1]
    before = replace(case, intake=Intake.load(case.intake.dump()))
    try:
        changed = after(case, *lifecycle.decide(case, command, at, POLICY), at=at)
    except Refused:
        changed = case
    assert case == before
    kept = (
        "id",
        "key",
        "service",
        "urgency",
        "party",
        "confidential",
        "teller",
        "opened_at",
        "parent",
    )
    assert [getattr(changed, name) for name in kept] == [getattr(before, name) for name in kept]
