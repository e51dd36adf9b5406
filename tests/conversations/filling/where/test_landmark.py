"""Who does not know the address is asked for a landmark, once."""

import pytest

from tests.conversations.speaker import Speaker, reporting

UNKNOWN = [
    "gatau",
    "ga tau",
    "tidak tahu",
    "Tdk tau pak",
    "gak tahu bu",
    "entah",
    "lupa",
    "kurang tau",
]
UNKNOWN += [
    "ora ngerti",
    "teu terang",
    "mboten ngertos",
    "?",
    "-",
    "gtw",
    "belum tahu",
    "i don't know",
]


def at_the_address() -> Speaker:
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    return speaker.write("kartu mati sejak bulan lalu").press(":open")


@pytest.mark.parametrize("words", UNKNOWN)
def test_a_landmark_is_asked_for_once(words: str) -> None:
    """Then not knowing is an answer, too, and the card says that nothing was told."""
    speaker = at_the_address().write(words)
    assert (speaker.keys[0], speaker.asked) == ("field.address.landmark", "place")
    speaker.write(words)
    assert (speaker.answers["place"], speaker.asked) == (None, "phone")
    speaker.write("08123456789").press(":!:send")
    assert speaker.filed[0].intake.place is None


def test_the_landmark_is_the_address() -> None:
    """What is told then is kept as any address."""
    speaker = at_the_address().write("gatau").write("dekat mushola")
    assert speaker.answers["place"] == "dekat mushola"


@pytest.mark.parametrize(
    "words", ["RT 4, lupa RW nya", "gang tahu tempe", "kurang tau RT nya, dekat sumur"]
)
def test_more_than_that_is_an_address(words: str) -> None:
    """Who says something besides is not asked again."""
    assert at_the_address().write(words).answers["place"] == words


def test_in_an_emergency_too() -> None:
    """Whoever is on the way needs a landmark most of all."""
    speaker = Speaker().write("tolong rumah tetangga kebakaran").write("gatau")
    assert (speaker.keys[0], speaker.asked) == ("field.address.landmark", "place")
    assert speaker.write("tidak tahu").asked == "phone"


def test_a_card_names_who_needs_help() -> None:
    """At "who needs help" a contact card is its name; so is one's own for nobody else's step."""
    speaker = reporting(":neighbour").write("", card="+6281234567890", called="Bu Haji")
    assert speaker.answers["sufferer"] == "Bu Haji"
    assert reporting(":neighbour").write("").answers == {"who": "neighbour"}
    told = reporting(":neighbour").write("Mak Icih", card="+6281234567890", called="Bu Haji")
    assert told.answers["sufferer"] == "Mak Icih"
