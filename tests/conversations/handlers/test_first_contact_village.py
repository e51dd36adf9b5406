"""The village of first contact, typed early, wrong, or not at all.

What is meant by a name: tests/conversations/protocol/test_places.py."""

import pytest

from tests.conversations.speaker import VILLAGE, Speaker, stranger


def met(*presses: str) -> Speaker:
    speaker = Speaker(person=stranger()).write("halo")
    for press in presses:
        speaker.press(press)
    return speaker


@pytest.mark.parametrize("words", ["kesambi", "desa kesambi rt 3", "saya di kesambi", "kesmabi"])
def test_a_village_named_before_it_is_asked(words: str) -> None:
    """At the consent it is the village, and no line of a story; after it nothing is asked again."""
    speaker = met().write(words)
    assert (speaker.answers["village"], speaker.asked) == (VILLAGE, "consent")
    assert speaker.talk.loose.empty
    assert speaker.press(":agree").keys[-1] == "hello.done"


@pytest.mark.parametrize("words", ["kota cirbon pgmbrn", "sepuhan barat kota"])
def test_a_near_miss_is_offered(words: str) -> None:
    """With buttons; nothing becomes a story."""
    speaker = met(":agree").write(words)
    assert speaker.keys == ["field.place.which"]
    assert (speaker.talk.loose.empty, len(speaker.buttons) > 2) == (True, True)


@pytest.mark.parametrize(
    "words", ["asdfgh jkl qwe", "xyzzy qwerty", "tidak tahu", "negeri antah berantah"]
)
def test_nonsense_is_asked_again(words: str) -> None:
    """Kindly, and it is no story."""
    speaker = met(":agree").write(words)
    assert (speaker.asked, speaker.talk.loose.empty) == ("village", True)
    assert "field.place.unknown" in str(speaker.says[0].text)


@pytest.mark.parametrize(
    "words", ["pkh saya belum cair", "anak saya sudah tiga bulan tidak sekolah"]
)
def test_a_trouble_there_is_a_story(words: str) -> None:
    """Who tells their trouble instead is not asked to tell it twice."""
    speaker = met(":agree").write(words)
    assert (speaker.asked, speaker.talk.loose.texts) == ("village", (words,))


@pytest.mark.parametrize("words", ["setuju", "Setuju"])
def test_consent_may_be_typed(words: str) -> None:
    """The word on the button is that button, though it stands within another's."""
    assert met().write(words).asked == "village"
