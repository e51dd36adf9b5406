"""What tells people to call in danger also says whom: nobody in danger looks for a number."""

import pytest

from tests.casework.shipped import texts

WITHOUT = ("nomor darurat", "emergency number", "telepon ambulans", "segera telepon")
"""Words that send somebody to a number that must then stand there."""

LABELS = "commands."
"""What a command is called leads to a page that shows them."""


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_number_is_left_to_be_looked_for(language: str) -> None:
    """No text says "the emergency number" where it could name it."""
    sends = {
        key
        for key, value in texts(language).items()
        if any(words in value.casefold() for words in WITHOUT) and "{numbers}" not in value
    }
    assert {key for key in sends if not key.startswith(LABELS)} == set()
