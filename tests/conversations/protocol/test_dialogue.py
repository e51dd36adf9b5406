"""Where a person is in a talk: stored as plain JSON, bounded, and the same when it comes back."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from casework.policy.triage import AlarmKind
from conversations.protocol import dialogue as talks
from conversations.protocol.dialogue import (
    DEPTH,
    LONGEST,
    Draft,
    Story,
    Talk,
    Unsorted,
)
from conversations.protocol.effects import Attachment, Said
from conversations.protocol.live_location import LiveLocation
from conversations.protocol.queue_walk import QueueWalk
from conversations.protocol.talk.gathering import BURST_SECONDS, goes_on
from tests.conversations.speaker import NOW

SHORT = st.text(max_size=9)
FILES = st.builds(
    Attachment,
    st.sampled_from(["photo", "voice"]),
    st.text(max_size=5),
    st.text(max_size=5),
    st.integers(0, 9),
)
SAID = st.builds(
    Said,
    st.just(7),
    st.just(1),
    st.just(NOW),
    text=SHORT,
    files=st.lists(FILES, max_size=2).map(tuple),
    location=st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)


def _told(said: list[Said]) -> Story:
    story = Story()
    for one in said:
        story = story.plus(one)
    return story


STORIES = st.lists(SAID, max_size=3).map(_told)
VALUES = st.none() | SHORT | st.integers() | STORIES.map(Story.dump)
DRAFTS = st.builds(
    Draft,
    st.text(min_size=1, max_size=12),
    st.sampled_from(["report", "answer"]),
    st.dictionaries(SHORT, VALUES, max_size=3),
    st.dictionaries(SHORT, st.integers(), max_size=2),
    st.sampled_from(["", "place"]),
)
PAIRS = st.none() | st.tuples(SHORT, st.just(NOW.isoformat()))
ALARMS = st.none() | st.tuples(
    SHORT, st.just(NOW.isoformat()), st.sampled_from(sorted(map(str, AlarmKind)))
)
TALKS = st.builds(
    Talk, st.lists(DRAFTS, max_size=DEPTH).map(tuple), st.none() | DRAFTS, STORIES, PAIRS, ALARMS
)


@given(TALKS)
def test_a_talk_comes_back_as_it_was(talk: Talk) -> None:
    """Through JSON and back, twice, a talk is the same."""
    stored = json.loads(json.dumps(talks.dump(talk)))
    loaded = talks.load(stored)
    assert json.loads(json.dumps(talks.dump(loaded))) == stored
    assert talks.load(json.loads(json.dumps(talks.dump(loaded)))) == loaded
    assert (loaded.loose, loaded.gathering, loaded.alarm) == (
        talk.loose,
        talk.gathering,
        talk.alarm,
    )
    assert [(d.id, d.form, d.editing) for d in loaded.drafts] == [
        (d.id, d.form, d.editing) for d in talk.drafts
    ]


FULL = Talk(
    drafts=(Draft("a", "report"),),
    home={"place": "RT 1"},
    live=LiveLocation(4, (1.0, 2.0), (1.5, 2.0)),
    about_loose="offer",
    albums=(("album", "story"),),
    walk=QueueWalk(code="mine", had=((3, NOW.isoformat()),)),
    early=(5, 6),
    loose_no=2,
    last_no=3,
    unsorted=(Unsorted(1, Story(("x",))),),
    set_aside=(Draft("b", "report"),),
    told_place=Story(("RT 2",), last_at=NOW.isoformat()),
    told_phone=("0812", NOW.isoformat()),
    wondered=1,
    quiet=True,
    sure=("k1", "2026-11-23T02:00:00+00:00"),
    passed_on=(Unsorted(1, Story(("x",))),),
)


def test_what_says_nothing_is_not_stored_and_all_else_is() -> None:
    """Each field comes back by itself, and a talk without any is stored in a few letters."""
    for name, value in vars(FULL).items():
        talk = replace(Talk(), **{name: value})
        assert vars(talks.load(json.loads(json.dumps(talks.dump(talk))))) == vars(talk), name
    kept = {"drafts", "cancelled", "loose", "gathering", "alarm", "loose_no", "last_no"}
    assert talks.dump(Talk()).keys() == kept
    assert talks.dump(FULL).keys() == vars(FULL).keys()


def test_a_talk_that_was_stored_whole_is_read() -> None:
    """As versions before wrote it, with all that says nothing."""
    nothing = {"walk": vars(QueueWalk()), "told_place": Story().dump(), "told_phone": ["", ""]}
    empty = {"home": {}, "live": None, "about_loose": "", "albums": [], "early": []}
    stored = {**talks.dump(Talk()), **nothing, **empty, "unsorted": [], "set_aside": []}
    assert vars(talks.load(json.loads(json.dumps(stored)))) == vars(Talk())


def _begun(name: str) -> Draft:
    return Draft(name, "report", {"who": "self"})


FRESH = Draft("fresh", "report")
AT_MOST = Talk((*(_begun(str(n)) for n in range(DEPTH - 1)), FRESH))


@given(TALKS, DRAFTS)
@example(AT_MOST, _begun("new"))
def test_open_forms_are_few(talk: Talk, draft: Draft) -> None:
    """Opening one more form keeps the newest and leaves the oldest, first of those in which nothing
    is answered; closing brings back the one below."""
    after = talk.opening(draft)
    assert after.draft == draft
    assert len(after.drafts) == min(len(talk.drafts) + 1, DEPTH)
    assert after.closing().draft == (talk.draft if talk.drafts else None)
    assert after.gathering is None


@given(STORIES)
def test_a_story_keeps_everything_in_order(story: Story) -> None:
    """A story comes back with its words, files and place, and is empty only without all of them."""
    assert Story.load(json.loads(json.dumps(story.dump()))) == story
    assert story.empty is (not story.text and not story.files and story.location is None)


def test_a_story_has_an_end() -> None:
    """Of very many messages a story keeps the newest."""
    story = _told([Said(7, n, NOW, text=str(n)) for n in range(LONGEST + 5)])
    assert (len(story.texts), story.texts[0], story.texts[-1]) == (LONGEST, "5", str(LONGEST + 4))


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [(0, True), (-1, True), (BURST_SECONDS, True), (BURST_SECONDS + 0.001, False), (86400, False)],
)
def test_when_a_burst_goes_on(seconds: float, wanted: bool) -> None:
    """A message goes on with a burst within its seconds, also when it comes out of order; after
    that it does not."""
    assert goes_on(NOW.isoformat(), NOW + timedelta(seconds=seconds)) is wanted
    assert not goes_on("", NOW)


def test_the_last_place_counts() -> None:
    """Of two places told in one go the later one is kept."""
    first, second = Said(7, 1, NOW, location=(1.0, 2.0)), Said(7, 2, NOW, location=(3.0, 4.0))
    assert _told([first, second, Said(7, 3, NOW, text="x")]).location == (3.0, 4.0)


def test_a_second_place_does_not_undo_the_first() -> None:
    """Both are read; the newer one is the pin."""
    at = datetime(2026, 11, 23, 2, tzinfo=UTC)
    first = Story().plus(Said(7, 1, at, location=(-6.7, 108.5), venue=("Balai", "Kesambi")))
    both = first.plus(Said(7, 2, at, location=(-6.8, 108.6)))
    assert both.location == (-6.8, 108.6)
    assert "Balai" in both.text
    assert first.plus(Said(7, 3, at, location=(-6.7, 108.5))).texts == ()
