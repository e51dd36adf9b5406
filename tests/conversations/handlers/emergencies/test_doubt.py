"""A fear that was asked about is not forgotten for the next ordinary words."""

import pytest

from tests.conversations.speaker import Speaker

FEAR = "makasih min, bapak dirawat sy takut pulang"


def afraid() -> Speaker:
    speaker = Speaker().write(FEAR)
    assert speaker.talk.about_loose == "alarm"
    return speaker


@pytest.mark.parametrize(
    "words", ["adik sy jg di sini", "bapak suka marah2", "kemarin malam", "makasih"]
)
def test_it_is_asked_again(words: str) -> None:
    """The words wait with the fear, thanks apart; a tap still raises the emergency with them."""
    question = afraid().keys[-1]
    speaker = afraid().write(words)
    assert speaker.keys == [question]
    assert speaker.talk.about_loose == "alarm"
    assert speaker.talk.loose.texts == (FEAR, *([] if words == "makasih" else [words]))
    assert speaker.press(":yes").filed


def test_a_no_offers_all_of_it() -> None:
    """Nothing is lost, and nobody is called."""
    speaker = afraid().write("adik sy jg di sini").press(":no")
    assert not speaker.filed
    assert speaker.talk.loose.texts == (FEAR, "adik sy jg di sini")


def test_hours_later_words_are_others() -> None:
    """The question is not asked for ever."""
    speaker = afraid().write("adik sy jg di sini", after=4 * 3600)
    assert speaker.keys == ["outside.offer"]


@pytest.mark.parametrize(
    ("words", "key"), [("jam brp buka", "about_office.answer"), ("/status", "")]
)
def test_what_is_asked_for_is_shown(words: str, key: str) -> None:
    """And the fear goes on waiting."""
    speaker = afraid().write(words)
    assert not key or speaker.keys == [key]
    assert speaker.talk.loose.texts == (FEAR,)
