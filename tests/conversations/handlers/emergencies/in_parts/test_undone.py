"""A call-off by a slip of the hand is undone."""

from dataclasses import replace

import pytest

from casework.actions.correcting.raising_again import RaiseAgain
from casework.actions.ending.resolution import Withdraw
from casework.case import commands as c
from conversations.protocol.effects import RaisedAlarm
from conversations.protocol.taps import SortCalledOff
from tests.conversations.speaker import CASE, Speaker

CRY = "bapak pingsan di sawah"


def called_off(how: str) -> Speaker:
    """An emergency that was called off with its button, or in words."""
    speaker = Speaker().write(CRY)
    (filed,) = speaker.filed
    speaker.emergencies[filed.key] = RaisedAlarm(
        CASE, filed.service, kind="medical", at=speaker.at, words=CRY
    )
    speaker.tap(f"eo:{filed.key}") if how == "tap" else speaker.write("bukan darurat")
    speaker.emergencies[filed.key] = RaisedAlarm(
        CASE, filed.service, at=speaker.at, words=CRY, plain=True
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


def test_while_it_is_none_the_card_ends_it() -> None:
    """The same button right after the slip cancels the report."""
    speaker = called_off("tap")
    (key,) = speaker.emergencies
    assert speaker.tap(SortCalledOff("drop", key).data()).did(Withdraw)
