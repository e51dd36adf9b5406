"""Words without the name of somebody who is not to be named."""

import pytest

from casework.wording.names import without


@pytest.mark.parametrize(
    ("words", "name", "left"),
    [
        ("kartu bu Fulanah mati", "fulanah", "kartu bu •••• mati"),
        ("FULANAH binti Fulan sakit", "Fulanah Fulan", "•••• binti •••• sakit"),
        ("ibu tua di rumah", "ibu tua", "ibu tua di rumah"),
        ("saya tetangga orangnya", "tetangga saya", "saya tetangga orangnya"),
        ("fulanahku", "fulanah", "fulanahku"),
        ("kartu mati", "", "kartu mati"),
    ],
)
def test_each_word_of_the_name_is_masked(words: str, name: str, left: str) -> None:
    """However it is written; what names nobody stays."""
    assert without(words, name) == left
