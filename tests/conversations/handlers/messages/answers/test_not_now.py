"""Who only says that they will ask has answered nothing; the officer's question stays open."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.question import Answer
from tests.conversations.speaker import OPEN_CASES, WAITING_CASE, Speaker

LATER = (
    "bentar tak tanyain dulu",
    "sebentar bu, saya tanyakan ke orangnya dulu",
    "nanti ya bu",
    "tunggu",
    "sekedap, kula taroske riyin",
    "antosan heula, ku abdi ditaroskeun",
    "mengko tak takoni ndisit",
    "bentar sy tanya ke bu Karsem dulu",
    "belum saya tanyakan",
    "siap, nanti saya cek",
    "wait, I will ask her",
)
TOLD = (
    "nanti sore jam 4",
    "ktp ada, kk nanti sy tanya",
    "bentar, ktp ilang",
    "belum",
    "nunggu anaknya pulang dari sawah",
    "sudah saya tanyakan, punya",
    "tanya bu Karsem ktp ilang",
    "tinggal sama orangnya",
    "ibu",
)


@pytest.mark.parametrize("words", LATER)
def test_to_ask_first_is_no_answer(words: str) -> None:
    """A reply, words in the form, and words outside every form: the question stays open."""
    replied = Speaker(cases=OPEN_CASES).write(words, reply_to=WAITING_CASE)
    inside = Speaker(cases=OPEN_CASES).tap(f"c:answer:{WAITING_CASE}").write(words)
    outside = Speaker(cases=OPEN_CASES).write(words)
    for speaker in (replied, inside, outside):
        assert speaker.keys == ["answer.later"]
        assert not speaker.did(Answer) + speaker.did(Add)
        assert speaker.talk.loose.empty


def test_the_answer_comes_later() -> None:
    """It is given in the form that stayed open, or by the button below."""
    speaker = Speaker(cases=OPEN_CASES).tap(f"c:answer:{WAITING_CASE}").write(LATER[0])
    assert speaker.write("sejak bulan lalu").did(Answer)
    replied = (
        Speaker(cases=OPEN_CASES).write(LATER[0], reply_to=WAITING_CASE).press("c:answer:260000002")
    )
    assert replied.write("sejak bulan lalu").did(Answer)


@pytest.mark.parametrize("words", TOLD)
def test_what_tells_is_an_answer(words: str) -> None:
    """A time, a paper, a bare "not yet": the officer reads it."""
    assert Speaker(cases=OPEN_CASES).write(words, reply_to=WAITING_CASE).did(Answer)


def test_without_a_question_it_is_no_postponement() -> None:
    """Nobody has asked: the words are offered as any message."""
    assert Speaker().write(LATER[0]).keys == ["outside.offer"]
