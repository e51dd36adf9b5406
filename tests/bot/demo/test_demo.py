"""The demo's clock and its phones."""

from datetime import timedelta

from bot.demo.cases import PEOPLE
from bot.demo.demo import OPENS, TITLES, DemoClock


def test_the_clock_begins_at_the_opening_and_can_be_moved() -> None:
    """It shows the office's Monday morning, and any other moment it was moved to."""
    clock = DemoClock()
    assert timedelta(0) <= clock.now() - OPENS < timedelta(minutes=5)
    clock.move_to(OPENS + timedelta(days=3))
    assert timedelta(0) <= clock.now() - OPENS - timedelta(days=3) < timedelta(minutes=5)


def test_every_phone_has_a_title() -> None:
    """What stands above the phones is said for each person."""
    assert len(TITLES) == len(PEOPLE)
