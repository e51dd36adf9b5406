"""The words of a report, held against cases that were closed, opened again, merged, withdrawn,
objected to, and that moved from office to office; and against counting by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from casework.actions.correcting.wrong_result import ResultRetracted
from casework.actions.duplicates.merging import Absorbed, Merged
from casework.actions.duplicates.unmerging import Unmerged
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.rating import Rated
from casework.actions.ending.resolution import Reopened, Resolved, Withdrawn
from casework.actions.escalation import Escalated, Lapsed
from casework.actions.objection import Objected
from casework.actions.places.renumbering import Renumbered
from casework.actions.question import Answered, Asked
from casework.actions.referral import Offered
from casework.actions.referral_answer import Accepted, Returned, TakenUp, Why
from casework.actions.reminder import Raised, late
from casework.case import commands as c
from casework.case import events as e
from casework.case.model import Case, Decision, Status, Verdict
from casework.policy.offices import Channel
from casework.reports.first_times import READ, WORDS, FirstTimes, first_times
from casework.trail import KINDS
from tests.casework.cases import (
    DINSOS,
    DISTRICT,
    MERGED,
    NOW,
    OFFICER,
    TELLER,
    VILLAGE,
    filed,
)
from tests.casework.test_lifecycle_properties import LIVES, OPENED, lived

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RESULT = Resolved(OFFICER, Decision.HELPED, "the card works again")
YES = Confirmed(TELLER, Verdict.FIXED, "")
NO = Reopened(TELLER, "not yet", 1, NOW + 40 * DAY)
OBJECTED = Objected(TELLER, "look again", 2, DISTRICT, NOW + 40 * DAY)
OFFERED = Offered(OFFICER, DINSOS, "Dinas Sosial", Channel.BOT, "please", False, "", NOW + 9 * DAY)
DUE = filed()[0].due_at


def told(*events: e.Event | tuple[e.Event, timedelta], until: timedelta = 9 * DAY) -> FirstTimes:
    """The case after these events, one a day, or each after the time that stands with it."""
    history: list[tuple[e.Event, datetime]] = [(filed()[1], NOW)]
    for n, step in enumerate(events, 1):
        event, after = step if isinstance(step, tuple) else (step, n * DAY)
        history.append((event, NOW + after))
    return first_times(history, NOW + until)


def when(found: FirstTimes) -> dict[str, timedelta]:
    return {word: moment.at - NOW for word, moment in found.words.items()}


def test_a_case_that_went_well() -> None:
    """Received, answered in time, closed; nothing else."""
    found = told(RESULT, YES)
    assert when(found) == {"received": 0 * DAY, "answered": DAY, "closed": 2 * DAY}
    assert found.in_time
    assert found.verdict == (Verdict.FIXED, NOW + 2 * DAY)


def test_a_wrong_result_counts_no_more() -> None:
    """Neither it nor what it has closed; the right one counts when it comes. One that was right
    before stays counted."""
    wrong = ResultRetracted(OFFICER, "another card", DUE, NOW + DAY, OFFICER)
    found = told(RESULT, YES, wrong)
    assert when(found) == {"received": 0 * DAY}
    assert when(told(RESULT, YES, wrong, RESULT, YES))["answered"] == 4 * DAY
    later = ResultRetracted(OFFICER, "another card", DUE, NOW + 3 * DAY, OFFICER)
    assert when(told(RESULT, NO, RESULT, later))["answered"] == DAY


def test_opened_again_and_closed_once_more_counts_once() -> None:
    """The first answer and the first end stand; that it was opened again is told beside them."""
    once = told(RESULT, YES, NO)
    twice = told(RESULT, YES, NO, RESULT, YES)
    assert when(once) == when(twice)
    assert when(twice)["reopened"] == 3 * DAY
    assert twice.verdict == (Verdict.FIXED, NOW + 2 * DAY)


def test_a_no_before_the_end() -> None:
    """Not fixed: answered and opened again, not closed; the word of the teller is no."""
    found = told(RESULT, NO)
    assert when(found) == {"received": 0 * DAY, "answered": DAY, "reopened": 2 * DAY}
    assert found.verdict == (Verdict.NO, NOW + 2 * DAY)


def test_withdrawn() -> None:
    """Taken back: closed, and not answered; taken up again it is opened again, without a word
    about a result that never was."""
    found = told(Withdrawn(TELLER, "solved"), NO)
    assert when(found) == {"received": 0 * DAY, "closed": DAY, "reopened": 2 * DAY}
    assert found.verdict is None
    assert not found.in_time


def test_merged() -> None:
    """A duplicate is received and closed, not answered; the main case keeps its own beginning,
    and is late by the earlier of both times."""
    assert when(told(MERGED)) == {"received": 0 * DAY, "closed": DAY}
    main = told(Absorbed(OFFICER, 2, NOW - 30 * DAY, NOW + 3 * DAY, ()))
    assert when(main) == {"received": 0 * DAY, "late": 3 * DAY}
    overdue = told(Absorbed(OFFICER, 2, NOW - 30 * DAY, NOW - DAY, ()))
    assert when(overdue) == {"received": 0 * DAY, "late": DAY}


def test_a_merge_taken_back_has_closed_nothing() -> None:
    """It was a mistake: the case goes on, and its end is the one that comes; an end before the
    merge stays."""
    back = Unmerged(OFFICER, 2, Status.IN_PROGRESS, ())
    assert when(told(MERGED, back)) == {"received": 0 * DAY}
    assert when(told(MERGED, back, RESULT, YES))["closed"] == 4 * DAY
    assert when(told(RESULT, YES, NO, MERGED, back))["closed"] == 2 * DAY
    assert "closed" not in when(told(MERGED, Rated(TELLER, 3, "", False), back))


def test_objected() -> None:
    """An objection opens a case again and takes it up; what was answered stays answered."""
    found = told(RESULT, OBJECTED, until=39 * DAY)
    assert when(found) == {"received": 0 * DAY, "answered": DAY, "reopened": 2 * DAY}
    assert when(told(RESULT, OBJECTED, until=41 * DAY))["late"] == 40 * DAY
    assert found.words["reopened"].office == VILLAGE


def test_late_is_late_for_an_office() -> None:
    """Neither while we wait for the teller nor at the very moment of the due time; an answer to
    us begins a new time."""
    assert "late" not in when(told((RESULT, DUE - NOW), until=60 * DAY))
    assert when(told((RESULT, DUE - NOW + HOUR), until=60 * DAY))["late"] == DUE - NOW
    waiting = (Asked(OFFICER, "since when?", "text"), DAY)
    assert "late" not in when(told(waiting, until=60 * DAY))
    reply = (Answered(TELLER, {}, NOW + 50 * DAY), 45 * DAY)
    assert when(told(waiting, reply, until=60 * DAY))["late"] == 50 * DAY


def test_late_and_then_answered_is_not_in_time() -> None:
    """Late once is late; an answer in time stays in time when the case is late after it was
    opened again."""
    assert not told((RESULT, DUE - NOW + HOUR), until=60 * DAY).in_time
    again = told(RESULT, NO, until=60 * DAY)
    assert when(again)["late"] == 40 * DAY
    assert again.in_time


def test_each_moment_belongs_to_the_office_that_had_the_case() -> None:
    """Received and late in the village; it climbs from there at that moment; the district answers
    and closes it."""
    climbs = (Escalated(0, 2, DISTRICT, "late"), DUE - NOW)
    found = told(climbs, (RESULT, 30 * DAY), (Lapsed(0), 40 * DAY), until=60 * DAY)
    assert {word: moment.office for word, moment in found.words.items()} == {
        "received": VILLAGE,
        "late": VILLAGE,
        "climbed": VILLAGE,
        "answered": DISTRICT,
        "closed": DISTRICT,
    }


def test_raised_by_its_teller_has_climbed() -> None:
    """Whoever takes it up, a case climbs."""
    assert "climbed" in when(told(Raised(TELLER, 1, VILLAGE, NOW + 2 * DAY)))


def test_referred() -> None:
    """It was referred when the office was asked; that office's time can be missed as well, and a
    second office changes nothing. Late is then the office that had accepted, not the village."""
    taken = Accepted(OFFICER, DINSOS, "Dinas Sosial", NOW + 20 * DAY)
    found = told(OFFERED, taken, until=30 * DAY)
    assert when(found) == {"received": 0 * DAY, "referred": DAY, "late": 20 * DAY}
    assert found.words["late"].office == DINSOS
    returned = Returned(OFFICER, DINSOS, "Dinas Sosial", Why.NO_MEANS, "no", NOW + 25 * DAY)
    again = told(OFFERED, taken, returned, Offered(*list(vars(OFFERED).values())), until=4 * DAY)
    assert when(again)["referred"] == DAY
    assert again.referred_to == "Dinas Sosial"


def test_taken_up_by_the_district() -> None:
    """From then on it is the district's; asked was by the village."""
    found = told(OFFERED, TakenUp(OFFICER, DISTRICT, "SLRT"), RESULT)
    assert (found.words["referred"].office, found.words["answered"].office) == (VILLAGE, DISTRICT)


def test_a_village_numbered_anew_keeps_its_figures() -> None:
    """What the village had under its old code is told under that of today."""
    found = told(RESULT, Renumbered(0, VILLAGE, "32.74.05.1099"), YES)
    assert {moment.office for moment in found.words.values()} == {"32.74.05.1099"}


def test_stars() -> None:
    """The first rating counts, when it was given."""
    found = told(
        RESULT, YES, Rated(TELLER, 2, "slow", True), NO, RESULT, YES, Rated(TELLER, 5, "", False)
    )
    assert found.stars == (2, NOW + 3 * DAY)


def test_what_comes_later_is_not_known_yet() -> None:
    """A report as of a moment is made of what had happened by then."""
    assert when(told(RESULT, YES, until=DAY)) == {"received": 0 * DAY, "answered": DAY}


def _by_hand(trail: Sequence[tuple[Case, e.Event, datetime]], now: datetime) -> dict[str, datetime]:
    """The same as somebody would find it who reads the case after each event."""
    closings = [at for case, _, at in trail if case.status is Status.CLOSED]
    kinds: dict[str, Any] = {"answered": Resolved, "referred": Offered}
    kinds |= {"climbed": Escalated | Raised, "reopened": Reopened | Objected}
    found = {w: [at for _, event, at in trail if isinstance(event, k)] for w, k in kinds.items()}
    stands = [(case, at, until) for (case, _, at), (_, _, until) in pairwise(trail)]
    stands.append((trail[-1][0], trail[-1][2], now))
    found["late"] = [max(case.due_at, at) for case, at, until in stands if late(case, until)]
    found |= {"closed": closings, "received": [trail[0][2]]}
    return {word: moments[0] for word, moments in found.items() if moments}


@given(st.sampled_from(sorted(OPENED)), LIVES, st.integers(0, 60 * 24))
def test_any_life_is_what_counting_by_hand_gives(
    opened: str, life: list[tuple[c.Command, int]], more: int
) -> None:
    """Whatever happens to a case, its first moments are those that its states show one by one; and
    so they are from the events alone that a store hands over."""
    trail = lived(opened, life)
    now = trail[-1][2] + timedelta(hours=more)
    history = [(event, at) for _, event, at in trail]
    found = first_times(history, now)
    assert {word: moment.at for word, moment in found.words.items()} == _by_hand(trail, now)
    assert first_times([one for one in history if type(one[0]) in READ], now) == found
    held = {case.office for case, _, _ in trail}
    assert {moment.office for moment in found.words.values()} <= held


def test_words_and_events_are_known() -> None:
    """Every word has happened to somebody, and every event that is read can be stored."""
    seen = told(OFFERED, Raised(TELLER, 1, VILLAGE, NOW), RESULT, YES, NO, until=60 * DAY)
    assert seen.words.keys() == set(WORDS)
    assert set(KINDS.values()) >= READ
    assert Merged in READ
