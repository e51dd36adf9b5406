"""Somebody else holds the phone, and its teller cries again: the mark goes along, no button takes
the cry back, and what is known is not asked once more."""

from dataclasses import replace

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from casework.actions.escalation import Rung
from casework.case.intake import Intake
from casework.case.model import Status, Urgency
from conversations.notices import notices
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.effects import RaisedAlarm
from conversations.protocol.taps import CallOffAlarm, SureOfNoAlarm
from tests.casework.cases import standing
from tests.conversations.speaker import CASE, CONTENT, Speaker, resident

HELD = ("hp ini dipegang bapake", "jangan telp ke sini, suami di rumah", "ulah nelepon, sieun")
CRY, NEXT = "saya dipukuli suami sekarang", "anak saya kejang sekarang"


def held(words: str) -> Speaker:
    """Somebody whose emergency stands open, and who has said that another holds the phone."""
    speaker = Speaker(resident()).write(CRY)
    filed = speaker.filed[-1]
    speaker.write("rt 2 gang mangga").write("0812 3456 7890").write(words)
    speaker.emergencies[filed.key] = RaisedAlarm(
        CASE, filed.service, kind="violence", at=speaker.at, words=CRY, quiet=True
    )
    return speaker.write("makasih")


@pytest.mark.parametrize("words", HELD)
def test_the_second_cry_has_the_mark(words: str) -> None:
    """Whoever is called reads not to call, for every emergency of this phone."""
    filed = held(words).write(NEXT).filed
    assert len(filed) == 2
    assert (filed[1].facts or {}).get("quiet") == "yes"


def test_of_another_phone_there_is_no_mark() -> None:
    """Nothing was asked for there."""
    filed = Speaker(resident()).write(NEXT).filed
    assert "quiet" not in (filed[0].facts or {})


@pytest.mark.parametrize("words", HELD)
def test_the_known_number_is_not_asked_for(words: str) -> None:
    """It stands in the second report, and its questions end with the place."""
    speaker = held(words).write(NEXT)
    assert speaker.filed[1].intake.phone == "+6281234567890"
    speaker.write("rt 2 gang mangga")
    assert speaker.talk.draft is None


def test_an_unknown_number_is_asked_for() -> None:
    """Nobody could ever reach them else."""
    speaker = Speaker(resident()).write(f"{CRY}, hp dipegang dia").write("rt 2 gang mangga")
    assert "emergency.phone.ask" in speaker.keys


@pytest.mark.parametrize(
    "cry", [f"{CRY}, hp dipegang dia", "tolong banjir masuk rumah, jangan telp hp dipegang suami"]
)
def test_no_button_takes_it_back(cry: str) -> None:
    """Whoever holds the phone could tap it."""
    speaker = Speaker(resident()).write(cry)
    assert not any(
        isinstance(button.tap, CallOffAlarm | SureOfNoAlarm) for button in speaker.buttons
    )


@pytest.mark.parametrize("words", ["", "bukan darurat"])
def test_nobody_else_ends_it(words: str) -> None:
    """Whoever types or taps an old button may be who holds the phone: officers make sure."""
    speaker = held(HELD[0]).write(NEXT)
    key = speaker.filed[1].key
    speaker.write(words) if words else speaker.tap(f"eo:{key}")
    assert speaker.did(CallOff) == []
    assert [one.over for one in speaker.did(Add)] == [True]


@pytest.mark.parametrize("facts", [{}, {"quiet": "yes"}])
def test_no_button_opens_it(facts: dict[str, str]) -> None:
    """What is sent unasked shows no way to what was told, where somebody may read along."""
    told = replace(
        standing(Status.RECEIVED), urgency=Urgency.EMERGENCY, intake=Intake(facts=facts or None)
    )
    taps = [
        button.tap
        for notice in notices(told, Rung(1, "alarm"), CONTENT.catalogue)
        if notice.to == "teller"
        for row in notice.say.buttons
        for button in row
    ]
    opens = [tap for tap in taps if isinstance(tap, ActOnCase) and tap.action == "open"]
    assert bool(opens) == (not facts)
