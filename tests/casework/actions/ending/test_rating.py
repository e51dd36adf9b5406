"""Stars: once for each end, within two weeks, and few of them open a case once."""

from datetime import timedelta
from typing import Any

import pytest

from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.rating import RATE_WITHIN, Rate, Rated
from casework.actions.ending.resolution import Reopen, Resolve, Withdraw
from casework.case.model import Case, Decision, SaidBy, Status, Verdict
from tests.casework.cases import NOW, OFFICER, TELLER, having, standing, told
from tests.casework.test_lifecycle import refused

S = Status


def closed(**changed: Any) -> Case:
    return standing(S.CLOSED, owner=OFFICER, **changed)


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_a_good_rating_is_kept(stars: int) -> None:
    """Three stars and more are kept with their line, and the case stays as it is."""
    case, events = told(closed(), Rate(TELLER, stars, "kind people"))
    assert events == (Rated(TELLER, stars, "kind people", False),)
    assert (case.ending.rating, case.status, case.closed_at, case.ending.second_look) == (
        stars,
        S.CLOSED,
        NOW,
        False,
    )


@pytest.mark.parametrize("stars", [1, 2])
def test_few_stars_open_the_case_for_the_coordinator(stars: int) -> None:
    """One or two stars open the case again for the coordinator, with a new due time."""
    case, events = told(closed(), Rate(TELLER, stars, "slow"))
    assert [event.kind for event in events] == ["rated", "reopened"]
    assert (case.status, case.level, case.owner, case.ending.rating, case.ending.second_look) == (
        S.REVIEWED,
        1,
        None,
        stars,
        True,
    )
    assert case.due_at > NOW


@pytest.mark.parametrize("stars", [1, 2])
def test_who_declines_is_not_opened(stars: int) -> None:
    """The rating counts all the same; the case stays closed, and could still be opened by a later
    one."""
    case, events = told(closed(), Rate(TELLER, stars, "", reopen=False))
    assert (len(events), case.ending.rating, case.status, case.ending.second_look) == (
        1,
        stars,
        S.CLOSED,
        False,
    )


def test_stars_open_a_case_only_once() -> None:
    """After the second end few stars are kept and open nothing."""
    case, _ = told(closed(), Rate(TELLER, 1))
    case, _ = told(case, Resolve(OFFICER, Decision.HELPED, "done"))
    case, _ = told(case, Confirm(TELLER, Verdict.FIXED, ""))
    assert case.ending.rating is None
    case, events = told(case, Rate(TELLER, 1))
    assert (len(events), case.ending.rating, case.status) == (1, 1, S.CLOSED)


@pytest.mark.parametrize("stars", [-1, 0, 6, 99])
def test_no_other_stars(stars: int) -> None:
    """A forged button with other stars is refused."""
    assert refused(closed(), Rate(TELLER, stars)) == "refused.rate.stars"


def test_one_rating_for_one_end() -> None:
    """A second rating of the same end is refused, and the first stands."""
    case, _ = told(closed(), Rate(TELLER, 4))
    assert refused(case, Rate(TELLER, 1)) == "refused.rate.done"


def test_a_rating_comes_within_two_weeks() -> None:
    """On the fourteenth day to the second a rating counts; a second later it does not."""
    assert timedelta(days=14) == RATE_WITHIN
    assert told(closed(), Rate(TELLER, 5), NOW + RATE_WITHIN)[0].ending.rating == 5
    late = NOW + RATE_WITHIN + timedelta(seconds=1)
    assert refused(closed(), Rate(TELLER, 5), late) == "refused.rate.over"


@pytest.mark.parametrize(
    "ended",
    [{"verdict": None, "said_by": None}, {"verdict": Verdict.FIXED, "said_by": SaidBy.TELLER_ONLY}],
)
def test_only_who_said_that_it_is_over_rates(ended: dict[str, Any]) -> None:
    """What the clock has closed, with or without hearsay, or what was taken back, has no rating."""
    assert refused(closed(**ended), Rate(TELLER, 5)) == "refused.rate.over"


def test_opening_by_hand_keeps_the_rating_until_the_next_end() -> None:
    """A case that is opened again within 30 days may be rated anew once it has ended anew."""
    case, _ = told(closed(rating=5), Reopen(TELLER, ""))
    assert case.ending.rating == 5
    ended, _ = told(
        having(case, status=S.RESOLVED, decision=closed().ending.decision),
        Confirm(TELLER, Verdict.FIXED, ""),
    )
    assert ended.ending.rating is None
    assert isinstance(told(ended, Rate(TELLER, 3))[1][0], Rated)


def test_taking_back_ends_without_a_word_to_rate() -> None:
    """Who takes a report back, has said nothing about how it was."""
    case, _ = told(standing(S.RESOLVED), Withdraw(TELLER, "solved"))
    assert refused(case, Rate(TELLER, 5)) == "refused.rate.over"


def test_the_same_stars_again_are_thanked_for() -> None:
    """Few stars that have opened the case are not called a step that is not possible; other stars
    are."""
    case, _ = told(closed(), Rate(TELLER, 1, "slow"))
    assert refused(case, Rate(TELLER, 1)) == "refused.rate.done"
    assert refused(case, Rate(TELLER, 2)) == "refused.status.reviewed"
