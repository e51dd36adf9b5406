"""A half-made report about something else than the emergency stays, and is offered again."""

from dataclasses import replace

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case.model import Role
from conversations.protocol.effects import Do
from tests.conversations.speaker import Speaker, reporting, resident

ROOF, FIRE = "atap rmh sy bocor dan mau ambruk", "kbakaran bu rumh tetangga sekarang"
POISON, DROWNING = "tetangga sy minum racun tikus", "tolong anak tenggelam di kali"


def told(speaker: Speaker) -> list[str]:
    return list((speaker.filed[-1].intake.story or {})["texts"])


def with_story(words: str, role: str = "report") -> Speaker:
    """A half-made report with a story."""
    if role == "neighbour":
        return Speaker(resident(Role.VOLUNTEER)).write(words).press("o:new")
    return reporting(":self").write(words)


def answered(speaker: Speaker) -> Speaker:
    """The questions of the emergency are left out."""
    while speaker.talk.draft is not None and speaker.talk.draft.form == "emergency":
        speaker.press(":-") if speaker.buttons else speaker.write("Lewati")
    return speaker


@pytest.mark.parametrize("role", ["report", "neighbour"])
@pytest.mark.parametrize(
    ("before", "cry"),
    [(ROOF, FIRE), ("kis sy mati bu", POISON), ("anak sy jg putus sekolah", DROWNING)],
)
def test_a_report_about_something_else_stays(before: str, cry: str, role: str) -> None:
    """Its words are not told to who comes for the emergency; after the questions one tap goes
    on."""
    speaker = with_story(before, role)
    speaker.write(cry)
    assert told(speaker) == [cry]
    speaker = answered(speaker)
    assert "set_aside.waits" in speaker.keys
    form = speaker.press(speaker.talk.set_aside[0].id).talk.draft
    assert form is not None
    assert list(form.answers["story"]["texts"]) == [before]
    assert speaker.talk.set_aside == ()


@pytest.mark.parametrize(
    ("before", "cry"),
    [
        ("rumah saya kena banjir tahun lalu belum dapat bantuan", "tolong banjir lagi air masuk"),
        ("", FIRE),
    ],
)
def test_a_report_about_the_same_becomes_the_emergency(before: str, cry: str) -> None:
    """Nothing is offered twice."""
    speaker = reporting(":self")
    if before:
        speaker.write(before).press("e:no")
    speaker.write(cry)
    assert speaker.filed[-1].service == "disaster"
    assert speaker.talk.set_aside == ()


def test_in_doubt_the_words_go_along_and_the_report_stays() -> None:
    """ "ibu sy sakit" may be about the same mother."""
    speaker = with_story("ibu sy sakit sudah lama bu").write("ibu sy gak sadar tolong")
    assert told(speaker) == ["ibu sy sakit sudah lama bu", "ibu sy gak sadar tolong"]
    assert "set_aside.waits" in answered(speaker).keys


def test_words_of_violence_go_to_no_other_danger() -> None:
    """Who comes for the fire does not read of it; the report stays."""
    speaker = with_story("dulu suami sy suka mukul").press("e:no").write(FIRE)
    assert told(speaker) == [FIRE]
    assert len(speaker.talk.set_aside) == 1


@pytest.mark.parametrize("words", ["gmn laporan atap sy tadi", "laporan rumah bocor sy gimana bu"])
def test_who_asks_for_it_is_offered_it(words: str) -> None:
    """It is no addition to the fire."""
    speaker = answered(with_story(ROOF).write(FIRE)).write(words)
    assert speaker.did(Add) == []
    assert speaker.keys == ["set_aside.waits"]


def test_news_of_the_fire_still_joins_it() -> None:
    """Words that name what the report names, too, are news of the danger."""
    speaker = answered(with_story(ROOF).write(FIRE)).write("atap sebelah sudah ikut roboh")
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [speaker.filed[-1].key]


def test_a_new_report_asks_about_the_one_that_waits() -> None:
    """/lapor offers to go on with it."""
    speaker = answered(with_story(ROOF).write(FIRE)).write("/lapor")
    assert speaker.keys == ["form.open_one"]


def test_its_old_button_still_works() -> None:
    """A tap on the question that stood there before goes on with the report."""
    speaker = with_story(ROOF)
    button = speaker.buttons[0].tap.data()
    speaker = answered(speaker.write(FIRE)).tap(button)
    assert "form.stale" not in speaker.keys
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.form == "report"


def test_its_old_button_waits_for_the_emergency() -> None:
    """While the emergency asks for its place, a tap on the report shows that question again: what
    is written next is the place of the emergency."""
    speaker = with_story(ROOF)
    button = speaker.buttons[0].tap.data()
    speaker.write("bu kaki anakku ketiban genteng getihe metu terus").tap(button)
    assert (speaker.keys[0], speaker.asked) == ("set_aside.first", "place")
    speaker.write("rt siji ngarep sd")
    assert speaker.did(Complete)
    assert answered(speaker).tap(button).talk.draft is not None


def test_it_may_still_be_cancelled() -> None:
    """Its cancel button ends it at any time."""
    speaker = with_story(ROOF)
    button = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":x"))
    assert speaker.write(FIRE).tap(button).talk.set_aside == ()


def test_words_that_waited_are_asked_about_again() -> None:
    """What stood under "shall it become a report?" is offered once more."""
    speaker = Speaker().write("kis sy mati bu").write(POISON)
    speaker = answered(speaker)
    assert speaker.keys[-1] == "outside.offer"
    assert speaker.talk.loose.texts == ("kis sy mati bu",)


def test_more_about_the_emergency_leaves_them_waiting() -> None:
    """Another cry about the same fire does not sweep away what is about something else."""
    speaker = answered(Speaker().write(FIRE))
    speaker.write("kis sy mati bu", answered=True)
    assert speaker.talk.loose.texts == ("kis sy mati bu",)
    speaker.write("apinya makin besar, kebakaran bu tolong")
    assert "alarm.disaster.say" in speaker.keys
    assert speaker.talk.loose.texts == ("kis sy mati bu",)


def test_a_doubt_about_violence_goes_to_no_other_danger() -> None:
    """What was asked about stays with its question, when something else happens."""
    speaker = Speaker().write("sy di pukulin suami tiap hari").write(FIRE)
    assert told(speaker) == [FIRE]
    assert speaker.talk.loose.texts == ("sy di pukulin suami tiap hari",)


def test_a_second_matter_is_offered_again() -> None:
    """Its words stand in a report already, and are not told to who comes now."""
    speaker = Speaker().write("KIS saya mati, terus PKH ibu saya belum cair").press("o:new")
    speaker.press(":self").press(":pbi_reactivation").press(":later").press(":open")
    speaker.write("RT 4 RW 2").write("08123456789").press(":send")
    assert speaker.keys[-1] == "second.heard"
    speaker = answered(speaker.write(POISON))
    assert told(speaker) == [POISON]
    assert speaker.keys[-1] == "second.heard"


def test_the_words_of_a_doubt_in_a_report_reach_who_comes() -> None:
    """After "yes, now" the words themselves are told."""
    speaker = reporting(":self").write("tahun lalu bapak kejang")
    assert told(speaker.press("e:yes")) == ["tahun lalu bapak kejang"]


def test_called_off_it_is_offered_after_that_is_sorted_out() -> None:
    """First whether the emergency stays a plain report, then the other one."""
    speaker = with_story(ROOF).write(FIRE)
    speaker.tap(f"eo:{speaker.filed[-1].key}")
    assert "set_aside.waits" not in speaker.keys
    speaker.tap(f"ek:drop:{speaker.filed[-1].key}")
    assert "set_aside.waits" in speaker.keys


SEVERAL = "bi Wasti karo mang Kadir loro2ne durung oleh sembako"


@pytest.mark.parametrize("role", ["report", "neighbour"])
@pytest.mark.parametrize(
    "cry",
    [
        "eh mang Kadir ketabrak motor ning ratan, getihe akeh",
        "mang Kadir kejang min tolong",
    ],
)
def test_a_report_about_several_is_none_of_one_of_them(role: str, cry: str) -> None:
    """Neither its words nor its address go along, and the place is asked."""
    speaker = with_story(SEVERAL, role)
    draft = speaker.talk.draft
    assert draft is not None
    answers = {**draft.answers, "place": "mang Kadir rt siji"}
    speaker.talk = speaker.talk.with_draft(replace(draft, answers=answers))
    speaker.write(cry)
    assert (told(speaker), speaker.filed[-1].intake.place) == ([cry], None)
    assert speaker.asked == "place"
