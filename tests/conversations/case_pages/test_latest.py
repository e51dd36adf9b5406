"""The latest entries on the page of a case: what people did and why it is open again stay visible,
however often the clock has rung."""

from datetime import timedelta
from typing import Any

import pytest

from casework.actions.correcting.opening_again import OpenedAgain
from casework.actions.correspondence import Noted, Replied
from casework.actions.ending.resolution import Reopened, Resolved
from casework.actions.escalation import Escalated, Reminded, Rung
from casework.actions.objection import Objected
from casework.actions.reminder import Nudged
from casework.case.model import Decision, Status
from conversations.case_pages.latest import LATEST, latest
from tests.casework.cases import NOW, OFFICER, TELLER, standing
from tests.conversations.case_pages.test_staff_page import CLERK, INTAKE, page, shown, told
from tests.conversations.speaker import LANGUAGES

RUNG = Rung(0, "late")
RESULT = Resolved(OFFICER, Decision.HELPED, "kartunya sudah jadi")
AGAIN = Reopened(TELLER, "kartunya ditolak", 1, NOW)
OBJECTED = Objected(TELLER, "tidak adil", 1, "32.74.05", NOW)


def page_of(*events: Any, language: str = "id") -> str:
    history = tuple((event, NOW + timedelta(hours=n)) for n, event in enumerate(events))
    case = standing(Status.IN_PROGRESS, intake=INTAKE)
    return told(shown(page(case, CLERK, history=history)), language)


@pytest.mark.parametrize("why", [AGAIN, OBJECTED])
@pytest.mark.parametrize("bell", [RUNG, Reminded(0, "confirm"), Escalated(0, 2, "32", "late")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_bells_do_not_hide_why_a_case_is_open_again(bell: Any, why: Any, language: str) -> None:
    """Its result, and what its teller said of it, stay visible below any number of reminders."""
    words = page_of(RESULT, why, *[bell] * 6, language=language)
    assert RESULT.result in words
    assert why.words in words
    assert "6×" in words


def test_bells_do_not_hide_what_people_did() -> None:
    """Of an emergency: that the ambulance is ready is read under the head."""
    words = page_of(Replied(OFFICER, "ambulans siap"), Noted(OFFICER, "RS ditelepon"), *[RUNG] * 4)
    assert "ambulans siap" in words
    assert "RS ditelepon" in words.splitlines()[2]


def test_bells_are_one_line_with_the_last_time() -> None:
    """Of several kinds together; the history tells each."""
    words = page_of(Escalated(0, 2, "32", "late"), RUNG, Nudged(TELLER, 1, NOW), RUNG)
    (line,) = [line for line in words.splitlines() if "2×" in line]
    assert "dinaikkan" in line
    assert "lagi 2×" in line
    assert "pelapor mengingatkan" in line
    assert "12.00" in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_bells_together_say_the_first_time_too(language: str) -> None:
    """Two raises in one line happened at two times: both stand there."""
    raised = Escalated(0, 2, "32", "late")
    folded = page_of(RUNG, raised, raised, language=language).splitlines()
    (line,) = [one for one in folded if "2×" in one]
    assert "09.00" in line
    assert "11.00" in line


def test_the_reason_stays_whatever_is_written_after_it() -> None:
    """Many notes do not push it away; an officer's opening again is a reason as well."""
    opened = OpenedAgain(OFFICER, "keliru ditutup", NOW, OFFICER)
    for why in (AGAIN, OBJECTED, opened):
        notes = [Noted(OFFICER, f"catatan {n}") for n in range(6)]
        words = page_of(RESULT, why, *notes)
        assert RESULT.result in words
        assert "catatan 5" in words
        assert getattr(why, "words", "keliru ditutup") in words


def test_no_more_lines_than_before() -> None:
    """So many entries at most as the page has room for."""
    history = [(event, NOW) for event in (RESULT, AGAIN, *[Noted(1, "x")] * 5, *[RUNG] * 5)]
    assert len(latest(history)) == LATEST
