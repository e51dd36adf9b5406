"""Whether it is really fixed: whose word that is, and what the buttons lead to."""

from typing import Any

import pytest

from casework.actions.ending.confirmation import Confirm
from casework.actions.escalation import Reminded
from casework.case.model import SaidBy, Status, Urgency, Verdict
from conversations.pages import lists
from conversations.protocol.effects import Brief
from conversations.protocol.notice import TELLER
from tests.casework.cases import having, standing
from tests.conversations.speaker import (
    CASE,
    CONTENT,
    RESOLVED_CASE,
    Speaker,
    told,
)

S = Status


@pytest.mark.parametrize("verdict", ["fixed", "partly"])
def test_who_told_for_another_is_asked_whose_word_it_is(verdict: str) -> None:
    """Of a case told for somebody else "fixed" and "partly" are followed by the question whether
    they were asked."""
    speaker = Speaker(cases=RESOLVED_CASE).tap(f"cf:{CASE}:{verdict}:o")
    assert speaker.asked == "said_by"
    assert {b.tap.data().rpartition(":")[2] for b in speaker.buttons} >= {
        "asked_them",
        "teller_only",
    }


@pytest.mark.parametrize("said_by", [SaidBy.ASKED_THEM, SaidBy.TELLER_ONLY])
def test_the_answer_tells_whose_word_it_is(said_by: SaidBy) -> None:
    """What was tapped goes to the desk with the verdict."""
    speaker = Speaker(cases=RESOLVED_CASE).tap(f"cf:{CASE}:fixed:o").press(f":{said_by}")
    assert speaker.did(Confirm) == [Confirm(7, Verdict.FIXED, "", said_by)]


def test_ones_own_trouble_is_asked_no_further() -> None:
    """Whoever suffers themself is not asked whom they have asked; nor is who says no for
    another."""
    assert (
        Speaker(cases=RESOLVED_CASE).tap(f"cf:{CASE}:fixed").did(Confirm)[0].said_by is SaidBy.SELF
    )
    assert Speaker(cases=RESOLVED_CASE).tap(f"cf:{CASE}:no:o").asked == "words"


@pytest.mark.parametrize(("said_by", "files"), [("asked_them", 1), ("teller_only", 0)])
def test_hearsay_opens_no_smaller_case(said_by: str, files: int) -> None:
    """What is left becomes a smaller case once the person concerned has said so, and is told only
    once."""
    speaker = (
        Speaker(cases=RESOLVED_CASE)
        .tap(f"cf:{CASE}:partly:o")
        .press(f":{said_by}")
        .write("uang Mei belum")
    )
    assert (len(speaker.did(Confirm)), len(speaker.filed)) == (1, files)
    assert [filed.parent for filed in speaker.filed] == [CASE] * files


@pytest.mark.parametrize(
    "words",
    [
        "tinggal dapur yg gosong",
        "sisa abu bekas kebakaran",
        "tinggal bersihkan lumpur bekas banjir kemarin",
        "atap bekas kebakaran belum diganti",
        "tinggal arang sama puing",
    ],
)
def test_what_is_left_of_an_emergency_rings_nobody(words: str) -> None:
    """Soot and ashes are a smaller case of the emergency that is over, and no new one."""
    fire = (Brief(CASE, "disaster", "resolved", calm=False),)
    speaker = Speaker(cases=fire).tap(f"cf:{CASE}:partly").write(words)
    (filed,) = speaker.filed
    service = CONTENT.catalogue.service(filed.service)
    assert filed.parent == CASE
    assert (service.urgency is Urgency.EMERGENCY, "alarm" in filed.facts) == (False, False)
    assert speaker.talk.draft is None or speaker.talk.draft.form != "emergency"


def test_a_fire_that_burns_again_does() -> None:
    """The neighbour: a cry for sure stays one, also where a verdict was asked for."""
    fire = (Brief(CASE, "disaster", "resolved", calm=False),)
    speaker = Speaker(cases=fire).tap(f"cf:{CASE}:partly").write("rumah terbakar lagi sekarang")
    assert {filed.service for filed in speaker.filed} == {"disaster"}


@pytest.mark.parametrize(
    ("service", "words", "new"),
    [
        ("violence", "saya hamil 7 bulan keluar darah banyak", {"medical_emergency"}),
        ("disaster", "bapak pingsan kena asap", {"medical_emergency"}),
        ("violence", "suami saya pukul saya lagi sekarang", set()),
    ],
)
def test_another_danger_after_a_result_rings_by_itself(
    service: str, words: str, new: set[str]
) -> None:
    """Its case is opened again by the words, but those who come for it are others."""
    case = (Brief(CASE, service, "resolved", calm=False),)
    speaker = Speaker(cases=case).tap(f"cf:{CASE}:no").write(words)
    assert {filed.service for filed in speaker.filed} == new
    assert [one.verdict for one in speaker.did(Confirm)] == [Verdict.NO]


def test_reminders_ask_for_the_right_word() -> None:
    """The reminder of a result asks who told for another what the other says."""
    keys = [
        told(standing(S.RESOLVED, intake={"who": who}), Reminded(0, "confirm"))[TELLER].text.key
        for who in ("self", "neighbour")
    ]
    assert keys == ["remind.confirm", "remind.confirm_other"]


@pytest.mark.parametrize(
    ("changed", "tasks"),
    [
        ({"said_by": SaidBy.TELLER_ONLY}, True),
        ({}, False),
        ({"said_by": SaidBy.TELLER_ONLY, "status": S.CLOSED}, False),
    ],
)
def test_hearsay_is_a_task(changed: dict[str, Any], tasks: bool) -> None:
    """Until the person concerned was asked, or the clock has closed the case, it stands among the
    volunteer's tasks."""
    case = having(standing(S.RESOLVED, intake={"who": "neighbour"}), **changed)
    assert (lists.tasks([case]).text.key == "tasks.title") is tasks


def test_a_verdict_on_a_closed_case_is_left_to_the_desk() -> None:
    """The engine does not know by which word a case was closed; a forged verdict is stale."""
    assert Speaker().tap(f"cf:{CASE}:fixed").did(Confirm) == [Confirm(7, Verdict.FIXED, "")]
    assert Speaker().tap(f"cf:{CASE}:maybe").keys == ["form.stale"]
