"""The data of the person whom a case is about: written down by officers, masked on screens."""

from dataclasses import replace

import pytest

from casework.actions.person_data import PersonRecorded, RecordPerson
from casework.actions.question import Answered
from casework.case.model import Case, Membership, Role, Status
from conversations.actions import person_data
from conversations.case_pages.case import case_page, phone
from conversations.pages.case_facts import Page, numbers_of
from conversations.protocol.effects import Say, Show
from tests.casework.cases import DUE, NOW, OFFICER, VILLAGE, having, standing
from tests.conversations.speaker import CASE, CONTENT, TEXTS, Speaker, resident, taps

NIK, CARD = "3274050101800001", "0001234567890"
CLERK = Membership(Role.BACK_OFFICE, VILLAGE)


def page_of(case: Case, *events: object) -> Page:
    return Page(case, tuple((event, NOW) for event in events), OFFICER, (CLERK,))  # type: ignore[misc]


def words(say: Say) -> str:
    return TEXTS.plain("id", say.text)


def test_numbers_are_masked_on_the_panel() -> None:
    """Somebody looks over the shoulder; what is missing is said."""
    case = having(standing(Status.IN_PROGRESS), intake={"person": {"nik": NIK, "birth": "Cirebon"}})
    told = words(person_data.panel(page_of(case)))
    assert NIK not in told
    assert NIK[-3:] in told
    assert "Cirebon" in told
    assert "Nomor KK: belum ada" in told


def test_what_was_answered_in_an_older_trail_is_known() -> None:
    """Before data was kept here it stood in the answers alone."""
    answered = Answered(11, {"kind": "nik", "value": NIK}, DUE)
    page = page_of(standing(Status.IN_PROGRESS), answered)
    assert person_data.known(page)["nik"] == NIK


def test_the_card_of_the_insurance_is_a_number_to_look_at() -> None:
    """Written at the counter or answered to a question: who may see the numbers sees it whole."""
    case = having(standing(Status.IN_PROGRESS), intake={"person": {"jkn_number": CARD}})
    assert ("jkn_number", CARD) in numbers_of(page_of(case))
    answered = Answered(11, {"kind": "jkn_number", "value": CARD}, DUE)
    page = page_of(standing(Status.IN_PROGRESS), answered)
    assert numbers_of(page).count(("jkn_number", CARD)) == 1
    assert person_data.known(page)["jkn_number"] == CARD
    assert CARD in words(phone(page))


def test_a_closed_case_is_only_looked_at() -> None:
    """Nothing is written down any more."""
    case = standing(Status.CLOSED)
    assert taps(person_data.panel(page_of(case))) == [f"c:open:{case.id}"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("nik", NIK), ("kk", NIK), ("birth", "Cirebon, 1 Januari 1980"), ("jkn_number", CARD)],
)
def test_one_thing_is_written_down_at_a_time(field: str, typed: str) -> None:
    """Two taps and what is typed; then the panel shows it."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:record_person:{CASE}")
    speaker.press(f":field:{field}").write(typed)
    assert speaker.did(RecordPerson) == [RecordPerson(7, field, typed)]
    assert [e.reading for e in speaker.effects if isinstance(e, Show)] == ["person"]


@pytest.mark.parametrize(
    ("field", "wrong", "kindly", "right"),
    [
        ("jkn_number", "123456789", "13 angka", CARD),
        ("jkn_number", NIK, "13 angka", "0001-2345-67890"),
        ("jkn_number", "0" * 13, "keliru", CARD),
        ("birth", "Cirebon", "tanggal", "Cirebon, 1 Januari 1980"),
        ("birth", "Cirebon, 31 Februari 1980", "tanggal", "Cirebon, 28-02-1980"),
        ("birth", "Cirebon, 1 Januari 2090", "tanggal", "Cirebon, 1 Januari 1980"),
    ],
)
def test_what_is_written_down_is_looked_at(field: str, wrong: str, kindly: str, right: str) -> None:
    """A slip of the finger would stand in a letter; the form stays open and says what is meant."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:record_person:{CASE}")
    speaker.press(f":field:{field}").write(wrong)
    assert not speaker.did(RecordPerson)
    assert kindly in " ".join(words(say) for say in speaker.says)
    speaker.write(right)
    (written,) = speaker.did(RecordPerson)
    assert written.value == (CARD if field == "jkn_number" else right)


def test_the_trail_names_the_field_and_never_the_number() -> None:
    """The history of a case is read by many."""
    case = standing(Status.IN_PROGRESS)
    page = page_of(case, PersonRecorded(OFFICER, "nik", NIK))
    told = words(case_page(page, CONTENT.catalogue, CONTENT.places, NOW))
    assert NIK not in told
    assert "data warga dicatat" in told
    mine = replace(page, viewer=case.teller, memberships=())
    assert "data warga" not in words(case_page(mine, CONTENT.catalogue, CONTENT.places, NOW))


def test_who_must_not_be_called_stands_beside_the_number() -> None:
    """On the panel, and where another office or our own reads the whole number."""
    intake = {"phone": "08123456789", "facts": {"quiet": "yes"}}
    page = page_of(having(standing(Status.IN_PROGRESS), intake=intake))
    assert "jangan ditelepon" in words(person_data.panel(page))
    assert "08123456789 · 🔇 jangan ditelepon" in words(phone(page))
    plain = page_of(having(standing(Status.IN_PROGRESS), intake={"phone": "08123456789"}))
    assert "jangan ditelepon" not in words(person_data.panel(plain)) + words(phone(plain))
