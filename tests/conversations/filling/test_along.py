"""Photos that an officer sends with words about a case go along with them."""

import pytest

from casework.actions.correspondence import Note, Reply
from casework.actions.ending.resolution import Resolve
from casework.case.model import Role
from casework.case.number import number
from conversations.protocol.effects import Show
from tests.conversations.speaker import CASE, TEXTS, Speaker, resident

WORDS = "kartunya sudah aktif"


def officer() -> Speaker:
    return Speaker(resident(Role.FRONT_OFFICE))


def files(command: object) -> list[str]:
    return [file["unique_id"] for file in (command.along or {}).get("files", ())]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("form", "command"), [("reply", Reply), ("note", Note)])
@pytest.mark.parametrize("caption", [True, False])
def test_a_photo_goes_with_the_words(form: str, command: type, caption: bool) -> None:
    """Above its words or before them, the photo goes out with them, after a look."""
    speaker = officer().tap(f"c:{form}:{CASE}").photo(WORDS if caption else "")
    if not caption:
        assert speaker.keys[0] == "form.along"
        speaker.write(WORDS)
    assert speaker.keys == ["form.review"]
    (sent,) = speaker.press(":send").did(command)
    assert (sent.text, len(files(sent))) == (WORDS, 1)


def test_an_album_goes_as_a_whole() -> None:
    """Further photos of the album, and one that is sent at the card, go along too."""
    speaker = officer().tap(f"c:reply:{CASE}").photo(WORDS, album="a")
    speaker.photo(album="a", after=1).photo(album="a", after=30).photo(after=60)
    (sent,) = speaker.press(":send").did(Reply)
    assert len(files(sent)) == 4


@pytest.mark.parametrize("when", ["decision", "result", "card"])
def test_the_proof_goes_with_the_result(when: str) -> None:
    """Whenever it is shown: before the decision, with the result, at the card."""
    speaker = officer().tap(f"c:resolve:{CASE}")
    if when == "decision":
        speaker.photo()
    speaker.press(":helped")
    speaker.photo(WORDS) if when == "result" else speaker.write(WORDS)
    if when == "card":
        speaker.photo()
    (sent,) = speaker.press(":send").did(Resolve)
    assert (sent.result, len(files(sent))) == (WORDS, 1)


def test_it_stands_on_the_card() -> None:
    """Before it goes out the officer sees that a photo goes along."""
    speaker = officer().tap(f"c:reply:{CASE}").photo(WORDS)
    assert "form.line_along" in str(speaker.says[-1].text)


@pytest.mark.parametrize("name", ["balas", "selesai", "catatan"])
def test_below_a_command_it_is_kept(name: str) -> None:
    """A command as the caption of a photo begins the form with it."""
    speaker = officer().photo(f"/{name} {number(CASE)} {WORDS}")
    if name == "selesai":
        speaker.press(":helped")
    speaker.press(":send")
    (sent,) = [x for kind in (Reply, Resolve, Note) for x in speaker.did(kind)]
    assert len(files(sent)) == 1


def test_words_alone_go_at_once() -> None:
    """Without a photo nothing is asked further."""
    assert officer().tap(f"c:reply:{CASE}").write(WORDS).did(Reply) == [Reply(7, WORDS)]


@pytest.mark.parametrize("caption", [WORDS, ""])
@pytest.mark.parametrize(("end", "command"), [(":resident", Reply), (":note", Note)])
def test_a_reply_with_a_photo(caption: str, end: str, command: type) -> None:
    """A photo in reply to a message about a case goes where its words go."""
    speaker = officer().photo(caption, reply_to=CASE)
    assert speaker.keys == ["words.to.ask"]
    (sent,) = speaker.press(end).did(command)
    assert sent.text == caption or not caption
    assert (bool(sent.text), len(files(sent))) == (True, 1)


@pytest.mark.parametrize("caption", [WORDS, ""])
def test_outside_every_form_it_is_asked_for_which_case(caption: str) -> None:
    """The cases at hand are offered; then it is asked for whom, and nothing waits any more."""
    speaker = officer().photo(caption)
    assert speaker.keys == ["officer_reply.which"]
    assert [e.args for e in speaker.effects if isinstance(e, Show)] == [
        {"action": "note", "waits": "1"}
    ]
    speaker.tap(f"o:{CASE}:1")
    assert (speaker.keys, speaker.talk.loose.empty) == (["words.to.ask"], True)
    (sent,) = speaker.press(":resident").did(Reply)
    assert len(files(sent)) == 1


def test_an_album_outside_every_form() -> None:
    """All of it goes along."""
    speaker = officer().photo(album="a").photo(album="a", after=1).tap(f"c:reply:{CASE}")
    (sent,) = speaker.press(":note").did(Note)
    assert len(files(sent)) == 2


def test_a_residents_photo_is_asked_as_ever() -> None:
    """Who does not work here is offered a report."""
    assert Speaker().photo().keys == ["outside.photo"]


@pytest.mark.parametrize("before", ["antrian", "tetangga saya sakit"])
def test_words_of_before_are_no_part_of_a_later_photo(before: str) -> None:
    """They go on waiting for themselves; card and note tell of the photo alone."""
    speaker = officer().write(before).photo("", after=600)
    assert before not in str(speaker.says[-1].text)
    speaker.tap(f"c:note:{CASE}")
    assert before not in str(speaker.says[-1].text)
    (sent,) = speaker.press(":note").did(Note)
    assert (before in sent.text, len(files(sent))) == (False, 1)
    assert before in str((speaker.talk.loose, speaker.talk.unsorted))


@pytest.mark.parametrize("later", ["antrian", "tetangga saya sakit"])
def test_later_words_leave_a_photo_waiting(later: str) -> None:
    """The case that is tapped gets the photo, and not they."""
    speaker = officer().photo(WORDS).write(later, after=600).tap(f"c:note:{CASE}")
    (sent,) = speaker.press(":note").did(Note)
    assert (sent.text, len(files(sent))) == (WORDS, 1)
    assert later in str((speaker.talk.loose, speaker.talk.unsorted))


def test_the_card_names_the_photo_that_goes_along() -> None:
    """As the question before it does, and as the note will hold it."""
    speaker = officer().photo(WORDS).tap(f"c:note:{CASE}")
    assert "1 foto" in TEXTS.plain("id", speaker.says[-1].text)
    assert WORDS in TEXTS.plain("id", speaker.says[-1].text)
