"""The data of the person whom a case is about, in words: what letters and referrals say of them. On
screens numbers are masked.

Tested in tests/conversations/actions/test_person_data.py."""

from collections.abc import Mapping
from typing import Any

from casework.actions.person_data import RecordPerson
from casework.case.intake import PERSON
from casework.case.model import OPEN
from casework.case.number import number
from conversations.content import fields
from conversations.content.content import Turn
from conversations.pages.case_facts import Page, if_told, may, number_to_call, numbers_of, told
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Button, Do, Effect, Say, Show, Text, text

OWN_WORDS = ("birth",)
"""What is no number, and is shown as it is."""


def known(page: Page) -> Mapping[str, str]:
    """What is known for letters, by field; also numbers that were answered before they were kept
    here."""
    earlier = {kind: value for kind, value in numbers_of(page) if kind in PERSON}
    return {**earlier, **(page.case.intake.person or {})}


def panel(page: Page) -> Say:
    """What letters would say of the person, and what is missing."""
    case, values = page.case, known(page)
    phone = fields.masked(case.intake.phone) or text("staff.no_phone")
    lines = (
        *if_told(case.intake.sufferer, "staff.sufferer"),
        *if_told(case.intake.place, "staff.place"),
        told("staff.phone", number_to_call(page, phone)),
        *(_line(field, values.get(field, "")) for field in PERSON),
    )
    rows = ((Button(text("person.write"), ActOnCase("record_person", case.id)),),)
    opened = ((Button(text("case.open"), ActOnCase("open", case.id)),),)
    writes = case.status in OPEN and may(page, RecordPerson)
    words = text("person.panel", number=number(case.id), lines=lines)
    return Say(words, (*(rows if writes else ()), *opened), case=case.id)


def _line(field: str, value: str) -> Text:
    shown = value if field in OWN_WORDS else fields.masked(value)
    return text(
        "person.line", name=text(f"person.name.{field}"), value=shown or text("person.none")
    )


def finish(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    """One field was written down; the panel shows it."""
    case, field = draft.about["case"], kept["field"]
    written = RecordPerson(turn.person.id, field, str(kept[field]))
    return (Do(written, case=case), Show("person", {"case": case}))


FINISH = {"record_person": finish}
