"""A reply with nothing in it answers nothing; a reply that is exactly what was asked is the
answer."""

from dataclasses import replace
from typing import Any

import pytest

from casework.actions.correspondence import Add
from casework.actions.question import Answer
from conversations.protocol.effects import Brief, Forget, Said
from tests.conversations.speaker import CASE, Speaker, reporting

ASKED = Brief(CASE, "pkh", "waiting", "Berapa?", "text")
OPEN = Brief(CASE, "pkh", "in_progress")
CARD = {"phone": "+628123456789"}
KINDS = ["text", "photos", "phone", "nik", "kk", "date", "number", "location", "voice", "confirm"]


def replies(
    speaker: Speaker, after: float = 60, reply_to: int | None = CASE, **said: Any
) -> Speaker:
    return speaker.send(Said(7, 900, speaker._pass(after), reply_to=reply_to, **said))


@pytest.mark.parametrize("wants", ["", *KINDS])
def test_nothing_answers_nothing(wants: str) -> None:
    """A sticker as a reply, whatever was asked or when nothing was: the person is told, the case
    hears nothing, and the question can still be answered."""
    case = replace(ASKED, wants=wants) if wants else OPEN
    speaker = replies(Speaker(cases=(case,)))
    assert (speaker.did(Answer), speaker.did(Add), speaker.keys) == ([], [], ["answer.empty"])
    assert [b.tap.data() for b in speaker.buttons] == ([f"c:answer:{CASE}"] if wants else [])


@pytest.mark.parametrize("wants", KINDS)
def test_a_card_is_a_number_where_one_is_asked(wants: str) -> None:
    """Of a contact card only the number is read, and only where a number was asked for."""
    speaker = replies(Speaker(cases=(replace(ASKED, wants=wants),)), **CARD)
    told = [answer.answer for answer in speaker.did(Answer)]
    number = {"kind": "phone", "value": "+628123456789"}
    assert told == ([number] if wants == "phone" else [])
    assert (speaker.keys == ["answer.empty"]) is (wants != "phone")


@pytest.mark.parametrize(
    ("wants", "said", "value"),
    [
        ("phone", {"text": "0812 3456 789"}, "+628123456789"),
        ("nik", {"text": "3274 0512 0385 0003"}, "3274051203850003"),
        ("kk", {"text": "3274051203850003"}, "3274051203850003"),
        ("number", {"text": "4"}, 4),
        ("date", {"text": "17-08-2026"}, "2026-08-17"),
        ("location", {"location": (-6.7, 108.5)}, [-6.7, 108.5]),
    ],
)
def test_a_reply_is_read_as_what_was_asked(wants: str, said: dict[str, Any], value: Any) -> None:
    """A number that is replied is masked and searched like one that was typed into the form; NIK
    and KK leave the chat."""
    speaker = replies(Speaker(cases=(replace(ASKED, wants=wants),)), **said)
    (answer,) = speaker.did(Answer)
    assert answer.answer == {"kind": wants, "value": value}
    assert (Forget(900) in speaker.effects) is (wants in ("nik", "kk"))


@pytest.mark.parametrize("wants", ["phone", "nik", "number", "location"])
def test_words_are_a_story(wants: str) -> None:
    """What has words besides, or is something else, is kept whole."""
    speaker = replies(Speaker(cases=(replace(ASKED, wants=wants),)), text="nomornya 0812 punya ibu")
    (answer,) = speaker.did(Answer)
    assert answer.answer["value"]["texts"] == ("nomornya 0812 punya ibu",)


@pytest.mark.parametrize("where", ["case", "loose", "story"])
def test_nothing_is_no_part_of_a_burst(where: str) -> None:
    """A sticker right after a photo joins nothing, and is answered."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later")
    if where != "story":
        speaker = Speaker(cases=(OPEN,))
    speaker.photo(reply_to=CASE if where == "case" else None)
    before = speaker.talk.loose
    replies(speaker, after=1, reply_to=None)
    assert (speaker.did(Add), speaker.talk.loose) == ([], before)
    assert speaker.says != []
