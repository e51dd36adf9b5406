"""A file that is not kept is told at once, counted nowhere, and takes nothing else with it."""

import pytest

from casework.actions.correspondence import Add
from conversations.protocol.dialogue import MOST_FILES, Story
from conversations.protocol.effects import Attachment, Said
from tests.conversations.speaker import CASE, OPEN_CASES, Speaker, at_the_card, reporting, stranger

STORY = (":self", ":health", ":pbi_reactivation", ":later")


def sends_unfit(speaker: Speaker, why: str = "paper", **more: object) -> Speaker:
    said = Said(speaker.person.id, 900, speaker._pass(60), unfit=why, **more)  # type: ignore[arg-type]
    return speaker.send(said)


@pytest.mark.parametrize("why", ["big", "paper", "sound", "film"])
@pytest.mark.parametrize("where", ["nowhere", "new", "report", "story", "card", "reply", "answer"])
def test_what_is_not_kept_is_told_at_once(where: str, why: str) -> None:
    """Wherever a person stands, the first thing they read is what to send instead, and nothing is
    kept that is none."""
    speaker = {
        "nowhere": Speaker,
        "new": lambda: Speaker(stranger()),
        "report": lambda: reporting(":self"),
        "story": lambda: reporting(*STORY),
        "card": at_the_card,
        "reply": lambda: Speaker(cases=OPEN_CASES),
        "answer": lambda: Speaker(cases=OPEN_CASES).tap(f"c:answer:{OPEN_CASES[0].id}"),
    }[where]()
    drafts = speaker.talk.drafts
    sends_unfit(speaker, why, reply_to=CASE if where == "reply" else None)
    assert speaker.keys[0] == f"file.{why}"
    assert speaker.did(Add) == []
    assert (speaker.talk.loose.empty, speaker.talk.drafts[: len(drafts)]) == (True, drafts)
    assert (len(speaker.says) > 1) is (where not in ("nowhere", "reply"))


def test_the_words_beside_it_count() -> None:
    """A caption is the story, or news about the case, with or without its file."""
    speaker = sends_unfit(reporting(*STORY), text="kartu mati sejak bulan lalu")
    assert speaker.keys[0] == "file.paper"
    assert Story.load(speaker.answers["story"]).text == "kartu mati sejak bulan lalu"
    speaker = sends_unfit(Speaker(cases=OPEN_CASES), text="ini suratnya", reply_to=CASE)
    assert [added.story["texts"] for added in speaker.did(Add)] == [("ini suratnya",)]


def test_an_emergency_beside_it_goes_first() -> None:
    """Words of alarm under a file that is not kept are an emergency like any other."""
    speaker = sends_unfit(Speaker(), text="tolong kebakaran di dapur")
    assert len(speaker.filed) == 1
    assert speaker.keys[0].startswith("alarm.")
    assert "file.paper" in speaker.keys


@pytest.mark.parametrize("album", [True, False])
def test_the_twenty_first_is_told(album: bool) -> None:
    """A story holds twenty files, the first ones; each further one is told."""
    speaker = reporting(*STORY)
    for n in range(MOST_FILES):
        speaker.photo(after=1)
        assert "file.many" not in speaker.keys, n
    kept = speaker.answers["story"]["files"]
    assert speaker.photo(after=1 if album else 60).keys[0] == "file.many"
    assert (speaker.answers["story"]["files"], len(kept)) == (kept, MOST_FILES)


def test_a_full_loose_message_is_told_too() -> None:
    """Outside every form it is the same."""
    speaker = Speaker()
    for _ in range(MOST_FILES):
        speaker.photo(after=1)
    assert speaker.photo(after=1).keys == ["file.many"]


def test_sound_and_round_films_count_as_what_they_are() -> None:
    """A recording of another app answers the question for a voice note."""
    voice = Attachment("audio", "file1", "unique1", 1000)
    asked = (OPEN_CASES[0].__class__(CASE, "pkh", "waiting", "Ceritakan", "voice"),)
    speaker = Speaker(cases=asked).tap(f"c:answer:{CASE}")
    speaker.send(Said(7, 901, speaker._pass(60), files=(voice,)))
    assert speaker.talk.drafts == ()
