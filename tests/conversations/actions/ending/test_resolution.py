"""The result in a chat: the word that it asks for, and what of the end stands in the history."""

import pytest

from casework.actions.ending.confirmation import Confirmed
from casework.actions.ending.rating import Rated
from casework.actions.ending.resolution import Resolved
from casework.actions.objection import Objected
from casework.actions.review import Reviewed
from casework.case.model import Decision, Role, SaidBy, Status, Verdict
from conversations.case_pages import case as case_page
from conversations.case_pages import history
from conversations.case_pages.case import Page
from conversations.protocol.effects import Brief
from conversations.protocol.notice import TELLER
from tests.casework.cases import DUE, NOW, OFFICER, VILLAGE, standing
from tests.casework.cases import TELLER as WHO_TOLD
from tests.conversations.speaker import (
    CASE,
    CONTENT,
    RESOLVED_CASE,
    Speaker,
    resident,
    taps,
    told,
)

S = Status


@pytest.mark.parametrize(
    ("who", "key", "end"),
    [("self", "notice.resolved", "")]
    + [(who, "notice.resolved_other", ":o") for who in ("family", "neighbour")],
)
def test_the_result_asks_for_the_right_word(who: str, key: str, end: str) -> None:
    """The result of what was told for another asks for their word, on buttons that remember it."""
    case = standing(S.RESOLVED, intake={"who": who})
    say = told(case, Resolved(OFFICER, Decision.HELPED, "done"))[TELLER]
    assert (say.text.key, taps(say)) == (key, [f"cf:{case.id}:{v}{end}" for v in Verdict])
    assert taps(
        case_page.case_page(Page(case, (), WHO_TOLD, ()), CONTENT.catalogue, CONTENT.places, NOW)
    ) == taps(say)


def test_the_history_tells_what_was_said() -> None:
    """Stars, words and whose word it was stand in the lines of the history."""
    lines = [
        CONTENT.texts.plain("id", history.words_of(event))
        for event in (
            Confirmed(1, Verdict.FIXED, "", SaidBy.ASKED_THEM),
            Rated(1, 2, "lama", False),
            Objected(1, "tidak dibaca", 1, VILLAGE, DUE),
            Reviewed(1),
        )
    ]
    assert lines == [
        "✅ Sudah beres (orangnya sudah ditanya)",
        "2 dari 5 bintang: lama",
        "tidak dibaca",
        "",
    ]


@pytest.mark.parametrize(
    ("tap", "cases"),
    [
        (f"rt:{CASE}:5", ()),
        (f"rt:{CASE}:1", ()),
        (f"c:object:{CASE}", RESOLVED_CASE),
        (f"c:object:{CASE}", ()),
        (f"c:reopen:{CASE}", ()),
        (f"cf:{CASE}:no", RESOLVED_CASE),
        (f"c:add:{CASE}", ()),
    ],
)
def test_the_second_tap_is_quiet(tap: str, cases: tuple[Brief, ...]) -> None:
    """A form is opened once; half a second later the same tap says nothing, a minute later it asks
    again."""
    speaker = Speaker(cases=cases).tap(tap)
    first = speaker.talk
    speaker.tap(tap, after=0.5)
    assert (speaker.effects, speaker.talk) == ((), first)
    speaker.tap(tap)
    assert (len(speaker.says), len(speaker.talk.drafts)) == (1, 1)


def test_the_second_tap_on_an_officers_button_is_quiet() -> None:
    """An officer's double tap neither begins anew nor shows the ready answers twice."""
    speaker = (
        Speaker(resident(Role.FRONT_OFFICE))
        .tap(f"c:reply:{CASE}")
        .tap(f"c:reply:{CASE}", after=0.5)
    )
    assert (speaker.effects, len(speaker.talk.drafts)) == ((), 1)
