"""Views: searches that are one tap each, by state, by service and by officer.

Tested in tests/bot/pages/test_lists_wishes.py."""

from collections.abc import Sequence

from conversations.protocol.effects import Button, Say, pairs, text
from conversations.protocol.taps import TurnPage

_STATES = {
    "waiting": "menunggu warga",
    "too_long": "menunggu terlalu lama",
    "referred": "dirujuk",
    "resolved": "ada hasil",
    "closed": "ditutup",
}
"""States that stand in no queue, and the words that find them (casework/search/wishes.py)."""

MOST = 40
"""Buttons of one choice: more are found by typing."""


def states() -> Say:
    """The first choice, with the way to the two others."""
    buttons = [
        Button(text(f"views.{state}"), TurnPage("found", words)) for state, words in _STATES.items()
    ]
    further = [
        Button(text(f"views.{by}"), TurnPage("views", by)) for by in ("services", "officers")
    ]
    return Say(text("views.which"), pairs([*buttons, *further]))


def services(codes: Sequence[str]) -> Say:
    """Which service."""
    buttons = [
        Button(text(f"service.{code}.short", was=code), TurnPage("found", f"#{code}"))
        for code in codes
    ]
    return Say(text("views.which_service"), pairs(buttons[:MOST]))


def officers(people: Sequence[tuple[int, str]]) -> Say:
    """Whose cases: (id, name) of each colleague."""
    buttons = [Button(name, TurnPage("found", f"@{person}")) for person, name in people]
    return Say(text("views.which_officer"), pairs(buttons[:MOST]))
