"""A date that must lie ahead is asked for with sensible days as buttons, and any other may still be
typed."""

from datetime import date

import pytest

from casework.case.model import Role
from conversations.content.dates_ahead import offered
from conversations.protocol.effects import Say
from tests.conversations.speaker import CASE, Speaker, resident

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (MONDAY, {"tomorrow": 24, "monday": 30, "two_weeks": 7, "month": 23}),
        (FRIDAY, {"monday": 30, "week": 4, "two_weeks": 11, "month": 27}),  # no Saturday
        (date(2026, 11, 29), {"tomorrow": 30, "week": 6, "two_weeks": 13, "month": 29}),
    ],
)
def test_days_that_make_sense(today: date, days: dict[str, int]) -> None:
    """Tomorrow if the office works then, the next Monday, in one week and two, and in a month; no
    day twice."""
    assert {name: day.day for name, day in offered(today, 30).items()} == days


def test_only_later_than_what_is_promised() -> None:
    """A neighbour: what is due on the eighth anyway is not put off to the day before; and a short
    limit offers nothing beyond it."""
    later = offered(MONDAY, 30, after=date(2026, 12, 7))
    assert list(later) == ["month"]
    assert list(offered(MONDAY, 7)) == ["tomorrow", "monday"]


def asked(speaker: Speaker) -> Say:
    return next(e for e in speaker.effects if isinstance(e, Say))


def dates(said: Say) -> list[str]:
    found = [b.tap.data().rpartition(":")[2] for row in said.buttons for b in row]
    return [one for one in found if one[:1] == "2"]


def test_a_tap_answers() -> None:
    """The day of the button goes on to the reason; a typed one does, too."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:postpone:{CASE}")
    days = dates(asked(speaker))
    assert len(days) >= 3
    speaker.press(f":until:{days[0]}")
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.answers["until"] == days[0]
    assert "postpone.why.ask" in repr(asked(speaker).text)


def test_an_old_button_is_asked_again() -> None:
    """A neighbour: a day that is not offered any more."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:postpone:{CASE}")
    assert speaker.talk.draft is not None
    speaker.tap(f"f:{speaker.talk.draft.id}:until:2020-01-01")
    assert "until" not in speaker.talk.draft.answers
