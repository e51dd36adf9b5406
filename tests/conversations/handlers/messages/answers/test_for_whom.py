"""For whom a report is was told wrong, and that is said while it is open."""

import pytest

from tests.conversations.speaker import Speaker, at_the_card, reporting


def stories(speaker: Speaker) -> list[str]:
    return list(speaker.answers["story"]["texts"])


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("bukan buat saya, buat ibu saya", "family"),
        ("eh maaf bukan untuk saya tapi untuk anak saya", "family"),
        ("ini buat bapak saya bukan buat saya", "family"),
        ("dudu kanggo kula, kanggo mbah", "family"),
        ("bukan buat saya, buat tetangga", "neighbour"),
    ],
)
def test_the_card_changes(words: str, who: str) -> None:
    """And what was told stays as it was; a neighbour's name is asked for."""
    speaker = at_the_card()
    told = stories(speaker)
    speaker.write(words)
    assert (speaker.answers["who"], stories(speaker)) == (who, told)
    assert speaker.keys[0] == "form.corrected"
    assert speaker.asked == ("sufferer" if who == "neighbour" else "")


@pytest.mark.parametrize("words", ["bukan buat saya", "bukan buat saya, buat orang di gang dua"])
def test_in_doubt_it_is_asked(words: str) -> None:
    """For whom, then."""
    speaker = at_the_card().write(words)
    assert (speaker.asked, speaker.keys) == ("who", ["report.who.ask"])
    speaker.press(":family")
    assert (speaker.asked, speaker.answers["who"]) == ("", "family")


@pytest.mark.parametrize(
    "words", ["bukan buat ibu, buat saya", "obatnya bukan buat saya tapi buat ibu saya tiap bulan"]
)
def test_what_is_no_correction_joins_the_story(words: str) -> None:
    """It says who it is not, and it was not; or it tells more."""
    speaker = at_the_card().write(words)
    assert (speaker.answers["who"], stories(speaker)[-1]) == ("self", words)


def test_it_is_no_address() -> None:
    """The same words where the address is asked for."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    speaker.write("kartu mati sejak bulan lalu").press(":open")
    speaker.write("bukan buat saya, buat ibu saya")
    assert (speaker.answers["who"], speaker.asked) == ("family", "place")
