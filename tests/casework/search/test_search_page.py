"""The button to the next page of a search says what was looked for, and where it goes on."""

import pytest

from casework.search.search_page import LONGEST, read, written


@pytest.mark.parametrize("words", ["mamun", "jalan rusak kesambi", "k1 jalan", "0812 3456 7890"])
def test_a_page_is_read_as_it_was_written(words: str) -> None:
    """Words and place come back; what somebody types is no page."""
    assert read(written(words, "260000042")) == (260_000_042, words)
    assert read(words) == (0, words)


def test_no_button_without_another_page_or_room() -> None:
    """A button holds 64 bytes; a longer search shows its first page only."""
    assert written("mamun", "") == ""
    assert written("x" * LONGEST, "260000042") == ""
