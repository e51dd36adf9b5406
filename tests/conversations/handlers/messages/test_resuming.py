"""After something else was shown, or hours later, words are no silent answer to an old question."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.correspondence import Reply
from casework.case.model import Role
from conversations.protocol.effects import Do
from tests.conversations.speaker import (
    CASE,
    RESOLVED_CASE,
    Speaker,
    reporting,
    resident,
    stranger,
)

TROUBLE = "lampu jalan depan rumah mati sudah seminggu"


def at_the_address() -> Speaker:
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    return speaker.write("kartu mati sejak bulan lalu").press(":open")


ASIDE: tuple[Callable[[Speaker], object], ...] = (
    lambda speaker: speaker.write("/start"),
    lambda speaker: speaker.write("/start d_3274051003"),
    lambda speaker: speaker.write("/status"),
    lambda speaker: speaker.write("/bantuan"),
    lambda speaker: speaker.tap("m:status"),
    lambda speaker: speaker.write("P", after=4 * 3600),
)


@pytest.mark.parametrize("aside", ASIDE[:-1])
def test_after_something_else_a_new_trouble_is_no_address(
    aside: Callable[[Speaker], object],
) -> None:
    """After a command the next words are asked about, and kept; the old form is as it was."""
    speaker = at_the_address()
    aside(speaker)
    speaker.write(TROUBLE)
    assert (speaker.keys, speaker.asked) == (["resume.wonder"], "place")
    assert (speaker.talk.loose.texts, "place" in speaker.answers) == ((TROUBLE,), False)


def test_hours_later_a_new_trouble_is_no_address() -> None:
    """Hours after the question the same holds; minutes after it words are the answer."""
    speaker = at_the_address().write(TROUBLE, after=4 * 3600)
    assert (speaker.keys, speaker.talk.loose.texts) == (["resume.wonder"], (TROUBLE,))
    assert at_the_address().write("RT 4", after=20 * 60).answers["place"] == "RT 4"


def test_they_go_on() -> None:
    """The words were the answer: one tap puts them there, and the form goes on."""
    speaker = (
        at_the_address().write("/status").write("RT 4 RW 2 dekat mushola").press("g:draft-000001")
    )
    assert (speaker.answers["place"], speaker.asked) == ("RT 4 RW 2 dekat mushola", "phone")
    assert speaker.talk.loose.empty
    speaker.write("0812345678")
    assert speaker.asked == ""


def test_it_is_something_new() -> None:
    """A new trouble is a report of its own; the old one waits below it."""
    speaker = at_the_address().write("/status").write(TROUBLE).press("o:new")
    assert [d.form for d in speaker.talk.drafts] == ["report", "report"]
    assert speaker.answers["story"]["texts"] == [TROUBLE]


@pytest.mark.parametrize("hours", [0, 5])
def test_what_can_only_be_the_answer_is_it(hours: float) -> None:
    """A phone number, a village or a label answers the old question, whatever lies between."""
    speaker = at_the_address().write("RT 4").write("/status")
    assert speaker.write("08123456789", after=hours * 3600 + 9).answers["phone"] == "+628123456789"
    met = Speaker(stranger()).write("/start").press(":id").press(":agree").write("/bantuan")
    assert met.write("kesambi", after=hours * 3600 + 9).talk.drafts == ()


def test_asked_again_it_is_the_answer() -> None:
    """Who taps to go on is asked anew, and answers as ever; a tap on another page is no detour."""
    speaker = at_the_address().write("/status").write("/lapor").tap("r:draft-000001")
    assert speaker.write("RT 4 RW 2").answers["place"] == "RT 4 RW 2"


def test_an_officer_sends_nothing_to_an_old_resident() -> None:
    """What an officer writes hours after a form was opened goes to no resident by itself."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:reply:{CASE}")
    officer.write("pak RT sudah telepon", after=5 * 3600)
    assert (officer.did(Reply), officer.keys) == ([], ["resume.wonder"])
    officer.press(f"g:{officer.talk.drafts[0].id}")
    assert officer.did(Reply) == [Reply(7, "pak RT sudah telepon")]


def test_in_an_emergency_nobody_is_asked() -> None:
    """The address of an emergency is the address, also after the numbers were looked up."""
    speaker = (
        Speaker(resident(village="")).write("tolong rumah tetangga kebakaran").write("kesambi")
    )
    speaker.write("/bantuan").write("belakang masjid")
    assert [e for e in speaker.effects if isinstance(e, Do)]
    assert "resume.wonder" not in speaker.keys


def test_a_button_of_nothing_is_stale() -> None:
    """The button goes on with nothing once its words are taken."""
    speaker = at_the_address().write("/status").write(TROUBLE)
    speaker.press("o:no")
    assert speaker.tap("g:draft-000001").keys == ["outside.gone", "report.place.ask"]


def test_a_typed_yes_goes_on() -> None:
    """Who types that it was the answer has said so."""
    speaker = at_the_address().write("/status").write("RT 4 RW 2 dekat mushola").write("ya pak")
    assert (speaker.asked, speaker.talk.loose.empty) == ("phone", True)
    assert "dekat mushola" in str(speaker.answers["place"])


A_DAY = 26 * 3600


@pytest.mark.parametrize(
    "words",
    ["mksih", "makasih banyak ya bu", "ok", "iya pak", "🙏", "tidak", "terima kasih pak 🙏"],
)
def test_thanks_or_a_nod_answer_no_question_of_yesterday(words: str) -> None:
    """They are answered as anywhere else; nothing is kept, and nobody is asked what they mean."""
    speaker = Speaker().write("nenek keracunan")
    speaker.write(words, after=A_DAY)
    assert len(speaker.keys) == 1
    assert speaker.keys[0].startswith("chat.")
    assert speaker.talk.loose.empty
    assert not [effect for effect in speaker.effects if isinstance(effect, Do)]


@pytest.mark.parametrize("words", ["mksih", "makasih bu", "🙏"])
def test_neither_does_a_half_made_report_take_them(words: str) -> None:
    """Also where other forms stand open since yesterday."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    answers = dict(speaker.answers)
    speaker.write(words, after=A_DAY)
    assert speaker.keys == ["chat.thanks"]
    assert dict(speaker.answers) == answers


@pytest.mark.parametrize("words", ["mksih", "alhamdulillah sudah masuk bu, makasih"])
@pytest.mark.parametrize("begun", ["nenek keracunan", "/lapor"])
def test_after_a_result_thanks_are_about_it(words: str, begun: str) -> None:
    """Whatever question stands open since before the result."""
    speaker = Speaker().write(begun)
    told = replace(RESOLVED_CASE[0], asked_at=speaker.at + timedelta(hours=25))
    speaker.cases = (told,)
    speaker.write(words, after=A_DAY)
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [CASE]
    assert not [key for key in speaker.keys if key.startswith("resume")]


def test_what_tells_more_than_thanks_is_still_asked_about() -> None:
    """Yesterday's question may be what somebody answers."""
    speaker = Speaker().write("nenek keracunan")
    speaker.write("makasih, rumah nenek di gang mawar", after=A_DAY)
    assert speaker.keys == ["resume.wonder"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("halo min", "chat.greeting"),
        ("assalamualaikum", "chat.greeting"),
        ("selamat pagi pak", "chat.greeting"),
        ("makasih", "chat.thanks"),
        ("ok", "chat.nod"),
        ("lewat", "report.story.ask"),
        ("skip aja", "report.story.ask"),
        ("bentar", "report.story.ask"),
    ],
)
def test_a_greeting_is_no_story(words: str, key: str) -> None:
    """It is greeted back, and the story is asked for again."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(words)
    assert (speaker.asked, speaker.keys[0], speaker.keys[-1]) == ("story", key, "report.story.ask")
    assert "story" not in speaker.answers


@pytest.mark.parametrize("words", ["halo min, kis emak mati", "kis mati", "ok jadi gini pak"])
def test_a_greeting_with_more_is_a_story(words: str) -> None:
    """However short."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(words)
    assert speaker.answers["story"]["texts"] == [words]


@pytest.mark.parametrize("words", ["lewat", "skip", "lewat aja"])
def test_passing_over_is_no_address(words: str) -> None:
    """It is asked again, and nobody is sent to "lewat"."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kis emak mati")
    speaker.press(":open").write(words)
    assert (speaker.asked, speaker.keys) == ("place", ["report.place.ask"])
