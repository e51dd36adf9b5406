"""Words of danger in good news, in what is long past and in what is called off raise nothing for
sure; beside a danger that goes on they hide nothing."""

import pytest

from conversations.content import alarm_words
from tests.conversations.content.test_alarm_words import ALARM


def how(text: str) -> str:
    found = alarm_words.hear(text, ALARM)
    return "silence" if found is None else "alarm" if found.certain else "asked"


@pytest.mark.parametrize(
    "text",
    [
        "sdh mendingan kejangnya brenti",
        "alhamdulillah udah ga kejang lagi",
        "anak saya sudah tidak muntah darah lagi",
        "darahnya udah berhenti",
        "kejangnya sudah berhenti pak",
        "bapak udah siuman",
        "the bleeding stopped",
        "aman",
        "aman pak",
        "kami semua aman",
        "sudah mendingan bu",
        "ibu udah sadar, ga jadi",
        "udah bisa napas",
    ],
)
def test_good_news_ends_an_emergency(text: str) -> None:
    """Nobody is alarmed by it, and where one is open it is over."""
    assert how(text) != "alarm"
    assert alarm_words.ends(text, "medical", ALARM)


@pytest.mark.parametrize(
    "text",
    [
        "kejangnya berhenti tapi anak saya tidak napas",
        "kejangnya brenti trus kejang lagi",
        "udah ga kejang lagi tapi pingsan ga bangun2",
        "darahnya udah berhenti, tapi bapak tidak sadar dan sesak napas",
        "tidak napas lagi",
        "bapak tidak sadar lagi, tolong",
        "kejangnya ga berhenti",
    ],
)
def test_what_goes_on_ends_nothing(text: str) -> None:
    """A danger beside the good news is heard as ever."""
    assert how(text) != "silence"
    assert not alarm_words.ends(text, "medical", ALARM)


@pytest.mark.parametrize(
    "text",
    [
        "kejangnya berhenti tapi anak saya tidak napas",
        "kejangnya berhenti trus kejang lagi",
        "anak saya kejang ga berhenti",
        "gimana biar kejangnya berhenti",
        "anak saya ga berhenti kejang",
        "kejangnya belum berhenti",
        "tidak bisa napas lagi",
    ],
)
def test_what_goes_on_still_alarms(text: str) -> None:
    """For sure."""
    assert how(text) == "alarm"


@pytest.mark.parametrize(
    "text", ["tidak aman", "belum aman", "aman ga ya di sini", "rumahnya kurang aman"]
)
def test_not_safe_ends_nothing(text: str) -> None:
    """Only that it is safe does."""
    assert not alarm_words.ends(text, "medical", ALARM)


@pytest.mark.parametrize(
    "text",
    [
        "dulu sy pernah dipukul suami skrg udh cerai mau urus kk",
        "dulu suami saya suka mukul, sekarang sudah pisah, mau tanya bantuan",
        "waktu dulu saya pernah ditusuk, sekarang sudah sehat mau bikin bpjs",
        "my husband used to beat me, now divorced, need a family card",
    ],
)
def test_violence_long_past_is_asked_about(text: str) -> None:
    """Whether it is now is asked before anybody is woken."""
    assert how(text) == "asked"


@pytest.mark.parametrize(
    "text",
    [
        "dulu pernah dipukul, sekarang dipukul lagi",
        "sudah cerai tapi mantan suami sekarang mukul saya",
        "suami saya pukul saya sekarang",
    ],
)
def test_violence_now_alarms(text: str) -> None:
    """A divorce does not make it the past."""
    assert how(text) == "alarm"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("5 org muntah abis hajatan", "alarm"),
        ("tetangga pada muntah2 habis makan nasi kotak", "alarm"),
        ("warga satu rt mencret semua abis kondangan", "alarm"),
        ("abis hajatan capek bgt", "silence"),
        ("bayar hajatan pakai uang bansos boleh ga", "silence"),
    ],
)
def test_many_sick_after_a_feast(text: str, heard: str) -> None:
    """Food poisoning of many, told by what is seen."""
    assert how(text) == heard
