"""A neighbour's name that was told wrong is corrected while the form is open."""

import pytest

from casework.case.model import Role
from conversations.handlers.messages.answers.other_name import corrected
from tests.conversations.speaker import Speaker, ends_so, resident

WORDS = "eh bukan Onah, Onih"
STANDS = (
    (),
    (":health",),
    (":health", ":pbi_reactivation", ":later"),
    (":health", ":pbi_reactivation", ":later", "kartu mati"),
    (":health", ":pbi_reactivation", ":later", "kartu mati", ":yes", "RT 4 RW 2", "08123456789"),
)


def named(*taps: str) -> Speaker:
    """A volunteer in a neighbour's form, after her name and these answers."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("Onah")
    for tap in taps:
        if tap.startswith(":"):
            speaker.press(tap)
        else:
            speaker.write(tap)
    return speaker


@pytest.mark.parametrize("taps", STANDS)
def test_the_name_changes_wherever_the_form_stands(taps: tuple[str, ...]) -> None:
    """At the card, too; the words are no part of the story, and the question stands again."""
    before = named(*taps)
    asked, story = before.asked, before.answers.get("story")
    after = before.write(WORDS)
    assert (after.answers["sufferer"], after.asked) == ("Onih", asked)
    assert after.answers.get("story") == story
    assert after.keys[0] == "form.name_corrected"


@pytest.mark.parametrize(
    "words",
    [
        "bukan onah, Onih",
        "maaf bu Onih bukan Onah",
        "dudu Onah tapi Onih",
        "salah, bukan Onah. Onih ya",
    ],
)
def test_as_people_say_it(words: str) -> None:
    """The title before the name stays."""
    assert corrected("Bu Onah", words) == "Bu Onih"


@pytest.mark.parametrize(
    "words", ["bukan Siti, Sinta", "kartunya bukan mati, hilang", "Onah bukan penerima bansos", ""]
)
def test_other_words_change_no_name(words: str) -> None:
    """Only the name on the form is corrected."""
    assert corrected("Bu Onah", words) == ""


def test_the_relative_in_a_residents_form_too() -> None:
    """The neighbour: who reports for somebody else."""
    speaker = Speaker().write("/lapor").press(":neighbour").write("Onah").write(WORDS)
    assert speaker.answers["sufferer"] == "Onih"
    assert not any(ends_so(button.tap, ":nothing") for button in speaker.buttons)
