"""One case out of two and taking it back: what is refused, the earliest start wins, and an undo
leaves no trace."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework import lifecycle
from casework.actions.assignment import Claim
from casework.actions.duplicates import co_reporting as j
from casework.actions.duplicates import merging, unmerging
from casework.actions.duplicates.kept_bells import due_kinds
from casework.actions.duplicates.merging import Absorb, Merge, Merged
from casework.actions.duplicates.unmerging import Release, Unmerge
from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.resolution import Reopen, Resolved
from casework.actions.objection import Object
from casework.actions.question import Answer
from casework.actions.referral import Refer
from casework.case import events as e
from casework.case.model import Case, Decision, Refused, Status, Urgency, Verdict
from casework.case.number import number
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from tests.casework.cases import (
    ASKED,
    DINSOS,
    DISTRICT,
    MAIN,
    NEIGHBOUR,
    NOW,
    OFFICER,
    OTHER,
    POLICY,
    TELLER,
    VILLAGE,
    after,
    filed,
    having,
    standing,
    told,
)
from tests.casework.shipped import texts
from tests.casework.test_lifecycle_properties import LIVES, lived

S, FIXED = Status, Verdict.FIXED
DUPLICATE = filed()[0]
WORKED_ON = sorted(lifecycle.ALLOWED[Merge])
HOUR = timedelta(hours=1)
Trail = list[tuple[e.Event, datetime]]


def refusal(case: Case, main: Case | None, *, confirmed: bool = False, at: datetime = NOW) -> str:
    """The text key with which a merge is refused; both languages have it."""
    before = replace(case)
    with pytest.raises(Refused) as caught:
        lifecycle.decide(case, Merge(OFFICER, 1, confirmed, main), at, POLICY)
    assert case == before
    assert all(caught.value.key in texts(language) for language in ("id", "en"))
    return caught.value.key


# ---- refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("duplicate", "main", "key"),
    [
        ({}, {"id": DUPLICATE.id}, "merge.itself"),
        ({}, {"village": "32.75.01.1001"}, "merge.district"),
        ({}, {"status": S.RESOLVED}, "merge.closed"),
        ({}, {"status": S.CLOSED}, "merge.closed"),
        ({"confidential": True, "office": DISTRICT}, {}, "merge.private"),
        ({}, {"confidential": True, "office": DISTRICT}, "merge.private"),
        ({"confidential": True}, {"confidential": True}, "merge.private"),
        ({"service": "violence"}, {}, "merge.private"),
        ({}, {"service": "violence"}, "merge.private"),
        ({"urgency": Urgency.EMERGENCY}, {}, "merge.urgent"),
        ({}, {}, "merge.unconfirmed"),
        ({}, {"village": OTHER}, "merge.unconfirmed"),
        ({"village": ""}, {"village": ""}, "merge.unconfirmed"),
    ],
)
def test_what_is_not_merged(duplicate: dict[str, Any], main: dict[str, Any], key: str) -> None:
    """Itself, another district, ended, private and less urgent cases, and whatever the officer has
    not confirmed."""
    assert refusal(replace(DUPLICATE, **duplicate), replace(MAIN, **main)) == f"refused.{key}"


def test_a_case_that_is_not_there_is_not_merged_with() -> None:
    """A number without a case, or of a case that the officer does not see, is unknown."""
    assert refusal(DUPLICATE, None) == "refused.unknown_case"


def test_private_cases_of_one_teller_may_be_one() -> None:
    """Who told the same thing twice in confidence learns nothing by a merge."""
    private = {"confidential": True, "office": DISTRICT}
    case, _ = told(
        replace(DUPLICATE, **private),
        Merge(OFFICER, 1, True, into=replace(MAIN, teller=TELLER, **private)),
    )
    assert case.status is S.CLOSED


def test_confirmed_the_villages_may_differ() -> None:
    """Said twice, two villages of the district are merged; two districts still are not."""
    case, _ = told(DUPLICATE, Merge(OFFICER, 1, confirmed=True, into=replace(MAIN, village=OTHER)))
    assert case.ending.merged_into == MAIN.id
    assert (
        refusal(DUPLICATE, replace(MAIN, village="32.75.01.1001"), confirmed=True)
        == "refused.merge.district"
    )


@pytest.mark.parametrize(
    ("duplicate", "main", "unlike"),
    [
        ({}, {}, ()),
        ({}, {"village": OTHER}, ("village",)),
        ({"village": ""}, {"village": ""}, ("village",)),
        ({}, {"service": "road"}, ("service",)),
        ({}, {"teller": TELLER + 50}, ("people",)),
        (
            {"intake": {"sufferer": "Mbah  Satu"}},
            {"teller": TELLER + 50, "intake": {"sufferer": "mbah satu"}},
            (),
        ),
        ({"intake": {"sufferer": "Mbah Satu"}}, {"intake": {"sufferer": "Mbah Dua"}}, ("people",)),
        ({"intake": {"place": "RT 02/03"}}, {"intake": {"place": "RT 2 RW 05"}}, ("place",)),
        ({"intake": {"place": "rt 1"}}, {"intake": {"place": "RT.02 RW 05"}}, ("place",)),
        ({"intake": {"place": "RW 3"}}, {"intake": {"place": "rw. 05"}}, ("place",)),
        ({"intake": {"place": "RT 02/RW 03"}}, {"intake": {"place": "rt2 rw3"}}, ()),
        ({"intake": {"place": "gang mawar"}}, {"intake": {"place": "RT 02/03"}}, ()),
    ],
)
def test_in_what_two_cases_are_unlike(
    duplicate: dict[str, Any], main: dict[str, Any], unlike: tuple[str, ...]
) -> None:
    """Village, service, and whose trouble it is: who was named by a neighbour counts, else the
    teller."""
    alike = {
        "teller": TELLER,
        "service": DUPLICATE.service,
        "village": DUPLICATE.village,
        "intake": {},
    }
    one, other = having(DUPLICATE, **(alike | duplicate)), having(MAIN, **(alike | main))
    assert merging.differences(one, other) == unlike


# ---- merged --------------------------------------------------------------------------------------


def test_a_duplicate_is_closed_with_a_result_that_names_the_main_case() -> None:
    """Closed as a duplicate, pointing at the case that goes on, under which everything is found."""
    case, (event,) = told(DUPLICATE, Merge(OFFICER, 1, True, into=MAIN))
    assert (case.status, case.ending.decision, case.ending.merged_into, case.closed_at) == (
        S.CLOSED,
        Decision.DUPLICATE,
        MAIN.id,
        NOW,
    )
    assert isinstance(event, Merged)
    assert event.result == number(MAIN.id)


@pytest.mark.parametrize("hours", [-30, 0, 30])
def test_the_earliest_start_wins(hours: int) -> None:
    """The main case begins and is due with whichever of the two is earlier, and its late bells move
    along."""
    other = replace(
        DUPLICATE, opened_at=MAIN.opened_at + hours * HOUR, due_at=MAIN.due_at + hours * HOUR
    )
    late = Bell("late", OfCase(MAIN.id), "1.0", MAIN.due_at)
    main, (event,) = told(MAIN, Absorb(OFFICER, other, (TELLER,), (late,)))
    earlier = min(hours, 0) * HOUR
    assert (main.opened_at, main.due_at) == (MAIN.opened_at + earlier, MAIN.due_at + earlier)
    assert main.others == 1
    moved = unmerging.bells(main, event, POLICY).bells
    assert [b.due_at for b in moved] == ([main.due_at] if hours < 0 else [])


def test_overdue_at_once_climbs_once() -> None:
    """A main case that becomes late by a merge asks the next level, not all of them in one
    moment."""
    late = tuple(Bell("late", OfCase(MAIN.id), f"1.{i}", MAIN.due_at + i * HOUR) for i in range(4))
    other = replace(DUPLICATE, due_at=NOW - 90 * 24 * HOUR)
    main, (event,) = told(MAIN, Absorb(OFFICER, other, (), late))
    assert len(unmerging.bells(main, event, POLICY).bells) == 1


# ---- taken back ----------------------------------------------------------------------------------


def _undo(
    case: Case, main: Case, trail: Trail, bells: dict[int, tuple[Bell, ...]], at: datetime
) -> tuple[Any, ...]:
    """Both cases and their bells after a merge that was undone at ``at``; ``bells`` are those that
    wait by case."""
    late = tuple(b for b in bells[main.id] if b.kind in due_kinds(POLICY))
    merged, (closed,) = told(case, Merge(OFFICER, main.id, True, main, bells[case.id]), NOW)
    grown, (absorbed,) = told(main, Absorb(OFFICER, case, (case.teller,), late), NOW)
    assert isinstance(closed, Merged)
    moved = unmerging.bells(grown, absorbed, POLICY)
    here = moved.bells if moved.stopped else late
    apart, (back,) = told(merged, Unmerge(OFFICER, closed, grown), at)
    command = Release(OFFICER, case.id, (*trail, (absorbed, NOW)), (case.teller,), here)
    alone, (released,) = told(grown, command, at)
    return (
        apart,
        alone,
        unmerging.bells(apart, back, POLICY).bells,
        unmerging.bells(alone, released, POLICY).bells,
    )


@given(LIVES, LIVES, st.integers(0, 240))
@example([(Claim(OFFICER), 1), (Refer(OFFICER, DINSOS, "words"), 1)], [], 0)
@example([], [(Claim(OFFICER), 1), (Refer(OFFICER, DINSOS, "words"), 1)], 0)
def test_an_undone_merge_leaves_no_trace(one: Any, two: Any, hours: int) -> None:
    """Whatever their lives were: merged and parted again, two cases and their bells are as before,
    but for versions."""
    case, _, _ = lived("plain", one)[-1]
    life = lived("plain", two)
    main, trail = (
        replace(life[-1][0], id=MAIN.id, key="main", teller=NEIGHBOUR),
        [(x, at) for _, x, at in life],
    )
    if case.status not in WORKED_ON:
        return
    if main.status not in lifecycle.ALLOWED[Absorb]:
        return
    if case.referral is not None:
        assert refusal(case, main, confirmed=True) == "refused.referral.offered"
        return
    waiting = POLICY.followups["late"].while_in
    bells = {
        x.id: (Bell("late", OfCase(x.id), "1.0", x.due_at),) if x.status in waiting else ()
        for x in (case, main)
    }
    apart, alone, his, hers = _undo(case, main, trail, bells, NOW + timedelta(hours=hours))
    assert replace(apart, version=case.version) == case
    assert replace(alone, version=main.version) == main
    assert his == bells[case.id]
    assert hers == bells[main.id]


def test_what_has_happened_meanwhile_stays() -> None:
    """An officer who claimed the main case keeps it; only its beginning and its due time go
    back."""
    old = replace(DUPLICATE, opened_at=NOW - 50 * HOUR, due_at=MAIN.due_at - 50 * HOUR)
    first = filed()[1]
    main, (absorbed,) = told(MAIN, Absorb(OFFICER, old, (TELLER,)))
    main, (claimed,) = told(main, Claim(OFFICER))
    trail = ((first, NOW), (absorbed, NOW), (claimed, NOW))
    main, _ = told(main, Release(OFFICER, old.id, trail, (TELLER,)))
    assert (main.owner, main.status, main.opened_at, main.due_at) == (
        OFFICER,
        S.IN_PROGRESS,
        NOW,
        MAIN.due_at,
    )


def test_of_two_duplicates_the_other_still_counts() -> None:
    """Taking the first merge back keeps the start of the second, whichever was earlier."""
    first, second = (
        replace(DUPLICATE, id=i, opened_at=NOW - i * HOUR, due_at=MAIN.due_at - i * HOUR)
        for i in (3, 2)
    )
    trail: Trail = [(filed()[1], NOW)]
    main = MAIN
    for other in (first, second):
        main, (absorbed,) = told(main, Absorb(OFFICER, other))
        trail.append((absorbed, NOW))
    main, _ = told(main, Release(OFFICER, first.id, tuple(trail)))
    assert (main.opened_at, main.due_at) == (NOW - 2 * HOUR, MAIN.due_at - 2 * HOUR)


def test_a_new_clock_is_not_turned_back() -> None:
    """Once the teller has answered, the due time is the answer's; taking the merge back does not
    touch it."""
    old = replace(DUPLICATE, due_at=MAIN.due_at - 50 * HOUR)
    waiting = replace(MAIN, status=S.WAITING)
    main, (absorbed,) = told(waiting, Absorb(OFFICER, old))
    main, (answered,) = told(main, ASKED[Answer], NOW + 48 * HOUR)
    main, _ = told(
        main,
        Release(OFFICER, old.id, ((filed()[1], NOW), (absorbed, NOW), (answered, NOW + 48 * HOUR))),
    )
    assert main.due_at == POLICY.due(MAIN.service, MAIN.urgency, NOW + 48 * HOUR)


def undo_refusal(case: Case, main: Case, at: datetime) -> str:
    with pytest.raises(Refused) as caught:
        lifecycle.decide(
            case, Unmerge(OFFICER, Merged(OFFICER, main.id, S.RECEIVED, ()), main), at, POLICY
        )
    return caught.value.key


def test_when_a_merge_can_not_be_taken_back() -> None:
    """Not after ten days, not when nothing was merged, and not below a merge that came later."""
    merged = standing(S.CLOSED, merged_into=MAIN.id, decision=Decision.DUPLICATE)
    last = NOW + timedelta(days=10)
    assert told(merged, ASKED[Unmerge], last)[0].status is S.RECEIVED
    assert undo_refusal(merged, MAIN, last + timedelta(seconds=1)) == "refused.unmerge.too_late"
    assert undo_refusal(standing(S.CLOSED), MAIN, NOW) == "refused.unmerge.not_merged"
    assert undo_refusal(merged, having(MAIN, merged_into=7), NOW) == "refused.unmerge.later"


@pytest.mark.parametrize("ended", [S.RESOLVED, S.CLOSED])
def test_an_emergency_that_is_over_is_not_parted(ended: Status) -> None:
    """An old button would ring everybody for what has its result; other reports may be parted."""
    merged = standing(S.CLOSED, merged_into=MAIN.id, decision=Decision.DUPLICATE)
    fire, over = replace(merged, urgency=Urgency.EMERGENCY), replace(MAIN, status=ended)
    assert undo_refusal(fire, over, NOW) == "refused.unmerge.over"
    asked = Unmerge(OFFICER, Merged(OFFICER, MAIN.id, S.RECEIVED, ()), over)
    assert told(merged, asked)[0].status is S.RECEIVED


def test_its_teller_may_open_a_duplicate_again() -> None:
    """Who says that their trouble was another one is not held by a merge."""
    merged = standing(S.CLOSED, merged_into=MAIN.id, decision=Decision.DUPLICATE)
    case, _ = told(merged, Reopen(TELLER, "another road"))
    assert (case.status, case.ending.merged_into, case.ending.decision) == (S.REVIEWED, None, None)


def test_an_objection_to_a_merge_ends_it() -> None:
    """Who objects to being a duplicate has a case of their own again: what ends it later is not
    taken back as a merge, and a later merge is taken back to where the case stood before it."""
    merged = standing(S.CLOSED, merged_into=MAIN.id, decision=Decision.DUPLICATE)
    case, _ = told(merged, Object(TELLER, "another road"))
    assert (case.status, case.ending.merged_into) == (S.REVIEWED, None)
    ended = after(case, Resolved(OFFICER, Decision.HELPED, "mended"), Confirmed(TELLER, FIXED, ""))
    with pytest.raises(Refused) as caught:
        told(ended, Unmerge(OFFICER, merged=None, into=MAIN))
    assert caught.value.key == "refused.unmerge.not_merged"
    again, events = told(case, Merge(OFFICER, MAIN.id, confirmed=True, into=MAIN))
    second = next(event for event in events if isinstance(event, Merged))
    back, _ = told(again, Unmerge(OFFICER, merged=second, into=MAIN))
    assert (back.status, back.ending.merged_into) == (S.REVIEWED, None)


# ---- joining -------------------------------------------------------------------------------------


def test_further_tellers_are_counted() -> None:
    """Who joins counts once, however often they tell; who leaves does not count any more."""
    case = after(DUPLICATE, j.Joined(NEIGHBOUR, {}, False), j.Joined(NEIGHBOUR, {}, True))
    assert case.others == 1
    assert after(case, j.Left(NEIGHBOUR)).others == 0


@pytest.mark.parametrize("changed", [{"confidential": True}, {"service": "violence"}])
def test_nobody_joins_a_private_case(changed: dict[str, Any]) -> None:
    """To who tries, a confidential or sensitive case does not exist."""
    with pytest.raises(Refused) as caught:
        lifecycle.decide(replace(DUPLICATE, **changed), j.Join(NEIGHBOUR, {}), NOW, POLICY)
    assert caught.value.key == "refused.unknown_case"
    assert lifecycle.decide(replace(DUPLICATE, village=VILLAGE), j.Join(NEIGHBOUR, {}), NOW, POLICY)


@pytest.mark.parametrize(
    ("here", "there", "place"),
    [
        (None, "RT 05 RW 02, belakang pasar", "RT 05 RW 02, belakang pasar"),
        ("dekat pasar", "RT 05 RW 02", "RT 05 RW 02"),
        ("RT 05 RW 02", "belakang pasar", "RT 05 RW 02"),
        ("RT 05", None, "RT 05"),
    ],
)
def test_the_better_address_goes_on(here: str | None, there: str | None, place: str) -> None:
    """One where there was none, one with an RT where there was none; taken back, each has its own
    again."""
    main = replace(MAIN, intake=replace(MAIN.intake, place=here))
    other = replace(DUPLICATE, intake=replace(DUPLICATE.intake, place=there))
    grown, (absorbed,) = told(main, Absorb(OFFICER, other, (TELLER,)))
    assert grown.intake.place == place
    trail = ((filed()[1], NOW), (absorbed, NOW))
    assert told(grown, Release(OFFICER, other.id, trail, (TELLER,)))[0].intake.place == here


@pytest.mark.parametrize("own", [True, False])
def test_a_number_goes_on_with_its_teller_only(own: bool) -> None:
    """The same person has left it in the other report; a neighbour's number is the neighbour's."""
    other = replace(
        DUPLICATE,
        teller=MAIN.teller if own else TELLER,
        intake=replace(DUPLICATE.intake, phone="+6281234567890"),
    )
    main = replace(MAIN, intake=replace(MAIN.intake, phone=None))
    assert told(main, Absorb(OFFICER, other))[0].intake.phone == ("+6281234567890" if own else None)
