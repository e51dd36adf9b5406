"""What is no emergency any more is not called one; whoever took their despair back hears it
kindly, and is asked gently where they are."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.speaker import LANGUAGES, TEXTS, Speaker

FIRE, DESPAIR, BEATEN = (
    "rumah saya kebakaran",
    "sy mau bunuh diri",
    "suami saya pukul saya sekarang",
)


def kept() -> Speaker:
    """A fire that was called off and stays as a plain report."""
    speaker = Speaker().write(FIRE)
    key = speaker.filed[0].key
    speaker.tap(f"eo:{key}")
    speaker.emergencies = {key: RaisedAlarm(1, "disaster", plain=True)}
    return speaker.tap(f"ek:keep:{key}")


def words(speaker: Speaker, language: str) -> str:
    return "\n".join(TEXTS.plain(language, say.text) for say in speaker.says).casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_calls_it_an_emergency(language: str) -> None:
    """Neither asked, nor asked again, nor once more, nor at its end."""
    speaker = kept()
    for answer in ("", "RT 3 RW 2", "saya tidak tahu nomor siapa ya bu", "/status", "Lewati"):
        if answer:
            speaker.write(answer)
        assert "darurat" not in words(speaker, language)
        assert "emergency" not in words(speaker, language)
    assert speaker.keys[-1] == "called_off.done"


@pytest.mark.parametrize("said", ["sdh gpp bu cuma becanda", "becanda kok bu", "sy bohong bu"])
@pytest.mark.parametrize("cry", [DESPAIR, BEATEN])
@pytest.mark.parametrize("asking", [True, False])
def test_where_people_are_in_danger_it_stays(said: str, cry: str, *, asking: bool) -> None:
    """Officers read it, nothing is called off, and no cold question follows."""
    speaker = Speaker().write(cry)
    if not asking:
        speaker.press(":place:-").write("Lewati")
    speaker.write(said)
    assert [add.over for add in speaker.did(Add)] == [True]
    assert speaker.did(CallOff) == []
    assert speaker.talk.draft is None


def test_despair_is_asked_gently_where_it_is() -> None:
    """One question, which may be skipped."""
    speaker = Speaker().write(DESPAIR)
    assert speaker.keys[-1] == "despair.place.ask"
    assert speaker.press(":place:-").keys[-1] == "despair.phone.ask"


@pytest.mark.parametrize("said", ["cuma becanda", "gpp kok bu"])
def test_other_dangers_are_not_taken_back_by_it(said: str) -> None:
    """In a fire it is news, as before."""
    speaker = Speaker().write(FIRE).press(":place:-").write("Lewati").write(said)
    assert [add.over for add in speaker.did(Add)] == [False]


def test_who_tells_of_another_is_asked_where_that_is() -> None:
    """The gentle words are for whoever is in despair themselves."""
    speaker = Speaker().write("tetangga sy mau bunuh diri tolong")
    assert speaker.keys[-1] == "emergency.place.ask"
