"""Whoever gives a case to somebody, takes it or has it back stands in its history once."""

from datetime import UTC, datetime

import pytest

from casework.actions.assignment import Assigned, HandedOver
from casework.case.events import Event
from conversations.case_pages.history import trail_line
from tests.conversations.speaker import TEXTS

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
NAMES = {11: "Koordinator", 12: "Petugas depan", 13: "Petugas pelayanan"}


@pytest.mark.parametrize(
    ("event", "who"),
    [
        (HandedOver(11, 11, had=11), "Koordinator"),
        (HandedOver(11, 12, had=11), "Koordinator → Petugas depan"),
        (HandedOver(11, 12, had=12), "Koordinator → Petugas depan"),
        (HandedOver(11, 11, had=12), "Petugas depan → Koordinator"),
        (Assigned(11, 11), "Koordinator"),
        (Assigned(11, 12), "Koordinator → Petugas depan"),
    ],
)
def test_nobody_stands_twice(event: Event, who: str) -> None:
    """Nor does who had it before, where that is one of the two."""
    line = TEXTS.plain("id", trail_line(event, AT, names=NAMES))
    assert who in line
    assert sum(line.count(name) for name in NAMES.values()) == who.count("→") + 1


def test_a_third_is_named() -> None:
    """A neighbour: somebody else had it until then."""
    line = TEXTS.plain("id", trail_line(HandedOver(11, 12, had=13), AT, names=NAMES))
    assert all(name in line for name in NAMES.values())
