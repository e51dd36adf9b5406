"""Whoever asks for no messages is answered in a word, and their officers read so."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case.model import Role
from conversations.actions import worse_news
from tests.conversations.speaker import CONTENT, OPEN_CASES, Speaker, reporting, resident

WISHES = (
    *("jangan kirim pesan lagi", "hp ini dipegang bapake juga min jgn kirim2 ya"),
    *("saya takut dia baca", "hp dipegang bapak", "ojo ngirim pesan ya, hp dicekel bojoku"),
    *("ulah ngirim pesan, sieun kabaca",),
)


@pytest.mark.parametrize("words", WISHES)
def test_it_is_answered_in_a_word(words: str) -> None:
    """And every open case reads it."""
    speaker = Speaker(cases=OPEN_CASES).write(words)
    assert (speaker.keys, speaker.talk.quiet) == (["quiet.kept"], True)
    added = speaker.did(Add)
    assert len(added) == len(OPEN_CASES)
    read = worse_news.read(added[0], CONTENT.words)
    assert isinstance(read, Add)
    assert (read.facts or {})["quiet"] == "yes"


@pytest.mark.parametrize("words", WISHES)
def test_in_a_form_it_is_no_answer(words: str) -> None:
    """The form waits as it stood."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    asked, answers = speaker.asked, dict(speaker.answers)
    speaker.write(words)
    assert (speaker.keys, speaker.answers) == (["quiet.kept"], answers)
    assert speaker.write("rt 2 dekat musala").asked != asked or asked


@pytest.mark.parametrize(
    ("words", "still"),
    [("makasih", True), ("/status", False), ("kis saya mati", False), ("jam brp buka", False)],
)
def test_who_writes_again_is_told_again(words: str, still: bool) -> None:
    """Thanks alone end nothing."""
    speaker = Speaker(cases=OPEN_CASES).write(WISHES[0]).write(words)
    assert speaker.talk.quiet is still


@pytest.mark.parametrize(
    "words",
    [
        "saya dipukuli suami sekarang, jangan kirim pesan hp dipegang dia",
        "tolong saya dipukuli suami skrg, hp dipegang dia jgn balas",
        "takut digebugi bojoku, hp dicekel dheweke ojo ngirim pesan",
        "suami saya mukul, kayaknya mau lagi, jgn bales hp dipegang dia",
        "help he is beating me now, do not text me he holds my phone",
    ],
)
def test_a_cry_beside_it_is_heard(words: str) -> None:
    """Nothing may be quieter than a danger; but the phone shows one short line, and in doubt it
    rings, because nobody can be asked."""
    speaker = Speaker().write(words)
    assert len(speaker.filed) == 1
    assert (speaker.talk.quiet, speaker.keys) == (True, ["quiet.kept"])


def test_where_they_are_goes_along_later() -> None:
    """Who writes again answers the question that was never shown."""
    speaker = Speaker().write("saya dipukuli suami sekarang, hp dipegang dia jgn balas")
    assert speaker.write("rt 2 gang mangga", after=600).did(Complete)
    assert not speaker.talk.quiet


@pytest.mark.parametrize(
    "words",
    [
        *("kapan petugas kirim pesan", "hp saya hilang", "saya tidak bisa baca suratnya"),
        *("tolong jangan lama lama", "pesan saya sudah dibaca belum"),
    ],
)
def test_other_words_are_none(words: str) -> None:
    """A phone that is lost is in nobody else's hand."""
    assert not Speaker(cases=OPEN_CASES).write(words).talk.quiet


def test_who_works_here_is_called_all_the_same() -> None:
    """An officer's words are about somebody else's phone."""
    assert not Speaker(resident(Role.BACK_OFFICE)).write(WISHES[0]).talk.quiet
