"""Events as they are stored: plain values out, the same event back."""

import json
from dataclasses import FrozenInstanceError, fields, replace

import pytest

from casework import trail
from casework.actions.ending.completion import Completed
from casework.actions.escalation import Escalated, Reminded
from casework.case import events as e
from casework.case.intake import Intake
from tests.casework.cases import NEWS, ONE_OF_EACH, VILLAGE


def test_there_is_an_example_of_each_kind() -> None:
    """These tests see every kind of event that exists."""
    assert {type(event) for event in ONE_OF_EACH} == set(trail.KINDS.values())


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.kind)
def test_an_event_comes_back_as_it_was(event: e.Event) -> None:
    """Through plain JSON and back, an event is equal, to the microsecond."""
    stored = json.loads(json.dumps(trail.as_mapping(event)))
    assert trail.from_mapping(event.kind, stored) == event


def test_what_was_told_is_stored_as_it_always_was() -> None:
    """Only what was said stands in the trail; what an older version has written is read."""
    told = {"who": "self", "phone": None, "nik": "3274", "story": NEWS}
    (first,) = (x for x in ONE_OF_EACH if isinstance(x, e.Filed))
    stored = trail.as_mapping(replace(first, intake=Intake.load(told)))
    assert stored["intake"] == told
    assert trail.from_mapping("filed", stored) == replace(first, intake=Intake.load(told))


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.kind)
def test_a_trail_can_not_be_painted_over(event: e.Event) -> None:
    """An event can't be changed once it is made."""
    with pytest.raises(FrozenInstanceError):
        setattr(event, fields(event)[0].name, 9)


def test_an_unknown_kind_is_not_guessed() -> None:
    """The event of a newer version is refused, not read as something else."""
    with pytest.raises(KeyError, match="referred_twice"):
        trail.from_mapping("referred_twice", {"by": 1})


def test_a_missing_field_is_not_guessed() -> None:
    """An event without one of its fields is refused."""
    with pytest.raises(TypeError, match="text"):
        trail.from_mapping("noted", {"by": 1})


def test_a_reminder_carries_the_name_of_its_bell() -> None:
    """A follow-up row can start anew from its own reminder and from no other."""
    assert (Reminded(0, "still").label, Reminded(0, "confirm").label) == (
        "reminded:still",
        "reminded:confirm",
    )
    assert Escalated(0, 1, VILLAGE, "late").label == "escalated"
    assert Completed(1, VILLAGE, VILLAGE, 0, True, Intake()).label == "moved"
    assert {event.label for event in ONE_OF_EACH} - {"reminded:still"} == set(trail.KINDS) - {
        "reminded"
    }
