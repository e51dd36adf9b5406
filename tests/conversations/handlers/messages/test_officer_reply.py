"""An officer's reply to a message about a case keeps its words."""

import pytest

from casework.actions.correspondence import Add, Note, Reply
from casework.actions.question import Answer
from casework.case.model import Role
from casework.case.number import number
from conversations.content import fields
from conversations.protocol import unsorted
from conversations.protocol.effects import Do, Show
from tests.conversations.speaker import CASE, OPEN_CASES, WAITING_CASE, Speaker, resident

WORDS = "besok kami datang ke rumah"


def replying(role: Role = Role.FRONT_OFFICE, words: str = WORDS) -> Speaker:
    return Speaker(resident(role)).write(words, reply_to=CASE)


@pytest.mark.parametrize(
    ("end", "done"), [(":resident", Reply(7, WORDS)), (":note", Note(7, WORDS)), (":nobody", None)]
)
def test_one_tap_says_for_whom_the_words_are(end: str, done: object) -> None:
    """The words go to the resident, or to colleagues, or nowhere, and only as they were written."""
    speaker = replying()
    assert speaker.keys == ["words.to.ask"]
    speaker.press(end)
    assert [e.command for e in speaker.effects if isinstance(e, Do)] == ([done] if done else [])
    assert speaker.talk.drafts == ()


def test_an_officers_reply_of_an_emergency_is_no_alarm() -> None:
    """What an officer answers to a notice about a fire raises no second one."""
    speaker = replying(words="kebakaran di RT 4 sedang kami tangani")
    assert (speaker.filed, speaker.keys) == ([], ["words.to.ask"])


def test_a_reply_in_the_middle_of_another_form_leaves_it_open() -> None:
    """The form that was open goes on afterwards."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).tap("c:note:260000009")
    speaker.write(WORDS, reply_to=CASE).press(":note")
    assert speaker.did(Note) == [Note(7, WORDS)]
    assert [draft.form for draft in speaker.talk.drafts] == ["note"]


def test_what_cannot_be_passed_on_is_told() -> None:
    """A place, another office's words, and too many words are told so; nothing is sent."""
    place = Speaker(resident(Role.BACK_OFFICE)).write(WORDS, reply_to=CASE, location=(-6.7, 108.5))
    assert place.keys == ["officer_reply.files", "words.to.ask"]
    alone = Speaker(resident(Role.BACK_OFFICE)).write("", reply_to=CASE, location=(-6.7, 108.5))
    assert (alone.keys, [type(e) for e in alone.effects][-1]) == (["officer_reply.files"], Show)
    assert replying(Role.AGENCY_OFFICER).keys == ["officer_reply.office"]
    assert replying(words="a" * (fields.LONGEST + 1)).keys == ["field.text.long"]


def test_an_officers_own_case_is_theirs() -> None:
    """To a case of their own an officer replies as everybody does."""
    speaker = Speaker(resident(Role.FRONT_OFFICE), cases=OPEN_CASES).write(WORDS, reply_to=CASE)
    assert len(speaker.did(Add)) == 1


def test_a_file_with_the_answer_to_an_officer_is_kept() -> None:
    """Words under a photo, where words were asked for, are the answer with the photo."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"c:answer:{WAITING_CASE}").photo(WORDS)
    (told,) = speaker.did(Answer)
    assert (told.answer["value"]["texts"], len(told.answer["value"]["files"])) == ((WORDS,), 1)


@pytest.mark.parametrize("other", [f"c:resolve:{CASE}", f"c:ask:{CASE}", "c:note:260000009"])
def test_the_words_survive_another_form(other: str) -> None:
    """Between the question and its answer another form may be opened: the button still works, and
    that form goes on."""
    speaker = replying()
    button = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":resident"))
    speaker.tap(other).tap(button)
    assert speaker.did(Reply) == [Reply(7, WORDS)]
    assert [draft.form for draft in speaker.talk.drafts] == [other.split(":")[1]]


def test_once_the_other_form_is_done_it_is_asked_again() -> None:
    """Nobody has to remember what they wrote."""
    speaker = replying().tap("c:note:260000009").write("datang besok pagi")
    assert "words.to.ask" in speaker.keys
    speaker.press(":note")
    assert speaker.did(Note) == [Note(7, WORDS)]


@pytest.mark.parametrize("typed", ["/balas {} SKTM sudah jadi", "balas {} SKTM sudah jadi"])
@pytest.mark.parametrize(("hours", "along"), [(0, True), (11, False)])
def test_a_command_does_what_it_says(typed: str, hours: int, along: bool) -> None:
    """A photo that waits for its case takes no words of a later command: both are asked about
    together when it was sent just now; one of this morning stays where it is."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).photo()
    speaker.write(typed.format(number(CASE)), after=60 + hours * 3600)
    if not typed.startswith("/"):
        speaker.press("o:do")
    assert not [key for key in speaker.keys if key.startswith("outside.")]
    if along:
        assert "words.to.ask" in speaker.keys
        speaker.press(":resident")
    (sent,) = speaker.did(Reply)
    assert (sent.text, bool(sent.along)) == ("SKTM sudah jadi", along)
    assert bool(unsorted.with_files(speaker.talk).loose.files) is not along


@pytest.mark.parametrize("action", ["reply", "note"])
def test_an_old_photo_joins_no_other_act(action: str) -> None:
    """A button of a page opens its form, and the photo of hours ago goes on waiting."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).photo().tap(f"c:{action}:{CASE}", after=7200)
    assert [draft.form for draft in speaker.talk.drafts] == [action]
    again = Speaker(resident(Role.FRONT_OFFICE)).photo().tap(f"c:{action}:{CASE}")
    assert [draft.form for draft in again.talk.drafts] == ["words"]


def test_a_command_of_another_kind_leaves_the_photo() -> None:
    """A question that was typed is asked, whatever waits."""
    speaker = Speaker(resident(Role.FRONT_OFFICE)).photo().write(f"/selesai {number(CASE)} beres")
    assert [draft.form for draft in speaker.talk.drafts] == ["resolve"]
    assert speaker.talk.loose.files
