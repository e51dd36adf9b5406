"""Words that an open form must not take by itself: an officer has asked something since, they came
as "no, it is over", or they were forwarded by a volunteer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.question import Answer
from casework.case.model import Role
from conversations.protocol.effects import Brief
from tests.conversations.speaker import (
    CASE,
    NOW,
    OPEN_CASES,
    WAITING_CASE,
    Speaker,
    reporting,
    resident,
)

DOUBT = "dulu rumah kami pernah kebakaran"
STORY = "bpjs bapak mati padahal harus kontrol ke dokter"


def at_the_address(*cases: Brief) -> Speaker:
    """A resident who is asked for the address of a new report, and has cases."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.write("kartu mati sejak bulan lalu").press(":open")
    return replace(speaker, cases=cases)


def asked(minutes: float, wants: str = "text") -> Brief:
    """A case whose officer has asked something so long after the talk began."""
    return Brief(
        WAITING_CASE,
        "bpnt",
        "waiting",
        "Since when?",
        wants,
        asked_at=NOW + timedelta(minutes=minutes),
    )


def data(speaker: Speaker) -> list[str]:
    return [button.tap.data() for button in speaker.buttons]


def test_a_photo_after_an_officers_question_is_asked_about() -> None:
    """The newest prompt is the officer's: the photo is kept, and one tap says whose it is."""
    speaker = at_the_address(asked(60)).photo(after=3600)
    assert (speaker.keys, speaker.asked) == (["resume.which"], "place")
    assert {f"o:{WAITING_CASE}", "g:draft-000001", "o:new"} <= set(data(speaker))
    speaker.press(f"o:{WAITING_CASE}")
    assert (len(speaker.did(Answer)), "place" in speaker.answers) == (1, False)


@pytest.mark.parametrize("words", ["belakang pasar sejak bulan Mei", "RT 4 RW 2"])
def test_words_too_and_they_may_be_the_forms(words: str) -> None:
    """Words are kept the same way; going on puts them into the form."""
    speaker = at_the_address(asked(60)).write(words, after=3600)
    assert speaker.keys == ["resume.which"]
    speaker.press("g:draft-000001")
    assert speaker.answers["place"] == words
    assert at_the_address(asked(-60)).write(words).answers["place"] == words


def test_a_pin_that_either_wants_is_asked_about() -> None:
    """The officer asked for a place after the form did; an answer that only the form can read is
    its own."""
    assert at_the_address(asked(60, "location")).place(after=3600).keys == ["resume.which"]
    speaker = at_the_address(asked(60, "location")).write("RT 4", after=3600)
    speaker.press("g:draft-000001").write("08123456789")
    assert speaker.answers["phone"] == "+628123456789"


def test_the_question_of_the_same_form_is_answered() -> None:
    """Who opens the officer's question answers it; nothing is asked."""
    speaker = replace(Speaker(), cases=(asked(60),)).tap(f"c:answer:{WAITING_CASE}", after=7200)
    assert len(speaker.write("sejak Mei").did(Answer)) == 1


def test_words_of_an_alarm_that_is_over_are_asked_about() -> None:
    """ "No, it is over" while a form is open and cases are: nobody knows which they are for."""
    speaker = at_the_address(*OPEN_CASES).write(DOUBT).press("no")
    assert (speaker.keys, speaker.asked) == (["resume.which"], "place")
    assert DOUBT not in speaker.answers["story"]["texts"]
    assert {f"o:{CASE}", "g:draft-000001"} <= set(data(speaker))
    speaker.press("g:draft-000001")
    assert DOUBT in speaker.answers["story"]["texts"]
    assert "place" not in speaker.answers


def test_without_a_case_they_belong_to_the_form() -> None:
    """Nothing else is open, and the form's question stands on the screen."""
    speaker = at_the_address().write(DOUBT).press("no")
    assert DOUBT in speaker.answers["story"]["texts"]


@pytest.mark.parametrize("presses", [1, 2])
def test_a_forwarded_message_is_asked_about(presses: int) -> None:
    """A volunteer forwards a chat in the middle of a neighbour's form: this one or the next?"""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("Bu Haji")
    for end in (":health", ":pbi_reactivation")[:presses]:
        speaker.press(end)
    speaker.write(STORY, forwarded=True)
    assert (speaker.keys, speaker.talk.loose.texts) == (["resume.beside"], (STORY,))
    speaker.press("g:draft-000001")
    assert speaker.answers["story"]["texts"] == [STORY]


def test_at_the_story_a_forwarded_message_is_the_story() -> None:
    """There it was asked for; what follows it in the same burst too."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("Bu Haji")
    speaker.press(":health").press(":pbi_reactivation").press(":later")
    speaker.write(STORY, forwarded=True).write("sudah sebulan", forwarded=True, after=1)
    assert speaker.answers["story"]["texts"] == [STORY, "sudah sebulan"]
    speaker.photo(forwarded=True)
    assert speaker.keys == ["resume.beside"]


ANSWERS = ("iyo ana, anak e loro", "sd karo smp", "loro", "KKS e ilang min")
STANDS = (
    (),
    (":self",),
    (":self", ":health"),
    (":self", ":health", ":pbi_reactivation"),
    (":self", ":health", ":pbi_reactivation", ":later", "STORY"),
    (":self", ":health", ":pbi_reactivation", ":later", "STORY", ":open"),
    (":self", ":health", ":pbi_reactivation", ":later", "STORY", ":open", "RT 3", "/lewati"),
)


def begun_after(*taps: str) -> Speaker:
    """A resident who begins a report though an officer has asked something before."""
    waits = replace(asked(-60), question="Ada anak sekolah? KKS ada?")
    speaker = replace(Speaker(), cases=(waits,)).write("/lapor")
    for tap in taps:
        words = STORY if tap == "STORY" else tap
        speaker = speaker.press(tap) if tap.startswith(":") else speaker.write(words)
    return speaker


@pytest.mark.parametrize("words", ANSWERS)
@pytest.mark.parametrize("taps", STANDS)
def test_an_older_question_may_be_answered_in_a_form(words: str, taps: tuple[str, ...]) -> None:
    """The officer asked before the report was begun: where its question takes no such words, it is
    asked for whom they are, and none is lost or refused; what follows waits with them."""
    speaker = begun_after(*taps).write(words)
    assert (speaker.keys, speaker.did(Answer)) == (["resume.which"], [])
    speaker.write("masih kecil semua")
    assert speaker.keys == ["resume.which"]
    speaker.press(f"o:{WAITING_CASE}")
    (answer,) = speaker.did(Answer)
    assert all(told in str(answer) for told in (words, "masih kecil"))


@pytest.mark.parametrize("taps", STANDS[:4])
def test_a_photo_or_a_pin_without_words_is_asked_about_too(taps: tuple[str, ...]) -> None:
    """What is shown where only a button answers may be what the officer wanted to see."""
    assert begun_after(*taps).photo().keys == ["resume.which"]
    assert begun_after(*taps).place().keys == ["resume.which"]


@pytest.mark.parametrize("words", ["genteng bocor mau ambruk", "terima kasih", "/status", "halo"])
def test_another_trouble_is_the_reports(words: str) -> None:
    """What names a trouble of its own, a command and small talk are not asked about."""
    assert "resume.which" not in begun_after(":self").write(words).keys


def test_a_form_that_was_chosen_is_not_asked_again() -> None:
    """Whose words were said to be for the form goes on with it."""
    speaker = begun_after(":self").write("iyo ana, anak e loro").press("g:draft-000001")
    assert speaker.keys == ["form.story_kept", "report.sector.ask"]
    assert speaker.write("sd karo smp").keys == ["form.story_kept", "report.sector.ask"]


@pytest.mark.parametrize(("said", "keys"), [("RT 4 RW 2", ["report.phone.ask"]), ("sama", None)])
def test_what_the_form_asks_for_is_its_own(said: str, keys: list[str] | None) -> None:
    """An address where one is asked, or what stands for one, is no answer to the officer."""
    speaker = begun_after(*STANDS[5]).write(said)
    assert speaker.keys == keys if keys else "resume.which" not in speaker.keys


def test_a_volunteer_who_is_asked_for_a_name_may_answer_too() -> None:
    """A sentence is no name while an officer waits; a name is one."""
    rt = resident(Role.VOLUNTEER)
    speaker = replace(Speaker(rt), cases=(asked(-60),)).write("/lapor")
    assert speaker.write("iyo ana, anak e loro").keys == ["resume.which"]
    speaker = replace(Speaker(rt), cases=(asked(-60),)).write("/lapor").write("bi Onah")
    assert "resume.which" not in speaker.keys


NIK = "3274051203870001"


def wanting(*taps: str) -> Speaker:
    """A resident in a report, while an officer waits for their NIK."""
    speaker = begun_after(*taps)
    speaker.cases = (replace(speaker.cases[0], question="NIK ibu berapa?", wants="nik"),)
    return speaker


@pytest.mark.parametrize("words", [NIK, f"NIK saya {NIK}", f"iya bu nik nya {NIK}"])
@pytest.mark.parametrize("taps", STANDS[1:5])
def test_a_nik_that_an_officer_waits_for_is_asked_about(words: str, taps: tuple[str, ...]) -> None:
    """Also once other words were said to be for the form, and only once."""
    speaker = wanting(*taps).write("kartunya sudah ada")
    if speaker.keys == ["resume.which"]:
        speaker.press("g:draft-000001")
    before = speaker.answers.get("story")
    speaker.write(words)
    assert (speaker.keys, speaker.answers.get("story")) == (["resume.which"], before)
    assert speaker.press("g:draft-000001").keys != ["resume.which"]
    speaker.write(f"{words} ya", after=3600)
    assert len(speaker.press(f"o:{WAITING_CASE}").did(Answer)) == 1


def test_a_nik_after_the_answer_is_asked_about_too() -> None:
    """An hour after "a moment" went to the officer, who waits for nothing else."""
    speaker = wanting(":self").write("sebentar bu saya cari").press(f"o:{WAITING_CASE}")
    speaker.cases = (Brief(WAITING_CASE, "pkh", "in_progress", calm=True),)
    speaker.write(f"NIK saya {NIK}", after=3600)
    assert (speaker.keys, "story" in speaker.answers) == (["resume.which"], False)


def test_without_a_case_a_nik_is_the_forms_own() -> None:
    """The neighbour: nobody else can have been meant."""
    speaker = reporting(":self").write(f"NIK saya {NIK}")
    assert "resume.which" not in speaker.keys


@pytest.mark.parametrize("taps", STANDS[1:4])
def test_what_a_resident_forwards_is_asked_about(taps: tuple[str, ...]) -> None:
    """At a question that wants a tap, as at others' forms; their own words are the story."""
    speaker = reporting(*taps).write(STORY, forwarded=True)
    assert (speaker.keys, speaker.talk.loose.texts) == (["resume.beside"], (STORY,))
    speaker.press("g:draft-000001")
    assert speaker.answers["story"]["texts"] == [STORY]


def test_what_a_resident_forwards_where_it_is_asked_for_is_the_answer() -> None:
    """The neighbours: the story, an address and a number from a chat with kin."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.write(STORY, forwarded=True).press(":open").write("RT 4 RW 2", forwarded=True)
    speaker.write("0812 3456 7890", forwarded=True)
    assert (speaker.asked, speaker.answers["phone"]) == ("", "+6281234567890")
    assert speaker.answers["story"]["texts"] == [STORY]
    assert speaker.write("gas juga mahal pak", forwarded=True).keys == ["resume.beside"]
