"""What says that one danger is over hides no other one in the same message."""

import pytest

from conversations.content import alarm_words
from tests.conversations.content.test_alarm_words import ALARM


def how(text: str) -> str:
    found = alarm_words.hear(text, ALARM)
    return "silence" if found is None else "alarm" if found.certain else "asked"


@pytest.mark.parametrize(
    "text",
    [
        "bapak sudah dibawa ambulans, ibu kejang sekarang",
        "bapak sudah di dalam ambulan, ibu ga sadar",
        "ibu wis sadar tp muntah getih",
        "bapak sampun sadar namung muntah getih",
        "udah sadar trus kejang",
        "sudah ditolong tapi tidak napas",
        "api sudah padam tapi ada orang terjebak di dalam",
        "anak tadi kejang sudah dibawa ambulans, ibunya ikut kejang",
        "api di rumah pak RT sudah padam, sekarang gudang di RT 03 kebakaran",
        "kebakaran di rt 1 sudah padam, sekarang kebakaran di rt 2",
        "anak sudah selamat tapi ibunya tidak sadar",
        "anak saya sudah sembuh ibu saya kejang sekarang",
        "tadi pingsan sudah sadar, sekarang sesak napas",
        "tadi banjir sudah surut nenek sekarang kejang",
        "banjir sudah surut, nenek kejang",
        "kakek sudah ditolong, nenek kejang",
        "adik sudah ditemukan, kakak hanyut di kali",
        "anak saya kejang, ibu sudah sadar",
        "ibu kejang sekarang, bapak sudah dibawa ambulans",
        "suami saya sudah ditangani bidan, bayinya tidak napas",
        "longsor sudah ditangani, sekarang banjir masuk rumah setinggi dada",
        "anak sudah tidak kejang, ibunya yang kejang",
        "bapak wis digawa ambulans, saiki ibu kejang",
        "ibu wis sadar, anakku malah semaput",
        "bapak parantos dicandak ambulans, ayeuna pun biang kejang",
        "emak geus sadar, bapa ayeuna teu eling",
        "seuneu tos pareum, ayeuna adi abdi kejang",
        "one was taken by ambulance, my mother is unconscious now",
        "my father was taken by ambulance, my mother is unconscious",
    ],
)
def test_a_second_danger_alarms(text: str) -> None:
    """Somebody else, or now."""
    assert how(text) == "alarm"


@pytest.mark.parametrize(
    "text",
    [
        "bapak kejang, sudah dibawa ambulans",
        "bapak jatuh pingsan. ambulans datang. bapak sudah dibawa ambulans",
        "tadi ibu saya kejang, bapak sudah antar, sudah dibawa ambulans",
        "bapak kecelakaan, bapak dan ibu sudah dibawa ambulans",
        "anak kejang, sudah dibawa ambulans sama bapak",
        "kebakaran sudah padam",
        "kebakaran di rt 2, sekarang api sudah padam",
        "api sudah padam sekarang, tadi rumah nenek kebakaran",
        "ibu pingsan, sudah sadar sekarang",
        "ibu sudah sadar, tadi pingsan",
        "ibu muntah darah tapi sudah sadar",
        "sudah sadar tapi tadi muntah darah",
        "sudah sadar sekarang tadi pingsan",
        "ibu pingsan. bapak bilang ibu sudah sadar",
        "anak kejang tadi, ibunya bilang sudah sadar",
        "anak hanyut sudah ditemukan selamat",
        "kebakaran rumah nenek, nenek sudah selamat",
        "banjir setinggi dada. sudah surut",
        "bapak sudah sembuh",
    ],
)
def test_the_same_danger_is_over(text: str) -> None:
    """It wakes nobody without a question."""
    assert how(text) != "alarm"
