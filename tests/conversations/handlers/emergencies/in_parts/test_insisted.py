"""Whoever is asked whether a danger is now, and cries again, has said yes."""

import pytest

from casework.actions.correspondence import Add
from casework.case.intake import Intake
from tests.conversations.speaker import Speaker, resident

ASKED = "asap tebal di rumah tetangga"


def asked(cry: str = ASKED) -> Speaker:
    """Somebody who has been asked whether it is happening now."""
    speaker = Speaker(resident()).write(cry)
    assert (speaker.keys[0], speaker.filed) == ("alarm.maybe", [])
    return speaker


def story(intake: Intake) -> list[str]:
    """The words that whoever is called reads."""
    told = intake.story
    assert told is not None
    return [str(one) for one in told["texts"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "words",
    [
        *("ning endi petugase, wis telpon 113 ga diangkat", "tenanan iki bu dudu guyon"),
        *("cepet pak", "tolong pak", "kebakaran besar", "asap tebal banget", "api makin besar"),
    ],
)
def test_it_rings_with_all_its_words(words: str) -> None:
    """They are asked nothing once more."""
    speaker = asked().write(words)
    (filed,) = speaker.filed
    told = [*story(filed.intake), *(one.story["texts"][0] for one in speaker.did(Add))]
    assert told == [ASKED, words]
    assert speaker.says[0].alarm
    assert "alarm.maybe" not in speaker.keys


@pytest.mark.parametrize(
    "words",
    ["sudah padam", "tadi siang bu", "kapan pkh cair", "bukan kebakaran", "rt 2 gang mangga"],
)
def test_other_words_ring_nobody(words: str) -> None:
    """A doubt stays one until somebody says that it is now."""
    assert asked().write(words).filed == []


def test_an_alley_is_no_blocked_drain() -> None:
    """A fire in a dead-end alley rings without a question."""
    assert Speaker(resident()).write("kebakaran di kesambi rt 2 rw 1 gang buntu!!").filed
