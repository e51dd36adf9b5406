"""Who wants to give up is asked whether they are in danger, with the numbers to call; who gives up
on papers is not."""

import pytest

from conversations.content import alarm_words
from tests.conversations.content.test_alarm_words import ALARM


@pytest.mark.parametrize(
    "words",
    [
        "capek bgt, pengen nyerah aja",
        "rasanya pengen menyerah aja bu",
        "udah lelah banget, mau nyerah sama semuanya",
        "i just want to give up",
    ],
)
def test_despair_without_a_word_of_danger(words: str) -> None:
    """In doubt it is asked."""
    heard = alarm_words.hear(words, ALARM)
    assert heard is not None
    assert (heard.kind, heard.certain) == ("crisis", False)


@pytest.mark.parametrize(
    "words",
    [
        "sy nyerah ngurus bpjs ribet",
        "pengen nyerah ngurus kk bolak balik",
        "saya mau menyerahkan berkas",
        "mau menyerah kuliah karena biaya",
        "capek bolak balik kantor",
    ],
)
def test_giving_up_on_papers(words: str) -> None:
    """It is a report like any."""
    assert alarm_words.hear(words, ALARM) is None
