"""The colleagues to whom a case may be given.

Tested in tests/conversations/pages/test_lists.py."""

from collections.abc import Sequence

from casework.case.model import Case, Membership
from casework.case.number import number
from casework.policy.offices import Office
from conversations.protocol.case_taps import AssignCase, ReferCase
from conversations.protocol.effects import AboutCase, Button, Rows, Say, text


def officers(
    case: Case, people: Sequence[tuple[int, str, Membership]], above: Office | None = None
) -> Say:
    """To whom a leader may hand a case: (id, name, role) of each; ``above``: the district, to which
    it may be referred."""
    rows: Rows = tuple(
        (
            Button(
                text("assign.button", name=name or "–", role=text(f"role.{m.role}")),
                AssignCase(case.id, person),
            ),
        )
        for person, name, m in people
    )
    if above is not None:
        up = ReferCase(case.id, above.code)
        rows += ((Button(text("assign.up", office=above.name), up),),)
    key = "assign.who" if rows else "assign.nobody"
    told = text(key, number=number(case.id))
    return Say(told, rows, case=case.id, about=AboutCase(case.id))
