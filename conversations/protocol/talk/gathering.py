"""The rest of what somebody tells in several messages: how long it may take to come.

Tested in tests/conversations/protocol/test_dialogue.py."""

from datetime import datetime

BURST_SECONDS = 4
"""Messages that follow each other within this time are one answer: an album, its caption, a voice
note, short texts."""

ANSWER = "answer:"
"""Before the case to which somebody has just written under an officer's words, instead of
``case:`` (``Talk.gathering``): what follows below our receipt goes there, too."""

CHOSEN = "chosen:"
"""Before the case that somebody has chosen for their words: what they show next goes there, too."""

ANSWER_SECONDS = 300
"""For so long it does after the last message; people look for their papers meanwhile."""


def goes_on(since: str, at: datetime, seconds: int = BURST_SECONDS) -> bool:
    """Whether a message at ``at`` (UTC) still belongs to the burst whose last message came at
    ``since`` (ISO 8601)."""
    return bool(since) and (at - datetime.fromisoformat(since)).total_seconds() <= seconds


def still_gathers(gathering: tuple[str, str] | None, at: datetime) -> bool:
    """Whether a message at ``at`` (UTC) may be the rest of what was told before it."""
    if gathering is None:
        return False
    answers = gathering[0].startswith(ANSWER)
    return goes_on(gathering[1], at, ANSWER_SECONDS if answers else BURST_SECONDS)
