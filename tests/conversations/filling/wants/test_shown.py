"""Photos and voice notes that an officer waits for: answered by one, wherever it comes."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.question import Answer
from conversations.protocol.effects import Brief
from tests.conversations.speaker import CASE, Speaker

ASKED = Brief(CASE, "pkh", "waiting", "Foto KTP", "photo_ktp")


def asked() -> Speaker:
    return Speaker(cases=(ASKED,))


def test_a_photo_told_as_news_is_the_answer() -> None:
    """The button for news stands on the same page; the officer waits for just this."""
    speaker = asked().tap(f"c:add:{CASE}").photo()
    assert [len(one.answer["value"]["files"]) for one in speaker.did(Answer)] == [1]
    assert speaker.did(Add) == []


def test_words_are_no_photo() -> None:
    """In reply to the question they are news, and the photo is still asked for."""
    speaker = asked().write("ini ktp saya bu", reply_to=CASE)
    assert (len(speaker.did(Add)), speaker.did(Answer)) == (1, [])
    assert speaker.keys == ["answer.not_shown"]


def test_the_photo_behind_such_words_is_the_answer() -> None:
    """Seconds later, without another tap."""
    speaker = asked().write("ini ktp saya bu", reply_to=CASE).photo(after=3)
    assert (speaker.did(Add), len(speaker.did(Answer))) == ([], 1)


@pytest.mark.parametrize("words", ["tidak punya pak", "gak ada ktp"])
def test_who_has_none_has_answered(words: str) -> None:
    """A short no is what the officer reads."""
    assert len(asked().write(words, reply_to=CASE).did(Answer)) == 1


def test_a_photo_for_another_question_stays_news() -> None:
    """Of a case that waits for words."""
    speaker = Speaker(cases=(Brief(CASE, "pkh", "waiting", "Sejak kapan?", "text"),))
    speaker.tap(f"c:add:{CASE}").photo()
    assert len(speaker.did(Add)) == 1
