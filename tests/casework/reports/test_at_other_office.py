"""What another office had to do with a case, read from hand-made trails."""

from datetime import timedelta

import pytest

from casework.actions.referral import Done, Offered, Recalled
from casework.actions.referral_answer import Accepted, Returned, Why
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


def test_who_was_never_asked_counts_nothing() -> None:
    """A case of others."""
    assert moments([(FILED, NOW), (offer(BAZNAS), NOW)], DINSOS, NOW + DAY) == {}


def test_words_count_in_the_month_of_their_moment() -> None:
    """From the first moment on, up to the last, which belongs to what follows."""
    found = [{"received": NOW}, {"received": NOW + DAY}]
    assert counted(found, NOW, NOW + DAY)["received"] == 1
