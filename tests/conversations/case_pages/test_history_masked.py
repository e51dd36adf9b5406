"""Numbers of identity and family cards that stand in free words: on no page and in no history is
one whole. The form that asks for a number keeps it, sealed and masked, apart."""

from typing import Any

import pytest

from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.ending.resolution import Reopened, Resolved
from casework.actions.objection import Objected
from casework.actions.question import Answered, Asked
from casework.case.model import Decision, Status
from conversations.case_pages.case import case_page, history, phone, whole_story
from tests.casework.cases import NOW, OFFICER, TELLER, standing
from tests.conversations.case_pages.test_staff_page import (
    CLERK,
    CONTENT,
    INTAKE,
    page,
    rest,
    taps,
    told,
)

NIK, KK, JKN = "3275010101010001", "3275 0101 0101 0002", "0001 2345 67890"
WORDS = f"nik sy {NIK} kk {KK} bpjs {JKN} ya min"
STORY = {"texts": [WORDS], "files": [], "location": None}
PHOTO = {"kind": "photo", "file_id": "f", "unique_id": "u", "size": 1, "name": ""}
ALONG = {"texts": [], "files": [PHOTO], "location": None}
EVENTS: tuple[Any, ...] = (
    Added(TELLER, STORY),
    Added(TELLER, STORY, corrects=True),
    Asked(OFFICER, WORDS, "text"),
    Answered(TELLER, {"kind": "text", "value": WORDS}, NOW),
    Answered(TELLER, {"kind": "story", "value": STORY}, NOW),
    Replied(OFFICER, WORDS),
    Replied(OFFICER, WORDS, ALONG),
    Noted(OFFICER, WORDS),
    Resolved(OFFICER, Decision.HELPED, WORDS),
    Reopened(TELLER, WORDS, 1, NOW),
    Objected(TELLER, WORDS, 1, "32.74.05", NOW),
)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("roles", [(CLERK,), ()], ids=["officer", "teller"])
def test_no_number_of_a_card_stands_in_words(event: Any, roles: Any) -> None:
    """Neither on the page nor in the history, for whoever reads; the words around it do."""
    case = standing(Status.IN_PROGRESS, intake={**INTAKE, "story": STORY})
    of = page(case, *roles, history=((event, NOW),))

    shown = case_page(of, CONTENT.catalogue, CONTENT.places, NOW)
    assert "ya min" in told(shown)
    for say in (shown, whole_story(of), history(of)):
        words = told(say)
        assert not [one for one in (NIK, KK, JKN) if one in words]


def test_its_button_shows_it_to_the_office() -> None:
    """Whoever works on the case sees each number once behind the button that is kept count of."""
    case = standing(Status.IN_PROGRESS, intake={**INTAKE, "story": STORY})
    of = page(case, CLERK, history=((EVENTS[0], NOW), (EVENTS[4], NOW)))
    words = told(phone(of))
    assert [words.count(one) for one in (NIK, KK, JKN)] == [1, 1, 1]
    assert "c:reveal" in " ".join(taps(case_page(of, CONTENT.catalogue, CONTENT.places, NOW))) + (
        " ".join(taps(rest(of)))
    )
