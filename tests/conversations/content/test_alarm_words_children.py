"""Violence and sexual abuse, however they are told: the lane of violence hears them, not that of
the sick; what only sounds alike stays calm."""

import pytest

from conversations.content import alarm_words
from tests.conversations.content.test_alarm_words import ALARM


def heard(text: str) -> tuple[str, str, bool] | None:
    found = alarm_words.hear(text, ALARM)
    return (found.kind.value, found.service, found.certain) if found else None


@pytest.mark.parametrize(
    "text",
    [
        "min anak tetangga sebelah digebugin bapa tirinya tiap malem, badannya biru2",
        "ponakan saya digebukin pamannya badannya biru",
        "balita disiksa ibunya badannya biru",
        "anak dicubitin ibu tirinya badannya biru2",
        "anak kecil dijewer sampe berdarah sama ibu tirinya",
        "bocah digepuki bapane saben wengi awake biru kabeh",
        "anak ditempeleng guru sampai pingsan",
        "anak dikemplang bapak tirine",
        "anak disabuk bapake",
        "anak digetok kepalanya sama bapak tirinya",
        "bocah dihajar bapane nganti getihan",
        "budak digampar indungna, beungeutna biru",
    ],
)
def test_a_beaten_child_is_violence(text: str) -> None:
    """Bruises, blood and a faint belong to the beating: no matter for the front office."""
    assert heard(text) == ("violence", "child_violence", True)


@pytest.mark.parametrize(
    "text",
    [
        "istri tetangga digebugin suaminya badannya biru2",
        "saya digebukin suami tiap malam, badan lebam semua",
        "bu RT ditabok lakine nganti lambene biru",
    ],
)
def test_a_beaten_adult_is_violence(text: str) -> None:
    """Bruises are no sickness of theirs either."""
    assert heard(text) == ("violence", "violence", True)


@pytest.mark.parametrize(
    "text",
    [
        "bayi badannya biru tidak napas",
        "anak badannya biru2 abis jatuh dari sepeda",
        "anak kejang tiap malam bibirnya biru",
    ],
)
def test_a_sick_child_is_no_violence(text: str) -> None:
    """Where nobody has done it, it is a matter for a doctor."""
    found = heard(text)
    assert found is not None
    assert found[0] == "medical"


@pytest.mark.parametrize(
    "text",
    [
        "murid sd digerayangi gurune",
        "anak saya digerepe om nya",
        "ponakan saya digrepe pamannya",
        "anak saya digrepe-grepe tetangga",
        "santri digrayangi ustadnya",
        "siswi diraba-raba gurunya",
        "anak sy dilecehin gurunya",
        "cucu saya dicabuli tetangga",
        "anak dicabulin bapak tirinya",
        "anak saya disodomi tetangga",
        "anak digagahi bapak tirinya",
        "bocah wadon digauli bapak tirine",
        "anak dipegang kemaluannya sama tetangga",
        "anak ditowel payudaranya oleh guru",
        "anak saya diraba tukang ojek",
        "anak dipaksa buka baju sama guru ngaji",
        "murid dicium paksa gurunya",
    ],
)
def test_abuse_of_a_child_is_heard(text: str) -> None:
    """For sure, or asked whether it is happening now; never met with silence."""
    found = heard(text)
    assert found is not None
    assert found[:2] == ("violence", "child_violence")


@pytest.mark.parametrize(
    "text",
    ["saya digerayangi di angkot", "saya digrepe-grepe bos", "istri saya dilecehin tetangga"],
)
def test_abuse_of_an_adult_is_heard(text: str) -> None:
    """It is violence as well."""
    found = heard(text)
    assert found is not None
    assert found[:2] == ("violence", "violence")


@pytest.mark.parametrize(
    "text",
    [
        "anak diraba badannya panas",
        "perut anak saya diraba ada benjolan",
        "kartu kis biru dari anak saya hilang",
        "anak dipanggil guru karena belum punya seragam",
        "dijewer bu guru karena belum bayar buku",
        "warung saya digerayangi maling",
        "bocah dicubit kancane terus nangis",
        "tv digetok supaya nyala",
    ],
)
def test_what_only_sounds_alike_is_calm(text: str) -> None:
    """Nobody is woken by it."""
    found = heard(text)
    assert found is None or not found[2]
