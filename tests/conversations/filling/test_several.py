"""An officer's question that wants several things: it counts once all have come or are said to be
lacking; what is missing is said after each."""

from dataclasses import replace
from typing import Any

import pytest

from casework.actions.correspondence import Add
from casework.actions.question import Answer, Ask
from casework.case.model import Role
from conversations.protocol.effects import Attachment, Brief, Forget, Said
from tests.conversations.speaker import CASE, TEXTS, Speaker, resident

NIK = "3274050101800001"
ASKED = Brief(CASE, "pkh", "waiting", "Mohon KTP dan KK", "photo_ktp+photo_kk+nik")


def answering(wants: str = ASKED.wants) -> Speaker:
    return Speaker(cases=(replace(ASKED, wants=wants),)).tap(f"c:answer:{CASE}")


def words(speaker: Speaker) -> str:
    return "\n".join(TEXTS.plain("id", say.text) for say in speaker.says)


def given(speaker: Speaker) -> Any:
    (answer,) = speaker.did(Answer)
    assert speaker.talk.drafts == ()
    return answer.answer


def test_it_counts_when_all_has_come() -> None:
    """After each part the bot says what is still missing; the answer is one."""
    speaker = answering()
    assert all(name in words(speaker) for name in ("Foto KTP", "Foto KK", "NIK"))
    speaker.photo()
    assert speaker.did(Answer) == []
    assert "• Foto KTP" not in words(speaker)
    assert all(name in words(speaker) for name in ("Foto KK", "NIK"))
    assert speaker.photo().did(Answer) == []
    answer = given(speaker.write(NIK))
    assert (answer["kind"], len(answer["value"]["files"])) == ("story", 2)
    assert (answer["numbers"], answer["lacks"]) == ({"nik": NIK}, [])
    assert any(isinstance(e, Forget) for e in speaker.effects)


def test_the_order_is_the_residents_own() -> None:
    """A number that comes before the photo is taken for what it is."""
    speaker = answering().write(NIK)
    assert speaker.did(Answer) == []
    answer = given(speaker.photo().photo())
    assert answer["numbers"] == {"nik": NIK}


@pytest.mark.parametrize("way", ["tap", "type"])
def test_what_somebody_does_not_have_is_told(way: str) -> None:
    """A tap, or a few words, which the officer reads."""
    speaker = answering().photo()
    speaker = speaker.press(":answer:-") if way == "tap" else speaker.write("tidak punya, hilang")
    answer = given(speaker.write(NIK))
    assert answer["lacks"] == ["photo_kk"]
    assert ("tidak punya, hilang" in answer["value"]["texts"]) is (way == "type")


def test_nothing_at_all_is_an_answer_too() -> None:
    """Who has none of it says so and is done."""
    speaker = answering()
    for _ in range(3):
        speaker.press(":answer:-")
    assert given(speaker)["lacks"] == ["photo_ktp", "photo_kk", "nik"]


def test_an_album_is_as_many_photos_as_it_has() -> None:
    """Both cards in one album; none of its photos is lost, also not a third."""
    speaker = answering("photo_ktp+photo_kk")
    speaker.photo(album="a").photo(album="a", after=0)
    assert len(given(speaker)["value"]["files"]) == 2
    speaker.photo(album="a", after=0)
    assert [len(added.story["files"]) for added in speaker.did(Add)] == [1]


@pytest.mark.parametrize("reply", [True, False])
def test_a_part_outside_of_the_form_is_only_a_part(reply: bool) -> None:
    """A photo in reply to the question, or one that is sorted to it later, begins the answer."""
    speaker = Speaker(cases=(ASKED,)).photo(**({"reply_to": CASE} if reply else {}))
    speaker = speaker if reply else speaker.press(str(CASE))
    assert speaker.did(Answer) == []
    assert "Foto KK" in words(speaker)
    assert given(speaker.photo().write(NIK))["numbers"] == {"nik": NIK}


def test_two_photos_that_waited_fill_two_places() -> None:
    """What was sent before it was sorted counts in full."""
    files = tuple(Attachment("photo", f"f{n}", f"u{n}", 1000) for n in range(2))
    speaker = Speaker(cases=(replace(ASKED, wants="photo_ktp+photo_kk"),))
    speaker.send(Said(7, 500, speaker.at, files=files)).press(str(CASE))
    assert len(given(speaker)["value"]["files"]) == 2


def test_what_is_none_of_it_is_told_kindly() -> None:
    """Too few digits: the question stands."""
    speaker = answering("nik+kk").write("12345")
    assert (speaker.did(Answer), speaker.asked) == ([], "answer")
    assert "16 angka" in words(speaker)


def test_a_changed_message_does_no_harm() -> None:
    """Somebody mends the words under a photo."""
    speaker = answering().photo("ktp saya")
    speaker.edit(speaker.newest, "ktp bapak")
    assert given(speaker.photo().write(NIK))["numbers"] == {"nik": NIK}


def test_an_officer_asks_for_several() -> None:
    """One tap more than for one; what was tapped twice is left out."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:ask:{CASE}").press(":wants:several")
    for kind in ("photo_ktp", "nik", "photo_kk", "nik"):
        speaker.press(f":kinds:{kind}")
    assert "☑️ Foto KTP" in [TEXTS.plain("id", b.label) for b in speaker.buttons]  # type: ignore[arg-type]
    speaker.press(":kinds:ok").write("Mohon foto KTP dan KK")
    (asked,) = speaker.did(Ask)
    assert asked.wants == "photo_ktp+photo_kk"


def test_one_want_is_as_it_was() -> None:
    """Two taps, and the old form of the answer."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:ask:{CASE}").press(":wants:nik")
    (asked,) = speaker.write("NIK?").did(Ask)
    assert asked.wants == "nik"
    (answer,) = answering("nik").write(NIK).did(Answer)
    assert answer.answer == {"kind": "nik", "value": NIK}


def test_nothing_picked_is_not_asked() -> None:
    """The list stays until something is chosen."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:ask:{CASE}").press(":wants:several")
    assert not [b for b in speaker.buttons if b.tap.data().endswith(":kinds:ok")]
    assert speaker.write("ktp dan kk").asked == "kinds"


def test_a_date_a_number_a_yes() -> None:
    """Whatever a form can read may be one of several; each message is taken for what it is."""
    speaker = answering("date+number+confirm").write("4 orang")
    assert speaker.did(Answer) == []
    answer = given(speaker.write("kemarin").write("ya"))
    assert answer["values"] == {"number": 4, "date": "2026-11-22", "confirm": "yes"}
    assert answer["value"]["texts"] == ["4 orang"]


def test_a_tap_on_yes_is_one_part() -> None:
    """ "Have you a KIS? And how many are you?": the buttons answer the first alone."""
    speaker = answering("confirm+number")
    assert speaker.press(":answer:yes").did(Answer) == []
    assert given(speaker.write("5"))["values"] == {"confirm": "yes", "number": 5}


def test_a_no_is_an_answer_where_it_is_asked() -> None:
    """ "Belum" to a yes-or-no question is no lack."""
    answer = given(answering("confirm+date").write("belum").write("15-01-2026"))
    assert (answer["values"], answer["lacks"]) == ({"confirm": "no", "date": "2026-01-15"}, [])


def test_a_card_number_is_no_count() -> None:
    """Digits go to the kind that they fit: a KIS card, a NIK, a phone, and only then a count."""
    speaker = answering("date+number+jkn_number+phone").write("0001234567890")
    speaker.write("081234567890").write("3").write("15/01/2026")
    answer = given(speaker)
    assert answer["numbers"] == {"jkn_number": "0001234567890", "phone": "+6281234567890"}
    assert answer["values"] == {"number": 3, "date": "2026-01-15"}


def test_a_one_is_a_number() -> None:
    """Nothing but what was shown or is lacking is left out."""
    assert given(answering("number+confirm").write("1").write("tidak"))["values"] == {
        "number": 1,
        "confirm": "no",
    }


def test_two_numbers_in_one_message_are_asked_again() -> None:
    """Nobody guesses which of them it was."""
    assert answering("number+confirm").write("4 orang, 2 anak").did(Answer) == []


def test_the_resident_sees_what_has_come() -> None:
    """Under each part: what is there, what was said to be lacking, and what is still missing."""
    speaker = answering("photo_ktp+kk+date").photo()
    assert "✔ Foto KTP" in words(speaker)
    assert "• Nomor KK" in words(speaker)
    speaker.press(":answer:-")
    assert "✔ Foto KTP" in words(speaker)
    assert "– Nomor KK" in words(speaker)
    assert "• Tanggal" in words(speaker)


def test_an_officer_may_ask_for_each_kind() -> None:
    """Dates, counts, yes or no and card numbers stand in the list."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:ask:{CASE}").press(":wants:several")
    for kind in ("date", "number", "confirm", "jkn_number"):
        speaker.press(f":kinds:{kind}")
    (asked,) = speaker.press(":kinds:ok").write("Kapan, berapa?").did(Ask)
    assert asked.wants == "date+number+confirm+jkn_number"


@pytest.mark.parametrize("words", ["nanti sore ya", "besok saya foto dulu bu", "dijawab: nanti"])
def test_a_promise_ticks_nothing(words: str) -> None:
    """What will come is still asked for, and nothing is noted."""
    speaker = answering().write(words)
    assert (speaker.did(Add), speaker.keys, speaker.asked) == ([], ["answer.later"], "answer")
    assert speaker.talk.draft is not None
    assert "given" not in speaker.talk.draft.about


def test_not_yet_is_not_lacking() -> None:
    """ "Belum ada" leaves the question as it was."""
    speaker = answering().write("belum ada pak")
    assert speaker.talk.draft is not None
    assert "given" not in speaker.talk.draft.about


def test_what_is_named_is_ticked() -> None:
    """A photo of the second thing, and the lack of it, are not counted for the first."""
    speaker = answering().photo("ini kk nya")
    assert "• Foto KTP" in words(speaker)
    assert "• Foto KK" not in words(speaker)
    speaker = answering().write("kk nya hilang")
    assert "• Foto KTP" in words(speaker)
    assert "• Foto KK" not in words(speaker)


def test_parts_outlive_a_cancelled_form() -> None:
    """Who stops and taps the question again goes on where they were."""
    speaker = answering("photo_ktp+photo_kk").photo().press(":answer:x").tap(f"c:answer:{CASE}")
    assert len(given(speaker.photo())["value"]["files"]) == 2


def test_parts_outlive_other_forms() -> None:
    """Of too many open forms the one that holds nothing is left."""
    speaker = answering("photo_ktp+photo_kk").photo()
    for command in ("/lapor", "/bahasa", "/hapus_saya"):
        speaker.write(command)
    speaker.tap(f"c:add:{CASE}").tap(f"c:answer:{CASE}")
    assert "• Foto KTP" not in words(speaker)
