"""What is remembered of an officer's way through their queue."""

import json
from datetime import timedelta

from casework.actions.review import Review
from conversations.protocol import dialogue
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Do, Show
from conversations.protocol.queue_walk import MOST, REST, QueueWalk
from tests.casework.cases import NOW, OFFICER

LATER = NOW + timedelta(minutes=1)


def opening(case: int) -> tuple[Do, Show]:
    return Do(Review(OFFICER), case), Show("case", {"case": case})


def test_the_filter_is_the_one_that_was_shown_last() -> None:
    """Pages of it keep it, the command and the whole queue lift it, and so does a pause."""
    walk = QueueWalk().along((Show("queue", {"words": "m~1.2.3.4"}),), NOW)
    assert walk.back(LATER) == "m~"
    assert walk.along(opening(7), LATER).back(LATER) == "m~"
    assert walk.back(NOW + REST + timedelta(seconds=1)) == "~"
    for words in ({}, {"words": "~"}, {"words": "zzz~zzz"}):
        assert walk.along((Show("queue", words),), LATER).back(LATER) == "~"


def test_a_service_is_remembered_until_the_queue_is_shown() -> None:
    """Typed words are no view."""
    walk = QueueWalk().along((Show("found", {"words": "#sktm"}),), NOW)
    assert walk.service == "sktm"
    assert walk.along((Show("found", {"words": "sktm rt 3"}),), LATER).service == "sktm"
    assert walk.along((Show("queue", {"words": ""}),), LATER).service == ""


def test_only_what_was_offered_has_had_its_turn_when_opened() -> None:
    """Any other page that is looked at skips nothing; a turn counts once, from its last time."""
    walk = QueueWalk().passing(1, NOW).offering(2, NOW, anew=False)
    assert [case for case, _ in walk.along(opening(3), LATER).had] == [1]
    assert [case for case, _ in walk.along(opening(2), LATER).had] == [1, 2]
    assert walk.passing(1, LATER).had == ((1, LATER.isoformat()),)
    assert walk.offering(5, LATER, anew=True).had == ()


def test_it_is_kept_and_never_grows_for_ever() -> None:
    """A talk is stored with it and read again; talks of before have none."""
    walk = QueueWalk("m", "sktm", 4)
    for case in range(MOST + 5):
        walk = walk.passing(case, NOW)
    assert len(walk.had) == MOST
    raw = json.loads(json.dumps(dialogue.dump(Talk(walk=walk))))
    assert dialogue.load(raw).walk == walk
    assert dialogue.load({k: v for k, v in raw.items() if k != "walk"}).walk == QueueWalk()
