"""A threat is not over because nothing happens right now: it never stays with nobody."""

import pytest

from casework.policy.triage import ASKED
from conversations.content import alarm_words
from conversations.handlers.emergencies import doubt
from conversations.protocol.unsorted import THREAT
from tests.conversations.content.test_alarm_words import ALARM
from tests.conversations.speaker import Speaker, reporting

THREATS = (
    "mertua sy suka ngancam mau ngebunuh sy klo lapor",
    "mantan suami blg mau bakar rumah sy",
    "besok tak bunuh",
    "tetangga ngomong arep mateni aku nek lapor",
    "salaki ngancam rek maehan abdi",
)


@pytest.mark.parametrize("words", THREATS)
@pytest.mark.parametrize("no", ["press", "lewat min"])
def test_a_no_is_asked_about_once_more(words: str, no: str) -> None:
    """Kind words with whom to call, and the offer to keep it confidential."""
    speaker = Speaker().write(words)
    assert alarm_words.hear(words, ALARM) is not None
    speaker.press(":no") if no == "press" else speaker.write(no)
    assert speaker.keys == ["doubt.threat"]
    assert speaker.talk.about_loose == THREAT
    draft = speaker.press("o:calm").talk.draft
    assert draft is not None
    assert draft.about["calm"] is True
    assert list(draft.answers["story"]["texts"]) == [words]


@pytest.mark.parametrize("words", THREATS)
def test_without_an_answer_it_becomes_a_report(words: str) -> None:
    """Urgent, in the lane that few may read; it says that it is not now."""
    speaker = Speaker().write(words).press(":no")
    found = doubt.unanswered(speaker.later(700), speaker.talk, speaker.talk.loose_no)
    assert found is not None
    facts = found[1].intake.facts or {}
    facts = {**found[1].facts, **facts}
    assert (found[1].service, facts["unsure"]) == ("violence", "violence")
    assert ASKED not in facts
    assert found[0].loose.empty


def test_who_wants_nobody_to_know_is_heard() -> None:
    """A second no lets it go."""
    speaker = Speaker().write(THREATS[0]).press(":no").press("o:no")
    assert speaker.keys == ["doubt.dropped"]
    assert speaker.talk.loose.empty


def test_other_words_do_not_push_it_aside() -> None:
    """It waits for its own answer; they are offered by themselves."""
    speaker = Speaker().write(THREATS[0]).press(":no").write("bpjs ibu mati")
    assert speaker.talk.loose.texts == ("bpjs ibu mati",)
    assert [(one.story.texts, one.about) for one in speaker.talk.unsorted] == [
        ((THREATS[0],), THREAT)
    ]


def test_in_a_form_too() -> None:
    """The threat is no part of the report about a card."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(THREATS[0])
    assert "doubt.threat" in speaker.press(":no").keys
    assert "story" not in speaker.answers


@pytest.mark.parametrize("words", ["bapak suka mukul ibu", "bapak stroke min"])
def test_what_is_no_threat_is_offered_as_ever(words: str) -> None:
    """What is over may become a report."""
    assert Speaker().write(words).press(":no").keys[0] == "outside.offer"
