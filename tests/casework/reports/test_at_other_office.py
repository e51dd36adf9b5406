"""What another office had to do with a case, read from hand-made trails."""

from datetime import datetime, timedelta

import pytest

from casework.actions.referral import Done, Offered, Recalled
from casework.actions.referral_answer import Accepted, Returned, Why
from casework.case.events import Event
from casework.policy.offices import Channel
from casework.reports.at_other_office import counted, last_ended, moments
from tests.casework.cases import BAZNAS, DINSOS, DUE, NOW, OFFICER, filed

FILED = filed()[1]
DAY = timedelta(days=1)


def offer(to: str = DINSOS, days: int = 2) -> Offered:
    return Offered(OFFICER, to, to, Channel.BOT, "please", False, "", NOW + days * DAY)


ACCEPTED = Accepted(1, DINSOS, "Dinsos", DUE)
BACK = Returned(1, DINSOS, "Dinsos", Why.OTHER, "no", DUE)
DONE = Done(1, DINSOS, "Dinsos")
GONE = Recalled(1, DINSOS, "Dinsos", DUE)


@pytest.mark.parametrize(
    ("events", "how"),
    [
        ([offer()], None),
        ([offer(), ACCEPTED], None),
        ([offer(), BACK], "returned"),
        ([offer(), GONE], "recalled"),
        ([offer(), ACCEPTED, DONE], "done"),
        ([offer(), BACK, offer()], None),
        ([offer(), BACK, offer(BAZNAS)], "returned"),
        ([offer(BAZNAS), DONE], None),
        ([], None),
    ],
)
def test_how_a_referral_ended(events: list[object], how: str | None) -> None:
    """The last one to this office, once it is over."""
    trail = [(FILED, NOW), *((event, NOW + n * DAY) for n, event in enumerate(events, 1))]
    ended = last_ended(trail, DINSOS)  # type: ignore[arg-type]
    assert (ended.how if ended else None) == how


@pytest.mark.parametrize(("answered_after", "late"), [(1, False), (3, True), (None, True)])
def test_an_offer_that_nobody_answered_is_late(answered_after: int | None, late: bool) -> None:
    """By the time that it was given, whatever came later."""
    trail = [(FILED, NOW), (offer(), NOW)]
    trail += [(BACK, NOW + answered_after * DAY)] if answered_after else []  # type: ignore[list-item]
    found = moments(trail, DINSOS, NOW + 4 * DAY)  # type: ignore[arg-type]
    assert ("late" in found) is late
    assert found["received"] == NOW


@pytest.mark.parametrize(
    ("end", "after", "late"),
    [
        (DONE, 2, False),
        (DONE, 5, True),
        (BACK, 5, True),
        (GONE, 2, False),
        (None, 0, True),
        (Done(1, BAZNAS, "Baznas"), 2, True),
    ],
)
def test_a_result_that_came_late_or_not_at_all_is_late(
    end: Event | None, after: int, late: bool
) -> None:
    """By the day that the office was given when it accepted, and its own lateness from then on."""
    trail: list[tuple[Event, datetime]] = [(FILED, NOW), (offer(), NOW)]
    due = NOW + 3 * DAY
    trail.append((Accepted(1, DINSOS, "Dinsos", due), NOW + DAY))
    trail += [(end, NOW + after * DAY)] if end else []
    found = moments(trail, DINSOS, NOW + 6 * DAY)
    assert found.get("late") == (due if late else None)
    assert counted([found], NOW, NOW + 6 * DAY)["late"] == late


def test_an_office_is_not_late_before_its_day() -> None:
    """Whatever the village had promised."""
    trail: list[tuple[Event, datetime]] = [(FILED, NOW), (offer(), NOW)]
    trail.append((Accepted(1, DINSOS, "Dinsos", NOW + 3 * DAY), NOW + DAY))
    assert "late" not in moments(trail, DINSOS, NOW + 2 * DAY)


def test_who_was_never_asked_counts_nothing() -> None:
    """A case of others."""
    assert moments([(FILED, NOW), (offer(BAZNAS), NOW)], DINSOS, NOW + DAY) == {}


def test_words_count_in_the_month_of_their_moment() -> None:
    """From the first moment on, up to the last, which belongs to what follows."""
    found = [{"received": NOW}, {"received": NOW + DAY}]
    assert counted(found, NOW, NOW + DAY)["received"] == 1
