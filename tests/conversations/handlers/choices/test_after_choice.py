"""What is shown after the choice of a case goes there, and the receipt says so."""

from datetime import timedelta

import pytest

from casework.actions.correspondence import Add
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Brief, Do, RaisedAlarm
from tests.conversations.speaker import CASE, NOW, WAITING_CASE, Speaker

FIRE, ROOF = CASE, WAITING_CASE
KEY = "k" * 8
WORDS = "rumah saya atap bocor mau roboh"


def chosen() -> Speaker:
    """A resident whose fire was raised a while ago, and who has chosen their roof for words."""
    since = NOW - timedelta(minutes=20)
    speaker = Speaker(
        cases=(Brief(FIRE, "disaster", "received"), Brief(ROOF, "rtlh", "received", calm=True)),
        talk=Talk(
            alarm=(KEY, since.isoformat(), "disaster"),
            loose=Story((WORDS,), last_at=NOW.isoformat()),
            loose_no=1,
            last_no=1,
            about_loose="offer",
        ),
        emergencies={KEY: RaisedAlarm(FIRE, "disaster", kind="disaster", at=since)},
    )
    speaker.tap(f"o:{ROOF}:1")
    assert told(speaker) == [ROOF]
    return speaker


def told(speaker: Speaker) -> list[object]:
    """The cases that the last message was told to."""
    asked = [do for do in speaker.effects if isinstance(do, Do)]
    return [do.case for do in asked if isinstance(do.command, Add)]


@pytest.mark.parametrize("kind", ["photo", "voice"])
@pytest.mark.parametrize("after", [2, 40, 240])
def test_a_photo_goes_where_the_words_went(kind: str, after: float) -> None:
    """Also a voice note, and the next one; the receipt names the case, once in a burst."""
    speaker = chosen().photo(kind=kind, after=after)
    assert told(speaker) == [ROOF]
    assert speaker.keys == ["outside.placed"]
    assert (told(speaker.photo(after=2)), speaker.keys) == ([ROOF], [])
    assert told(speaker.photo(after=100)) == [ROOF]


def test_a_place_goes_there_too() -> None:
    """A pin is for the roof, and for nobody who is on the way to the fire."""
    assert told(chosen().place(after=30)) == [ROOF]


def test_one_tap_gives_it_to_another() -> None:
    """All cases are offered, and the one that is chosen gets the photo, too."""
    speaker = chosen().photo(after=30).press("o:all")
    assert told(speaker.press(f"o:{FIRE}")) == [FIRE]


def test_later_it_is_asked() -> None:
    """After some minutes nobody knows: it waits for a choice, and no emergency takes it."""
    speaker = chosen().photo(after=400)
    assert (told(speaker), speaker.keys) == ([], ["outside.photo"])


def test_before_any_choice_it_is_for_the_emergency() -> None:
    """The neighbour: who shows something in an emergency is not asked."""
    speaker = chosen()
    speaker.talk = Talk(alarm=speaker.talk.alarm)
    assert told(speaker.photo()) == [KEY]
