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


NUMBER = "081234567890"


def test_a_number_goes_to_the_case_too() -> None:
    """Told while we ask for consent: whoever is on the way reads it, and it is not asked again."""
    speaker = cried().write(NUMBER)
    assert [told.intake.phone for told in speaker.did(Complete)] == ["+6281234567890"]
    assert speaker.keys[0] == "form.phone_noted"
    assert speaker.talk.drafts[0].answers["phone"] == "+6281234567890"


def test_a_village_of_the_emergency_is_known_when_we_meet() -> None:
    """It was asked for there, before any consent; so is it when the cry came after the greeting."""
    speaker = Speaker(stranger()).write(CRY).write("kesambi").write("/start").press(":agree")
    assert "hello.village.ask" not in speaker.keys
    speaker = Speaker(stranger()).write("halo").write(CRY).write("kesambi")
    assert speaker.talk.drafts[0].answers["village"] == VILLAGE


def test_village_and_number_go_along_into_the_report() -> None:
    """Both were told before consent, and neither is asked for after it."""
    speaker = Speaker(stranger()).write("jalan rusak").write("kesambi").write(NUMBER)
    speaker.write("/start").press(":agree")
    assert (speaker.talk.drafts[-1].form, speaker.talk.drafts[-1].answers["phone"]) == (
        "report",
        "+6281234567890",
    )
