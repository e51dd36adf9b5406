"""Words, photos and places beside a question that wants a button or a number: where they go, and
that their teller hears of it."""

from dataclasses import replace

import pytest

from casework.actions.correspondence import Add
from casework.actions.question import Answer
from casework.case.model import Role
from conversations.protocol.effects import Brief, Do
from tests.conversations.speaker import (
    CASE,
    NOW,
    OPEN_CASES,
    TEXTS,
    Speaker,
    reporting,
    resident,
    stranger,
)

TOLD = "kartu mati sejak bulan lalu"


def at(step: str) -> Speaker:
    """A resident at this question of the report form."""
    ways = {"who": (), "sector": (":self",), "service": (":self", ":health")}
    speaker = reporting(*ways.get(step, (":self", ":health", ":pbi_reactivation")))
    if step in (*ways, "depth"):
        return speaker
    speaker.press(":later").write(TOLD)
    if step == "secret":
        return speaker
    speaker.press(":open").write("RT 4 RW 2")
    return speaker if step == "phone" else speaker.write("08123456789")


def asked(wants: str) -> Speaker:
    """Somebody in the form that answers an officer who wants this."""
    case = Brief(CASE, "pkh", "waiting", "Boleh kami tahu?", wants)
    speaker = Speaker(cases=(case,))
    return speaker.tap(f"c:answer:{CASE}")


STEPS = ("who", "sector", "service", "depth", "secret", "phone", "")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "words", ["anak saya sakit", "sudah 3 bulan", "rumah bocor", "telpon sore aja bu"]
)
def test_few_words_join_the_story(step: str, words: str) -> None:
    """However few they are: they are kept, that is said, and the same is asked again."""
    speaker = at(step).write(words)
    assert speaker.answers["story"]["texts"][-1] == words
    assert (speaker.keys[0], speaker.asked) == ("form.story_kept", step)


@pytest.mark.parametrize("step", ["sector", "secret"])
@pytest.mark.parametrize("words", ["iya pak", "ok", "hah", "makasih banyak ya bu", "gak tau pak"])
def test_words_that_tell_nothing_are_said_not_to_be_kept(step: str, words: str) -> None:
    """A nod or thanks is no part of a story; it is told that it was not kept."""
    speaker = at(step)
    before = dict(speaker.answers)
    speaker.write(words)
    assert (dict(speaker.answers), speaker.asked) == (before, step)
    assert "tidak kami simpan" in TEXTS.plain("id", speaker.says[0].text)


@pytest.mark.parametrize("words", ["telpon sore saja ya pak", "itu nomor suami saya"])
def test_what_stands_beside_a_number_is_kept(words: str) -> None:
    """The number answers; the words around it join the story, without the number."""
    speaker = at("phone").write(f"0812 3456 7890 {words}")
    assert speaker.answers["phone"] == "+6281234567890"
    assert speaker.answers["story"]["texts"] == [TOLD, words]
    assert "form.story_kept" in speaker.keys


@pytest.mark.parametrize("said", ["0812 3456 7890", "nomor saya 0812 3456 7890 ya bu", "0812345"])
def test_a_number_alone_adds_nothing(said: str) -> None:
    """What only wraps a number is no story."""
    assert at("phone").write(said).answers["story"]["texts"] == [TOLD]


def test_a_story_told_as_a_name_is_a_story() -> None:
    """At "who is it" a whole story is kept as one, and the name is asked for once more."""
    words = "tetangga saya janda anak 3 rumahnya mau roboh dan sudah lapor ke RT"
    speaker = reporting(":neighbour").write(words)
    assert (speaker.answers["story"]["texts"], speaker.asked) == ([words], "sufferer")
    assert speaker.write("Mak Icih").answers["sufferer"] == "Mak Icih"


def test_who_insists_on_a_long_name_has_it() -> None:
    """The second time it is taken as it is."""
    words = "Ibu Haji yang rumahnya paling ujung sebelah barat dekat mushola lama"
    speaker = reporting(":neighbour").write(words).write(words)
    assert speaker.answers["sufferer"] == words


@pytest.mark.parametrize("presses", [(), (":agree",)])
def test_before_we_know_each_other(presses: tuple[str, ...]) -> None:
    """At first contact a few words wait until it is over."""
    speaker = Speaker(person=stranger()).write("halo")
    for press in presses:
        speaker.press(press)
    speaker.write("mau tanya bansos bu")
    assert (speaker.talk.loose.texts, speaker.keys[0]) == (
        ("mau tanya bansos bu",),
        "form.story_kept",
    )


@pytest.mark.parametrize("wants", ["phone", "nik", "kk", "number", "date", "confirm", "location"])
def test_words_for_an_officer_reach_them(wants: str) -> None:
    """Where an officer has asked for something strict, words go to the case, and the question
    stands."""
    speaker = asked(wants).write("kartunya dibawa suami saya ke Jakarta")
    (add,) = speaker.did(Add)
    assert add.story["texts"] == ("kartunya dibawa suami saya ke Jakarta",)
    assert speaker.asked == "answer"


def test_an_identity_number_is_not_kept_among_words() -> None:
    """One that is too short or too long stays out of the words that go to the case."""
    (add,) = asked("nik").write("nik saya 3274 0512 3456 78 punya ibu saya").did(Add)
    assert not any(map(str.isdigit, add.story["texts"][0]))
    speaker = asked("nik").write("3274051234560001 itu punya ibu saya bukan saya")
    assert speaker.did(Answer)
    assert [add.story["texts"] for add in speaker.did(Add)] == [("itu punya ibu saya bukan saya",)]


def test_a_reason_for_withdrawing_reaches_the_case() -> None:
    """Words beside the buttons that ask why."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"c:withdraw:{CASE}")
    (add,) = speaker.write("karena sudah dapat dari pak RT").did(Add)
    assert add.story["texts"] == ("karena sudah dapat dari pak RT",)


@pytest.mark.parametrize("photo", [False, True])
def test_where_nothing_takes_words_they_wait(photo: bool) -> None:
    """At the question for a language they are kept, and asked about once it is answered."""
    speaker = Speaker().write("/bahasa")
    speaker = speaker.photo("rumah saya") if photo else speaker.write("pkh belum cair")
    assert (speaker.keys[0], speaker.talk.loose.empty) == ("form.kept_aside", False)
    speaker.press(":id")
    assert speaker.keys[-1] == "outside.offer"


def test_what_waits_is_asked_about_when_the_form_is_left() -> None:
    """Also by "Batal"."""
    speaker = Speaker().write("/bahasa").write("pkh belum cair").press(":x")
    assert speaker.keys[-1] == "outside.offer"


def test_words_beside_the_stars_are_the_comment() -> None:
    """Told before the last question of a rating, they are its sentence."""
    speaker = Speaker().tap(f"rt:{CASE}:2")
    assert speaker.asked == "reopen"
    speaker.write("suka sekali caranya menjelaskan")
    assert (speaker.answers["words"], speaker.asked) == (
        "suka sekali caranya menjelaskan",
        "reopen",
    )
    assert speaker.keys[0] == "form.words_kept"


def test_a_trouble_beside_the_stars_waits() -> None:
    """It may be a report of its own."""
    speaker = Speaker().tap(f"rt:{CASE}:2").write("KIS anak saya juga mati bu")
    assert (speaker.answers.get("words"), speaker.talk.loose.texts) == (
        None,
        ("KIS anak saya juga mati bu",),
    )


def test_no_word_is_lost_on_a_way_that_is_not_taken() -> None:
    """Words at "whose word is that" go to the case: "fixed" has no story."""
    case = replace(OPEN_CASES[1], status="resolved", opened=NOW)
    speaker = Speaker(cases=(case,)).tap(f"cf:{CASE}:fixed:o")
    (add,) = speaker.write("kata ibunya uangnya sudah masuk kemarin").did(Add)
    assert add.story["texts"] == ("kata ibunya uangnya sudah masuk kemarin",)
    assert next(e for e in speaker.effects if isinstance(e, Do)).case == CASE


@pytest.mark.parametrize("step", ["sector", "service"])
@pytest.mark.parametrize("words", ["sakit gula", "katarak", "kaki bengkak", "diabetes"])
def test_what_it_is_about_in_other_words_is_kept(step: str, words: str) -> None:
    """At the question what it is about, a word that no button has is a piece of the story."""
    speaker = at(step).write(words)
    assert speaker.answers["story"]["texts"][-1] == words
    assert (speaker.keys[0], speaker.asked) == ("form.story_kept", step)


@pytest.mark.parametrize("step", ["who", "sector", "service", "depth", "secret"])
@pytest.mark.parametrize("words", ["081298765432", "hp saya 0812-9876-5432 ya bu"])
def test_a_number_before_it_is_asked_for(step: str, words: str) -> None:
    """It is the number that the form asks for later, that is said, and it can still be changed."""
    speaker = at(step).write(words)
    assert speaker.answers["phone"] == "+6281298765432"
    assert (speaker.keys[0], speaker.asked) == ("form.phone_noted", step)
    assert "81298765432" in TEXTS.plain("id", speaker.says[0].text)


def test_a_number_at_the_card_is_asked_about_by_its_button() -> None:
    """What was answered is changed by *Ubah*, and by no number that comes along."""
    assert at("").write("081298765432").answers["phone"] != "+6281298765432"


def test_an_early_number_is_not_asked_for_again() -> None:
    """The form goes on with what it does not know yet."""
    speaker = at("secret").write("081298765432").press(":open").write("RT 4 RW 2")
    assert speaker.asked == ""


@pytest.mark.parametrize("step", ["sector", "depth", "secret"])
def test_a_sticker_is_no_writing(step: str) -> None:
    """What has no words is not called words."""
    speaker = at(step).write("")
    told = TEXTS.plain("id", speaker.says[0].text)
    assert "tidak kami simpan" in told
    assert "Tulisan" not in told


@pytest.mark.parametrize("step", ["sector", "secret"])
@pytest.mark.parametrize("words", ["assalamualaikum wr wb", "selamat pagi bu", "permisi apa kabar"])
def test_a_greeting_is_no_part_of_a_story(step: str, words: str) -> None:
    """However many words it has."""
    speaker = at(step)
    before = dict(speaker.answers)
    speaker.write(words)
    assert (dict(speaker.answers), speaker.asked) == (before, step)


def of_a_card(speaker: Speaker) -> Speaker:
    """The contact card of somebody else."""
    return speaker.write("", card="+628123456789", called="warga")


@pytest.mark.parametrize("wants", ["text", "story", "photo_ktp", "photo_ktp+photo_kk", "date"])
def test_a_contact_card_is_named_whatever_was_asked(wants: str) -> None:
    """Who sends one reads that it is not kept, and what to do instead; the question stands."""
    speaker = of_a_card(asked(wants))
    assert "Kartu kontak itu tidak kami simpan" in TEXTS.plain("id", speaker.says[0].text)
    assert speaker.asked == "answer"


@pytest.mark.parametrize("place", [False, True])
def test_so_is_one_in_a_report(*, place: bool) -> None:
    """At the story and at the address."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker = speaker.write(TOLD).press(":open") if place else speaker
    told = TEXTS.plain("id", of_a_card(speaker).says[0].text)
    assert "Kartu kontak itu tidak kami simpan" in told


def test_a_contact_card_outside_every_form_is_named_too() -> None:
    """It is not kept, and that is said."""
    assert of_a_card(Speaker()).keys == ["contact.unkept"]


SPELT = "tiga dua tujuh empat nol lima nol satu nol satu delapan nol nol nol nol satu"


@pytest.mark.parametrize("number", ["3274050101800001", "3274 0501 0180 0001", SPELT])
def test_a_request_beside_an_identity_number_is_lost_no_more(number: str) -> None:
    """Other digits in it are none of the number, which may be told in words, too."""
    speaker = asked("nik").write(f"nik saya {number} bu, sekalian pkh ibu belum cair 3 bulan")
    assert [one.answer["value"] for one in speaker.did(Answer)] == ["3274050101800001"]
    (add,) = speaker.did(Add)
    assert "pkh ibu belum cair 3 bulan" in add.story["texts"][0]
    assert "3274" not in add.story["texts"][0]


@pytest.mark.parametrize("words", ["ibunya juga minta kursi roda", "kapan kartunya bisa diambil"])
@pytest.mark.parametrize("field", ["nik", "kk", "jkn_number"])
def test_what_staff_tell_where_a_number_is_asked_waits(field: str, words: str) -> None:
    """It was lost; the number is asked for again, and a wrong one stays out of what is kept."""
    speaker = Speaker(resident(Role.BACK_OFFICE)).tap(f"c:record_person:{CASE}")
    speaker.press(f":field:{field}").write(f"{words} 32740512038")
    assert (speaker.asked, speaker.keys[0]) == (field, "form.kept_aside")
    assert speaker.talk.loose.texts == (words,)
