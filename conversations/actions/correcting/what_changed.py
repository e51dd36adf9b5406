"""What was corrected, as whoever reported reads it: from what to what, and why.

Tested in tests/bot/desk/correcting/test_corrections.py."""

from conversations.protocol.effects import Text, text


def from_to(was: Text | str, now: Text | str) -> Text:
    """What stood there before, and what stands there now."""
    return text("changed.from_to", was=was or text("changed.unknown"), now=now)


def why(change: Text | None, reason: str) -> Text | str:
    """A line with the change and its reason; nothing where the change is not to be named."""
    return "" if change is None else text("changed.why", change=change, reason=reason)
