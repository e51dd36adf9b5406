"""A cry that is told in two messages is heard as one."""

import pytest

from casework.case.model import Role
from conversations.handlers.emergencies.in_parts.together import TOGETHER
from tests.conversations.speaker import Speaker, reporting, resident

PAIRS = (
    ("bpjs mati", "sy hd 2x seminggu, besok jadwal"),
    ("bapak hd besok pagi", "bpjs nya mati"),
    ("ibuku jatuh", "ga bangun2"),
    ("ada ular gede di sawah", "keponakan digigit"),
    ("bapa labuh tina tangkal", "teu eling"),
    ("mbahe tiba ning kamar mandi", "ora tangi2"),
)


def story(speaker: Speaker) -> str:
    (filed,) = speaker.filed
    return "\n".join((filed.intake.story or {})["texts"])


@pytest.mark.parametrize("words", PAIRS)
def test_it_is_heard_as_one(words: tuple[str, str]) -> None:
    """Its report has both, and nothing of it waits any more."""
    speaker = Speaker()
    for one in words:
        speaker.write(one)
    assert story(speaker) == "\n".join(words)
    assert speaker.talk.loose.empty


@pytest.mark.parametrize("words", PAIRS[:3])
def test_in_a_form_too(words: tuple[str, str]) -> None:
    """Its story becomes the emergency, and tells each piece once."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    for one in words:
        speaker.write(one)
    assert story(speaker) == "\n".join(words)
    assert not speaker.talk.set_aside


def test_a_place_between_is_of_it() -> None:
    """Whatever comes first."""
    speaker = Speaker().write("ibuku jatuh").write("rt 4").write("ga bangun2")
    assert story(speaker) == "ibuku jatuh\nrt 4\nga bangun2"
    assert speaker.filed[0].intake.place == "rt 4"


def test_the_card_goes_with_the_cry_for_care() -> None:
    """Whoever is called reads why the care fails."""
    speaker = Speaker().write("kartu mati").write("besok jadwal cuci darah")
    assert story(speaker) == "kartu mati\nbesok jadwal cuci darah"
    assert speaker.talk.loose.empty


def test_another_person_is_another_matter() -> None:
    """Two neighbours of a volunteer are no one patient."""
    speaker = Speaker(person=resident(Role.VOLUNTEER))
    assert not speaker.write("bu Neneng jatuh").write("pak Warsa ga bangun2").filed
    assert not Speaker().write("tetangga jatuh").write("ibu saya ga mau bangun pagi").filed


@pytest.mark.parametrize("last", ["makasih", "ya", "tidak", "kapan buka", "jatuh cinta lagi wkwk"])
def test_calm_words_make_none(last: str) -> None:
    """Nor does a yes or a no."""
    assert not Speaker().write("ibuku jatuh").write(last).filed


def test_much_later_words_are_others() -> None:
    """What was told long ago is another matter."""
    late = TOGETHER.total_seconds() + 60
    assert not Speaker().write("ibuku jatuh").write("ga bangun2", after=late).filed


def test_what_was_said_to_be_over_stays_over() -> None:
    """A no to whether it is now is not forgotten for the next words."""
    speaker = Speaker().write("keponakan digigit").press(":no").write("ular sawah itu")
    assert not speaker.filed
