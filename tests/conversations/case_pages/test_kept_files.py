"""What could not be kept is counted nowhere."""

import pytest

from casework.case import events as e
from casework.case.intake import Intake
from conversations.case_pages import kept_files
from tests.casework.cases import ONE_OF_EACH
from tests.conversations.case_pages.test_map_pins import SHOWN


@pytest.mark.parametrize("event", ONE_OF_EACH, ids=lambda event: event.kind)
def test_nothing_is_lost_when_all_was_kept(event: e.Event) -> None:
    """Every kind of event stays as it is."""
    assert kept_files.of_event(event, {"other"}) == event


@pytest.mark.parametrize("event", SHOWN[::2], ids=lambda event: event.kind)
def test_texts_and_pins_stay(event: e.Event) -> None:
    """Only files go."""
    assert kept_files.of_event(event, {"u1"}) == event


def test_a_lost_file_goes() -> None:
    """The others stay, in their order."""
    files = [{"unique_id": name, "kind": "photo"} for name in ("u1", "u2", "u3")]
    kept = kept_files.of_intake(Intake(story={"texts": ["x"], "files": files}), {"u2"})
    assert kept.story == {"texts": ["x"], "files": [files[0], files[2]]}
