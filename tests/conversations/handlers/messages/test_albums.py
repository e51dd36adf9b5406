"""What shares an album belongs together: one receipt, one notice, however late a photo comes."""

from typing import Any

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.actions.question import Answer
from conversations.protocol.dialogue import MOST_FILES, Story
from conversations.protocol.effects import Brief, Do
from tests.conversations.speaker import CASE, OPEN_CASES, Speaker, at_the_card, reporting

STORY = (":self", ":health", ":pbi_reactivation", ":later")
LATE = [1, 6, 600]


def added(speaker: Speaker) -> list[tuple[Any, bool, int]]:
    """Case, quiet or not, and files of what was added in the whole talk."""
    found = [(e.case, e.command) for e in speaker.all if isinstance(e, Do)]
    return [(case, c.more, len(c.story["files"])) for case, c in found if isinstance(c, Add)]  # type: ignore[index]


def photo(speaker: Speaker, after: float, **more: Any) -> Speaker:
    return speaker.photo(after=after, album="album1", **more)


@pytest.mark.parametrize("late", LATE)
def test_an_album_to_a_case_is_one_piece_of_news(late: float) -> None:
    """Eight photos as a reply: the first is told, seven join it without a word, however late."""
    speaker = photo(Speaker(cases=OPEN_CASES), 60, reply_to=CASE)
    for _ in range(7):
        assert photo(speaker, late, reply_to=CASE).says == []
    assert added(speaker) == [(CASE, False, 1), *[(CASE, True, 1)] * 7]


@pytest.mark.parametrize("late", LATE)
def test_an_album_that_answers_a_question_answers_it_once(late: float) -> None:
    """The first photo answers the officer; the others join the case, also when their reply is not
    marked."""
    asked = (Brief(CASE, "pkh", "waiting", "Fotonya?", "photos"),)
    speaker = photo(Speaker(cases=asked).tap(f"c:answer:{CASE}"), 60)
    assert len(speaker.did(Answer)) == 1
    speaker.cases = (Brief(CASE, "pkh", "in_progress"),)
    assert photo(speaker, late).says == []
    assert added(speaker) == [(CASE, True, 1)]


@pytest.mark.parametrize("late", LATE)
def test_an_album_in_a_form_stays_in_its_story(late: float) -> None:
    """Other questions may have been answered meanwhile."""
    speaker = photo(reporting(*STORY), 60)
    speaker.press(":open").write("RT 4")
    assert photo(speaker, late).says == []
    assert len(speaker.answers["story"]["files"]) == 2
    assert speaker.asked == "phone"


def test_an_album_goes_along_when_the_report_is_sent() -> None:
    """A photo that comes after the report was sent joins its case."""
    speaker = photo(at_the_card(), 60)
    key = speaker.press(":send").filed[0].key
    assert photo(speaker, 30).says == []
    assert added(speaker) == [(key, True, 1)]


@pytest.mark.parametrize("what", ["new", str(CASE), "no"])
def test_an_album_goes_along_when_it_is_sorted(what: str) -> None:
    """Outside every form it waits as one; later photos go where the first has gone."""
    speaker = photo(photo(Speaker(cases=OPEN_CASES), 60), 6)
    assert speaker.says == []
    assert len(speaker.talk.loose.files) == 2
    speaker.tap(f"o:{what}")
    assert photo(speaker, 6).says == []
    if what == "new":
        assert len(speaker.answers["story"]["files"]) == 3
    elif what == "no":
        assert (added(speaker), speaker.talk.loose.empty) == ([], True)
    else:
        assert added(speaker) == [(CASE, False, 2), (CASE, True, 1)]


def test_an_album_where_it_burns_joins_the_case() -> None:
    """The first photo reaches the officers, the others follow it without a word, and where it is
    stays asked for."""
    speaker = Speaker().write("kebakaran tolong rumah tetangga terbakar")
    photo(speaker, 5)
    key = speaker.filed[0].key
    assert photo(speaker, 6).says == []
    assert added(speaker) == [(key, False, 1), (key, True, 1)]
    assert (speaker.did(Complete), speaker.asked) == ([], "place")


def test_a_file_that_is_not_kept_is_told_once_for_its_album() -> None:
    """Three papers sent together are one refusal; a photo among them is kept."""
    speaker = reporting(*STORY)
    for n in range(3):
        speaker.write("", after=1, unfit="paper", album="album1")
        assert speaker.keys[:1] == ([] if n else ["file.paper"])
    photo(speaker, 1)
    assert len(speaker.answers["story"]["files"]) == 1


def test_too_many_are_told_once_for_their_album() -> None:
    """The photos beyond the twentieth of one album have one answer."""
    speaker = reporting(*STORY)
    said = [photo(speaker, 1).keys.count("file.many") for _ in range(MOST_FILES + 4)]
    assert (sum(said), said[MOST_FILES]) == (1, 1)
    assert len(Story.load(speaker.answers["story"]).files) == MOST_FILES


def test_another_album_is_another_message() -> None:
    """Two albums are two pieces of news, and each knows its own photos."""
    speaker = photo(Speaker(cases=OPEN_CASES), 60, reply_to=CASE)
    speaker.photo(after=60, album="album2", reply_to=CASE)
    photo(speaker, 60, reply_to=CASE)
    assert [quiet for _, quiet, _ in added(speaker)] == [False, False, True]
