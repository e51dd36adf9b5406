"""The answer on the notice board: who may write it, and that it is looked at first."""

import pytest

from casework.actions.ending.public_answer import AnsweredPublicly, AnswerPublicly
from casework.case.model import Membership, Role, Status
from conversations.case_pages import case as case_page
from conversations.case_pages.case import Page
from conversations.protocol.effects import Paper
from conversations.protocol.notice import ACTOR
from tests.casework.cases import NOW, OFFICER, VILLAGE, standing
from tests.conversations.speaker import (
    CASE,
    CONTENT,
    Speaker,
    resident,
    taps,
    told,
)

S = Status


@pytest.mark.parametrize(
    ("status", "secret", "offered"),
    [
        (S.RESOLVED, "secret", True),
        (S.CLOSED, "secret", True),
        (S.IN_PROGRESS, "secret", False),
        (S.RESOLVED, "open", False),
    ],
)
def test_the_public_answer_is_offered_where_it_fits(
    status: Status, secret: str, offered: bool
) -> None:
    """Staff find the button once there is a result, and only where the teller's name is secret."""
    case = standing(status, intake={"secret": secret})
    page = Page(case, (), OFFICER, (Membership(Role.FRONT_OFFICE, VILLAGE),))
    say = case_page.case_page(page, CONTENT.catalogue, CONTENT.places, NOW)
    assert (f"c:public:{case.id}" in taps(say)) is offered


def test_the_public_answer_is_seen_before_it_is_printed() -> None:
    """The officer's text goes out from the card; the paper comes with the confirmation, to the
    officer alone."""
    speaker = (
        Speaker(resident(Role.FRONT_OFFICE))
        .tap(f"c:public:{CASE}")
        .write("Lampu sudah diperbaiki.")
    )
    assert speaker.did(AnswerPublicly) == []
    assert speaker.press(":send").did(AnswerPublicly) == [
        AnswerPublicly(7, "Lampu sudah diperbaiki.")
    ]
    found = told(standing(S.RESOLVED), AnsweredPublicly(OFFICER, "Lampu sudah diperbaiki."))
    assert (set(found), found[ACTOR].paper) == (
        {ACTOR},
        Paper("notice", {"case": standing(S.RESOLVED).id}),
    )


def test_residents_answer_nothing_publicly() -> None:
    """The form is the officers'."""
    assert Speaker().tap(f"c:public:{CASE}").talk.draft is None
