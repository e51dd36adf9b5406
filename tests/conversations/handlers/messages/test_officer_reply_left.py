"""What an officer writes while a question with buttons is open: danger is heard, other words are
kept or answered, and a card that was left does not come back below other acts."""

import pytest

from casework.actions.correspondence import Note, Reply
from casework.case.model import Role
from casework.case.number import number
from conversations.protocol.effects import Do, Show
from tests.conversations.speaker import CASE, WAITING_CASE, Speaker, resident

WORDS, FIRE = "besok kami datang ke rumah", "ada rumah kebakaran di RT 3"
CARD = "words.to.ask"

BUTTONS = {
    "words": ("", ""),
    "ask": (f"c:ask:{CASE}", ""),
    "resolve": (f"c:resolve:{CASE}", ""),
    "merge": (f"c:merge:{CASE}", ""),
    "own result": (f"c:resolve:{CASE}", WORDS),
    "card": (f"c:public:{CASE}", WORDS),
}
"""Questions of officers whose answer is a tap or a number: what opens them, what is typed then."""


def officer() -> Speaker:
    return Speaker(resident(Role.FRONT_OFFICE, Role.COORDINATOR))


def replying() -> Speaker:
    return officer().write(WORDS, reply_to=CASE)


def at(which: str) -> Speaker:
    tap, typed = BUTTONS[which]
    speaker = officer().tap(tap) if tap else replying()
    return speaker.write(typed) if typed else speaker


@pytest.mark.parametrize("which", BUTTONS)
def test_danger_is_heard_at_every_question_with_buttons(which: str) -> None:
    """It is asked whether to record it; recorded it is a visitor's, and nothing else is sent."""
    speaker = at(which)
    speaker.write(FIRE)
    assert speaker.keys == ["alarm_staff.ask"]
    assert [e for e in speaker.effects if isinstance(e, Do)] == []
    (filed,) = speaker.press("e:yes").filed
    assert filed.intake.story["texts"] == (FIRE,)


@pytest.mark.parametrize("form", ["reply", "note", "resolve"])
def test_danger_in_the_words_that_are_asked_for_is_theirs(form: str) -> None:
    """A reply, a note and a result may tell of a fire; so may an own answer typed at once, when it
    is over."""
    words = "banjir sudah surut, warga sudah kami evakuasi"
    speaker = officer().tap(f"c:{form}:{CASE}").write(words)
    assert (speaker.filed, "alarm_staff.ask" in speaker.keys) == ([], False)


def test_other_words_are_kept() -> None:
    """They wait and are asked about, at once where the card is left, after the form elsewhere."""
    speaker = replying().write("warga RT 2 minta bantuan beras")
    assert (speaker.keys, "form.choice.unknown" in speaker.keys) == (["outside.offer"], False)
    speaker = at("card").write("warga RT 2 minta bantuan beras sembako")
    assert speaker.keys[0] == "form.kept_aside"
    assert speaker.talk.loose.texts == ("warga RT 2 minta bantuan beras sembako",)
    speaker.press(":send")
    assert speaker.keys[-1] == "outside.offer"


@pytest.mark.parametrize("typed", ["26-5", "cari kis", "selesai 26-5", f"ambil {number(CASE)}"])
def test_numbers_and_commands_are_answered(typed: str) -> None:
    """As they are outside every form."""
    speaker, outside = replying().write(typed), officer().write(typed)
    assert speaker.keys == outside.keys
    shown = [[e for e in one.effects if isinstance(e, Show)] for one in (speaker, outside)]
    assert shown[0] == shown[1]


def test_a_number_at_another_question_is_answered_too() -> None:
    """The neighbour: the question of another form goes on waiting below."""
    speaker = at("card").write("26-5")
    assert [e.args["words"] for e in speaker.effects if isinstance(e, Show)] == ["26-5"]
    assert [draft.form for draft in speaker.talk.drafts] == ["public"]


def test_the_card_that_was_left_does_not_come_back() -> None:
    """Neither below what is done next, nor below /batal; its own buttons still do what they say."""
    speaker = replying()
    card = {b.tap.data().rsplit(":", 1)[1]: b.tap.data() for b in speaker.buttons}
    speaker.write("lepaskan itu dulu")
    assert CARD not in speaker.keys
    speaker.tap(f"c:note:{WAITING_CASE}").write("sudah ditelepon")
    assert CARD not in speaker.keys
    assert CARD not in speaker.write("/batal").keys
    speaker.tap(card["resident"])
    assert speaker.did(Reply) == [Reply(7, WORDS)]
    assert speaker.tap(card["resident"]).did(Reply) == []


def test_a_card_below_another_form_comes_back_once() -> None:
    """The neighbour: forms that were opened by a tap, without a word typed."""
    speaker = replying()
    note = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":note"))
    for times in (1, 0, 0):
        speaker.tap(f"c:note:{WAITING_CASE}").write("sudah ditelepon")
        assert speaker.keys.count(CARD) == times
    assert speaker.tap(note).did(Note)[-1:] == [Note(7, WORDS)]


def test_a_second_reply_has_a_card_of_its_own() -> None:
    """The words of both are kept, each under its own buttons."""
    speaker = replying()
    first = next(b.tap.data() for b in speaker.buttons if b.tap.data().endswith(":note"))
    speaker.write("nomornya sudah benar", reply_to=CASE)
    assert speaker.keys == [CARD]
    assert speaker.press(":note").did(Note) == [Note(7, "nomornya sudah benar")]
    assert speaker.tap(first).did(Note) == [Note(7, WORDS)]


@pytest.mark.parametrize("then", ["/ambil", "/antrian", "lepaskan itu dulu"])
def test_the_card_that_was_left_can_be_called_off(then: str) -> None:
    """Its old "Batal" is answered, and brings the card back by one more tap."""
    speaker = replying().write(then).tap("f:draft-000001:to:x")
    assert "form.cancelled" in speaker.keys
    assert speaker.tap("u:draft-000001").keys == [CARD]


def test_calling_off_a_card_keeps_the_form_in_front() -> None:
    """The neighbour: another form was opened meanwhile; its question stands below."""
    speaker = replying().write("/ambil").tap(f"c:note:{WAITING_CASE}")
    asked = speaker.keys
    assert speaker.tap("f:draft-000001:to:x").keys == ["form.cancelled", *asked]
    assert speaker.write("sudah ditelepon").did(Note) == [Note(7, "sudah ditelepon")]
