"""A death that is told in an open emergency: its officers read so, and nothing more is asked."""

import pytest

from casework.actions.correspondence import Add
from conversations.content import alarm_words
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.speaker import CASE, CONTENT, Speaker, resident

FAINT = "tolong sesek napas parah"
TOLD = (
    "mamah abdi pupus",
    "emak wis dadi mayit",
    "kamari abah geus dikubur",
    "bapak udah meninggal barusan",
    "innalillahi, ga ketolong",
    "my father passed away",
)


def cried(cry: str, *, hours: float = 0) -> Speaker:
    """Somebody who has told of an emergency, of which something is still asked."""
    speaker = Speaker(resident()).write(cry)
    filed = speaker.filed[-1]
    one = RaisedAlarm(CASE, filed.service, kind=filed.facts["alarm"], at=speaker.at, words=cry)
    speaker.emergencies = {filed.key: one}
    speaker.later(hours * 3600)
    return speaker


@pytest.mark.parametrize("hours", [0, 20])
@pytest.mark.parametrize("words", TOLD)
def test_a_death_ends_the_questions(words: str, hours: float) -> None:
    """At the question for the place, also a day later; what is said is said by the case."""
    speaker = cried(FAINT, hours=hours)
    assert speaker.talk.draft is not None
    speaker.write(words)
    assert [(told.died, told.over, told.cry) for told in speaker.did(Add)] == [(True, False, False)]
    assert (speaker.talk.drafts, speaker.keys) == ((), []) or speaker.says[-1].keyboard == "none"
    assert not speaker.buttons


@pytest.mark.parametrize(
    ("cry", "words"),
    [
        (FAINT, "mau urus akta kematian bapak yang meninggal"),
        (FAINT, "emak belum meninggal, masih napas"),
        (FAINT, "takut meninggal, tolong cepat"),
        (FAINT, "bapak mau meninggal, tolong"),
        (FAINT, "bapak dulu meninggal tahun lalu"),
        ("anak saya kejang", "suami saya sudah meninggal"),
        ("saya mau bunuh diri", "emak saya sudah meninggal"),
        ("suami saya pukul saya sekarang", "bapak saya sudah meninggal"),
        (FAINT, "bapak meninggal, ibu saya pingsan ga bangun2"),
    ],
)
def test_other_deaths_are_no_news_of_it(cry: str, words: str) -> None:
    """Papers, what is feared or past, and who is not in that danger."""
    speaker = cried(cry).write(words)
    assert not [told for told in speaker.did(Add) if told.died]


@pytest.mark.parametrize("words", ["bapak saya sudah meninggal", "mau bikin akta kematian"])
def test_without_an_emergency_it_is_a_matter_as_any(words: str) -> None:
    """It waits to be asked about, as before."""
    assert Speaker(resident()).write(words).keys == ["outside.offer"]


@pytest.mark.parametrize("words", ["bapak ga ketulung, udah ga ada", "almarhum barusan dimakamkan"])
def test_words_for_it(words: str) -> None:
    """As families say it."""
    assert alarm_words.died(words, CONTENT.alarms)
