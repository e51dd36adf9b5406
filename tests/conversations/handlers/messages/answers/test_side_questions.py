"""What somebody asks while a form asks them, and how far a report is."""

import pytest

from casework.case.model import Role
from conversations.handlers.messages.answers.side_questions import topic
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Show
from tests.conversations.speaker import OPEN_CASES, TEXTS, Speaker, at_the_card, reporting, resident

TOLD = "kartu mati sejak bulan lalu"
STEPS = ("story", "secret", "place", "phone", "")


def at(step: str, speaker: Speaker | None = None) -> Speaker:
    """A resident at this question of the report, "" for the card."""
    if not step:
        return at_the_card()
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    ways = {"secret": 1, "place": 2, "phone": 3}
    deeds = (
        lambda: speaker.write(TOLD),
        lambda: speaker.press(":open"),
        lambda: speaker.write("RT 4 RW 2"),
    )
    for deed in deeds[: ways.get(step, 0)]:
        deed()
    assert speaker.asked == step
    return speaker


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("ini sudah sampai mana?", "progress"),
        ("kpn diprosesnya pak", "progress"),
        ("gimana kelanjutannya bu", "progress"),
        ("kapan cair?", "paid"),
        ("ini bot atau orang ya", "who"),
        ("data saya aman gak", "data"),
        ("nomor hp saya buat apa bu", "why"),
        ("kartu saya mati sejak bulan lalu", ""),
        ("sudah 2 bulan belum cair", ""),
    ],
)
def test_what_is_asked(words: str, asked: str) -> None:
    """By the words of the question."""
    assert topic(words) == asked


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("words", ["ini sudah sampai mana?", "kapan cair?", "ini bot atau orang?"])
def test_a_question_is_answered_and_no_part_of_the_story(step: str, words: str) -> None:
    """The form goes on with its own."""
    speaker = at(step)
    before = dict(speaker.answers)
    speaker.write(words)
    assert (dict(speaker.answers), speaker.asked) == (before, step)
    assert speaker.keys[0] in ("asked.progress", "asked.who", "about_office.paid")
    assert len(speaker.says) == 2


@pytest.mark.parametrize("step", ["secret", "place", "phone", ""])
def test_what_we_can_not_answer_goes_to_the_officer(step: str) -> None:
    """That is said, and no question is taken for an address."""
    speaker = at(step).write("perlu bawa saksi gak bu?")
    assert (speaker.keys[0], speaker.asked) == ("asked.passed_on", step)
    assert Story.load(speaker.answers["story"]).texts[-1] == "perlu bawa saksi gak bu?"


@pytest.mark.parametrize("step", ["place", "secret", "phone", ""])
def test_thanks_are_no_part_of_it(step: str) -> None:
    """Neither an address nor a piece of the story, however many words they have."""
    speaker = at(step)
    before = dict(speaker.answers)
    speaker.write("makasih ya bu sudah dibantu")
    assert (dict(speaker.answers), speaker.asked) == (before, step)
    assert "Sama-sama" in TEXTS.plain("id", speaker.says[0].text)


def test_thanks_are_no_name() -> None:
    """A volunteer is asked again for whom it is."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("/lapor").write("makasih ya")
    assert (dict(speaker.answers), speaker.asked) == ({}, "sufferer")


def test_a_trouble_told_as_a_question_is_the_story() -> None:
    """Where the story is asked."""
    speaker = at("story").write("pkh ibu saya kapan cair ya bu?")
    assert Story.load(speaker.answers["story"]).texts == ("pkh ibu saya kapan cair ya bu?",)


@pytest.mark.parametrize("place", ["RT 4 RW 2?", "dekat musala?"])
def test_a_place_with_a_question_mark_is_the_address(place: str) -> None:
    """It says where."""
    assert at("place").write(place).answers["place"] == place


@pytest.mark.parametrize("words", ["ini sudah sampai mana?", "kapan selesainya bu", "kapan cair?"])
def test_who_asks_how_far_it_is_sees_their_reports(words: str) -> None:
    """Outside every form, with their dates; nothing waits to be asked about."""
    speaker = Speaker(cases=OPEN_CASES).write(words)
    assert [one.reading for one in speaker.effects if isinstance(one, Show)] == ["mine"]
    assert speaker.talk.loose.empty


def test_a_trouble_of_its_own_is_no_question_about_one() -> None:
    """The words name what has not come."""
    speaker = Speaker(cases=OPEN_CASES).write("kis ibu saya kapan aktif lagi, sudah selesai belum?")
    assert [one for one in speaker.effects if isinstance(one, Show)] == []
