"""An emergency that is called off in words which name its danger is no second cry."""

from dataclasses import replace

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from casework.actions.ending.resolution import Withdraw
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.speaker import CASE, Speaker, resident

POISON = "tolong anak saya keracunan"


def cried(*cries: str) -> Speaker:
    """Somebody whose emergencies stand open, their questions left out."""
    speaker = Speaker(resident())
    for number, cry in enumerate(cries):
        speaker.write(cry)
        filed = speaker.filed[-1]
        speaker.emergencies[filed.key] = RaisedAlarm(
            CASE + number,
            filed.service,
            kind=(filed.facts or {}).get("alarm", ""),
            at=speaker.at,
            words=cry,
        )
        while speaker.talk.draft:
            speaker.write("Lewati")
    return speaker


def called_off() -> Speaker:
    """The same, after it was said to be no emergency: does it stay as a plain report?"""
    speaker = cried(POISON).write("bukan darurat")
    assert len(speaker.did(CallOff)) == 1
    return speaker


@pytest.mark.parametrize(
    "words",
    [
        "tidak, batalkan yg keracunan",
        "batalin yang keracunan",
        "hapus aja laporan keracunannya",
        "ga usah, yg keracunan dicabut aja",
    ],
)
def test_the_question_whether_it_stays_is_answered(words: str) -> None:
    """Named with its danger, it is still the report that shall go."""
    speaker = called_off().write(words)
    assert (len(speaker.did(Withdraw)), len(speaker.filed)) == (1, 1)
    assert [key for key in speaker.keys if key.startswith("alarm.")] == []


@pytest.mark.parametrize(
    "words", ["tidak, tolong rumah tetangga kebakaran", "jangan dibatalkan, anak saya keracunan"]
)
def test_a_cry_is_heard_there_too(words: str) -> None:
    """Another danger, or one that is not to be dropped."""
    speaker = called_off().write(words)
    assert (speaker.did(Withdraw), speaker.did(CallOff)) == ([], [])
    assert [key for key in speaker.keys if key.startswith("alarm.")]


@pytest.mark.parametrize(
    "words", ["batalkan yg keracunan", "laporan keracunan td dibatalkan aja", "hapus yg keracunan"]
)
def test_an_open_emergency_is_called_off_by_its_danger(words: str) -> None:
    """As by the button: it is asked whether it stays."""
    assert len(cried(POISON).write(words).did(CallOff)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "jangan batalkan, masih keracunan",
        "batalkan rujukannya, anak saya keracunan parah ga ada yg nolong",
        "tadi mau batal tapi anaknya keracunan lagi",
    ],
)
def test_what_goes_on_is_not(words: str) -> None:
    """In doubt it is news of the case."""
    assert cried(POISON).write(words).did(CallOff) == []


def fire_called_off() -> Speaker:
    """Somebody faint, and a fire that was none."""
    speaker = cried("ibu saya pingsan ga bangun2", "rumah saya kebakaran")
    fire = speaker.filed[-1].key
    speaker.tap(f"eo:{fire}")
    speaker.emergencies[fire] = replace(speaker.emergencies[fire], kind="", plain=True)
    return speaker


@pytest.mark.parametrize(
    "words",
    ["ibu udah sadar, ga jadi", "ga jadi, ibu udah siuman", "ibunya sdh mendingan, udah sadar"],
)
def test_good_news_says_that_it_may_be_over(words: str) -> None:
    """With one emergency open or two, and right after another was called off."""
    for speaker in (
        cried("ibu saya pingsan ga bangun2"),
        cried("rumah saya kebakaran", "ibu saya pingsan ga bangun2"),
        fire_called_off(),
    ):
        speaker.write(words)
        if "alarm.which.ask" in speaker.keys:
            speaker.press(speaker.filed[-1].key)
        assert [told.over for told in speaker.did(Add)] == [True], speaker.keys


BREATH = "tolong ibu saya sesak napas"


@pytest.mark.parametrize("asking", [True, False])
@pytest.mark.parametrize(
    "words",
    [
        "nik di atas salah kirim, hapus",
        "maaf foto tadi salah kirim",
        "nomer hp yg barusan salah pencet",
        "no kk e salah kirim pak",
        "chat di atas salah kirim hapus aja",
        "fotona salah kirim",
        "sorry wrong photo, not for you",
        "ktpnya salah kirim, tolong dihapus",
        "hapus foto yg sesak napas tadi",
    ],
)
def test_what_was_sent_by_mistake_is_no_emergency_less(words: str, *, asking: bool) -> None:
    """The emergency rings on, whether its questions stand on the screen or not."""
    speaker = Speaker(resident()).write(BREATH) if asking else cried(BREATH)
    assert speaker.write(words).did(CallOff) == []


@pytest.mark.parametrize(
    "words", ["salah kirim", "maaf salah pencet pak", "bukan darurat, nomernya salah kirim"]
)
def test_the_emergency_itself_is_called_off(words: str) -> None:
    """Where nothing that was sent is named, or the emergency is."""
    assert len(cried(BREATH).write(words).did(CallOff)) == 1


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("nik sy 3275010101010001", False),
        ("no 3275 0101 0101 0001", False),
        ("nomer ktp bapak 3209.1122.3344.0005", False),
        ("3209112233440005", False),
        ("kk 320911 223344 0005 alamat rt 7", True),
        ("rt 7 rw 2, nik 3209112233440005", True),
    ],
)
def test_the_number_of_a_card_is_no_address(words: str, *, place: bool) -> None:
    """Asked where it is: what stands beside such a number may be one."""
    asked = Speaker(resident()).write(BREATH)
    assert asked.asked == "place"
    assert (asked.write(words).asked != "place") is place


@pytest.mark.parametrize(
    "words",
    [
        "udu darurat",
        "dudu darurat pak",
        "sanes darurat",
        "ora sida gawat",
        "teu jadi darurat",
        "lain darurat",
        "udu keadaan darurat, wis aman",
        "sanes kaayaan darurat",
        "ora gawat pak",
    ],
)
def test_in_every_tongue_it_is_called_off(words: str) -> None:
    """As by "bukan darurat"."""
    assert len(cried(POISON).write(words).did(CallOff)) == 1


@pytest.mark.parametrize(
    "words", ["yang lain darurat juga pak", "apa tidak gawat itu pak", "gawat"]
)
def test_what_only_sounds_so_does_not(words: str) -> None:
    """Another person, a question, and the word alone."""
    assert cried(POISON).write(words).did(CallOff) == []


@pytest.mark.parametrize("words", ["teu jadi", "ora sida pak", "gak jadi"])
def test_not_after_all_is_the_same_in_every_tongue(words: str) -> None:
    """Whoever is on the way reads that it may be over."""
    speaker = cried(POISON).write(words)
    assert [told.over for told in speaker.did(Add)] == [True]
