"""The page of a case, asked for by its number. Whoever works on it has read it then, as with the
button; the desk passes over it where they do not.

Tested in tests/conversations/handlers/test_commands.py."""

from casework.actions.review import Review
from casework.case.roles import STAFF
from conversations.content.content import Turn
from conversations.protocol.effects import Do, Effect, Show


def by_number(turn: Turn, case: int) -> tuple[Effect, ...]:
    """The page, and before it that it was read."""
    page = Show("case", {"case": case})
    return (Do(Review(turn.person.id), case), page) if turn.person.roles & STAFF else (page,)
