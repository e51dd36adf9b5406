"""What can't be taken back is done by its button, or by a phrase that nobody types by chance."""

import pytest

from casework.case.number import number
from conversations.protocol.requests import Erase
from tests.conversations.speaker import CASE, OPEN_CASES, TEXTS, Speaker, reporting, resident

TROUBLE = "lampu jalan depan rumah mati sudah seminggu"


@pytest.mark.parametrize("between", ["nanti saja", TROUBLE, "makasih", "/status", "/bantuan", "P"])
def test_a_later_yes_deletes_nothing(between: str) -> None:
    """Once something else was said, a yes means something else."""
    speaker = Speaker().write("/hapus_saya").write(between).write("ya")
    assert not any(getattr(e, "command", None) == Erase() for e in speaker.all)
    assert not any(draft.form == "erase" for draft in speaker.talk.drafts)


@pytest.mark.parametrize("words", ["ya", "Ya"])
def test_an_hour_later_neither(words: str) -> None:
    """The question is no longer what the person is looking at."""
    assert Speaker().write("/hapus_saya").write(words, after=3600).did(Erase) == []


@pytest.mark.parametrize("words", ["iya pak", "ok", "betul itu", "ya tapi nanti"])
def test_words_like_a_yes_are_none(words: str) -> None:
    """Not even the word on the button counts."""
    assert Speaker().write("/hapus_saya").write(words).did(Erase) == []


def test_the_button_deletes() -> None:
    """Asked and answered at once, it is done."""
    assert len(Speaker().write("/hapus_saya").press(":yes").did(Erase)) == 1


@pytest.mark.parametrize("words", ["tidak", "gak", "batal", "Batal", "ga jadi deh"])
def test_a_no_is_heard(words: str) -> None:
    """Who changes their mind may say so in any words."""
    speaker = Speaker().write("/hapus_saya").write(words)
    assert speaker.talk.drafts == ()
    assert speaker.keys[0] in ("erase.kept", "form.cancelled")


def test_other_words_are_heard_as_they_are() -> None:
    """A trouble told instead is offered as a report, without a word about deleting; so is a
    photo."""
    assert Speaker().write("/hapus_saya").write(TROUBLE).keys == ["outside.offer"]
    assert Speaker().write("/hapus_saya").photo().keys == ["outside.photo"]


def test_below_it_the_open_form_goes_on() -> None:
    """Who was filling a form is back in it."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("/hapus_saya")
    speaker.write("kartu mati sejak bulan lalu")
    assert speaker.talk.drafts[-1].form == "report"


def test_what_was_deleted_does_not_come_back() -> None:
    """Unsent answers go with the rest: no question of theirs is asked, nothing can be undone."""
    speaker = reporting(":self").write("/batal").write("/lapor").press(":self")
    speaker.write(TROUBLE).write("/hapus_saya").press(":yes")
    assert speaker.keys[-1] == "erase.done"
    assert (speaker.talk.drafts, speaker.talk.cancelled) == ((), None)
    assert (speaker.talk.loose.empty, dict(speaker.talk.home)) == (True, {})


@pytest.mark.parametrize("words", ["ya", "Ya", "iya", "ok", "betul"])
def test_a_typed_yes_is_asked_for_the_button(words: str) -> None:
    """A bare yes deletes nothing, however soon: the question stands, and says what does it."""
    speaker = Speaker().write("/hapus_saya").write(words, after=3)
    assert (speaker.did(Erase), speaker.asked) == ([], "sure")
    assert "hapus data saya" in TEXTS.plain("id", speaker.says[-1].text).casefold()
    assert len(speaker.press(":yes").did(Erase)) == 1


@pytest.mark.parametrize("words", ["hapus data saya", "Hapus data saya.", "HAPUS DATA SAYA"])
def test_a_phrase_deletes(words: str) -> None:
    """Nobody types it by chance; an hour later it is no answer any more."""
    assert len(Speaker().write("/hapus_saya").write(words).did(Erase)) == 1
    assert Speaker().write("/hapus_saya").write(words, after=3600).did(Erase) == []
    assert Speaker().write("/hapus_saya").write("/bantuan").write(words).did(Erase) == []


@pytest.mark.parametrize(
    "words",
    [
        "eh jangan",
        "gak jadi bu jangan dihapus",
        "gak jadi",
        "jangan dihapus ya",
        "eh jangan dong bu",
        "batal",
        "jangan",
        "ga usah dihapus",
        "eh jgn gak jadi hapus",
        "hapus gak jadi deh",
        "ya jangan bu, ga usah hapus data saya",
    ],
)
def test_no_in_any_words_says_that_nothing_was_deleted(words: str) -> None:
    """It is no report, and who is frightened reads what matters."""
    speaker = Speaker().write("/hapus_saya").write(words)
    assert (speaker.keys, speaker.did(Erase)) == (["erase.kept"], [])
    assert (speaker.talk.drafts, speaker.talk.loose.empty) == ((), True)


def test_a_no_leads_back_into_the_form_below() -> None:
    """The neighbour: the open report goes on with its question."""
    speaker = reporting(":self").write("/hapus_saya").write("eh jangan")
    assert speaker.keys[0] == "erase.kept"
    assert len(speaker.keys) == 2
    assert speaker.talk.drafts[-1].form == "report"


def test_a_trouble_behind_a_no_is_not_lost() -> None:
    """The neighbour: "don't" and a trouble is heard as the trouble."""
    speaker = Speaker().write("/hapus_saya").write("jangan dihapus, kartu bpjs ibu saya mati")
    assert speaker.keys == ["outside.offer"]


@pytest.mark.parametrize("words", ["hapus data saya", "Hapus data saya."])
def test_the_phrase_by_itself_asks(words: str) -> None:
    """Typed without the command it opens the question, and is no report."""
    speaker = Speaker().write(words)
    assert (speaker.talk.drafts[-1].form, speaker.did(Erase)) == ("erase", [])


def test_what_becomes_of_open_cases_is_said() -> None:
    """By their numbers, also before."""
    speaker = Speaker(cases=OPEN_CASES).write("/hapus_saya").press(":yes")
    shown = TEXTS.plain("id", speaker.says[-1].text)
    assert number(CASE) in shown
    assert number(OPEN_CASES[0].id) in shown
    assert number(CASE) not in TEXTS.plain("id", Speaker().write("/hapus_saya").says[-1].text)


@pytest.mark.parametrize("words", ["hapus aja", "ya hapus dong", "jangan lupa hapus ya"])
def test_words_that_want_it_are_no_no(words: str) -> None:
    """Nobody is told that nothing was deleted who has asked for it."""
    assert "erase.kept" not in Speaker().write("/hapus_saya").write(words).keys


def test_a_no_is_no_answer_to_a_question_of_yesterday() -> None:
    """Below the question stands an emergency's of the day before."""
    speaker = Speaker().write("nenek keracunan")
    speaker.write("/hapus_saya", after=26 * 3600).write("eh jgn gak jadi hapus")
    assert speaker.keys[0] == "erase.kept"
    assert not [key for key in speaker.keys if key.startswith("resume")]


@pytest.mark.parametrize(
    "words",
    [
        "tlg hapus data sy dong",
        "tolong data saya dihapus ya bu",
        "mau hapus data saya",
        "bisa hapusin data aku ga min",
        "sy mau semua data sy di hapus",
        "pusake data kula",
        "hapus akun saya",
        "delete my data please",
    ],
)
def test_it_is_asked_for_in_own_words(words: str) -> None:
    """Nothing is deleted before the button."""
    speaker = Speaker(resident()).write(words)
    assert (speaker.keys, speaker.did(Erase)) == (["erase.sure.ask"], [])


@pytest.mark.parametrize(
    "words",
    [
        "hapus data saya dari penerima bansos",
        "data bpjs saya dihapus desa",
        "nama saya dihapus dari pkh",
        "data saya hilang",
        "data saya dihapus",
    ],
)
def test_a_trouble_with_data_is_a_matter(words: str) -> None:
    """Who was struck off a list wants help."""
    assert "erase.sure.ask" not in Speaker(resident()).write(words).keys


@pytest.mark.parametrize(
    "words",
    [
        "ga jadi hapusnya",
        "tar dulu",
        "ntar dulu deh",
        "nanti aja",
        "tunggu dulu bu",
        "sek",
        "gajadi",
    ],
)
def test_a_second_thought_deletes_nothing(words: str) -> None:
    """And it is no new matter."""
    speaker = Speaker(resident()).write("/hapus_saya").write(words)
    assert (speaker.keys, speaker.did(Erase), speaker.talk.draft) == (["erase.kept"], [], None)
