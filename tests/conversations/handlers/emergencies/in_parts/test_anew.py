"""Words that surely go on with an emergency that stands open ring it anew."""

from dataclasses import replace

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.confirmation import Confirm
from casework.case import commands as c
from casework.case.model import Role
from conversations.content import alarm_words
from conversations.protocol.effects import RaisedAlarm
from tests.conversations.speaker import CASE, CONTENT, Speaker, resident

HOURS = 3600


def raised(*cries: str, roles: tuple[Role, ...] = ()) -> Speaker:
    """Somebody whose emergencies stand open, their questions skipped."""
    speaker = Speaker(resident(*roles))
    for number, cry in enumerate(cries):
        speaker.write(cry)
        filed = speaker.filed[-1]
        heard = alarm_words.hear(cry, CONTENT.alarms)
        assert heard is not None
        speaker.emergencies[filed.key] = RaisedAlarm(
            CASE + number, filed.service, kind=str(heard.kind), at=speaker.at, words=cry
        )
        while speaker.talk.draft is not None:
            speaker.write("lewati")
    return speaker


def cries(speaker: Speaker) -> list[bool]:
    """Of what was just told to cases, which of it rings."""
    return [one.cry for one in speaker.did(Add)]


@pytest.mark.parametrize("roles", [(), (Role.VOLUNTEER,)])
@pytest.mark.parametrize("hours", [0.2, 3, 30])
@pytest.mark.parametrize(
    "words",
    [
        *("halo? ibu masih kejang, petugas mana", "petugas mana pak kok blm dtg"),
        *("kok belum ada yg datang", "ambulannya mana", "kapan petugase teka"),
        *("eh ibu drop lg", "ibu kumat maning", "ibu kambuh deui", "ibu kejang lagi"),
        "nobody has come yet",
    ],
)
def test_it_rings_anew(words: str, hours: float, roles: tuple[Role, ...]) -> None:
    """Whoever tells it, however long ago it was raised: no second case, and the numbers again."""
    speaker = raised("ibu saya kejang", roles=roles).write(words, after=hours * HOURS)
    assert cries(speaker) == [True]
    assert len(speaker.filed) == 1
    assert speaker.says[0].alarm


def test_after_good_news_it_rings() -> None:
    """A relapse is no plain news."""
    speaker = raised("bapak pingsan").write("alhamdulillah sudah mendingan")
    assert [one.over for one in speaker.did(Add)] == [True]
    assert cries(speaker.write("eh bapak drop lg", after=HOURS)) == [True]


def test_after_its_result_the_case_is_opened_again() -> None:
    """What was done was not enough."""
    speaker = raised("bapak pingsan")
    speaker.emergencies = {k: replace(v, done=True) for k, v in speaker.emergencies.items()}
    (again,) = speaker.write("bapak drop lagi", after=HOURS).did(Confirm)
    assert again.words == "bapak drop lagi"


def test_beside_its_question_it_is_no_answer() -> None:
    """The question stands below."""
    speaker = Speaker().write("ibu saya kejang")
    filed = speaker.filed[-1]
    speaker.emergencies[filed.key] = RaisedAlarm(
        CASE, filed.service, kind="medical", at=speaker.at, words="ibu saya kejang"
    )
    speaker.write("petugas mana pak kok belum datang")
    assert (cries(speaker), speaker.asked) == ([True], "place")


@pytest.mark.parametrize(
    "words", ["tetangga masih kejang", "bapak juga kejang lagi", "pak Kasan masih pingsan"]
)
def test_another_person_is_another_emergency(words: str) -> None:
    """Nobody is taken for somebody else."""
    assert len(raised("ibu saya kejang").write(words, after=3 * HOURS).filed) == 2


@pytest.mark.parametrize(
    "words",
    [
        *("kartu pkh belum datang", "kapan petugas survey pkh", "sudah tidak kambuh", "halo"),
        "terima kasih petugas",
    ],
)
def test_other_words_ring_nothing(words: str) -> None:
    """What an office is asked for, thanks, and what is denied or feared."""
    assert True not in cries(raised("ibu saya kejang").write(words, after=3 * HOURS))


def test_of_several_the_named_one_rings() -> None:
    """And where none is named, all of them."""
    speaker = raised("ibu saya kejang", "bapak sesak napas")
    keys = list(speaker.emergencies)
    speaker.write("bapak drop lagi", after=3 * HOURS)
    assert [one.case for one in speaker.effects if hasattr(one, "command")] == keys[1:]
    assert cries(speaker.write("petugas mana kok belum datang", after=HOURS)) == [True, True]


def test_without_an_emergency_they_mean_what_they_meant() -> None:
    """Nothing rings that was never raised."""
    speaker = Speaker().write("petugas mana kok belum datang")
    assert (speaker.did(Add), speaker.did(c.File)) == ([], [])


def test_it_is_spoken_of_again() -> None:
    """What follows belongs to it."""
    speaker = raised("ibu saya kejang").write("ibu drop lagi", after=5 * HOURS)
    assert len(speaker.write("badannya dingin").did(Add)) == 1


RETURNED = ("bojoku teko maneh", "suami datang lagi", "lakine balik maning")


@pytest.mark.parametrize("hours", [0.2, 5])
@pytest.mark.parametrize("words", RETURNED)
def test_who_did_it_is_back(words: str, hours: float) -> None:
    """The one who beats is at the door again, or has taken the phone."""
    speaker = raised("suami saya mukul sekarang").write(words, after=hours * HOURS)
    assert cries(speaker) == [True]


@pytest.mark.parametrize("words", ["suami sudah pulang bu", "petugas datang tadi, makasih"])
def test_a_coming_is_no_cry(words: str) -> None:
    """Only who comes back again."""
    assert True not in cries(raised("anak saya kejang").write(words))


@pytest.mark.parametrize("words", ["ibu wis sadar tp muntah getih", "sudah sadar trus kejang"])
def test_worse_wins_over_good_news(words: str) -> None:
    """Both in one line: nobody reads that it may be over."""
    speaker = raised("ibu saya pingsan").write(words)
    assert [(one.cry, one.over) for one in speaker.did(Add)] == [(True, False)]
    assert speaker.says[0].alarm
