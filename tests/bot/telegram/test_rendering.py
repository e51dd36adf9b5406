"""A text that one message can't hold is shortened where it says so, and cut only in need."""

import pytest

from bot.telegram.rendering import LONGEST, SHORTEST, fitting
from conversations.protocol.effects import Long, Text, text
from tests.conversations.speaker import TEXTS

OLD, NEW, FACT = "<old> " * 300, "new & last " * 200, "the address"


def page(*lines: object) -> Text:
    return text("told_in_pages.history", number="26-00001-R", lines=lines)


def units(html: str) -> int:
    return len(html.encode("utf-16-le")) // 2


def test_what_fits_stays_as_it_is() -> None:
    """Long words are not shortened without need."""
    words = page(Long("short"), Long(NEW[:100], 1))
    assert fitting(TEXTS, "id", words) == TEXTS.html("id", words)


@pytest.mark.parametrize("language", ["id", "en"])
def test_older_words_are_shortened_first(language: str) -> None:
    """Facts and the newest words stand whole, and as much of the older ones as there is room
    for."""
    told = fitting(TEXTS, language, page(Long(OLD * 9), FACT, Long(NEW, 1), "end"))
    assert LONGEST - 8 <= units(told) <= LONGEST
    assert FACT in told
    assert TEXTS.html(language, NEW) in told
    assert told.endswith("end")
    assert told.count("…") == 1


def test_the_newest_words_are_shortened_when_they_alone_are_too_long() -> None:
    """Then the older ones keep their beginning, and what stands behind is not lost."""
    told = fitting(TEXTS, "id", page(Long(OLD), FACT, Long(NEW * 9, 1), "end"))
    assert units(told) <= LONGEST
    assert told.count("…") == 2
    assert TEXTS.html("id", OLD[:SHORTEST].rstrip()) in told
    assert told.endswith("end")


def test_what_can_not_be_shortened_is_cut() -> None:
    """No text is longer than a message, and no tag or sign is cut in two."""
    told = fitting(TEXTS, "id", page("<" * 5000, FACT))
    assert units(told) <= LONGEST
    assert "&lt…" not in told.replace("&lt;", "")


def test_a_text_within_long_words_is_shortened_with_them() -> None:
    """Whatever stands in long words counts as one."""
    inner = text("field.parts", parts=(Long("a" * 5000), text("field.photo.count", count=2)))
    told = fitting(TEXTS, "id", page(inner, "end"))
    assert "2 foto" in told
    assert told.endswith("end")
