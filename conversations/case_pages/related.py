"""The other cases of the same person or household, and those that may be the same trouble, with
their stories beside this one's.

Tested in tests/bot/pages/test_related_cases.py."""

from collections.abc import Sequence
from datetime import datetime

from casework.case.model import OPEN, Case
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.case_pages.history import story
from conversations.pages.list_reader import ListReader
from conversations.pages.queue_line import line
from conversations.protocol.case_taps import CompareCases, open_case
from conversations.protocol.effects import Button, Long, Rows, Say, Text, text
from conversations.protocol.places import Places

MOST = 5
"""Cases beside one; who has more has them in the queue, too."""


def page(
    case: Case,
    found: Sequence[Case],
    catalogue: Catalogue,
    places: Places,
    now: datetime,
    *,
    reader: ListReader,
) -> Say:
    """This case and what may belong to it, one below the other, each with its story."""
    if not found:
        return Say(text("related.none", number=number(case.id)), case=case.id)

    def told(one: Case) -> Text:
        mark = text("related.same") if _same(case, one) else ""
        said = line(one, catalogue, places, now, reader)
        return text("related.case", line=said, mark=mark, story=Long(story(one.intake.story)))

    others = tuple(told(one) for one in found[:MOST])
    rows: Rows = tuple(_buttons(case, one) for one in found[:MOST])
    return Say(text("related.page", this=told(case), others=others), rows, case=case.id)


def _same(case: Case, other: Case) -> bool:
    """Whether two cases may be one trouble: both run, about the same."""
    runs = {case.status, other.status} <= OPEN
    return runs and case.id != other.id and case.service == other.service


def _buttons(case: Case, other: Case) -> tuple[Button, ...]:
    opening = Button(text("case.open_number", number=number(other.id)), open_case(other.id))
    if not _same(case, other):
        return (opening,)
    return opening, Button(text("related.compare"), CompareCases(case.id, other.id))
