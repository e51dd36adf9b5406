"""At any moment of a live emergency somebody may ask not to be answered: from then on nothing is
sent, whatever is written, until the owner of the phone says that it may be."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from conversations.protocol.effects import Brief, RaisedAlarm
from tests.conversations.speaker import CASE, Speaker, resident

CRY = "suami saya mukul sekarang tolong"
WISHES = (
    *("jangan balas, suami pegang hp", "ojo wa sik bojoku ning omah", "aja dibales, lakine balik"),
    *("ulah dibales salaki aya", "ampun diwales nggih, bojo kulo maos hp", "jgn hubungi sy"),
)
CASES = (Brief(CASE, "violence", "in_progress", sensitive=True),)
ANY = ("dia di kamar", "kula isin, aja crita2", "iki aku meneh", "rt 3", "makasih pak", "asdf")
RETURNS = (
    "aku wis aman, wis ning omahe ibu. boleh ditelpon skrg",
    "skrg sudah boleh dibalas",
    "hp sudah di saya lagi, boleh chat",
    "saiki wis iso ditelpon",
    "ayeuna tos tiasa ditelepon",
)


def live(*more: str, village: str = "") -> Speaker:
    """Somebody whose cry rings, with the village or the place asked; then these words."""
    speaker = Speaker(resident(village=village), cases=CASES).write(CRY)
    for words in more:
        hold(speaker)
        speaker.write(words)
    hold(speaker)
    return speaker


def hold(speaker: Speaker) -> None:
    """The case as the store knows it: on a phone in other hands once that was said."""
    filed = speaker.filed[-1]
    speaker.emergencies[filed.key] = RaisedAlarm(
        CASE, filed.service, kind="violence", at=speaker.at, words=CRY, quiet=speaker.talk.quiet
    )


@pytest.mark.parametrize("words", WISHES)
@pytest.mark.parametrize("before", [(), ("rt 2 gang mangga",), ("dia bawa kayu",)])
@pytest.mark.parametrize("village", ["", "32.74.05.1003"])
def test_it_is_heard_at_any_moment(words: str, before: tuple[str, ...], village: str) -> None:
    """Also while the village, the place or the number is asked."""
    speaker = live(*before, words, village=village)
    assert (speaker.keys, speaker.talk.quiet) == (["quiet.kept"], True)


@pytest.mark.parametrize("words", ANY)
@pytest.mark.parametrize("village", ["", "32.74.05.1003"])
def test_no_word_brings_a_question_back(words: str, village: str) -> None:
    """Nothing is sent, the words reach whoever was called, and so it stays."""
    speaker = live(WISHES[0], village=village)
    speaker.write(words)
    assert (speaker.keys, speaker.talk.quiet) == ([], True)
    assert speaker.did(Add) or speaker.did(Complete)


@pytest.mark.parametrize("words", WISHES)
def test_asking_once_more_is_as_quiet(words: str) -> None:
    """Whoever asks again was afraid twice."""
    speaker = live(WISHES[0], "dia di kamar")
    speaker.write(words)
    assert (speaker.keys, speaker.talk.quiet) == (["quiet.kept"], True)


@pytest.mark.parametrize("words", ["tolong dia mukul lagi bawa pisau", "petugas mana"])
def test_a_cry_there_rings_and_is_answered_in_a_word(words: str) -> None:
    """No row of numbers shows on that phone."""
    speaker = live(WISHES[0]).write(words)
    assert speaker.keys == ["quiet.kept"]
    assert [one.cry for one in speaker.did(Add)] == [True]


@pytest.mark.parametrize("words", RETURNS)
def test_the_owner_ends_it(words: str) -> None:
    """Only who says so is written to again."""
    speaker = live(WISHES[0], "dia di kamar").write(words)
    assert not speaker.talk.quiet
    assert speaker.did(Add)


@pytest.mark.parametrize("words", ["jangan ditelpon", "blm boleh ditelpon", "kapan boleh ditelpon"])
def test_it_is_not_ended_by_other_words(words: str) -> None:
    """A question or a no is no leave."""
    assert live(WISHES[0]).write(words).talk.quiet


@pytest.mark.parametrize("words", ["ga ada apa2 kok cuma bercanda", "eta tadi bohong"])
def test_what_takes_it_back_is_perhaps_forced(words: str) -> None:
    """However late the wish came."""
    speaker = live("rt 2 gang mangga", WISHES[3]).write(words)
    assert (speaker.keys, speaker.talk.quiet) == ([], True)
    assert [one.over for one in speaker.did(Add)] == [True]


def test_a_phone_that_is_taken_rings() -> None:
    """Somebody else has it now: nothing is shown there, and whoever was called hears it."""
    speaker = live().write("hpku direbut")
    assert (speaker.keys, speaker.talk.quiet) == (["quiet.kept"], True)
    assert [one.cry for one in speaker.did(Add)] == [True]
