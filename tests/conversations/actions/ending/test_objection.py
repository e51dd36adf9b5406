"""An objection: who is offered it, what it takes to write one, and who is told."""

from dataclasses import replace

import pytest

from casework.actions.ending.resolution import Resolved
from casework.actions.escalation import Lapsed
from casework.actions.objection import Object, Objected
from casework.case.model import Decision, Status
from conversations.case_pages import case as case_page
from conversations.case_pages.case import Page
from conversations.protocol.effects import Brief
from conversations.protocol.notice import DECIDED, LEVEL, TELLER
from tests.casework.cases import DUE, NOW, OFFICER, VILLAGE, standing
from tests.casework.cases import TELLER as WHO_TOLD
from tests.conversations.speaker import (
    CASE,
    CONTENT,
    RESOLVED_CASE,
    Speaker,
    taps,
    told,
)

S = Status


@pytest.mark.parametrize("decision", Decision)
def test_who_may_object_is_offered_it(decision: Decision) -> None:
    """The button stands under a result, and on the page, unless one was helped or has taken the
    report back."""
    case = standing(S.RESOLVED, decision=decision)
    offered = decision not in (Decision.HELPED, Decision.WITHDRAWN)
    page = case_page.case_page(Page(case, (), WHO_TOLD, ()), CONTENT.catalogue, CONTENT.places, NOW)
    result = told(case, Resolved(OFFICER, decision, "so"))[TELLER]
    lapsed = told(replace(case, status=S.CLOSED), Lapsed(0))[TELLER]
    assert [f"c:object:{case.id}" in taps(say) for say in (page, result, lapsed)] == [offered] * 3


@pytest.mark.parametrize("cases", [RESOLVED_CASE, ()], ids=["resolved", "closed"])
def test_an_objection_is_one_line(cases: tuple[Brief, ...]) -> None:
    """The button, one sentence, and the desk has it."""
    speaker = Speaker(cases=cases).tap(f"c:object:{CASE}").write("berkas tidak dibaca")
    assert speaker.did(Object) == [Object(7, "berkas tidak dibaca")]


def test_who_objects_already_is_told_so_before_they_write() -> None:
    """An old button of a case that is being looked at asks for no words."""
    speaker = Speaker(cases=(Brief(CASE, "pkh", "reviewed"),)).tap(f"c:object:{CASE}")
    assert (speaker.keys, speaker.talk.draft) == (["object.open"], None)


def test_an_objection_is_told_to_those_above() -> None:
    """The teller hears who looks at it until when; those above get the case, without the story, and
    so does who wrote the result."""
    case = standing(S.REVIEWED, level=1, decision=None, decided_by=OFFICER)
    found = told(case, Objected(WHO_TOLD, "the secret reason", 1, VILLAGE, DUE))
    assert (set(found), found[TELLER].text.args["due"]) == ({TELLER, LEVEL, DECIDED}, case.due_at)
    assert not any("secret" in str(say.text) for say in found.values())
