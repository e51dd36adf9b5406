"""Whoever may read the address gets the pin: in words on the page, and as a place to tap."""

from dataclasses import replace
from typing import Any

import pytest

from casework.actions.correspondence import Added
from casework.actions.duplicates.co_reporting import Joined
from casework.actions.ending.completion import Completed
from casework.actions.question import Answered
from casework.case import events as e
from casework.case.intake import Intake
from casework.case.map_pin import MapPin
from casework.case.model import Membership, Role, Status, Urgency
from conversations.case_pages import map_pins
from conversations.case_pages.case import Page, case_page, more
from tests.casework.cases import NOW, OFFICER, ONE_OF_EACH, TELLER, VILLAGE, standing
from tests.conversations.speaker import CONTENT, TEXTS

OFFICE = Membership(Role.FRONT_OFFICE, VILLAGE)
HALL = MapPin(-6.7305, 108.5511, "Balai RW 03", "Jl. Kesambi Dalam 12")
PLACE = "Balai RW 03, Jl. Kesambi Dalam 12 (-6.73050, 108.55110)"
STORY: dict[str, Any] = {
    "texts": [],
    "files": [],
    "location": [HALL.latitude, HALL.longitude],
    "venue": [HALL.title, HALL.address],
}
FILED = next(event for event in ONE_OF_EACH if isinstance(event, e.Filed))
PINNED = Intake(place="RT 4", pin=HALL.dump())
SHOWN: list[e.Event] = [
    replace(FILED, intake=Intake(story=STORY)),
    replace(FILED, intake=PINNED),
    Completed(TELLER, VILLAGE, VILLAGE, 1, False, PINNED),
    Added(TELLER, STORY),
    Answered(TELLER, {"kind": "story", "value": STORY}, NOW),
    Answered(TELLER, {"kind": "location", "value": [*STORY["location"], *STORY["venue"]]}, NOW),
]


def page(event: e.Event, *roles: Membership, **more: Any) -> Page:
    case = standing(Status.IN_PROGRESS, **more)
    return Page(case, ((event, NOW),), OFFICER if roles else TELLER, roles)


@pytest.mark.parametrize("event", SHOWN, ids=lambda event: event.kind)
def test_an_officer_gets_the_place(event: e.Event) -> None:
    """However the teller has shown it, the page tells it and its button opens it: on the page in an
    emergency, else behind its last button."""
    of = page(event, OFFICE)
    say = case_page(of, CONTENT.catalogue, CONTENT.places, NOW)
    assert PLACE in TEXTS.plain("id", say.text)
    behind = more(of, CONTENT.catalogue, CONTENT.places)
    assert any("map" in b.tap.data() for row in behind.buttons for b in row)
    urgent = replace(of, case=replace(of.case, urgency=Urgency.EMERGENCY))
    say = case_page(urgent, CONTENT.catalogue, CONTENT.places, NOW)
    assert any("map" in b.tap.data() for row in say.buttons for b in row)
    assert map_pins.place(of).pin == HALL


def test_the_newest_pin_counts() -> None:
    """Who has shown another place since is found there."""
    moved = Added(TELLER, STORY | {"location": [1.0, 2.0], "venue": ["", ""]})
    of = page(SHOWN[0], OFFICE)
    of = replace(of, history=(*of.history, (moved, NOW)))
    assert map_pins.newest(of) == MapPin(1.0, 2.0)


def test_a_case_that_was_split_off_keeps_its_pin() -> None:
    """The second case is about the same people at the same place."""
    of = page(replace(FILED, intake=Intake()), OFFICE, intake=PINNED.passed_on(None).dump())
    assert map_pins.newest(of) == HALL


def test_who_sees_no_address_gets_no_pin() -> None:
    """The teller's own page has no map; a further teller's pin is nobody's place."""
    assert map_pins.place(page(SHOWN[0])).pin is None
    joined = next(event for event in ONE_OF_EACH if isinstance(event, Joined))
    assert list(map_pins.pins_of(replace(joined, story=STORY))) == []
