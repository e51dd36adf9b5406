"""A reply to what another office has asked is offered as the answer to that office, first of all.

The choice itself: tests/conversations/handlers/messages/test_officer_reply.py."""

import pytest

from casework.actions.between_offices import AnswerOffice
from casework.actions.correspondence import Note, Reply
from casework.case.model import Role
from conversations.protocol.effects import Attachment, Do
from tests.conversations.speaker import CASE, Speaker, resident

WORDS = "RT 3, rumah paling ujung"


def replying(*, asks: bool = True, files: tuple[Attachment, ...] = ()) -> Speaker:
    speaker = Speaker(resident(Role.BACK_OFFICE), asks=asks)
    return speaker.write(WORDS, reply_to=CASE, files=files)


def choices(speaker: Speaker) -> list[str]:
    return [b.tap.data().rsplit(":", 1)[-1] for b in speaker.buttons][:4]


def test_the_office_is_offered_first() -> None:
    """Nothing goes to the resident by the first button."""
    assert choices(replying()) == ["office", "resident", "note", "nobody"]
    assert "office" not in choices(replying(asks=False))


@pytest.mark.parametrize(
    ("end", "done"),
    [
        (":office", AnswerOffice(7, WORDS)),
        (":resident", Reply(7, WORDS)),
        (":note", Note(7, WORDS)),
        (":nobody", None),
    ],
)
def test_one_tap_says_for_whom_the_words_are(end: str, done: object) -> None:
    """To the office, the resident, colleagues or nobody; only as they were written."""
    speaker = replying().press(end)
    assert [e.command for e in speaker.effects if isinstance(e, Do)] == ([done] if done else [])


def test_a_photo_beside_the_answer_is_not_lost() -> None:
    """Words go to the office; the photo stays with the case as a note."""
    photo = Attachment("photo", "file1", "unique1", 1000)
    speaker = replying(files=(photo,)).press(":office")
    commands = [e.command for e in speaker.effects if isinstance(e, Do)]
    assert commands[0] == AnswerOffice(7, WORDS)
    assert isinstance(commands[1], Note)
    assert commands[1].along is not None
