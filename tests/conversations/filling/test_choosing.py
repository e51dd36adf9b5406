"""What is typed where a button was expected: its label or number, or an officer's own answer."""

import pytest

from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.case.model import Decision, Role
from tests.conversations.speaker import (
    CASE,
    OPEN_CASES,
    WAITING_CASE,
    Speaker,
    reporting,
    resident,
)

RESULT = "Kartu sudah aktif lagi, silakan dipakai berobat."


def officer(form: str) -> Speaker:
    return Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:{form}:{CASE}")


def test_a_typed_result_is_the_result() -> None:
    """While ready answers stand, what an officer types is their own; only the decision is still
    asked."""
    speaker = officer("resolve").write(RESULT)
    assert speaker.keys == ["form.own_answer", "resolve.decision.ask"]
    assert (speaker.asked, speaker.answers["result"]) == ("decision", RESULT)
    speaker.press(":helped")
    assert speaker.asked == ""
    speaker.press(":!:send")
    assert speaker.did(Resolve) == [Resolve(7, Decision.HELPED, RESULT)]


def test_a_typed_question_is_the_question() -> None:
    """The same for a question; what is typed last counts."""
    speaker = (
        officer("ask").write("sejak kapan?").write("Sejak kapan kartunya mati?").press(":text")
    )
    assert speaker.did(Ask) == [Ask(7, "Sejak kapan kartunya mati?", "text")]


def test_a_result_that_is_too_long_is_told_so() -> None:
    """It is not kept, and nothing else is lost."""
    speaker = officer("resolve").write("a" * 2000)
    assert "result" not in speaker.answers


@pytest.mark.parametrize(("words", "chosen"), [("Sudah dibantu", "helped"), ("2", "partly")])
def test_a_label_is_chosen(words: str, chosen: str) -> None:
    """The label of a button, or its place in the list, is that button."""
    assert officer("resolve").write(words).answers == {"decision": chosen}


def test_in_a_residents_form_words_are_no_choice() -> None:
    """There the question is asked again."""
    assert reporting().write("entah").keys == ["form.again"]


def test_a_covered_form_is_still_sent_by_its_button() -> None:
    """[Kirim] under a card or a preview works while another question is open above it."""
    officer_ = officer("resolve").write(RESULT).press(":helped")
    send = next(b.tap.data() for b in officer_.buttons if b.tap.data().endswith(":!:send"))
    officer_.cases = OPEN_CASES
    officer_.tap(f"c:answer:{WAITING_CASE}").tap(send)
    assert len(officer_.did(Resolve)) == 1
    assert [draft.form for draft in officer_.talk.drafts] == ["answer"]
