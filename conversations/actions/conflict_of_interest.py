"""Who is told when a case is closed for an officer, or opened for them again; and the page where a
leader does so.

The officer themself is told nothing: the case is closed for them, and what it is about would be a
word too many.

Tested in tests/bot/desk/test_conflict_of_interest.py."""

from collections.abc import Sequence

from casework.actions import conflict_of_interest
from casework.case import events as e
from casework.case.model import Case, Membership, Status
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.protocol.case_taps import ExcludeOfficer, ReadmitOfficer
from conversations.protocol.effects import Button, Say, text
from conversations.protocol.notice import ACTOR, Notice, Notices, OnEvent, open_button, say


def _excluded(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    taken = case.owner == event.by and case.status is not Status.CLOSED
    return [
        Notice(
            ACTOR, say("done.excluded_mine" if taken else "done.excluded", case, open_button(case))
        )
    ]


def _readmitted(case: Case, event: e.Event, catalogue: Catalogue) -> Notices:
    return [Notice(ACTOR, say("done.readmitted", case))]


ROWS = (
    OnEvent(conflict_of_interest.Excluded, _excluded),
    OnEvent(conflict_of_interest.Readmitted, _readmitted),
)


def page(
    case: Case, below: Sequence[tuple[int, str, Membership]], closed: Sequence[tuple[int, str]]
) -> Say:
    """For whom a leader may close a case: officers (id, name, role); for whom it is closed: (id,
    name)."""
    rows = [
        (
            Button(
                text("conflict.close", name=name or "–", role=text(f"role.{m.role}")),
                ExcludeOfficer(case.id, person),
            ),
        )
        for person, name, m in below
    ]
    rows += [
        (Button(text("conflict.open", name=name or "–"), ReadmitOfficer(case.id, person)),)
        for person, name in closed
    ]
    key = "conflict.who" if rows else "conflict.nobody"
    return Say(text(key, number=number(case.id)), tuple(rows), case=case.id)
