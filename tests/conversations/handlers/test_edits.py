"""A message that was edited changes what it has become, and nothing else."""

import pytest

from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.correcting.rewording import Reword
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.correspondence import Add, Reply
from casework.actions.ending.completion import Complete
from casework.actions.question import Answer
from casework.case.commands import Command
from casework.case.intake import Intake
from casework.case.model import Role
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Attachment, Do
from tests.conversations.speaker import (
    CASE,
    OPEN_CASES,
    WAITING_CASE,
    Speaker,
    at_the_card,
    reporting,
    resident,
)

STORY = "bpjs bapak mati padahal harus kontrol ke dokter"
FIRE = "tolong rumah tetangga kebakaran"


def told(speaker: Speaker) -> list[str]:
    return [text for add in speaker.did(Add) for text in add.story["texts"]]


@pytest.mark.parametrize("text", [STORY, FIRE, "/lapor atap roboh", "P", "/status", "makasih"])
def test_an_edit_without_a_change_is_silence(text: str) -> None:
    """Telegram tells of an edit for less than words: nothing follows, hours later either."""
    speaker = Speaker().write(text)
    before = speaker.talk
    speaker.edit(speaker.newest, text, after=3 * 3600)
    assert (speaker.effects, speaker.talk) == ((), before)


def test_words_that_wait_are_replaced() -> None:
    """Words that wait to be asked about are offered as they are now; the old ones are gone."""
    speaker = Speaker().write(STORY)
    speaker.edit(speaker.newest, "bpjs ibu mati")
    assert (speaker.keys, speaker.talk.loose.texts) == (["outside.offer"], ("bpjs ibu mati",))


def test_a_story_in_a_form_is_replaced_and_keeps_its_files() -> None:
    """A caption changed on the way through the form changes the story, not the open question."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").photo("kartu mati")
    speaker.edit(speaker.newest, "kartu mati sejak Mei", files=_file(speaker.newest))
    assert (speaker.answers["story"]["texts"], len(speaker.answers["story"]["files"])) == (
        ["kartu mati sejak Mei"],
        1,
    )
    assert (speaker.keys, speaker.asked) == (["chat.corrected", "report.secret.ask"], "secret")


def _file(n: int, name: str = "unique") -> tuple[Attachment, ...]:
    return (Attachment("photo", f"file{n}", f"{name}{n}", 1000),)


def test_a_photo_put_in_place_of_another_is_kept() -> None:
    """A photo that replaces one is a file of the same story."""
    speaker = Speaker().photo("kartu")
    speaker.edit(speaker.newest, "kartu", files=_file(speaker.newest, "other"))
    assert [f["unique_id"] for f in speaker.talk.loose.files][-1] == f"other{speaker.newest}"
    assert speaker.talk.loose.texts == ("kartu",)


def test_an_address_is_corrected_behind_its_question() -> None:
    """The answer to an earlier question is changed; the question on the screen stays unanswered."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.write("kartu mati sejak bulan lalu").press(":open").write("RT 4 RW 2")
    speaker.edit(speaker.newest, "RT 5 RW 2")
    assert (speaker.answers["place"], speaker.asked) == ("RT 5 RW 2", "phone")
    assert "phone" not in speaker.answers


@pytest.mark.parametrize("text", ["Batal", "Kembali", "/batal", "/hapus_saya", "/lapor"])
def test_an_edit_goes_nowhere(text: str) -> None:
    """Words of a button and commands in an edit do nothing."""
    speaker = at_the_card()
    before = speaker.talk
    speaker.edit(speaker.newest, text)
    assert speaker.talk == before
    assert speaker.keys[0] == "chat.edited"


def test_a_number_that_is_none_stays_as_it_was() -> None:
    """An answer that can't be read as one is told so and changes nothing."""
    speaker = at_the_card()
    speaker.edit(speaker.newest, "nomornya lupa")
    assert (speaker.answers["phone"], speaker.keys[0]) == ("+628123456789", "chat.edited")


def test_at_a_case_an_edit_is_told_as_a_correction() -> None:
    """What was added to a case is corrected there; it answers no question that came later."""
    speaker = Speaker(cases=OPEN_CASES).write("sejak Mei", reply_to=CASE)
    speaker.edit(speaker.newest, "sejak Juni")
    assert [(e.case, e.command) for e in speaker.effects if isinstance(e, Do)] == [
        (CASE, Add(7, speaker.did(Add)[0].story, corrects=True))
    ]
    assert told(speaker) == ["sejak Juni"]


def test_an_answer_that_is_edited_answers_no_further_question() -> None:
    """The answer to an officer is corrected, even while the officer asks something else."""
    speaker = Speaker(cases=OPEN_CASES).write("sejak Mei", reply_to=WAITING_CASE)
    assert len(speaker.did(Answer)) == 1
    speaker.edit(speaker.newest, "sejak Juni")
    assert (speaker.did(Answer), told(speaker)) == ([], ["sejak Juni"])


def test_words_that_went_to_a_case_later_are_corrected_there() -> None:
    """A message that waited and was then given to a case is corrected at that case."""
    speaker = Speaker(cases=OPEN_CASES).write(STORY)
    message = speaker.newest
    speaker.press(f"o:{CASE}")
    speaker.edit(message, "bpjs ibu mati")
    assert ([e.case for e in speaker.effects if isinstance(e, Do)], told(speaker)) == (
        [CASE],
        ["bpjs ibu mati"],
    )


@pytest.mark.parametrize("hours", [0.01, 1, 5])
def test_no_edit_of_an_alarm_is_a_second_alarm(hours: float) -> None:
    """A corrected cry for help files nothing more, whenever it comes."""
    speaker = Speaker().write(FIRE)
    speaker.edit(speaker.newest, f"{FIRE} sekarang, cepat", after=hours * 3600)
    assert len(speaker.filed) == 1


def test_a_cry_for_help_that_is_mended_is_heard() -> None:
    """Words that were not understood, and whose edit tells of an emergency, are its first alarm;
    the broken ones are not told twice."""
    speaker = Speaker().write("tlg rumah kbkrn")
    speaker.edit(speaker.newest, FIRE)
    assert ((speaker.filed[0].intake.story or {})["texts"], len(speaker.filed)) == ((FIRE,), 1)
    speaker.edit(speaker.newest, f"{FIRE} besar")
    assert len(speaker.filed) == 1


def test_the_place_of_an_emergency_is_corrected_for_whoever_is_on_the_way() -> None:
    """An address that is mended while the short form is open reaches the case at once."""
    speaker = Speaker(resident(village="")).write(FIRE).write("kesambi").write("RT 4")
    speaker.edit(speaker.newest, "RT 14")
    assert speaker.did(Complete) == [Complete(7, "", Intake(place="RT 14"))]


def test_small_talk_that_becomes_a_trouble_is_offered() -> None:
    """A greeting that is edited into a story is kept and asked about."""
    speaker = Speaker().write("P")
    speaker.edit(speaker.newest, STORY)
    assert (speaker.keys, speaker.talk.loose.texts) == (["outside.offer"], (STORY,))


RETRACT = RetractResult(7, "another card")
MEANT: tuple[tuple[str, list[str], str, str, Command], ...] = (
    ("reply", [], "words", "", Reword(7, "besok datang", "lusa datang")),
    ("note", [], "words", "", Reword(7, "besok datang", "lusa datang")),
    ("ask", [":wants:text"], "words", "", Reword(7, "besok datang", "lusa datang")),
    ("ask", [":wants:text"], "drop", "", DropQuestion(7)),
    ("resolve", [":decision:helped"], "words", "", Reword(7, "besok datang", "lusa datang")),
    ("resolve", [":decision:helped"], "wrong", "another card", RETRACT),
)


@pytest.mark.parametrize(("form", "presses", "means", "why", "command"), MEANT)
def test_what_an_officer_has_sent_stays_sent(
    form: str, presses: list[str], means: str, why: str, command: Command
) -> None:
    """Edited, it is sent no second time by itself: its officer says what the change means."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:{form}:{CASE}")
    for press in presses:
        officer.press(press)
    officer.write("besok datang")
    written = officer.newest
    if form == "resolve":
        officer.press(":!:send")
    officer.edit(written, "lusa datang")
    assert (officer.did(Reply), officer.keys) == ([], ["mend.what.ask"])
    officer.press(f":{means}")
    if why:
        officer.write(why)
    assert officer.did(type(command)) == [command]


def test_an_officer_may_leave_it_as_it_is() -> None:
    """Nothing happens then, and that is said."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).tap(f"c:reply:{CASE}").write("besok datang")
    officer.edit(officer.newest, "lusa datang").press(":nothing")
    assert "mend.stays" in officer.keys


def test_a_message_that_we_do_not_know_is_asked_for_anew() -> None:
    """Of an edit of something too old nothing is guessed; an emergency in it is asked about."""
    assert Speaker().edit(5, STORY).keys == ["chat.edited"]
    speaker = Speaker().edit(5, FIRE)
    assert (speaker.keys[0], speaker.filed) == ("alarm.maybe", [])


def test_an_edited_cry_of_a_closed_emergency_is_asked_about() -> None:
    """The numbers to call stand in the answer, and nothing is opened unless it is now."""
    speaker = Speaker().write("suami saya gak napas")
    cry, filed = speaker.newest, len(speaker.filed)
    speaker.talk = Talk()
    speaker.edit(cry, "suami saya gak napas lagi", after=24 * 3600)
    assert (speaker.keys[0], len(speaker.filed)) == ("alarm.maybe", filed)
