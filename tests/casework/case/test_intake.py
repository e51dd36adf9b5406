"""What was told in a form: read from what is stored, written back as it was."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.case.intake import Consent, Intake, Who

STORY = {"texts": ["the roof"], "files": [], "location": None, "last_at": ""}
STORIES = st.fixed_dictionaries(
    {
        "texts": st.lists(st.text()),
        "files": st.lists(st.dictionaries(st.text(), st.text())),
        "location": st.none() | st.lists(st.floats(-90, 90), min_size=2, max_size=2),
    },
    optional={"last_at": st.text()},
)
PIN = {"latitude": -6.7, "longitude": 108.5, "title": "", "address": ""}
WORDS = st.dictionaries(st.text(), st.text())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
TOLD: dict[str, st.SearchStrategy[Any]] = {
    "who": st.sampled_from([str(who) for who in Who]),
    "consent": st.sampled_from([str(consent) for consent in Consent]),
    "sufferer": st.text(),
    "place": st.text(),
    "pin": st.fixed_dictionaries({"latitude": st.floats(-90, 90)}),
    "phone": st.text(),
    "secret": st.sampled_from(["open", "secret"]),
    "story": STORIES,
    "facts": WORDS,
    "person": st.dictionaries(st.sampled_from(["nik", "kk", "birth"]), st.text()),
    "sharing": st.dictionaries(st.text(), st.sampled_from(["asked", "yes", "no", "withdrawn"])),
}
STORED = st.one_of(
    st.fixed_dictionaries({}, optional={k: st.none() | told for k, told in TOLD.items()}),
    st.fixed_dictionaries({}, optional={**dict.fromkeys(TOLD, JSON), "older": JSON, "nik": JSON}),
)
"""What the forms store, and what no version is known to have stored."""
WHOLE = {
    "who": "neighbour",
    "sufferer": "Mbah Satu",
    "consent": "not_asked",
    "place": "RT 2",
    "pin": PIN,
    "phone": "+628123456789",
    "secret": "open",
    "story": STORY,
    "facts": {"care": "later"},
    "sharing": {"32.74/baznas": "yes"},
    "person": {"nik": "3274050101800001"},
}


@given(STORED)
def test_what_is_stored_is_written_back_as_it_was(raw: dict[str, Any]) -> None:
    """Questions that were left out, unknown keys and values of another kind are kept."""
    assert Intake.load(raw).dump() == raw


@given(STORED)
def test_an_intake_comes_back_as_it_was(raw: dict[str, Any]) -> None:
    """Loading and dumping are inverse both ways."""
    intake = Intake.load(raw)
    assert Intake.load(intake.dump()) == intake


def test_every_key_of_the_forms_is_known() -> None:
    """Nothing that is told today lies among what this version does not know."""
    intake = Intake.load(WHOLE)
    assert (intake.who, intake.consent, intake.other, intake.skipped) == (
        Who.NEIGHBOUR,
        Consent.NOT_ASKED,
        {},
        frozenset(),
    )
    assert None not in vars(intake).values()


@pytest.mark.parametrize("value", [None, 7, ["RT 2"]])
def test_what_is_not_said_is_not_known(value: object) -> None:
    """A question that was left out, or an answer of another kind, is nobody's place."""
    assert Intake.load({"place": value}).place is None


def test_what_is_told_later_wins() -> None:
    """The short form of an emergency adds to what is known and corrects it."""
    before = Intake.load({"who": "unsaid", "place": "RT 1", "phone": None})
    after = before.completed(Intake(place="RT 2", phone="+628123456789"))
    assert after.dump() == {"who": "unsaid", "place": "RT 2", "phone": "+628123456789"}


def test_a_story_goes_on() -> None:
    """What the short form adds to the story stands behind it, and its pin takes the place of the
    last."""
    before = Intake(story=STORY | {"location": [1.0, 2.0]})
    after = before.completed(Intake(story={"texts": [], "files": [{"kind": "photo"}]}))
    assert after.story == STORY | {"location": [1.0, 2.0], "files": [{"kind": "photo"}]}
    moved = after.completed(Intake(story={"texts": ["here"], "files": [], "location": [3.0, 4.0]}))
    assert moved.story is not None
    assert moved.story["location"] == [3.0, 4.0]
    assert (moved.story["texts"], len(moved.story["files"])) == (["the roof", "here"], 1)


def test_a_second_case_is_about_the_same_people() -> None:
    """People, place and secrecy go along; story, facts and consent to share do not."""
    passed = Intake.load({**WHOLE, "phone": None, "older": 1}).passed_on({"texts": ["the rest"]})
    assert passed.dump() == {
        "who": "neighbour",
        "sufferer": "Mbah Satu",
        "consent": "not_asked",
        "place": "RT 2",
        "pin": PIN,
        "phone": None,
        "secret": "open",
        "story": {"texts": ["the rest"]},
        "person": WHOLE["person"],
    }


@pytest.mark.parametrize("name", ["Mbah Satu", ["Mbah", "Satu"]])
def test_who_refuses_is_not_named(name: object) -> None:
    """Name, numbers and phone are gone, however an older version has stored them; the rest
    stays."""
    refused = Intake.load({**WHOLE, "sufferer": name}).unnamed().dump()
    left = {
        key: value for key, value in WHOLE.items() if key not in ("sufferer", "phone", "person")
    }
    assert refused == {**left, "consent": "refused"}


def test_the_numbers_of_a_person_go_with_their_name() -> None:
    """A case that is opened out of another keeps them; of somebody who has refused nothing
    stays."""
    intake = Intake.load(WHOLE)
    assert intake.passed_on(None).person == WHOLE["person"]
    assert intake.unnamed().person is None
    more = intake.knowing_of_person("kk", "3274050101800002").person
    assert more == {"nik": "3274050101800001", "kk": "3274050101800002"}


def test_a_changed_message_corrects_what_it_told() -> None:
    """Story, address, name and number are corrected where they are still as the message told
    them."""
    told = Intake(place="RT 1", phone="+62811", story={"texts": ["a", "b", "a"], "files": []})
    assert told.corrected({"step": "place", "was": "RT 1", "now": "RT 2"}).place == "RT 2"
    assert told.corrected({"step": "phone", "was": "+62811", "now": "+62812"}).phone == "+62812"
    changed = told.corrected({"step": "story", "was": "a", "now": "c"}).story
    assert changed == {"texts": ["a", "b", "c"], "files": []}
    for step, was in (("place", "RT 9"), ("story", "z"), ("who", "self"), ("secret", "open")):
        assert told.corrected({"step": step, "was": was, "now": "x"}) == told
