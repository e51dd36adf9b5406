"""A typed answer to "are you sure that it is no emergency?" is understood like its buttons."""

import pytest

from casework.actions.ending.calling_off import CallOff
from tests.conversations.handlers.test_calling_off import FLOOD, cried
from tests.conversations.speaker import Speaker


def wondered() -> Speaker:
    """Somebody of whom it was asked by the button below the numbers."""
    speaker = cried(FLOOD)
    speaker.tap(f"es:ask:{speaker.filed[0].key}")
    assert speaker.keys == ["alarm.sure"]
    return speaker


@pytest.mark.parametrize(
    "words",
    ["ya", "iya bukan", "iya pak", "yakin", "nggih", "ya, bukan darurat", "betul", "yes", "Iyaa"],
)
def test_a_yes_takes_it_back(words: str) -> None:
    """Whoever was called hears so."""
    assert len(wondered().write(words).did(CallOff)) == 1


@pytest.mark.parametrize(
    "words",
    ["tidak", "enggak", "tetap", "tetap darurat", "ya tetap darurat", "jangan", "no", "masih"],
)
def test_a_no_keeps_it(words: str) -> None:
    """The case rings on, and its question is asked again."""
    speaker = wondered().write(words)
    assert (speaker.did(CallOff), speaker.keys[0]) == ([], "alarm.stays")
    assert speaker.asked == "place"


@pytest.mark.parametrize("words", ["bukan", "tetap bukan"])
def test_what_may_mean_both_is_asked_once_more(words: str) -> None:
    """Then a yes is one."""
    speaker = wondered().write(words)
    assert (speaker.did(CallOff), speaker.keys) == ([], ["alarm.sure"])
    assert len(speaker.write("ya").did(CallOff)) == 1


def test_other_words_are_no_answer() -> None:
    """An address is one still; the yes that comes after it is to something else."""
    speaker = wondered().write("RT 05 RW 02 dekat musala")
    assert speaker.did(CallOff) == []
    assert speaker.write("ya").did(CallOff) == []


def test_a_cry_is_heard_as_ever() -> None:
    """It says itself that it is one."""
    speaker = wondered().write("tolong airnya naik terus banjir")
    assert speaker.did(CallOff) == []


def test_a_late_yes_is_no_answer() -> None:
    """After a quarter of an hour."""
    assert wondered().write("ya", after=1200).did(CallOff) == []
