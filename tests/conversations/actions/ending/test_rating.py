"""Stars: what few and many of them lead to, and who hears of it."""

import pytest

from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.rating import Rate, Rated
from casework.case.model import Status, Verdict
from conversations.protocol.effects import Brief
from conversations.protocol.notice import COORDINATOR, OWNER, TELLER
from tests.casework.cases import TELLER as WHO_TOLD
from tests.casework.cases import standing
from tests.conversations.speaker import (
    CASE,
    Speaker,
    taps,
    told,
)


def test_many_stars_are_two_taps() -> None:
    """Three stars and more: the star, and a line or nothing."""
    speaker = Speaker().tap(f"rt:{CASE}:5")
    assert speaker.asked == "words"
    assert speaker.press(":-").did(Rate) == [Rate(7, 5, "", True)]


@pytest.mark.parametrize(("answer", "reopen"), [("yes", True), ("no", False)])
def test_few_stars_ask_before_they_open(answer: str, reopen: bool) -> None:
    """One or two stars ask first whether the case shall be opened, and either is the person's
    choice."""
    speaker = Speaker().tap(f"rt:{CASE}:1")
    assert speaker.asked == "reopen"
    assert speaker.press(f":reopen:{answer}").write("lama sekali").did(Rate) == [
        Rate(7, 1, "lama sekali", reopen)
    ]


def test_the_second_time_nothing_is_offered() -> None:
    """Where few stars have opened the case before, they are not said to do so again."""
    case = standing(Status.CLOSED, second_look=True)
    stars = [
        tap
        for tap in taps(told(case, Confirmed(WHO_TOLD, Verdict.FIXED, ""))[TELLER])
        if tap.startswith("rt:")
    ]
    assert stars == [f"rt:{case.id}:{n}:x" for n in range(1, 6)]
    speaker = Speaker().tap(stars[0])
    assert (speaker.asked, speaker.press(":-").did(Rate)) == ("words", [Rate(7, 1, "", False)])


@pytest.mark.parametrize("tap", [f"rt:{CASE}:6", f"rt:{CASE}:0", f"rt:{CASE}:", f"rt:{CASE}:five"])
def test_forged_stars_ask_again(tap: str) -> None:
    """Stars that there are not lead to the question, never to a rating."""
    speaker = Speaker().tap(tap)
    assert (speaker.asked, speaker.did(Rate)) == ("stars", [])


@pytest.mark.parametrize(
    ("event", "who"),
    [
        (Rated(WHO_TOLD, 5, "", False), {TELLER}),
        (Rated(WHO_TOLD, 3, "slow", False), {TELLER, OWNER}),
        (Rated(WHO_TOLD, 2, "", False), {TELLER, COORDINATOR}),
        (Rated(WHO_TOLD, 1, "slow", True), set()),
    ],
)
def test_who_hears_of_a_rating(event: Rated, who: set[str]) -> None:
    """Few stars reach the coordinator, words whoever had the case; of a reopening its own event
    tells."""
    assert set(told(standing(Status.CLOSED), event)) == who


def test_other_stars_take_the_place_of_the_first() -> None:
    """Who meant five and not one is asked about five only."""
    speaker = Speaker().tap(f"rt:{CASE}:1").tap(f"rt:{CASE}:5", after=0.5)
    assert (speaker.asked, len(speaker.talk.drafts)) == ("words", 1)
    assert speaker.press(":-").did(Rate) == [Rate(7, 5, "", True)]


def test_stars_of_a_case_that_is_open_again_ask_nothing() -> None:
    """Once the case is looked at again, its old stars open no form."""
    speaker = Speaker(cases=(Brief(CASE, "pkh", "reviewed"),)).tap(f"rt:{CASE}:1")
    assert (speaker.keys, speaker.talk.drafts) == (["rate.open"], ())
