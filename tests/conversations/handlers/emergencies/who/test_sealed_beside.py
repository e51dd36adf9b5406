"""While one of several live emergencies is sealed, what names none of them and was chosen for none
never ends at one that many read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from casework.actions.correspondence import Add
from conversations.handlers.emergencies import asking
from conversations.protocol.effects import Do, RaisedAlarm, Said
from tests.conversations.handlers.emergencies.test_whose import told_of
from tests.conversations.speaker import CASE, Speaker

FALL, BEATEN = "bapak tiba ning kamar mandi ora tangi tangi", "bojoku nggebugi aku saiki"
DESPAIR, FIRE = "aku arep bunuh diri", "umahe bi Eti kobong saiki"
PAIRS = ((FALL, BEATEN), (BEATEN, FALL), (DESPAIR, FIRE), (FIRE, DESPAIR))
SEALED = {BEATEN, DESPAIR}
FLED = "aku wis nyingkir ning omahe ibu"


@dataclass
class Told:
    """What was told to which cry by the last message, and by nobody's choice after it."""

    speaker: Speaker
    cries: tuple[str, ...]
    waited: list[Do] = field(default_factory=list)

    def where(self) -> Iterator[str]:
        keys = [filed.key for filed in self.speaker.filed]
        for one in (*self.speaker.effects, *self.waited):
            if isinstance(one, Do) and str(one.case) in keys:
                yield self.cries[keys.index(str(one.case))]


def heard(
    cries: tuple[str, ...],
    act: Callable[[Speaker], Speaker],
    *,
    helper: bool = False,
    asking_last: bool = False,
) -> Told:
    """Somebody who has raised these does this, and chooses nothing for three minutes."""
    speaker = act(told_of(*cries, asking=asking_last, helper=helper))
    _, effects = asking.let_wait(speaker.later(asking.LONGEST_S), speaker.talk)
    return Told(speaker, cries, [one for one in effects if isinstance(one, Do)])


def said(**what: object) -> Callable[[Speaker], Speaker]:
    return lambda one: one.send(Said(7, 9001, one.at, **what))  # type: ignore[arg-type]


WORDS = (
    FLED,
    "cepet bu aku wedi",
    "aman bu saiki",
    "wis ora nana",
    "wonge lagi turu",
    "getihku metu akeh bu",
    "081234567890",
    "rt 9",
)
WAYS: dict[str, Callable[[Speaker], Speaker]] = {
    **{words: (lambda one, words=words: one.write(words, after=120)) for words in WORDS},
    "photo": lambda one: one.photo(after=120),
    "voice": lambda one: one.photo(kind="voice", after=120),
    "pin": lambda one: one.place(after=120),
    "card": said(card="Ibu, +62811234567"),
    "number": said(phone="+62811234567"),
}


@pytest.mark.parametrize("helper", [False, True])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("cries", PAIRS)
def test_what_names_none_ends_at_the_sealed_one(
    cries: tuple[str, ...], way: str, helper: bool
) -> None:
    """Whichever was raised last: by its teller, and by a volunteer for a neighbour."""
    assert set(heard(cries, WAYS[way], helper=helper).where()) <= SEALED


@pytest.mark.parametrize("way", [FLED, "cepet bu aku wedi", "wis ora nana", "voice", "photo"])
@pytest.mark.parametrize("helper", [False, True])
@pytest.mark.parametrize("cries", [(BEATEN, FALL), (DESPAIR, FIRE)])
def test_what_answers_no_question_does_not_go_where_it_stood(
    cries: tuple[str, ...], way: str, helper: bool
) -> None:
    """The place of the other one was asked a moment ago; who has fled tells no place of it."""
    assert set(heard(cries, WAYS[way], helper=helper, asking_last=True).where()) <= SEALED


@pytest.mark.parametrize("way", ["rt 9", "pin"])
def test_an_answer_stays_one(way: str) -> None:
    """A place below the question for a place goes to the case that the question names."""
    assert list(heard((BEATEN, FALL), WAYS[way], asking_last=True).where()) == [FALL]


def test_what_nobody_sorts_says_so_there() -> None:
    """Its few readers know that it may be about the other."""
    told = heard((BEATEN, FALL), WAYS["cepet bu aku wedi"])
    assert list(told.where()) == [BEATEN]
    (add,) = [one.command for one in told.waited]
    assert isinstance(add, Add)
    assert list(add.story["texts"]) == [
        "Mungkin tentang kejadian lain, pelapor belum memilih: cepet bu aku wedi"
    ]


def test_a_piece_says_so_there() -> None:
    """It is told at once, and a tap tells the other in its own words."""
    told = heard((BEATEN, FALL), WAYS["rt 9"])
    (add,) = told.speaker.did(Add)
    (words,) = add.story["texts"]
    assert words.startswith("Mungkin tentang kejadian lain")
    told.speaker.tap(f"em:{told.speaker.filed[1].key}")
    assert [list(one.story["texts"]) for one in told.speaker.did(Add)] == [["rt 9"]]


def test_words_without_a_text_say_so_there() -> None:
    """What nobody sorts of a photo without words."""
    told = heard((BEATEN, FALL), WAYS["photo"])
    (add,) = [one.command for one in told.waited]
    assert isinstance(add, Add)
    assert add.story["texts"][0].startswith("Mungkin tentang kejadian lain")  # type: ignore[index]
    assert len(add.story["files"]) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("bapak wis tangi", FALL),
        ("bapak esih ora tangi tangi", FALL),
        ("bojoku nggebugi maning", BEATEN),
        ("bapake getihe metu", FALL),
    ],
)
@pytest.mark.parametrize("cries", [(FALL, BEATEN), (BEATEN, FALL)])
def test_what_names_one_goes_there(cries: tuple[str, ...], words: str, to: str) -> None:
    """The father's danger reaches who comes for him."""
    assert set(heard(cries, lambda one: one.write(words, after=400)).where()) == {to}


@pytest.mark.parametrize("words", [FLED, "wis ora nana"])
@pytest.mark.parametrize("answered", [False, True])
def test_what_follows_words_of_another_at_once_is_asked_about(words: str, answered: bool) -> None:
    """Two messages within seconds need not be about one."""
    speaker = told_of(BEATEN, FALL, helper=False).write("bapak wis tangi", after=400)
    speaker.write(words, after=2, answered=answered)
    assert set(Told(speaker, (BEATEN, FALL)).where()) <= SEALED


@pytest.mark.parametrize("words", [FLED, "bapak wis tangi, bojoku nggebugi maning"])
def test_an_edit_brings_nothing_there(words: str) -> None:
    """Words about the father that become words about the sealed one are asked about."""
    speaker = told_of(BEATEN, FALL, helper=False).write("bapak wis tangi", after=400)
    known = speaker.heard[speaker.newest]
    assert known.draft in ("", "loose") or known.case is not None
    speaker.edit(speaker.newest, words)
    assert set(Told(speaker, (BEATEN, FALL)).where()) <= SEALED


def test_one_that_is_over_counts_no_more() -> None:
    """A sealed one that takes no words keeps none away."""
    speaker = told_of(BEATEN, FALL, helper=False)
    key = speaker.filed[0].key
    gone = RaisedAlarm(CASE, speaker.filed[0].service, open=False, kind="violence", at=speaker.at)
    speaker.emergencies = {**speaker.emergencies, key: gone}
    told = Told(speaker.write("cepet bu aku wedi", after=120), (BEATEN, FALL))
    assert list(told.where()) == [FALL]
