"""Bells: which events set and stop which, how a delay is read, and what the clock never does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.correcting.letting_go import Freed, GivenBack
from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correcting.postponement import Postponed
from casework.actions.correcting.question_dropped import QuestionDropped
from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.correspondence import Added, Noted
from casework.actions.ending.completion import Completed
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Reopened, Resolve, Resolved, Withdrawn
from casework.actions.escalation import Escalated, Lapsed, Reminded, Rung
from casework.actions.handover import RESULT, Delivered, How, ToldByHand
from casework.actions.question import Answered, Asked
from casework.actions.reminder import Nudged, Raised
from casework.actions.rescheduling import Rescheduled
from casework.actions.review import Reviewed
from casework.case import events as e
from casework.case.intake import Intake
from casework.case.model import Case, Decision, Status, Urgency, Verdict
from casework.policy import followups
from casework.policy.followups import Delay, FollowUp
from tests.casework.cases import (
    ASKED,
    NOW,
    OFFICER,
    POLICY,
    TELLER,
    VILLAGE,
    after,
    filed,
    standing,
    told,
)
from tests.casework.shipped import toml

S = Status
DUE = NOW + timedelta(days=9)
ROWS = toml("casework/policy/followups.toml")["followup"]
CLOCKS = toml("casework/policy/clocks.toml")


def bells(case: Case, *events: e.Event, at: datetime = NOW) -> dict[str, list[timedelta]]:
    """The bells that the events set: how long after ``at`` each kind rings."""
    found: dict[str, list[timedelta]] = {}
    for bell in POLICY.bells(case, events, at).bells:
        found.setdefault(bell.kind, []).append(bell.due_at - at)
    return found


def stopped(case: Case, *events: e.Event) -> set[str]:
    return set(POLICY.bells(case, events, NOW).stopped)


def days(*amounts: float) -> list[timedelta]:
    return [timedelta(days=amount) for amount in amounts]


# ---- which events set which bells ----------------------------------------------------------------

SETS: list[tuple[str, Status, e.Event, set[str]]] = [
    ("filed", S.RECEIVED, filed()[1], {"unread", "late", "still"}),
    (
        "its place told",
        S.RECEIVED,
        Completed(TELLER, VILLAGE, VILLAGE, 0, False, Intake()),
        set(),
    ),
    (
        "moved to its place",
        S.RECEIVED,
        Completed(TELLER, VILLAGE, VILLAGE, 0, True, Intake()),
        {"unread"},
    ),
    ("read", S.REVIEWED, Reviewed(OFFICER), {"unowned"}),
    ("claimed", S.IN_PROGRESS, Claimed(OFFICER), set()),
    ("assigned", S.IN_PROGRESS, Assigned(OFFICER, 9), set()),
    ("asked", S.WAITING, Asked(OFFICER, "?", "text"), {"question", "unanswered"}),
    ("answered", S.IN_PROGRESS, Answered(TELLER, {}, DUE), {"late", "still"}),
    ("more news", S.IN_PROGRESS, Added(TELLER, {}), set()),
    ("noted", S.IN_PROGRESS, Noted(OFFICER, "x"), set()),
    ("resolved", S.RESOLVED, Resolved(OFFICER, Decision.HELPED, "x"), {"unheard", "unconfirmed"}),
    ("the result delivered", S.RESOLVED, Delivered(0), {"confirm", "lapse"}),
    (
        "the result told by hand",
        S.RESOLVED,
        ToldByHand(OFFICER, How.PHONE, (RESULT,)),
        {"confirm", "lapse"},
    ),
    ("other news told by hand", S.IN_PROGRESS, ToldByHand(OFFICER, How.PHONE, ("reply",)), set()),
    ("confirmed", S.CLOSED, Confirmed(TELLER, Verdict.FIXED, ""), set()),
    ("withdrawn", S.CLOSED, Withdrawn(TELLER, "solved"), set()),
    ("lapsed", S.CLOSED, Lapsed(0), set()),
    ("reopened", S.REVIEWED, Reopened(TELLER, "", 1, DUE), {"unowned", "late", "still"}),
    ("reminded that it goes on", S.IN_PROGRESS, Reminded(0, "still"), {"still"}),
    ("reminded of the question", S.WAITING, Reminded(0, "question"), set()),
    ("climbed", S.RECEIVED, Escalated(0, 1, VILLAGE, "late"), set()),
    ("asked again at the top", S.RECEIVED, Rung(0, "late"), set()),
    ("due on another day", S.IN_PROGRESS, Rescheduled(0, DUE, "joint leave"), {"late"}),
    ("due on another day while asked", S.WAITING, Rescheduled(0, DUE, "joint leave"), set()),
    ("reminded by the teller", S.IN_PROGRESS, Nudged(TELLER, 1, DUE), set()),
    ("taken higher by the teller", S.IN_PROGRESS, Raised(TELLER, 1, VILLAGE, DUE), set()),
    ("handed over", S.IN_PROGRESS, HandedOver(OFFICER, 9), set()),
    ("put off", S.IN_PROGRESS, Postponed(OFFICER, DUE, "x"), {"late", "still", "postponed"}),
    ("given back", S.REVIEWED, GivenBack(OFFICER, "x"), {"unowned"}),
    ("new to others", S.RECEIVED, Freed(OFFICER), {"unread"}),
    (
        "opened by a leader",
        S.REVIEWED,
        OpenedAgain(OFFICER, "x", DUE),
        {"unowned", "late", "still"},
    ),
    (
        "a wrong result",
        S.IN_PROGRESS,
        ResultRetracted(OFFICER, "x", DUE, NOW),
        {"late", "still"},
    ),
    ("a question dropped", S.IN_PROGRESS, QuestionDropped(OFFICER, DUE), {"late", "still"}),
]


@pytest.mark.parametrize(
    ("status", "event", "wanted"), [row[1:] for row in SETS], ids=[row[0] for row in SETS]
)
def test_which_events_set_which_bells(status: Status, event: e.Event, wanted: set[str]) -> None:
    """Each event sets exactly the bells that its moment needs."""
    assert set(bells(standing(status), event)) == wanted


@pytest.mark.parametrize(
    ("status", "heard"),
    [
        (S.RECEIVED, {"alarm", "unread", "late", "still"}),
        (S.REVIEWED, {"alarm", "unowned", "late", "still"}),
        (S.IN_PROGRESS, {"late", "still", "postponed"}),
        (S.WAITING, {"question", "unanswered"}),
        (S.REFERRED, {"still", "unreported"}),
        (S.RESOLVED, {"confirm", "lapse", "unconfirmed", "unheard"}),
        (S.CLOSED, set()),
    ],
)
def test_bells_that_have_lost_their_sense_are_stopped(status: Status, heard: set[str]) -> None:
    """In each status only the bells that still mean something go on; a closed case has none."""
    assert set(POLICY.followups) - stopped(standing(status), Noted(OFFICER, "x")) == heard


def test_a_bell_that_starts_anew_replaces_its_older_self() -> None:
    """An answer stops the waiting bells and begins the due time again from now."""
    changes = POLICY.bells(standing(S.IN_PROGRESS), [Answered(TELLER, {}, DUE)], NOW)
    assert {"late", "still", "question", "unanswered"} <= changes.stopped
    assert {bell.kind for bell in changes.bells} == {"late", "still"}


def test_a_bell_of_a_version_is_set_once() -> None:
    """Bells of one event have names of their own, the same each time they are computed; a later
    event has others."""
    case, event = filed()
    first, again = POLICY.bells(case, [event], NOW), POLICY.bells(case, [event], NOW)
    later = POLICY.bells(
        after(case, Reopened(TELLER, "", 1, DUE)), [Reopened(TELLER, "", 1, DUE)], NOW
    )
    names = [(bell.kind, bell.subject, bell.occurrence) for bell in first.bells]
    assert first == again
    assert len(set(names)) == len(names)
    assert set(names).isdisjoint((bell.kind, bell.subject, bell.occurrence) for bell in later.bells)


# ---- when they ring ------------------------------------------------------------------------------


def test_an_unread_case_climbs_in_working_days() -> None:
    """Nobody has read a normal case: after 3 working days, 4 more, and 7 more the next one up is
    asked."""
    assert bells(*filed())["unread"] == days(3, 9, 18)


def test_the_due_time_is_a_bell() -> None:
    """The first late bell rings at the very moment that the case promises."""
    case, event = filed()
    assert NOW + bells(case, event)["late"][0] == case.due_at


def test_an_emergency_calls_the_next_person_after_minutes() -> None:
    """Nobody confirms an emergency: somebody is called after minutes, hours and days, night or
    not."""
    wanted = (
        [timedelta(minutes=m) for m in (10, 20, 40, 80)]
        + [timedelta(hours=h) for h in (3, 6, 12)]
        + days(1, 2, 3)
    )
    night = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)  # a Sunday, 02:00 in Cirebon
    for at in (NOW, night):
        case, event = filed(at=at, alarm="medical")
        assert bells(case, event, at=at)["alarm"] == wanted
        assert bells(case, event, at=at)["late"][0] == timedelta(hours=4)


@pytest.mark.parametrize(
    ("urgency", "kind"), [(Urgency.EMERGENCY, "alarm"), (Urgency.NORMAL, "unread")]
)
def test_a_case_that_moves_is_asked_about_anew(urgency: Urgency, kind: str) -> None:
    """Once its place is known a case rings at its new office from the beginning; where it stays
    nothing starts anew."""
    case, event = filed()
    case, moved = (
        replace(case, urgency=urgency),
        Completed(TELLER, VILLAGE, VILLAGE, 0, True, Intake()),
    )
    assert bells(case, moved) == {kind: bells(case, event)[kind]}
    assert bells(case, replace(moved, moved=False)) == {}


def test_reading_an_alarm_does_not_silence_it() -> None:
    """An emergency that was only looked at still calls the next person; one that was taken does
    not."""
    case, _ = filed(alarm="medical")
    assert "alarm" not in stopped(after(case, Reviewed(OFFICER)), Reviewed(OFFICER))
    assert "alarm" in stopped(after(case, Claimed(OFFICER)), Claimed(OFFICER))


@pytest.mark.parametrize("urgency", Urgency)
def test_only_emergencies_alarm(urgency: Urgency) -> None:
    """The alarm is for emergencies alone, and they need no other bell to be read."""
    case, event = filed()
    kinds = set(bells(replace(case, urgency=urgency), event))
    emergency = urgency is Urgency.EMERGENCY
    assert ("alarm" in kinds, "unread" in kinds) == (emergency, not emergency)


def test_the_resident_hears_every_week() -> None:
    """As long as a case is open with us, its teller hears after 7 days, and 7 days after that
    again."""
    case, event = filed()
    assert bells(case, event)["still"] == days(7)
    assert bells(case, Reminded(0, "still"))["still"] == days(7)


def test_a_question_is_repeated_twice_and_then_climbs() -> None:
    """Without an answer the teller is reminded after 2 and 5 days; after 10 days somebody
    decides."""
    assert bells(standing(S.WAITING), Asked(OFFICER, "?", "text")) == {
        "question": days(2, 5),
        "unanswered": days(10, 20, 40),
    }


def test_is_it_really_fixed() -> None:
    """Once a result is heard of, the teller is reminded on day 3 and 7; on day 10 the clock closes.
    Until then it asks for somebody who tells it."""
    resolved, event = _resolved("pkh")
    assert bells(resolved, event) == {"unheard": days(10, 20, 40), "unconfirmed": days(14, 28, 56)}
    assert bells(resolved, Delivered(0)) == {"confirm": days(3, 7), "lapse": days(10)}


def _resolved(service: str, **facts: Any) -> tuple[Case, e.Event]:
    case, events = told(filed(service, **facts)[0], ASKED[Resolve])
    return case, events[-1]


SPARED = {
    "aid_never_received",
    "misuse",
    "official_complaint",
    "spm_disability",
    "spm_child",
    "spm_elderly",
    "spm_homeless",
    "mental_illness",
    "violence",
    "child_violence",
    "ppks_other",
    "medical_emergency",
    "disaster",
    "mental_crisis",
    "person_in_danger",
    "hunger",
    "dtsen_objection",
}
"""Emergencies, minimum services, violence, children, misuse, and all that is sensitive: closed by
people, never by the clock (issues 2 and 3)."""


@pytest.mark.parametrize("service", sorted(POLICY.catalogue.services))
def test_what_the_clock_never_closes(service: str) -> None:
    """A result that nobody confirms closes by itself, but not for what the law and decency
    spare."""
    normal = replace(_resolved(service)[0], urgency=Urgency.NORMAL)
    rings = bells(normal, Delivered(0))
    assert ("lapse" in rings, "confirm" in rings) == (service not in SPARED, True)


def test_all_that_is_sensitive_is_spared() -> None:
    """Every service of the sensitive lane is among those that the clock never closes."""
    assert {key for key, row in POLICY.catalogue.services.items() if row.sensitive} <= SPARED


@pytest.mark.parametrize("service", sorted(POLICY.catalogue.services))
def test_the_clock_never_closes_an_emergency(service: str) -> None:
    """Whatever an emergency is about, only people close it."""
    assert "lapse" not in bells(_resolved(service, alarm="danger")[0], Delivered(0))


@given(
    st.sampled_from(sorted(POLICY.catalogue.services)),
    st.sampled_from(Urgency),
    st.sampled_from(SETS),
)
def test_no_bell_rings_in_the_past(
    service: str, urgency: Urgency, row: tuple[str, Status, e.Event, set[str]]
) -> None:
    """Whatever happens to whatever case, its bells ring later than now, each kind in order."""
    case = replace(standing(row[1]), service=service, urgency=urgency)
    for rings in bells(case, row[2]).values():
        assert min(rings) > timedelta(0)
        assert rings == sorted(set(rings))


# ---- delays --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30 minutes", NOW + timedelta(minutes=30)),
        ("1 minute", NOW + timedelta(minutes=1)),
        (" 2 hours ", NOW + timedelta(hours=2)),
        ("7 days", NOW + timedelta(days=7)),
        (
            "4 working hours",
            datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
        ),  # the midday break does not count
        ("90 working minutes", datetime(2026, 11, 23, 3, 30, tzinfo=UTC)),
        ("5 working days", NOW + timedelta(days=7)),
    ],
)
def test_how_a_delay_is_read(text: str, wanted: datetime) -> None:
    """Plain units run on the wall clock, working units in the hours of the office."""
    assert Delay.read(text).after(NOW, POLICY.calendar) == wanted


@pytest.mark.parametrize(
    "text", ["", "soon", "3", "3 weeks", "-1 days", "1.5 hours", "3  days", "3 working weeks"]
)
def test_a_delay_that_can_not_be_read(text: str) -> None:
    """What is no delay is refused with examples of how to write one."""
    with pytest.raises(ValueError, match="is no delay; write for example '30 minutes'"):
        Delay.read(text)


@given(
    st.integers(1, 60),
    st.sampled_from(["minute", "hour", "day", "working minute", "working hour", "working day"]),
)
def test_more_is_never_sooner(amount: int, unit: str) -> None:
    """A longer delay of one unit is never due before a shorter one."""
    assert Delay(amount, unit).after(NOW, POLICY.calendar) <= Delay(amount + 1, unit).after(
        NOW, POLICY.calendar
    )


# ---- tables with mistakes ------------------------------------------------------------------------

GOOD: Mapping[str, Any] = {
    "kind": "late",
    "starts": ["filed"],
    "while": ["received"],
    "does": "climb",
    "after": "act",
}


def test_a_good_row() -> None:
    """A row says when it starts, while what it matters, what it does; it is for every urgency
    unless it says more."""
    assert followups.read_followups([GOOD]) == {
        "late": FollowUp(
            kind="late",
            starts=frozenset({"filed"}),
            while_in=frozenset({S.RECEIVED}),
            does="climb",
            after="act",
            only=frozenset(Urgency),
            spares=False,
        )
    }


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"after": ["soon"]}, "followups.toml, kind 'late': 'soon' is no delay"),
        (
            {"after": "someday"},
            "followups.toml, kind 'late': 'does' is climb, remind, close, tell or wake",
        ),
        ({"after": [3]}, "followups.toml, kind 'late': "),
        (
            {"does": "shout"},
            "followups.toml, kind 'late': 'does' is climb, remind, close, tell or wake",
        ),
        ({"while": ["gone"]}, "followups.toml, kind 'late': 'gone' is not a valid Status"),
        ({"only": ["huge"]}, "followups.toml, kind 'late': 'huge' is not a valid Urgency"),
        ({"starts": 3}, "followups.toml, kind 'late': "),
    ],
)
def test_a_mistake_in_a_row_names_the_row(wrong: Mapping[str, Any], told: str) -> None:
    """A follow-up that can't be read says which row it is and what is wrong."""
    with pytest.raises(ValueError, match="followups") as caught:
        followups.read_followups([{**GOOD, **wrong}])
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("key", ["starts", "while", "does", "after"])
def test_a_missing_key_is_named(key: str) -> None:
    """A row without one of its keys is refused with row and key."""
    with pytest.raises(ValueError, match=f"kind 'late': '{key}' is missing"):
        followups.read_followups([{k: v for k, v in GOOD.items() if k != key}])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            {"read": "soon", "act": "1 day", "climb": []},
            r"clocks.toml \[standard.high\]: 'soon' is no delay",
        ),
        (
            {"read": "1 day", "act": "1 day"},
            r"clocks.toml \[standard.high\]: needs exactly read, act and climb",
        ),
        ({"read": "1 day", "act": "1 day", "climb": 3}, r"clocks.toml \[standard.high\]: "),
        (
            {"read": "1 day", "act": "1 day", "climb": [], "x": 1},
            r"clocks.toml \[standard.high\]: needs exactly",
        ),
        (None, r"clocks.toml \[standard.high\]: needs exactly"),
    ],
)
def test_a_mistake_in_a_clock_names_its_table(row: Mapping[str, Any] | None, told: str) -> None:
    """A clock that can't be read says profile and urgency."""
    profile = {**CLOCKS["standard"], "high": row}
    with pytest.raises(ValueError, match=told):
        followups.read_clocks({"standard": {k: v for k, v in profile.items() if v is not None}})


def test_no_row_hides_another() -> None:
    """Every row that is shipped has a kind of its own."""
    assert len(POLICY.followups) == len(ROWS)
