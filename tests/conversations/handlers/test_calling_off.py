"""The button "no emergency" asks first whether it is sure, and takes back the emergency below whose
numbers it stands."""

from datetime import timedelta

import pytest

from casework.actions.ending.calling_off import CallOff
from conversations.protocol.effects import Do, RaisedAlarm
from conversations.protocol.taps import CallOffAlarm, SureOfNoAlarm
from tests.conversations.speaker import CASE, Speaker, resident

FLOOD, FIT = "tolong banjir masuk rumah", "bapak saya kejang"


def cried(*cries: str) -> Speaker:
    """Somebody whose emergencies stand open."""
    speaker = Speaker(resident())
    for nth, cry in enumerate(cries):
        filed = speaker.write(cry).filed[-1]
        kind = (filed.facts or {})["alarm"]
        speaker.emergencies[filed.key] = RaisedAlarm(
            CASE + nth, filed.service, kind=kind, at=speaker.at, words=cry
        )
    return speaker


@pytest.mark.parametrize("cry", [FLOOD, FIT, "rumah tetangga kebakaran"])
def test_a_tap_asks_whether_it_is_sure(cry: str) -> None:
    """Nobody is called off yet; each answer has its button."""
    speaker = cried(cry)
    key = speaker.filed[0].key
    speaker.tap(f"es:ask:{key}")
    assert (speaker.keys, speaker.did(CallOff)) == (["alarm.sure"], [])
    taps = [button.tap for button in speaker.buttons]
    assert taps == [CallOffAlarm(key), SureOfNoAlarm("stays", key)]
    assert len(speaker.press(f"eo:{key}").did(CallOff)) == 1


def test_it_stays_an_emergency() -> None:
    """Its question is asked again, and the case rings on."""
    speaker = cried(FLOOD)
    key = speaker.filed[0].key
    speaker.tap(f"es:ask:{key}").press(f"stays:{key}")
    assert speaker.did(CallOff) == []
    assert (speaker.keys[0], speaker.asked) == ("alarm.stays", "place")


@pytest.mark.parametrize("hours", [0, 3])
def test_an_earlier_one_is_called_off(hours: int) -> None:
    """By its own button, however many came after it; of several the question names it."""
    speaker = cried(FLOOD, FIT)
    speaker.at += timedelta(hours=hours)
    first, second = (filed.key for filed in speaker.filed)
    speaker.tap(f"es:ask:{first}")
    assert speaker.keys == ["alarm.sure_of" if not hours else "alarm.sure"]
    speaker.tap(f"eo:{first}")
    assert [effect.case for effect in speaker.effects if isinstance(effect, Do)] == [first]
    assert len(speaker.did(CallOff)) == 1
    assert len(speaker.tap(f"eo:{second}").did(CallOff)) == 1


def test_one_that_is_over_is_stale() -> None:
    """There is nothing to take back any more."""
    speaker = cried(FLOOD, FIT)
    first = speaker.filed[0].key
    speaker.emergencies[first] = RaisedAlarm(CASE, "disaster", open=False)
    assert speaker.tap(f"es:ask:{first}").keys[0] == "form.stale"


@pytest.mark.parametrize("cry", ["suami saya pukul saya sekarang", "saya mau bunuh diri"])
def test_where_nothing_is_taken_back_nothing_is_asked(cry: str) -> None:
    """Officers make sure there anyhow."""
    speaker = cried(cry)
    speaker.tap(f"es:ask:{speaker.filed[0].key}")
    assert "alarm.sure" not in speaker.keys
