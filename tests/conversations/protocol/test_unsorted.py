"""Messages that wait to be sorted: none is lost, however long it waits, and each button files the
words that its own bubble shows."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.correspondence import Add
from conversations.protocol import dialogue, unsorted
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Brief
from conversations.protocol.requests import RemindMe
from conversations.protocol.taps import SortMessage
from conversations.protocol.unsorted import MOST, put_behind
from tests.conversations.speaker import CASE, OPEN_CASES, TEXTS, Speaker, resident

DAY = timedelta(days=1, hours=2).total_seconds()
OLD, NEW = "gmn kis sy", "tv"


def two_days(**about: object) -> tuple[Speaker, dict[str, str], dict[str, str]]:
    """A message on Monday, another on Tuesday; with the buttons of each bubble."""
    speaker = Speaker(**about).write(OLD)  # type: ignore[arg-type]
    first = buttons(speaker)
    speaker.write(NEW, after=DAY)
    return speaker, first, buttons(speaker)


def buttons(speaker: Speaker) -> dict[str, str]:
    """The buttons of the last answer: what they mean, and what they carry."""
    return {b.tap.data().split(":")[1]: b.tap.data() for b in speaker.buttons}


def told(speaker: Speaker) -> tuple[str, ...]:
    draft = speaker.talk.draft
    assert draft is not None
    return tuple(draft.answers["story"]["texts"])


def test_each_button_files_the_words_that_its_bubble_shows() -> None:
    """As a report: the old bubble the old words, the new bubble the new ones, in either order."""
    speaker, first, second = two_days()
    assert told(speaker.tap(first["new"])) == (OLD,)
    assert told(speaker.tap(second["new"])) == (NEW,)
    speaker, first, second = two_days()
    assert told(speaker.tap(second["new"])) == (NEW,)
    assert told(speaker.tap(first["new"])) == (OLD,)


def test_the_same_for_a_case() -> None:
    """The neighbour: added to an open case."""
    speaker, first, second = two_days(cases=OPEN_CASES)
    for which, words in ((first, OLD), (second, NEW)):
        (add,) = speaker.tap(which[str(CASE)]).did(Add)
        assert tuple(add.story["texts"]) == (words,)


def test_no_report_lets_go_of_its_own_words_alone() -> None:
    """The neighbour: "Bukan laporan" on the old bubble leaves the new words."""
    speaker, first, second = two_days()
    assert speaker.tap(first["no"]).keys == ["outside.ignored"]
    assert told(speaker.tap(second["new"])) == (NEW,)


def test_a_used_button_never_files_other_words() -> None:
    """Its words are dealt with: what still waits is shown, and asked about."""
    speaker, first, _ = two_days()
    speaker.tap(first["no"]).tap(first["new"])
    assert speaker.keys == ["outside.other"]
    assert NEW in TEXTS.plain("id", speaker.says[0].text)
    assert told(speaker.tap(buttons(speaker)["new"])) == (NEW,)


def test_a_button_of_the_first_words_of_a_talk_has_no_number() -> None:
    """Older keyboards carry none, and are read as the first words."""
    assert buttons(Speaker().write(OLD))["new"] == "o:new"
    assert SortMessage("new").data() == "o:new"


def test_a_talk_of_an_older_version_goes_on() -> None:
    """What waited before there were numbers is meant by buttons without one, and by no other."""
    raw = json.loads(json.dumps(dialogue.dump(Talk(loose=Story((OLD,))))))
    for field in ("loose_no", "last_no", "unsorted"):
        raw.pop(field, None)
    speaker = Speaker(talk=dialogue.load(raw))
    assert told(speaker.tap("o:new")) == (OLD,)
    fresh = Speaker(talk=replace(dialogue.load(raw), loose=Story())).write(NEW)
    assert fresh.tap("o:new").keys == ["outside.other"]


def test_what_waits_is_remembered_once() -> None:
    """Like a form that was begun: with its first words, not with each."""
    speaker = Speaker().write(OLD)
    assert [about.draft for about in speaker.did(RemindMe)] == ["waits.1"]
    assert speaker.write("tolong ya").did(RemindMe) == []
    assert [about.draft for about in speaker.write(NEW, after=DAY).did(RemindMe)] == ["waits.2"]


def test_before_consent_nobody_is_reminded() -> None:
    """The neighbour: whom we have not met is not written to."""
    assert Speaker(resident(consent="")).write(OLD).did(RemindMe) == []


@pytest.mark.parametrize("days", [3, 30])
def test_words_wait_as_long_as_it_takes(days: int) -> None:
    """Nothing is thrown away by time."""
    speaker = Speaker().write(OLD)
    speaker.write(NEW, after=days * 86400)
    assert told(speaker.tap("o:new")) == (OLD,)


def test_of_too_many_the_oldest_become_one() -> None:
    """Bounded, and still nothing is lost."""
    speaker = Speaker()
    for n in range(unsorted.MOST + 3):
        speaker.write(f"pesan nomor {n} xyz", after=DAY)
    waiting = (*speaker.talk.unsorted, speaker.talk)
    texts = [t for one in speaker.talk.unsorted for t in one.story.texts]
    assert len(waiting) == unsorted.MOST + 1
    assert [*texts, *speaker.talk.loose.texts] == [
        f"pesan nomor {n} xyz" for n in range(unsorted.MOST + 3)
    ]


def test_an_edit_finds_its_message() -> None:
    """The neighbour: the older message is corrected where it waits."""
    speaker = Speaker().write(OLD)
    message = speaker.newest
    speaker.write(NEW, after=DAY)
    speaker.edit(message, "gmn kis ibu sy")
    assert told(speaker.tap("o:new")) == ("gmn kis ibu sy",)


def test_with_several_results_the_older_words_are_not_mixed_in() -> None:
    """A "not yet" that is asked about waits by itself."""
    results = tuple(Brief(260_000_010 + n, "sktm", "resolved") for n in range(2))
    speaker = Speaker(cases=results).write(OLD).write("belum masuk bu")
    (add,) = speaker.tap(buttons(speaker)["260000010"]).did(Add)
    assert tuple(add.story["texts"]) == ("belum masuk bu",)
    assert told(speaker.tap("o:new")) == (OLD,)


def test_of_too_many_those_become_one_about_which_the_same_was_asked() -> None:
    """A question about an emergency does not swallow a matter that waits."""
    talk = Talk()
    for place in range(MOST + 2):
        about = "which" if place == 1 else "offer"
        talk = replace(put_behind(talk), loose=Story((f"words {place}",)), about_loose=about)
    texts = [one.story.texts for one in talk.unsorted]
    assert texts[0] == ("words 1",)
    assert texts[1] == ("words 0", "words 2")
