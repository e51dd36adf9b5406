"""What was corrected, as whoever reported reads it: from what to what, and why.

Tested in tests/bot/desk/correcting/test_corrections.py."""

from conversations.protocol.effects import Text, text

Words = Text | str


def from_to(was: Words, now: Words) -> Text:
    """What stood there before, and what stands there now."""
    before = was or text("changed.unknown")
    return text("changed.from_to", was=before, now=now)


def why(change: Text | None, reason: str) -> Words:
    """A line with the change and its reason; nothing where the change is not to be named."""
    if change is None:
        return ""
    return text("changed.why", change=change, reason=reason)
