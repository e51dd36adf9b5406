"""Typed words that are no label, and mean a button all the same."""

import pytest

from casework.case.model import Role
from conversations.content.meant import meant
from tests.conversations.speaker import Speaker, reporting, resident, stranger

CONSENT = ("yes", "not_asked", "refused")
NAMED = ("open", "secret")
WHO = ("self", "family", "neighbour")


@pytest.mark.parametrize(
    ("words", "values", "value"),
    [
        ("setuju", CONSENT, "yes"),
        ("ya", CONSENT, "yes"),
        ("iya bu", CONSENT, "yes"),
        ("belum", CONSENT, "not_asked"),
        ("tidak", CONSENT, "refused"),
        ("ibu", WHO, "family"),
        ("ibu saya", WHO, "family"),
        ("buat anak sy", WHO, "family"),
        ("saya", WHO, "self"),
        ("tetangga saya", WHO, "neighbour"),
        ("bu", WHO, ""),
        ("ya ibu", WHO, ""),
        ("tidak setuju", CONSENT, ""),
        ("kartu bpjs mati", WHO, ""),
        ("gak usah", NAMED, "secret"),
        ("ga usah disebut ya pak", NAMED, "secret"),
        ("jangan disebut", NAMED, "secret"),
        ("tidak boleh", NAMED, "secret"),
        ("rahasiain aja min", NAMED, "secret"),
        ("gpp", NAMED, "open"),
        ("ga apa apa", NAMED, "open"),
        ("boleh aja", NAMED, "open"),
        ("silakan pak", NAMED, "open"),
        ("monggo", NAMED, "open"),
        ("iya pak", NAMED, ""),
        ("gak usah", CONSENT, "refused"),
        ("ga mau", CONSENT, "refused"),
        ("boleh kok", CONSENT, "yes"),
        ("ga boleh sama suaminya tinggal di sini", CONSENT, ""),
        ("gak usah", WHO, ""),
    ],
)
def test_what_a_word_means(words: str, values: tuple[str, ...], value: str) -> None:
    """Where it is one button, and no other."""
    assert meant(words, values) == value


def test_who_needs_help() -> None:
    """Typed at the question itself."""
    speaker = reporting().write("ibu")
    assert speaker.answers["who"] == "family"


@pytest.mark.parametrize("words", ["ya", "setuju"])
def test_first_contact(words: str) -> None:
    """The neighbour: our own consent, in a word."""
    speaker = Speaker(stranger()).write("/start")
    if speaker.asked == "language":
        speaker.write("Indonesia")
    assert speaker.write(words).answers["consent"] == "agree"


def test_the_neighbours_consent() -> None:
    """Of a volunteer who tells for somebody else."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("Bu tetangga")
    for end in (":health", ":pbi_reactivation", ":later"):
        speaker.press(end)
    assert speaker.write("kartu mati").asked == "consent"
    assert speaker.write("setuju").answers["consent"] == "yes"
