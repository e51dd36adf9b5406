"""An officer's question came after that of the open form: what is written then may answer either,
and what follows goes the same way."""

from dataclasses import replace
from datetime import timedelta

from casework.actions.question import Answer
from conversations.protocol.effects import Brief
from tests.conversations.speaker import WAITING_CASE, Speaker, reporting

ASKED = "Bi Karsem punya anak sekolah? Kirim foto KKS juga ya."
WORDS = ("iyo ana, anak e loro", "sd karo smp", "KKS e ilang min")


def roof() -> Speaker:
    """Somebody at a choice in a form, after whose question an officer has asked something."""
    speaker = reporting(":self", ":health", ":pbi_reactivation")
    assert speaker.asked == "depth"
    asked = speaker.at + timedelta(minutes=2)
    speaker.cases = (Brief(WAITING_CASE, "pkh", "waiting", ASKED, "text", asked_at=asked),)
    speaker.at = asked + timedelta(hours=1)
    return speaker


def test_at_a_choice_it_is_asked_each_time() -> None:
    """All lines wait for one tap, and go where it says."""
    speaker = roof()
    for many, words in enumerate(WORDS, 1):
        speaker.write(words)
        assert (speaker.keys, len(speaker.talk.loose.texts)) == (["resume.which"], many)
    theirs = f"o:{WAITING_CASE}"
    speaker.tap(next(b.tap.data() for b in speaker.buttons if b.tap.data().startswith(theirs)))
    assert speaker.did(Answer)
    assert "story" not in speaker.answers


def test_what_follows_waits_for_the_same_tap() -> None:
    """Also once the officer's question has its answer: a line of which nobody has said where it
    belongs is not decided by the next."""
    speaker = roof()
    speaker.tap(f"c:answer:{WAITING_CASE}").write(WORDS[0])
    speaker.cases = tuple(
        replace(one, status="in_progress", asked_at=None) for one in speaker.cases
    )
    for words in WORDS[1:]:
        speaker.write(words, answered=True)
        assert speaker.keys == ["resume.which"]
    assert speaker.talk.loose.texts == WORDS[1:]


def test_an_answer_to_the_form_is_one() -> None:
    """What looks like the form's answer is no part of what waits."""
    speaker = roof()
    speaker.write(WORDS[0]).write("2")
    assert speaker.asked != "depth"
