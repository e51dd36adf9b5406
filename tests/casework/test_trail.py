"""The trail: whatever happens to a case is stored as plain values, and read back as it was."""

import json

import pytest

from casework import trail
from casework.case.events import Event
from tests.casework.cases import ONE_OF_EACH


def test_there_is_an_example_of_every_kind() -> None:
    """Each kind that can be stored is tried below."""
    assert {event.kind for event in ONE_OF_EACH} == set(trail.KINDS)


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.kind)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    """Through JSON and back, times and enumerations included."""
    stored = json.loads(json.dumps(trail.as_mapping(event)))
    read = trail.from_mapping(event.kind, stored)
    assert read == event


def test_an_event_of_a_later_version_is_not_guessed() -> None:
    """A kind that this version does not know is an error, not an empty event."""
    with pytest.raises(KeyError):
        trail.from_mapping("dreamt_of", {"by": 1})
