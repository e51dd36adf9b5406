"""Words right below an officer's are about the case of those; an hour of other messages, an open
form or older words that wait change nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.correspondence import Add
from casework.actions.question import Answer
from casework.case.model import Role
from conversations.protocol.effects import Brief, Do
from conversations.protocol.talk.standing_above import Above
from tests.conversations.speaker import CASE, OPEN_CASES, WAITING_CASE, Speaker, reporting, resident

ASKED = Brief(WAITING_CASE, "pkh", "waiting", "Bi Karsem punya anak sekolah?", "text", calm=True)
OTHER = "lampu jalan depan rumah mati sudah seminggu"


def below(case: int, brings: str, speaker: Speaker, *, before: float = 10) -> Speaker:
    """Somebody who sees last on their screen what was sent about a case, minutes ago."""
    speaker.above = Above(case, brings, speaker.at - timedelta(minutes=before))
    return speaker


def cases_told(speaker: Speaker) -> list[object]:
    return [e.case for e in speaker.effects if isinstance(e, Do)]


@pytest.mark.parametrize("brings", ["question", ""])
def test_below_a_question_words_are_its_answer(brings: str) -> None:
    """Also below a reminder of it, and days later."""
    speaker = below(WAITING_CASE, brings, Speaker(cases=OPEN_CASES), before=6 * 24 * 60)
    assert speaker.write("anak dua pak").did(Answer)
    assert "outside.offer" not in speaker.keys


def test_older_words_that_wait_go_on_waiting() -> None:
    """What stands last on the screen counts, not what lies unsorted; thanks show no list of it."""
    speaker = Speaker(cases=OPEN_CASES[1:]).write("petugas teu datang")
    waits = speaker.talk.loose
    below(CASE, "reply", speaker).write("nuhun, KK na ilang kabanjiran")
    assert (len(speaker.did(Add)), cases_told(speaker)) == (1, [CASE])
    below(CASE, "reply", speaker).write("nuhun")
    assert (speaker.keys, speaker.talk.loose) == (["chat.thanks"], waits)


def test_what_the_officer_has_asked_for_is_no_matter_of_its_own() -> None:
    """A lost paper is a trouble, but not where just that paper is asked for."""
    for question, answers in (("Kirim foto KK juga ya", 1), ("Punya anak?", 0)):
        asked = replace(ASKED, question=question)
        speaker = below(WAITING_CASE, "question", Speaker(cases=(asked,)))
        assert len(speaker.write("KK na ilang min").did(Answer)) == answers


@pytest.mark.parametrize("words", [OTHER, "halo", "kartu BPJS saya mati"])
def test_another_matter_is_none_of_it(words: str) -> None:
    """A trouble that is named for sure, and a greeting."""
    cases = (Brief(CASE, "pkh", "in_progress", calm=True),)
    speaker = below(CASE, "reply", Speaker(cases=cases)).write(words)
    assert not speaker.did(Add)


@pytest.mark.parametrize(("brings", "days"), [("receipt", 0), ("", 0), ("reply", 4)])
def test_other_letters_and_old_ones_make_no_answer(brings: str, days: int) -> None:
    """Below a receipt somebody may begin anew."""
    speaker = below(CASE, brings, Speaker(cases=OPEN_CASES[1:]), before=days * 1440 + 1)
    speaker.write("yang di sebelah juga begitu")
    assert (speaker.did(Add), speaker.keys) == ([], ["outside.offer"])


def test_a_volunteer_may_speak_of_the_next_neighbour() -> None:
    """A name that the officer has not told is asked about; without one it is the answer."""
    volunteer = Speaker(resident(Role.VOLUNTEER), cases=(ASKED,))
    assert below(WAITING_CASE, "question", volunteer).write("anak e loro").did(Answer)
    other = Speaker(resident(Role.VOLUNTEER), cases=(ASKED,))
    below(WAITING_CASE, "question", other).write("bi Wasti durung oleh sembako")
    assert (other.did(Answer), other.keys) == ([], ["outside.offer"])


def test_what_follows_an_answer_joins_it_without_a_word() -> None:
    """For minutes, below our receipt of it, though nothing waits for an answer any more; its
    officer hears of each, and a number counts as an answer, too."""
    speaker = below(WAITING_CASE, "question", Speaker(cases=OPEN_CASES)).write("anak dua")
    speaker.cases = (Brief(WAITING_CASE, "bpnt", "in_progress", calm=True),)
    below(WAITING_CASE, "", speaker, before=0).write("sd sama smp", answered=True, after=120)
    (added,) = speaker.did(Add)
    assert (added.silent, added.more, speaker.keys) == (True, False, [])
    assert [add.silent for add in speaker.photo(after=200).did(Add)] == [True]
    speaker.above = None
    assert not speaker.write("mau tanya bansos", answered=True, after=60).did(Add)


def test_what_follows_within_seconds_of_our_receipt_reaches_its_officer() -> None:
    """Our receipt stands above it already: it is no rest of what was told before."""
    speaker = below(WAITING_CASE, "question", Speaker(cases=OPEN_CASES)).write("anak dua")
    speaker.cases = (Brief(WAITING_CASE, "bpnt", "in_progress", calm=True),)
    below(WAITING_CASE, "", speaker, before=0).write("sd sama smp", answered=True, after=2)
    (added,) = speaker.did(Add)
    assert (added.silent, added.more) == (True, False)


def test_minutes_later_or_below_another_question_it_is_asked() -> None:
    """A quarter of an hour ends it; so does what an officer asks about another case."""
    for above, after in ((WAITING_CASE, 900.0), (CASE, 60.0)):
        speaker = below(WAITING_CASE, "question", Speaker(cases=OPEN_CASES)).write("anak dua")
        below(above, "", speaker, before=0).write("sd sama smp", answered=True, after=after)
        assert not [add for add in speaker.did(Add) if add.silent]


def at_the_form(speaker: Speaker) -> Speaker:
    """Minutes after a form has asked, an officer has asked something, too."""
    asked = speaker.at + timedelta(minutes=2)
    speaker.cases = (Brief(WAITING_CASE, "pkh", "waiting", "Punya anak?", "text", asked_at=asked),)
    speaker.at = asked
    return speaker


def test_a_form_that_was_shown_again_is_no_newer_question() -> None:
    """An hour of other messages shows the form's question again below each: what is written next
    may still answer the officer, and is asked about."""
    speaker = at_the_form(reporting(":self", ":health", ":pbi_reactivation", ":later"))
    for _ in range(3):
        speaker.write("📷", after=1200).write("/bantuan").write("P", after=30)
    speaker.write("iya ada, anak dua")
    assert speaker.keys == ["resume.which"]
    theirs = f"o:{WAITING_CASE}"
    speaker.tap(next(b.tap.data() for b in speaker.buttons if b.tap.data().startswith(theirs)))
    assert speaker.did(Answer)


def test_below_the_form_that_follows_an_answer_it_is_asked() -> None:
    """The question of the open form stands again below our receipt: both are equally near."""
    speaker = at_the_form(reporting(":self", ":health", ":pbi_reactivation", ":later"))
    speaker.tap(f"c:answer:{WAITING_CASE}").write("anak dua")
    assert speaker.did(Answer)
    speaker.cases = (Brief(WAITING_CASE, "pkh", "in_progress", calm=True),)
    speaker.write("sd sama smp", answered=True)
    assert (speaker.keys, speaker.talk.loose.texts) == (["resume.which"], ("sd sama smp",))


@pytest.mark.parametrize(
    "words", ["eh salah budakna lalaki", "ralat, RT 4", "Maaf pak, maksudnya ibu"]
)
def test_below_the_receipt_a_correction_joins_the_report(words: str) -> None:
    """A minute after it was sent; an hour later, or below another letter, it is asked about."""
    speaker = below(CASE, "receipt", Speaker(cases=OPEN_CASES[1:]), before=1)
    assert speaker.write(words).did(Add)
    late = below(CASE, "receipt", Speaker(cases=OPEN_CASES[1:]), before=60)
    assert (late.write(words).did(Add), late.keys) == ([], ["outside.offer"])


SCHOOL = "Bi Karsem punya anak sekolah? Kirim foto KKS juga ya."
WORDS = ("iyo ana, anak e loro", "sd karo smp", "KKS e ilang min")


def roof() -> Speaker:
    """Somebody at a choice in a form, after whose question an officer has asked something."""
    speaker = reporting(":self", ":health", ":pbi_reactivation")
    assert speaker.asked == "depth"
    asked = speaker.at + timedelta(minutes=2)
    speaker.cases = (Brief(WAITING_CASE, "pkh", "waiting", SCHOOL, "text", asked_at=asked),)
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
