"""What takes a danger back on a phone that somebody else holds may be forced."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from casework.actions.ending.resolution import Withdraw
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.speaker import CASE, Speaker

CRY = "saya dipukuli suami sekarang"
WISH = "hp dipegang dia jgn balas"


def held(first: str = f"{CRY}, {WISH}", then: str = "", kind: str = "violence") -> Speaker:
    """Somebody who has cried and said, then or with the cry, that another holds the phone."""
    speaker = Speaker().write(first)
    filed = speaker.filed[-1]
    speaker.emergencies[filed.key] = RaisedAlarm(
        CASE, filed.service, kind=kind, at=speaker.at, words=first, quiet=True
    )
    return speaker.write(then) if then else speaker


TAKEN_BACK = ("ga jadi", "bukan darurat", "becanda kok", "udah aman pak", "salah pencet", "gpp")


@pytest.mark.parametrize("how", ["first", "later"])
@pytest.mark.parametrize("after", [60, 5 * 3600])
@pytest.mark.parametrize("words", TAKEN_BACK)
def test_it_is_told_and_answered_by_nothing(words: str, after: float, how: str) -> None:
    """The case stays, its officers read the words, and the phone stays quiet."""
    speaker = held() if how == "first" else held(CRY, WISH)
    speaker.write(words, after=after)
    assert [one.over for one in speaker.did(Add)] == [True]
    assert (speaker.did(CallOff), speaker.did(Withdraw)) == ([], [])
    assert (speaker.says, speaker.talk.quiet) == ([], True)


def test_an_illness_stays_too() -> None:
    """Whoever holds the phone may want that no one comes."""
    speaker = held(f"ibu saya kejang, {WISH}", kind="medical").write("bukan darurat")
    assert (speaker.did(CallOff), speaker.says) == ([], [])


def test_a_doubt_waits_on() -> None:
    """What we had asked about is not dropped."""
    speaker = Speaker().write("suami saya pernah mukul saya").write(WISH)
    waits = speaker.talk.loose
    speaker.write("ga jadi")
    assert (speaker.says, speaker.talk.loose) == ([], waits)


@pytest.mark.parametrize("words", ["saya di rumah ibu rt 3", "dia masih di luar nyari saya"])
def test_other_words_are_news(words: str) -> None:
    """What its owner tells reaches the officers, however late."""
    speaker = held().write("lewati").write("lewati").write(words, after=5 * 3600)
    assert [one.over for one in speaker.did(Add)] == [False]


def test_elsewhere_it_is_taken_back_as_ever() -> None:
    """Nobody holds that phone."""
    speaker = Speaker().write("ibu saya kejang")
    assert speaker.write("bukan darurat").did(CallOff)
