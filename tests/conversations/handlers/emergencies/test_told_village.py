"""The village that is named while we get to know each other, and the emergency beside it."""

from dataclasses import replace
from typing import Any

import pytest

from casework.actions.ending.completion import Complete
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.speaker import OTHER, VILLAGE, Speaker, stranger

CRY = "tolong anak saya kejang"


def cried(**known: Any) -> Speaker:
    """A stranger who raises an emergency, asks who we are, and has not agreed to anything yet."""
    speaker = Speaker(stranger()).write(CRY)
    raised = RaisedAlarm(260_000_001, "medical_emergency", kind="medical")
    speaker.emergencies[speaker.filed[0].key] = replace(raised, **known)
    return speaker.write("/start")


@pytest.mark.parametrize("words", ["kesambi", "saya di kesambi"])
def test_it_goes_to_the_case_at_once(words: str) -> None:
    """Before any consent; the form of the emergency asks for it no more."""
    speaker = cried().write(words)
    assert [told.village for told in speaker.did(Complete)] == [VILLAGE]
    assert speaker.talk.drafts[0].answers == {"village": VILLAGE}


def test_after_consent_it_goes_too() -> None:
    """And what comes next is where exactly it is."""
    speaker = cried().press(":agree").write("kesambi")
    assert [told.village for told in speaker.did(Complete)] == [VILLAGE]
    assert speaker.keys[-1] == "emergency.place.ask"


@pytest.mark.parametrize("known", [{"village": OTHER}, {"open": False}])
def test_what_has_its_village_keeps_it(known: dict[str, Any]) -> None:
    """So does what is over."""
    speaker = cried(**known).write("kesambi")
    assert speaker.did(Complete) == []


def test_who_named_it_before_is_not_asked() -> None:
    """A cry below the first question is filed in the village that was just named."""
    speaker = Speaker(stranger()).write("halo").write("kesambi").write(CRY)
    assert speaker.filed[0].village == VILLAGE
    assert speaker.keys[-1] == "emergency.place.ask"
