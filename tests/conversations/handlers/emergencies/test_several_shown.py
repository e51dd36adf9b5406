"""What shows something and has no words, while several emergencies are open."""

import pytest

from tests.conversations.handlers.emergencies.test_several import (
    FIRE,
    POISON,
    SEIZURE,
    raised,
    went_to,
)
from tests.conversations.speaker import Speaker


def shown(speaker: Speaker, what: str) -> Speaker:
    """A pin, a photo or a voice."""
    return speaker.place() if what == "pin" else speaker.photo(kind=what)


@pytest.mark.parametrize("what", ["pin", "photo", "voice"])
def test_one_hears_it_at_once_and_a_tap_tells_another(what: str) -> None:
    """Nobody knows which it is about: it names none."""
    speaker = shown(raised(SEIZURE, POISON, FIRE), what)
    assert len(went_to(speaker)) == 1
    assert "alarm.which.piece" in speaker.keys
    first = went_to(speaker)[0]
    other = speaker.filed[(first + 1) % 3].key
    assert went_to(speaker.press(other)) == [(first + 1) % 3]


@pytest.mark.parametrize("what", ["photo", "voice"])
def test_beside_the_question_of_one_too(what: str) -> None:
    """And the question stands below."""
    speaker = raised(SEIZURE, POISON, FIRE, asking=3)
    speaker.write("lewati")
    assert speaker.asked == "phone"
    shown(speaker, what)
    assert went_to(speaker) == [2]
    assert {"alarm.which.piece", "emergency.of"} <= set(speaker.keys)


def test_of_one_emergency_nothing_is_asked() -> None:
    """It is clear there."""
    speaker = shown(raised(SEIZURE), "pin")
    assert (went_to(speaker), speaker.keys) == ([0], [])


def test_each_is_asked_where_it_is() -> None:
    """One after the other, the newest first."""
    speaker, asked = raised(SEIZURE, POISON, FIRE, asking=3), []
    while speaker.talk.drafts:
        if speaker.asked == "place":
            asked.append(speaker.talk.drafts[-1].about["key"])
        speaker.write("lewati")
    assert asked == [one.key for one in reversed(speaker.filed)]
