"""A call-off by a slip of the hand is undone."""

from dataclasses import replace

import pytest

from casework.actions.correcting.raising_again import RaiseAgain
from casework.actions.correspondence import Add
from casework.actions.ending.resolution import Reopen, Withdraw
from casework.case import commands as c
from conversations.protocol.effects import RaisedAlarm
from conversations.protocol.taps import SortCalledOff
from tests.conversations.speaker import CASE, Speaker

CRY = "bapak pingsan di sawah"


def called_off(how: str, cry: str = CRY) -> Speaker:
    """An emergency that was called off with its button, or in words."""
    speaker = Speaker().write(cry)
    (filed,) = speaker.filed
    speaker.emergencies[filed.key] = RaisedAlarm(
        CASE, filed.service, kind="medical", at=speaker.at, words=cry
    )
    speaker.tap(f"eo:{filed.key}") if how == "tap" else speaker.write("bukan darurat")
    speaker.emergencies[filed.key] = RaisedAlarm(
        CASE, filed.service, at=speaker.at, words=cry, plain=True
    )
    return speaker


@pytest.mark.parametrize("how", ["tap", "words"])
@pytest.mark.parametrize(
    "words",
    [
        "eh kepencet",
        "salah pencet",
        "eh maksude emang darurat",
        "kepencet min, tetep darurat",
        "eh kapencet",
        "lho bapak masih kejang min",
        "bapak ga sadar",
        "eh kepencet bapak ga sadar",
    ],
)
def test_it_is_raised_again(how: str, words: str) -> None:
    """Under its number, with the numbers to call; its question goes on, and no second case is
    made."""
    speaker = called_off(how).write(words)
    (again,) = speaker.did(RaiseAgain)
    assert again.words == words
    assert speaker.did(c.File) == []
    assert speaker.says[0].alarm
    assert speaker.asked == "place"
    assert speaker.talk.alarm is not None
    assert speaker.talk.alarm[2] == "medical"
    assert speaker.write("getihe ora mandeg").did(c.File) == []


@pytest.mark.parametrize(
    "words", ["ya", "tidak", "makasih", "bpjs ibu mati", "bukan darurat", "tetangga kebakaran"]
)
def test_other_words_mean_what_they_meant(words: str) -> None:
    """Whether it stays as a report, another matter, another danger."""
    assert called_off("tap").write(words).did(RaiseAgain) == []


@pytest.mark.parametrize("how", ["tap", "words"])
@pytest.mark.parametrize(
    ("cry", "words"),
    [
        ("tolong ibu kejang", "eh ibu kejang lagi tolong"),
        ("tolong pingsan", "bapak pingsan lagi"),
        ("bapak pingsan di sawah", "dia ga sadar lagi"),
        ("anak saya ga napas", "kejang pak anak saya"),
    ],
)
def test_a_cry_takes_it_back(how: str, cry: str, words: str) -> None:
    """Also where it does not say for sure that it is the same person: all who were called read the
    new words, and the place that is known is not asked for twice."""
    speaker = called_off(how, cry).write(words)
    assert [one.words for one in speaker.did(RaiseAgain)] == [words]
    assert speaker.did(c.File) == []


def test_its_questions_are_those_of_an_emergency() -> None:
    """They speak of now again."""
    assert "called_off.place.ask" not in called_off("tap").write("bapak ga sadar").keys


def test_a_photo_goes_along() -> None:
    """What the cry shows is not lost."""
    speaker = called_off("tap").photo("lho bapak masih kejang")
    assert len(speaker.did(RaiseAgain)) == len(speaker.did(Add)) == 1


def test_a_confirmed_cry_takes_it_back() -> None:
    """Where it was asked whether it is now, and it is."""
    speaker = called_off("tap").write("bapak kejang bulan lalu")
    assert speaker.did(RaiseAgain) == []
    speaker.press(":yes")
    assert speaker.did(RaiseAgain)
    assert speaker.did(c.File) == []
    assert speaker.talk.loose.empty


@pytest.mark.parametrize("words", ["tetangga kejang", "anak saya juga kejang", "anak saya kejang"])
def test_another_person_is_another_emergency(words: str) -> None:
    """Nobody runs to the wrong house."""
    speaker = called_off("tap").write(words)
    assert (len(speaker.did(c.File)), speaker.did(RaiseAgain)) == (1, [])


def test_much_later_it_is_another_time() -> None:
    """A cry of hours later is a new emergency."""
    speaker = called_off("tap").write("bapak ga sadar", after=3 * 3600)
    assert (len(speaker.did(c.File)), speaker.did(RaiseAgain)) == (1, [])


def test_the_old_card_does_not_end_it() -> None:
    """What was asked after the slip is past: its button "no, cancel" ends no emergency that rings
    again."""
    speaker = called_off("tap")
    (key,) = speaker.emergencies
    old = speaker.emergencies[key]
    speaker.write("eh kepencet")
    speaker.emergencies[key] = replace(old, kind="medical", plain=False)
    for answer in ("drop", "keep"):
        speaker.tap(SortCalledOff(answer, key).data())
        assert (speaker.keys[0], speaker.did(Withdraw)) == ("alarm.rings_again", [])
        assert speaker.asked == "place"


def withdrawn() -> Speaker:
    """One that was called off and then dropped: its case is closed."""
    speaker = called_off("tap")
    (key,) = speaker.emergencies
    speaker.tap(SortCalledOff("drop", key).data())
    speaker.emergencies[key] = replace(speaker.emergencies[key], open=False)
    return speaker


@pytest.mark.parametrize("words", ["lho bapak masih kejang", "eh kepencet"])
def test_what_was_dropped_is_opened_again(words: str) -> None:
    """Its place is known, and what was not asked yet is asked."""
    speaker = withdrawn().write(words)
    assert [one.words for one in speaker.did(Reopen)] == [words]
    assert (speaker.did(c.File), speaker.asked) == ([], "place")


@pytest.mark.parametrize("words", ["iya", "tidak", "makasih"])
def test_a_dropped_one_is_sorted_no_more(words: str) -> None:
    """Neither by words nor by the old button."""
    speaker = withdrawn()
    (key,) = speaker.emergencies
    assert speaker.write(words).did(Withdraw) == []
    assert speaker.tap(SortCalledOff("keep", key).data()).keys[0] == "form.stale"


def test_while_it_is_none_the_card_ends_it() -> None:
    """The same button right after the slip cancels the report."""
    speaker = called_off("tap")
    (key,) = speaker.emergencies
    assert speaker.tap(SortCalledOff("drop", key).data()).did(Withdraw)
