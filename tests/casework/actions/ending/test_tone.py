"""Whether words after a result say that it is fixed, that it is not, or neither."""

import pytest

from casework.actions.ending.tone import Tone, tells, tone

FIXED = (
    "alhamdulillah sudah",
    "Alhamdulillah udah masuk bu",
    "sudah beres pak, makasih",
    "makasih",
    "terima kasih banyak ya bu",
    "sampun pak, matur nuwun",
    "parantos, hatur nuhun",
    "ya sudah aktif",
    "iya",
    "ok pak siap",
    "wis bener pak",
    "sudah bisa dipakai",
    "done, thank you",
    "Sudaaah 🙏",
    "👍",
    "🙏🙏",
)
NOT_FIXED = (
    "belum masuk bu, saldo masih nol",
    "alhamdulillah sudah tapi belum semua",
    "belum",
    "blm bu",
    "tidak bisa dipakai",
    "makasih tapi kartunya masih mati",
    "durung pak",
    "teu acan",
    "dereng",
    "still not working",
    "ga ada perubahan",
    "masih sama saja",
    "mati lagi bu",
)
NEITHER = (
    "kapan kartunya bisa diambil?",
    "sudah bisa diambil?",
    "kartunya diambil di mana ya",
    "besok saya ke kantor",
    "ibu saya sekarang dirawat di rumah sakit",
    "",
)


@pytest.mark.parametrize("words", FIXED)
def test_thanks_and_yes_say_that_it_is_fixed(words: str) -> None:
    """Thanks and words of success, in the tongues of the district."""
    assert tone({"texts": [words]}) is Tone.FIXED


@pytest.mark.parametrize("words", NOT_FIXED)
def test_a_no_anywhere_says_that_it_is_not(words: str) -> None:
    """However thankful the rest is."""
    assert tone({"texts": [words]}) is Tone.NOT_FIXED


@pytest.mark.parametrize("words", NEITHER)
def test_the_rest_says_neither(words: str) -> None:
    """Questions and other news are no verdict."""
    assert tone({"texts": [words]}) is Tone.UNCLEAR


def test_files_may_show_anything() -> None:
    """Thanks below a photo say nothing certain; a no does."""
    photo = {"files": [{"kind": "photo"}]}
    assert tone({"texts": ["makasih"], **photo}) is Tone.UNCLEAR
    assert tone({"texts": ["belum"], **photo}) is Tone.NOT_FIXED
    assert tone(None) is Tone.UNCLEAR


@pytest.mark.parametrize("words", ["kartu kis sudah lama nonaktif", "tolong dibantu lagi ya bu"])
def test_a_further_trouble_is_no_thanks(words: str) -> None:
    """Words of thanks or of time in a plea say nothing of the result."""
    assert tone({"texts": [words]}) is not Tone.FIXED


@pytest.mark.parametrize(
    "words",
    [
        "makasih",
        "terima kasih banyak ya bu",
        "ok pak siap",
        "hatur nuhun pak",
        "🙏🙏",
        "iya",
        "",
        "thank you",
    ],
)
def test_courtesy_tells_nothing(words: str) -> None:
    """Thanks and nods are no reason for anything."""
    assert tells(words) == ""


@pytest.mark.parametrize(
    "words",
    ["padahal sudah seminggu", "belum", "alhamdulillah sudah cair", "makasih tapi belum masuk"],
)
def test_what_tells_is_kept_whole(words: str) -> None:
    """Also beside thanks in a line of their own, which go."""
    assert tells(words) == words
    assert tells(f"makasih pak\n{words}\n🙏") == words
