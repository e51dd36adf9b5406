"""The colleagues to whom a case may be given.

Tested in tests/conversations/pages/test_lists.py."""

from collections.abc import Sequence

from casework.case.model import Case, Membership
from casework.case.number import number
from conversations.protocol.case_taps import AssignCase
from conversations.protocol.effects import Button, Say, text


def officers(case: Case, people: Sequence[tuple[int, str, Membership]]) -> Say:
    """To whom a leader may hand a case: (id, name, role) of each."""
    rows = tuple(
        (
            Button(
                text("assign.button", name=name or "–", role=text(f"role.{m.role}")),
                AssignCase(case.id, person),
            ),
        )
        for person, name, m in people
    )
    key = "assign.who" if rows else "assign.nobody"
    return Say(text(key, number=number(case.id)), rows, case=case.id)
