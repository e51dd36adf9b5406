"""Places that are shown on a map: a pin, or a live location that moves.

Tested in tests/conversations/protocol/test_live_location.py."""

from collections.abc import Callable
from dataclasses import replace

from conversations.content.content import Answered, Turn
from conversations.handlers import files
from conversations.protocol.dialogue import Talk
from conversations.protocol.live_location import LiveLocation


def kept(turn: Turn, talk: Talk, heard: Callable[[Turn, Talk], Answered]) -> Answered:
    """A place is kept beside the talk, because it may move."""
    said = turn.said
    if said.location is None:
        return files.told(turn, talk, heard)
    if said.edited:  # a live location moves: no answer, no news
        return replace(talk, live=talk.live and talk.live.moved(said.message_id, said.location)), ()
    after, effects = files.told(turn, talk, heard)
    pin = LiveLocation(said.message_id, said.location, said.location)
    return replace(after, live=pin), effects
