"""A call-off with its reason behind, and danger that was only a joke: what was raised is dropped,
and no new cry is heard in its name."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from conversations.content import alarm_words
from conversations.protocol.effects import Do
from tests.conversations.handlers.emergencies.test_whose import told_of
from tests.conversations.speaker import CONTENT, Speaker

POISON, HUNGER, BABY, FIRE = (
    "pak Kasan keracunan jamur",
    "wa Raji ora mangan 3 dina, urip dewekan, ambruk",
    "bayine bi Sumi step",
    "rumah bu Neneng kebakaran",
)
ALL = (POISON, HUNGER, BABY, FIRE)


def called_off(speaker: Speaker) -> list[int]:
    """The cries, by their order, that the last words called off."""
    keys = [filed.key for filed in speaker.filed]
    return [
        keys.index(str(e.case))
        for e in speaker.effects
        if isinstance(e, Do) and isinstance(e.command, CallOff)
    ]


@pytest.mark.parametrize("helper", [False, True])
@pytest.mark.parametrize(
    ("words", "of"),
    [
        ("batalkan yg keracunan, trnyata masuk angin doang", 0),
        ("yg keracunan batalin aja, cuma masuk angin", 0),
        ("yg lapar serius min, kebakaran nya yg guyon", 2),
        ("yg kebakaran itu cuma bercanda", 2),
        ("ternyata bukan kebakaran, cuma bakar sampah doang", 2),
    ],
)
def test_what_is_taken_back_with_its_reason_is_called_off(
    words: str, of: int, helper: bool
) -> None:
    """No numbers, no red news, no new case."""
    speaker = told_of(POISON, HUNGER, FIRE, helper=helper).write(words)
    assert (called_off(speaker), len(speaker.filed)) == ([of], 3)
    assert [key for key in speaker.keys if key.endswith((".say", ".ask"))] == []


@pytest.mark.parametrize(
    "words",
    ["bayine bi Sumi step e wis ilang", "bayi bi Sumi kejangna geus leungit", "kejange wis ilang"],
)
def test_a_fit_that_has_gone_is_good_news(words: str) -> None:
    """In Javanese and Sundanese, for whoever is named."""
    speaker = told_of(*ALL).write(words)
    assert [(told.over, told.cry) for told in speaker.did(Add)] == [(True, False)]
    (case,) = [e.case for e in speaker.effects if isinstance(e, Do)]
    assert case == speaker.filed[2].key


@pytest.mark.parametrize(
    "words",
    [
        "batalkan yg keracunan, ternyata kebakaran",
        "yg keracunan bukan guyon",
        "dikira guyon ternyata keracunan beneran",
        "yg keracunan bercanda doang, yg pingsan beneran",
        "ternyata keracunan, tolong",
        "batalkan bantuan karena nenek keracunan",
        "yg keracunan belum ditolong cuma dikasih susu doang",
        "yg keracunan cuma bisa tidur doang",
        "yg keracunan ternyata muntah darah",
    ],
)
def test_danger_behind_such_words_is_still_heard(words: str) -> None:
    """In doubt it is danger."""
    speaker = told_of(POISON, helper=False).write(words)
    assert speaker.did(CallOff) == []


@pytest.mark.parametrize(
    "words", ["anak saya bercanda terus jatuh kejang", "kata warga guyon rumah kebakaran"]
)
def test_a_first_cry_is_heard_as_ever(words: str) -> None:
    """Words of a joke silence no row."""
    found = alarm_words.hear(words, CONTENT.alarms)
    assert found is not None
    assert found.certain


@pytest.mark.parametrize(
    "words",
    ["yg keracunan ternyata masuk angin doang", "pak Kasan keracunannya jebule cuma mabuk"],
)
def test_what_turned_out_small_may_be_over(words: str) -> None:
    """Somebody makes sure: a heart that fails looks like a cold, too."""
    speaker = told_of(*ALL).write(words)
    assert [(told.over, told.cry) for told in speaker.did(Add)] == [(True, False)]
    (case,) = [e.case for e in speaker.effects if isinstance(e, Do)]
    assert case == speaker.filed[0].key
