"""At the card: words that send it, words that wait, and words that tell more.

Tests conversations/content/meant.py."""

import pytest

from casework.case import commands as c
from tests.conversations.speaker import Speaker, reporting

STORY = "bpjs bapak mati padahal harus kontrol ke dokter"


def at_card() -> Speaker:
    """A report that is answered to its end."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    speaker.press(":open").write("RT 3 RW 2 dekat musala").press(":-")
    assert speaker.keys[-1] == "form.review"
    return speaker


@pytest.mark.parametrize(
    "words",
    [
        "ok kirim",
        "Kirim",
        "kirim aja",
        "iya kirim",
        "sip kirim min",
        "kirim pak",
        "sudah benar kirim",
        "nggih kirim",
        "kirimken",
        "kintun",
        "tolong dikirim",
        "langsung kirim aja",
        "oke gas kirim",
        "kirimkan laporannya",
        "send",
        "ok send it",
        "iya benar",
        "sudah benar",
        "udah bener pak",
        "betul",
    ],
)
def test_these_send(words: str) -> None:
    """Who says so means the button."""
    assert len(at_card().write(words).did(c.File)) == 1


@pytest.mark.parametrize(
    "words",
    ["kirim nanti aja", "nanti dulu", "jangan dikirim dulu", "ga jadi kirim", "belum", "tidak"],
)
def test_these_do_not(words: str) -> None:
    """Nor are they a part of the story."""
    speaker = at_card().write(words)
    assert speaker.did(c.File) == []
    assert "form.story_kept" not in speaker.keys


@pytest.mark.parametrize(
    "words", ["kirim fotonya nanti sore ya pak", "kirim bantuan ke rumah ibu juga"]
)
def test_more_than_that_is_told(words: str) -> None:
    """It joins the story."""
    speaker = at_card().write(words)
    assert speaker.did(c.File) == []
    assert "form.story_kept" in speaker.keys
