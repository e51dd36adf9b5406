"""The public answer: only to who stays unnamed, and with nothing in it that a program can see to
point at somebody."""

import pytest

from casework.actions.ending.public_answer import (
    AnsweredPublicly,
    AnswerPublicly,
    has_name,
    has_number,
    has_place,
)
from casework.case.model import Status
from tests.casework.cases import OFFICER, standing, told
from tests.casework.test_lifecycle import refused

CASE = standing(
    Status.RESOLVED, intake={"secret": "secret", "sufferer": "Mbah penjual jamu gang mawar"}
)
GOOD = (
    "Lampu di gang itu sudah diperbaiki pada 20-11-2026,"
    " biaya Rp1.250.000.000, 12 titik. Telepon darurat 112."
)


def test_a_good_answer_is_published() -> None:
    """Dates, sums of money and short numbers are no numbers of persons; the case itself does not
    move."""
    case, events = told(CASE, AnswerPublicly(OFFICER, GOOD, ("Namapelapor",)))
    assert events == (AnsweredPublicly(OFFICER, GOOD),)
    assert (case.status, case.ending.decision) == (Status.RESOLVED, CASE.ending.decision)


@pytest.mark.parametrize("intake", [{}, {"secret": "open"}])
def test_only_where_the_name_is_secret(intake: dict[str, object]) -> None:
    """Who may be named is answered in person."""
    case = standing(Status.CLOSED, intake=intake)
    assert refused(case, AnswerPublicly(OFFICER, GOOD)) == "refused.public.not_secret"


@pytest.mark.parametrize("blank", ["", " \n"])
def test_an_answer_has_words(blank: str) -> None:
    """Nothing is not an answer."""
    assert refused(CASE, AnswerPublicly(OFFICER, blank)) == "refused.public.no_text"


@pytest.mark.parametrize(
    "text",
    [
        "0812 3456 7890",
        "+62 812-3456-7890",
        "hubungi 081234567890 ya",
        "NIK 3274050101800001",
        "3274 0501 0180 0001",
        "３２７４０５０１０１８００００１",
        "(0231) 205-555-1",
        "tgl 0812.3456.7890",
    ],
)
def test_numbers_of_persons_are_refused(text: str) -> None:
    """A phone number, NIK or family card number is seen however it is written."""
    assert has_number(text)
    assert refused(CASE, AnswerPublicly(OFFICER, f"Sudah beres. {text}")) == "refused.public.number"


@pytest.mark.parametrize("text", ["RT 03", "rt.3", "RW5", "di RT/ 7", "rw : 2", "RT03/07"])
def test_hamlets_are_refused(text: str) -> None:
    """An RT or RW is so small that everybody knows who is meant."""
    assert has_place(text)
    assert (
        refused(CASE, AnswerPublicly(OFFICER, f"Sudah beres di {text}.")) == "refused.public.place"
    )


@pytest.mark.parametrize(
    "text",
    ["Penjual JAMU sudah dibantu", "Bu jamu, silakan datang", "rumah (Namapelapor)", "di Mawar"],
)
def test_names_that_were_told_are_refused(text: str) -> None:
    """No word by which the sufferer or the teller goes may stand there, in whatever letters."""
    assert refused(CASE, AnswerPublicly(OFFICER, text, ("Namapelapor",))) == "refused.public.name"


@pytest.mark.parametrize(
    "text", ["Mbah-mbah di gang itu", "Warga yang sakit", "sertifikat", "artikel 3", "start 5"]
)
def test_ordinary_words_are_not_names(text: str) -> None:
    """Titles, kin and places of a told name name nobody by themselves, and words that hold "rt" are
    no hamlet."""
    assert not has_name(text, ("Mbah yang sakit di gang", "", "Al"))
    assert not has_place(text)
    assert not has_number(text)
