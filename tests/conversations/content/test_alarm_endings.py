"""Words of a cry that nobody listed are read without their ending, or without the "not" that is
glued to them; other words keep theirs."""

import pytest

from conversations.content.alarm_endings import loosened
from tests.conversations.content.test_alarm_words import ALARM


@pytest.mark.parametrize(
    ("story", "read"),
    [
        (" ditusukan ", " ditusuk "),
        (" dibacokan ", " dibacok "),
        (" dicabulan ", " dicabuli "),
        (" gabangun ", " tidak bangun "),
        (" gakbangun ", " tidak bangun "),
        (" gantungan ", " gantungan "),
        (" tusukan ", " tusukan "),
        (" gambarnya ", " gambarnya "),
        (" gakuat ", " tidak kuat "),
        (" rumahe ", " rumah "),
        (" temboke ", " tembok "),
        (" dapurna ", " dapur "),
        (" ", " "),
    ],
)
def test_endings_and_a_glued_not(story: str, read: str) -> None:
    """An ending goes where what is left is known; "not" becomes a word of its own."""
    assert loosened(story, ALARM.known, ALARM.vocabulary.words) == read
