"""Good news reaches the emergency that it is about, also beside another form, and nobody reads it
as a cry."""

import pytest

from casework.actions.correspondence import Add
from casework.case.model import Role
from tests.conversations.handlers.emergencies.test_several import went_to
from tests.conversations.handlers.emergencies.test_whose import told_of
from tests.conversations.speaker import Speaker

MOTHER, FALL = "emak semaput, badane adem", "mang Kasan tibo sing genteng ora obah"
FIRE, CHILD = "umahe bi Eti kobong", "adek kelelep ning kali"
GAS, FAINT = "gas bocor di rumah bi Iis", "abah ambruk teu sadar"
FLOOD = "umahe pak Dasim kebanjiran sedada"


def heard(speaker: Speaker) -> list[tuple[bool, bool]]:
    return [(told.over, told.cry) for told in speaker.did(Add)]


@pytest.mark.parametrize(
    ("cries", "words", "to"),
    [
        ((MOTHER,), "batal min emak wis mendingan, guyon doang tadi lemes e", 0),
        ((MOTHER, FIRE), "emak udh ga papa", 0),
        ((CHILD, FIRE), "adek uwis sadar wis ngomong", 0),
        ((FIRE, CHILD), "yg kobong wis dipateni wong kampung", 0),
        ((GAS, FAINT), "yg gas udah dimatiin", 0),
        ((GAS, FAINT), "abah mah geus dibawa ka rs", 1),
        ((FALL, FIRE), "mang Kasan gpp cuma pingsan bentar", 0),
        ((FLOOD, FALL), "bocahe ketemu ning gubug slamet kabeh, banyu e wis surut", 0),
    ],
)
@pytest.mark.parametrize("form", [False, True])
@pytest.mark.parametrize("helper", [False, True])
def test_good_news_reaches_its_emergency(
    cries: tuple[str, ...], words: str, to: int, form: bool, helper: bool
) -> None:
    """Its officers make sure; a report that is begun goes on, and its story is another."""
    speaker = told_of(*cries, helper=helper)
    if form:
        speaker.write("/lapor")
    asked = speaker.talk.draft.answers if speaker.talk.draft else {}
    speaker.write(words, after=900)
    assert (went_to(speaker), heard(speaker)) == ([to], [(True, False)])
    assert (speaker.talk.draft.answers if speaker.talk.draft else {}) == asked


@pytest.mark.parametrize("words", ["slamet kabeh alhamdulillah", "skrg aman"])
@pytest.mark.parametrize("helper", [False, True])
def test_good_news_of_which_is_asked(words: str, helper: bool) -> None:
    """No emergency is told to be over before it is known which."""
    speaker = told_of(FALL, FIRE, helper=helper).write(words, after=900)
    assert (went_to(speaker), speaker.keys[-1]) == ([], "alarm.which.ask")
    assert Role.VOLUNTEER in speaker.person.roles or not helper


@pytest.mark.parametrize(
    "words", ["alhamdulillah emak sudah sembuh tapi kis nya mati", "kartu kis emak sudah mati lama"]
)
def test_a_story_stays_one(words: str) -> None:
    """Who tells of a card in a report tells the report."""
    assert went_to(told_of(MOTHER, helper=False).write("/lapor").write(words, after=900)) == []
