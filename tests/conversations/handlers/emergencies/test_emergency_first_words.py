"""The first words to who is in danger fit the danger."""

import pytest

from tests.conversations.speaker import TEXTS, Speaker

HUNGRY = [
    "anak saya belum makan dari kemarin",
    "tidak ada beras sama sekali",
    "mbah karto kelaparan",
]


def first(text: str) -> str:
    speaker = Speaker().write(text)
    assert speaker.filed, speaker.keys
    return TEXTS.plain("id", speaker.says[0].text)


@pytest.mark.parametrize("text", HUNGRY)
def test_who_is_hungry_is_not_told_to_stay_safe(text: str) -> None:
    """But what is done, and whom to ask until then."""
    told = first(text)
    assert "tempat yang aman" not in told
    assert "Petugas desa" in told


@pytest.mark.parametrize(
    "text",
    [
        "ayam sy mati keracunan",
        "kucing tetangga mati keracunan tadi pagi",
        "kambing saya kejang",
        "sapi bapak mati diracun orang",
        "ikan lele pada mati keracunan",
    ],
)
def test_animals_ring_nobody(text: str) -> None:
    """Perhaps it is asked whether somebody is in danger."""
    assert Speaker().write(text).filed == []


@pytest.mark.parametrize(
    "text",
    [
        "anak saya keracunan habis makan ayam",
        "warga keracunan ayam hajatan, muntah semua",
        "anak saya makan ayam keracunan, muntah terus",
        "ayam mati keracunan, anak saya juga keracunan sekarang kejang",
    ],
)
def test_people_beside_an_animal_are_heard(text: str) -> None:
    """A meal, or a poison that took both."""
    assert [one.service for one in Speaker().write(text).filed] == ["medical_emergency"]


@pytest.mark.parametrize(
    "text",
    ["anak makan ayam mati keracunan", "adik habis makan ayam kejang", "makan ikan keracunan"],
)
def test_who_ate_of_it_is_asked_about_at_least(text: str) -> None:
    """The words of an animal hide no person."""
    speaker = Speaker().write(text)
    assert speaker.filed or "alarm.medical.ask" in speaker.keys
