"""Asking in words for what a command shows."""

import pytest

from conversations.protocol.effects import Show
from tests.conversations.speaker import OPEN_CASES, Speaker, reporting, resident

LIST = [
    "mana laporan sy",
    "sy lupa kmrn lapor apa",
    "lapor apa kemarin",
    "nomor laporan saya berapa",
    "nomer laporan sy brp",
    "gmn laporan saya bu",
    "where is my report",
]
OTHER = ["mau lapor", "gmn laporan atap sy", "bisa lapor apa saja", "lapor jalan rusak", "lapor"]


def shows(speaker: Speaker) -> list[str]:
    return [effect.reading for effect in speaker.effects if isinstance(effect, Show)]


@pytest.mark.parametrize("words", LIST)
def test_the_list_is_shown(words: str) -> None:
    """Nothing waits to be asked about."""
    speaker = Speaker(cases=OPEN_CASES).write(words)
    assert (shows(speaker), speaker.talk.loose.empty, speaker.keys) == (["mine"], True, [])


@pytest.mark.parametrize("words", LIST)
def test_in_a_form_its_question_follows(words: str) -> None:
    """The words are no answer, and the form goes on."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    before = speaker.answers
    speaker.write(words)
    assert (shows(speaker), speaker.answers) == (["mine"], before)
    assert speaker.keys == ["report.story.ask"]


@pytest.mark.parametrize("words", OTHER)
def test_other_words_mean_something_else(words: str) -> None:
    """Who tells of something, or wants to begin, is not shown a list."""
    assert shows(Speaker().write(words)) == []


def test_an_officers_question_may_be_answered_so() -> None:
    """The neighbour: words for an officer reach the officer."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"c:answer:{OPEN_CASES[0].id}")
    assert shows(speaker.write("nomor laporan saya berapa")) == []


def test_before_consent_nothing_is_shown() -> None:
    """The neighbour: whom we have not met has no list."""
    assert shows(Speaker(resident(consent="")).write("mana laporan sy")) == []
