"""With several emergencies open, words about a person whom they name go to that one's case, and
never to another's."""

import pytest

from casework.actions.correspondence import Add
from casework.case.model import Role
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.handlers.emergencies.test_several import went_to
from tests.conversations.speaker import CASE, Speaker, resident

HUNGER, BLOOD, BREATH, BABY, FIRE = (
    "wa Raji ora mangan 3 dina, urip dewekan, ambruk",
    "pak Kasan muntah darah",
    "pak Kadi sesek napas parah",
    "bayine bi Sumi step",
    "rumah bu Neneng kebakaran",
)
ALL = (HUNGER, BLOOD, BREATH, BABY, FIRE)


def told_of(*cries: str, asking: bool = False, helper: bool = True) -> Speaker:
    """Somebody who has told of these people; ``asking``: the last form is still open."""
    speaker = Speaker(resident(Role.VOLUNTEER) if helper else resident())
    for place, cry in enumerate(cries):
        speaker.write(cry)
        filed = speaker.filed[-1]
        one = RaisedAlarm(
            CASE + place, filed.service, kind=filed.facts["alarm"], at=speaker.at, words=cry
        )
        speaker.emergencies = {**speaker.emergencies, filed.key: one}
        while speaker.talk.drafts and not (asking and cry == cries[-1]):
            speaker.write("Lewati")
    assert len(speaker.filed) == len(cries)
    return speaker


@pytest.mark.parametrize("asking", [False, True])
@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("ga jadi yg pak Kasan, salah info", 1),
        ("pak Kadi udah ga sesek, udah mendingan", 2),
        ("wa Raji udah meninggal", 0),
        ("pa kadi udah mendingan", 2),
        ("Kasan sudah dibawa ke puskesmas", 1),
        ("rumah bu neneng apinya udah padam", 4),
        ("anaknya pak Kasan masih nangis terus", 1),
    ],
)
def test_words_about_a_person_go_to_that_ones_case(words: str, to: int, asking: bool) -> None:
    """Whoever was spoken of last, and whichever question stands on the screen."""
    speaker = told_of(*ALL, asking=asking).write(words)
    assert went_to(speaker) == [to]
    assert "alarm.medical.ask" not in speaker.keys


@pytest.mark.parametrize(
    ("words", "over"),
    [
        ("ga jadi yg pak Kasan, salah info", True),
        ("pak Kadi udah ga sesek, udah mendingan", True),
        ("wa Raji udah meninggal", False),
    ],
)
def test_what_is_over_is_told_to_be_so(words: str, over: bool) -> None:
    """Whoever holds that case makes sure."""
    speaker = told_of(*ALL).write(words)
    assert [one.over for one in speaker.did(Add)] == [over]


@pytest.mark.parametrize("words", ["pak Amir udah mendingan", "pak Amir udah ga sesek"])
@pytest.mark.parametrize("helper", [False, True])
def test_a_name_that_fits_none_is_asked_about(words: str, helper: bool) -> None:
    """None reads it, none is told to be over."""
    speaker = told_of(HUNGER, BLOOD, FIRE, helper=helper).write(words)
    assert went_to(speaker) == []
    assert speaker.keys[-1] == "alarm.which.ask"


def test_a_name_also_finds_it_after_another_was_called_off() -> None:
    """The answer whether that one stays is not meant."""
    speaker = told_of(BLOOD, FIRE).write("maaf salah pencet yang bu Neneng")
    speaker.write("pak Kasan udah mendingan")
    assert went_to(speaker) == [0]


def test_whose_house_is_near_an_address_is_not_meant() -> None:
    """It goes where the address was asked for."""
    speaker = told_of(HUNGER, BREATH, asking=True).write("rt 3 depan warung bi Icih")
    assert went_to(speaker) == []
    assert "alarm.which.ask" not in speaker.keys


@pytest.mark.parametrize("words", ["tolong pak cepat", "bu bidan udah dateng", "pak RT udah tau"])
def test_who_is_asked_for_help_is_nobody_in_danger(words: str) -> None:
    """It goes where words went before."""
    speaker = told_of(HUNGER, FIRE, asking=True).write(words)
    assert went_to(speaker) == [1]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (BLOOD, "pak Kadi sesek napas parah"),
        ("bi Sumi kejang", "mang Udin kejang juga"),
        ("wa Raji pingsan di sawah", "mbah Karsem pingsan"),
    ],
)
def test_a_cry_that_names_another_person_is_asked_about(before: str, words: str) -> None:
    """It is news to those who were called, and may be somebody else's danger."""
    speaker = told_of(before, helper=False).write(words, after=600)
    assert "alarm.person.ask" in speaker.keys or len(speaker.filed) == 2


@pytest.mark.parametrize("words", ["pak Kasan muntah darah lagi", "tolong pak muntah darah terus"])
def test_a_cry_about_the_same_person_goes_on(words: str) -> None:
    """Nobody is asked who it is."""
    speaker = told_of(BLOOD, helper=False).write(words, after=600)
    assert (went_to(speaker), len(speaker.filed)) == ([0], 1)
    assert "alarm.person.ask" not in speaker.keys
