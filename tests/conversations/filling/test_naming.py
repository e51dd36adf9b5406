"""At "who needs help" something else than a name is said."""

import pytest

from casework.case.model import Role
from tests.conversations.speaker import TEXTS, Speaker, reporting, resident

SELF = ["saya sendiri", "Saya", "buat saya sendiri pak", "kula piyambak", "aku dewek", "myself"]


@pytest.mark.parametrize("words", [w for w in SELF if "piyambak" not in w])
def test_it_is_for_themselves_after_all(words: str) -> None:
    """The question before is answered by it, and no name is kept."""
    speaker = reporting(":neighbour").write(words)
    assert (dict(speaker.answers), speaker.asked) == ({"who": "self"}, "sector")


def test_who_helps_is_asked_for_the_neighbours_name() -> None:
    """A volunteer fills the form in for somebody else."""
    speaker = Speaker(person=resident(Role.VOLUNTEER)).write("/lapor").write("saya sendiri")
    assert (dict(speaker.answers), speaker.asked) == ({}, "sufferer")
    assert "nama" in TEXTS.plain("id", speaker.says[0].text)


@pytest.mark.parametrize("words", ["-", "gatau", "tidak tahu namanya", "tidak ada", "ga ada"])
def test_no_name_is_no_name(words: str) -> None:
    """Where it may be left out it is; elsewhere a byname is asked for once."""
    speaker = reporting(":neighbour").write(words)
    assert (speaker.answers["sufferer"], speaker.asked) == (None, "sector")
    helper = Speaker(person=resident(Role.VOLUNTEER)).write("/lapor").write(words)
    assert (helper.keys[0], helper.asked) == ("field.name.any", "sufferer")
    assert helper.write(words).answers["sufferer"] is None


@pytest.mark.parametrize("words", ["Saya Sari", "Mak Icih", "Bu RT", "Pak Tidak"])
def test_a_name_is_a_name(words: str) -> None:
    """Also one that begins like one of these."""
    assert reporting(":neighbour").write(words).answers["sufferer"] == words


@pytest.mark.parametrize(
    ("words", "name", "rest"),
    [
        ("bu RT sama seperti tadi, tetangganya pak lurah", "bu RT", ("tetangganya pak lurah",)),
        ("bu RT, istrinya pak lurah", "bu RT", ("istrinya pak lurah",)),
        ("mak haji (anaknya pak RT)", "mak haji", ("anaknya pak RT",)),
        ("bu RT sama kayak yang tadi", "bu RT", ()),
        ("bu RT, persis kaya mau", "bu RT", ()),
    ],
)
def test_whose_neighbour_it_is_is_no_name(words: str, name: str, rest: tuple[str, ...]) -> None:
    """It waits beside the name, and what is as before says nothing."""
    helper = Speaker(person=resident(Role.VOLUNTEER)).write("/lapor").write(words)
    assert (helper.answers["sufferer"], helper.talk.loose.texts) == (name, rest)


def test_whose_neighbour_it_is_joins_a_story_that_is_there() -> None:
    """Told before the form began."""
    speaker = Speaker().write("kartu bpjs tetangga saya mati padahal mau berobat").press("o:new")
    if speaker.asked == "who":
        speaker.press(":neighbour")
    speaker.write("bu RT sama seperti tadi, tetangganya pak lurah")
    assert speaker.answers["sufferer"] == "bu RT"
    assert speaker.answers["story"]["texts"][-1] == "tetangganya pak lurah"
