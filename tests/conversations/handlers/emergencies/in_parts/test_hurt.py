"""A wound that is told in an open case of violence rings those who come to the sick, and they read
nothing of the violence."""

import pytest

from casework.actions.correspondence import Add
from casework.case import commands as c
from conversations.handlers.emergencies.in_parts.hurt import wound
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.handlers.emergencies.test_whose import told_of
from tests.conversations.speaker import CASE, CONTENT

BEATEN, DESPAIR = "suami saya mukulin saya sekarang", "saya mau bunuh diri sekarang"
KICKED = "perut ditendang, keluar darah, lagi hamil"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (KICKED, "keluar darah, lagi hamil"),
        ("perut saya ditendang suami keluar darah lagi hamil", "keluar darah lagi hamil"),
        ("dipukul suami, kepala bocor darahnya banyak", "kepala bocor darahnya banyak"),
        ("suami mukul lagi", ""),
        ("perut ditendang", ""),
    ],
)
def test_the_words_about_the_wound_alone(words: str, told: str) -> None:
    """Without what was done, and by whom."""
    assert wound(words, CONTENT) == told


@pytest.mark.parametrize("asking", [False, True])
def test_a_wound_in_an_open_case_of_violence_rings_both(asking: bool) -> None:
    """The sealed case reads all of it, the other only the wound."""
    speaker = told_of(BEATEN, asking=asking, helper=False)
    key = speaker.filed[-1].key
    speaker.write(KICKED)
    assert [one.story["texts"] for one in speaker.did(Add)] == [(KICKED,)]
    assert any(getattr(one, "case", None) == key for one in speaker.effects)
    (sick,) = speaker.did(c.File)
    assert sick.service == "medical_emergency"
    assert "tendang" not in str(sick)
    assert sick.intake.story["texts"] == ("keluar darah, lagi hamil",)


@pytest.mark.parametrize("words", ["ditendang lagi, keluar darah banyak", KICKED])
def test_more_about_the_wound_goes_to_its_own_case(words: str) -> None:
    """No third case."""
    speaker = told_of(BEATEN, helper=False).write(KICKED)
    sick = speaker.filed[-1]
    one = RaisedAlarm(CASE + 1, sick.service, kind="medical", at=speaker.at, words="keluar darah")
    speaker.emergencies = {**speaker.emergencies, sick.key: one}
    speaker.write(words)
    assert len(speaker.filed) == 2
    assert len(speaker.did(Add)) == 2


def test_violence_alone_rings_nobody_else() -> None:
    """As before."""
    speaker = told_of(BEATEN, helper=False).write("suami mukul lagi sekarang")
    assert (len(speaker.did(Add)), speaker.did(c.File)) == (1, [])


@pytest.mark.parametrize("cries", [(), (DESPAIR,)])
@pytest.mark.parametrize("words", ["kapan pkh cair", "bpnt kapan cair bu?"])
def test_when_aid_is_paid_is_answered_everywhere(cries: tuple[str, ...], words: str) -> None:
    """Also beside a case of despair; it may become a report all the same."""
    speaker = told_of(*cries, helper=False).write(words)
    assert speaker.keys == ["about_office.paid", "outside.offer"]
