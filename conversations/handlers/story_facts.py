"""What a story tells by itself, beside what was tapped: a day that is named counts from when it was
written, and who is in care is not merely ill, whichever button was nearest.

Tested in tests/conversations/handlers/test_form_outcomes_care.py."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from casework.case.intake import Consent, Intake
from casework.policy import classifier
from casework.search.told_names import without_own
from conversations.content.content import Turn
from conversations.protocol.dialogue import Story

DAYS = timedelta(days=2)
"""How far the furthest of the days lies that the cue ``care_day`` knows (words.toml)."""

_ILL = "sick"
"""What the answer says of somebody who should see a doctor soon."""

_WORSE = ("in_hospital", "soon")
"""What a story may say beside it."""


def told_by(turn: Turn, story: Story) -> dict[str, str]:
    """Facts of a story, without days that have passed since."""
    told = classifier.facts_from(story.text, turn.content.words)
    if not story.told_within(DAYS, turn.said.at):
        told.pop("care_day", None)
    return told


def with_answers(told: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, str]:
    """The answers as they stand beside the story."""
    treatment = told.get("treatment", "")
    if asked.get("treatment") == _ILL and treatment in _WORSE:
        return {**asked, "treatment": treatment}
    return dict(asked)


def kept_private(turn: Turn, intake: Intake) -> Intake:
    """The intake without the name of who has refused the report that others made for them, or has
    asked not to be named, in what was told, too."""
    refused = intake.consent is Consent.REFUSED
    if not refused and not intake.asks_secrecy:
        return intake
    known = turn.content.words
    means = known.known.words | known.vocabulary.words.keys()
    story = dict(intake.story or {})
    story["texts"] = [without_own(words, means) for words in story.get("texts", ())]
    unnamed = replace(intake, story=story) if intake.story is not None else intake
    return unnamed.unnamed() if refused else unnamed
