"""The button to the next page of a search says what was looked for, and where it goes on."""

import pytest

from casework.search.search_page import LONGEST, WORDS, SearchPage, read, written

PLACE = 260_000_042


@pytest.mark.parametrize("words", ["mamun", "jalan rusak kesambi", "k1 jalan", "0812 3456 7890"])
def test_a_page_is_read_as_it_was_written(words: str) -> None:
    """Words, place, what they were taken for and how many were found come back; what somebody
    types is no page."""
    for page in (SearchPage(words, PLACE, "n", 23), SearchPage(words, PLACE, "b")):
        assert read(written(page)) == page
    assert read(words) == SearchPage(words)


def test_buttons_of_an_older_version_are_read() -> None:
    """They said neither what the words were taken for nor how many were found."""
    assert read(f"k{PLACE:09} jalan") == SearchPage("jalan", PLACE)


def test_no_button_without_room() -> None:
    """A button holds 64 bytes; a longer search shows its first page only."""
    assert written(SearchPage("x" * LONGEST, PLACE, "w", 9)) == ""


def test_a_page_full_of_words_is_no_search() -> None:
    """The first words are looked for; more of them would hold up everybody else."""
    assert read("kis " * 1000).words.split() == ["kis"] * WORDS
    assert read("kis  mati").words == "kis mati"
