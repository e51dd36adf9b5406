"""What residents choose from and read of a service is said in words that they know."""

import pytest

from tests.casework.shipped import texts

JARGON = ("desil", "dtsen", "yapi", "tidak boleh lewat", "decile")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("part", ["sector", "service", "question"])
def test_no_word_of_the_office(part: str, language: str) -> None:
    """Names of sectors and services, what is said of them, and the answers to their questions."""
    told = " ".join(v for k, v in texts(language).items() if k.startswith(f"{part}.")).casefold()
    assert [word for word in JARGON if word in told] == []
