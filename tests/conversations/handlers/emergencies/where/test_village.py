"""The village of an emergency of somebody whom we have not met."""

import pytest

from casework.actions.ending.completion import Complete
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.speaker import CASE, OTHER, VILLAGE, Speaker, stranger

CRY = "tolong anak saya kejang"


def cried(cry: str = CRY, **known: str) -> Speaker:
    """A stranger whose emergency is open."""
    speaker = Speaker(stranger()).write(cry)
    filed = speaker.filed[0]
    one = RaisedAlarm(CASE, filed.service, kind="medical", at=speaker.at, words=cry, **known)
    speaker.emergencies[filed.key] = one
    return speaker


@pytest.mark.parametrize(
    "words",
    [
        "di desa kesambi rt 4 rw 1",
        "ning kesambi rt 5",
        "di kelurahan Kesambi RT 2",
        ", Kesambi",
        "rt 2 rw 1 kesambi",
        "kel. kesambi",
    ],
)
def test_the_cry_names_it(words: str) -> None:
    """Its officers are called at once, and it is not asked for."""
    speaker = Speaker(stranger()).write(f"tolong anak saya kejang {words}")
    assert (speaker.filed[0].village, speaker.asked == "village") == (VILLAGE, False)


@pytest.mark.parametrize(
    "words",
    ["di jalan kesambi", "jl. kesambi", "di kec kesambi", "di pasar drajat", "di drajat, kesambi"],
)
def test_a_street_or_two_villages_are_asked_about(words: str) -> None:
    """A name that may be of something else is no village."""
    speaker = Speaker(stranger()).write(f"tolong anak saya kejang {words}")
    assert (speaker.filed[0].village, speaker.asked) == ("", "village")


def test_the_next_emergency_is_in_the_village_of_the_last() -> None:
    """The same person is not asked again; one that is elsewhere, or names another, is."""
    speaker = cried(village=VILLAGE)
    speaker.talk = type(speaker.talk)(alarm=speaker.talk.alarm)
    assert speaker.write("rumah tetangga kebakaran sekarang").filed[1].village == VILLAGE
    speaker = cried(village=VILLAGE)
    speaker.talk = type(speaker.talk)(alarm=speaker.talk.alarm)
    speaker.write("kebakaran sekarang di desa lemahwungkuk")
    assert speaker.filed[1].village == OTHER


def test_it_is_asked_until_somebody_near_is_called() -> None:
    """Two other lines pass over the question; it comes back once the others are answered, and ends
    only where it is skipped."""
    speaker = cried()
    for words in ("cepetan tolong anaknya sudah biru", "kami sembunyi di dapur rumah belakang"):
        speaker.write(words)
    speaker.write("rt 6 rw 2").write("081234567890")
    assert (speaker.asked, speaker.keys[-1]) == ("village", "emergency.village.ask")
    assert speaker.write("xyz").asked == "village"
    assert speaker.press(":-").talk.draft is None


@pytest.mark.parametrize("words", ["kesambi", "ksmbi", "rt 6 rw 2 kesambi"])
def test_a_village_told_late_goes_to_the_case(words: str) -> None:
    """Whatever is asked meanwhile, or nothing any more."""
    for skips in (1, 3):
        speaker = cried()
        for _ in range(skips):
            speaker.press(":-")
        speaker.write(words)
        assert VILLAGE in [told.village for told in speaker.did(Complete)]
