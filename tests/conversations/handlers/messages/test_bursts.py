"""What belongs to a burst, and what is an answer of its own."""

import pytest

from casework.actions.correspondence import Add
from conversations.protocol.effects import Do
from conversations.protocol.requests import Register
from tests.conversations.speaker import (
    CASE,
    OPEN_CASES,
    WAITING_CASE,
    Speaker,
    reporting,
    stranger,
)

STORY = "bpjs bapak mati padahal harus kontrol ke dokter"


def test_the_asked_answer_is_no_rest_of_a_story() -> None:
    """Within seconds of a loose story the village that was asked for is the village."""
    speaker = Speaker(stranger()).write("/start").press(":id").press(":agree")
    assert speaker.asked == "village"
    speaker.write(STORY)
    speaker.write("Kesambi", after=2)
    assert [one.village for one in speaker.did(Register)] == ["32.74.05.1003"]
    assert speaker.answers["story"]["texts"] == [STORY]


@pytest.mark.parametrize(
    ("words", "step", "value"),
    [("08123456789", "phone", "+628123456789"), ("0812 3456 789", "phone", "+628123456789")],
)
def test_what_looks_like_the_answer_is_it(words: str, step: str, value: str) -> None:
    """A phone number seconds after the address is the phone number."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    speaker.press(":open").write("RT 4 RW 2").write(words, after=1)
    assert speaker.answers[step] == value


def test_a_choice_that_is_typed_is_chosen() -> None:
    """The label of a button, typed right after a story, is a tap on that button."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    assert speaker.asked == "secret"
    speaker.write("1", after=1)
    assert (speaker.answers["secret"], speaker.answers["story"]["texts"]) == ("open", [STORY])


@pytest.mark.parametrize("words", ["Batal", "batal", "Kembali"])
def test_a_way_out_is_always_heard(words: str) -> None:
    """The words of a button of the form are no story, however quickly they come."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    speaker.write(words, after=1)
    assert speaker.effects
    told = [d.answers.get("story", {}).get("texts") for d in speaker.talk.drafts]
    assert all(texts in (None, [STORY]) for texts in told)


def test_a_burst_ends_with_our_answer() -> None:
    """What comes below our delivered answer is no silent rest; it is answered."""
    speaker = Speaker().write("mau tanya")
    speaker.write("soal kartu", after=1, answered=True)
    assert (speaker.keys, speaker.talk.loose.texts) == (
        ["outside.offer"],
        ("mau tanya", "soal kartu"),
    )
    speaker.write("yang hijau", after=1)
    assert (speaker.effects, speaker.talk.loose.texts[-1]) == ((), "yang hijau")


def test_in_a_form_words_below_the_next_question_answer_it() -> None:
    """Once the next question stands on the screen, words seconds later are its answer."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(STORY)
    speaker.press(":open")
    speaker.write("RT 4 RW 2", after=1, answered=True)
    assert speaker.answers["place"] == "RT 4 RW 2"


@pytest.mark.parametrize("words", ["sama fotonya nanti", "desil 2", "lampu jalan mati"])
def test_a_receipt_ends_a_burst(words: str) -> None:
    """What comes below the receipt for news is no silent rest of it: it is asked about."""
    speaker = Speaker(cases=OPEN_CASES).write("ini tambahan", reply_to=CASE)
    speaker.write(words, after=1, answered=True)
    assert (speaker.keys, speaker.did(Add)) == (["outside.offer"], [])
    assert f"o:{CASE}" in [b.tap.data() for b in speaker.buttons]


@pytest.mark.parametrize("words", ["sama fotonya nanti", "desil 2"])
def test_a_reply_below_the_receipt_has_a_receipt_of_its_own(words: str) -> None:
    """After a photo, too: nobody is left in silence."""
    speaker = Speaker(cases=OPEN_CASES).photo("suratnya", reply_to=CASE)
    speaker.write(words, after=1, answered=True, reply_to=CASE)
    assert [add.more for add in speaker.did(Add)] == [False]


@pytest.mark.parametrize("words", ["batalin aja", "ga jadi deh", "batal"])
@pytest.mark.parametrize("reply_to", [None, CASE])
@pytest.mark.parametrize("after", [1, 60])
def test_to_call_it_off_is_no_silent_rest(words: str, reply_to: int | None, after: float) -> None:
    """Who has just written to a case and then calls it off is offered to withdraw it."""
    speaker = Speaker(cases=OPEN_CASES).write("kelas 3", reply_to=CASE)
    speaker.write(words, after=after, reply_to=reply_to)
    assert "second_thoughts.which" in speaker.keys
    assert f"c:withdraw:{CASE}" in [b.tap.data() for b in speaker.buttons]


@pytest.mark.parametrize("number", ["26-00001-R"])
def test_a_number_in_a_burst_is_answered(number: str) -> None:
    """The number of a case shows the case, in the middle of a burst, too."""
    speaker = Speaker().write("mau tanya").write(number, after=1)
    assert (speaker.effects != (), speaker.talk.loose.texts) == (True, ("mau tanya",))


@pytest.mark.parametrize("after", [0.5, 2, 3.9])
def test_a_reply_goes_to_its_case(after: float) -> None:
    """A reply to a message about another case is no rest of what was told to the first, however
    quickly it comes: the words of a confidential case would be read by whoever has the other."""
    speaker = Speaker(cases=OPEN_CASES).write("kelas 3", reply_to=CASE)
    speaker.write("luka di kepala", after=after, reply_to=WAITING_CASE)
    assert [e.case for e in speaker.effects if isinstance(e, Do)] != [CASE]
    assert speaker.effects


def test_a_reply_is_no_rest_of_a_loose_story() -> None:
    """Nor is it the rest of what was told outside every form."""
    speaker = Speaker(cases=OPEN_CASES).write(STORY).write("kelas 3", after=1, reply_to=CASE)
    assert (speaker.talk.loose.texts, len(speaker.did(Add))) == ((STORY,), 1)


def test_more_words_to_the_same_case_are_its_rest() -> None:
    """Two replies to the same case, one after the other, are one piece of news."""
    speaker = Speaker(cases=OPEN_CASES).write("kelas 3", reply_to=CASE)
    speaker.write("SD Kesambi", after=1, reply_to=CASE)
    assert [e.case for e in speaker.effects if isinstance(e, Do)] == [CASE]
