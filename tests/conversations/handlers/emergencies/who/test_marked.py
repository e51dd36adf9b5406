"""With several emergencies open, words that fit none for sure are told to none: it is asked which,
and what is chosen or, after a few minutes, the newest hears them, or one that only few read."""

import pytest

from casework.actions.correspondence import Add
from casework.case.model import Role
from conversations.handlers.emergencies import asking
from conversations.protocol.effects import Do
from tests.conversations.handlers.emergencies.test_several import raised, went_to
from tests.conversations.handlers.emergencies.test_whose import told_of
from tests.conversations.speaker import CONTENT, Speaker

ABUSE = "murid sd dicabuli gurunya sekarang"
SHOCK, FALL = "emak kesetrum", "mang Kasan tibo sing genteng ora obah"
FIRE, BABY = "umahe bi Eti kobong", "bayine ora napas bar lair"
DESPAIR = "anak tetangga arep bunuh diri"
GAS, FAINT = "gas bocor di rumah bi Iis", "abah ambruk teu sadar"


@pytest.mark.parametrize(
    ("cries", "words", "to"),
    [
        ((ABUSE, FALL, FIRE), "yang murid itu td cuma gosip min jgn diterusin", 0),
        ((ABUSE, GAS, FAINT), "yg gas udah dimatiin", 1),
        ((ABUSE, GAS, FAINT), "abah mah geus dibawa ka rs", 2),
        ((FIRE, BABY), "yg kobong wis dipateni wong kampung", 0),
        ((GAS, FALL), "gentenge ambrol kabeh", 1),
        ((GAS, DESPAIR), "gas e wis didudukna", 0),
    ],
)
def test_words_that_stand_in_one_cry_go_there(cries: tuple[str, ...], words: str, to: int) -> None:
    """And into no other, sealed or not."""
    assert went_to(raised(*cries).write(words, after=900)) == [to]


@pytest.mark.parametrize(
    ("cries", "words"),
    [
        ((FALL, DESPAIR), "bayine mbak Sri rewel"),
        ((FALL, DESPAIR), "eh salah, sing rewel bayine bi Icih"),
        ((SHOCK, FIRE), "cepat pak takut"),
    ],
)
@pytest.mark.parametrize("helper", [False, True])
def test_words_that_fit_none_are_told_to_none(
    cries: tuple[str, ...], words: str, helper: bool
) -> None:
    """Nothing of a baby goes to who comes for a suicide; the resident is asked once."""
    speaker = told_of(*cries, helper=helper).write(words, after=900)
    asked = "outside.offer" if helper else "alarm.which.ask"
    assert (went_to(speaker), speaker.keys[-1]) == ([], asked)
    assert helper or [b.tap.data()[:2] for b in speaker.buttons] == ["em"] * 3
    assert helper or CONTENT.texts.plain("id", speaker.buttons[-1].label) == "Kejadian lain"


def test_what_is_chosen_hears_all_that_waited() -> None:
    """Several messages, with what was shown."""
    speaker = raised(SHOCK, FIRE).write("cepat pak takut", after=900).photo("ini", after=30)
    speaker.tap(f"em:{speaker.filed[0].key}")
    assert went_to(speaker) == [0]
    (told,) = speaker.did(Add)
    assert next(iter(told.story["texts"])) == "cepat pak takut"


def test_another_matter_waits_like_any_message() -> None:
    """It is asked what it shall be."""
    speaker = raised(SHOCK, FIRE).write("cepat pak takut", after=900).tap("em:other")
    assert (went_to(speaker), speaker.keys[0]) == ([], "outside.offer")


def waited(speaker: Speaker) -> list[Do]:
    """What the desk is told when nobody has chosen."""
    _, effects = asking.let_wait(speaker.later(asking.LONGEST_S), speaker.talk)
    return [one for one in effects if isinstance(one, Do)]


@pytest.mark.parametrize(("cries", "to"), [((SHOCK, FIRE), 1), ((DESPAIR, SHOCK, FIRE), 0)])
def test_what_nobody_sorts_goes_to_the_newest_or_to_the_sealed_one(
    cries: tuple[str, ...], to: int
) -> None:
    """Whoever comes reads that it may be about something else."""
    speaker = raised(*cries).write("cepat pak takut", after=900)
    (told,) = waited(speaker)
    assert told.case == speaker.filed[to].key
    assert isinstance(told.command, Add)
    (words,) = told.command.story["texts"]  # type: ignore[index]
    assert words.startswith("Mungkin tentang kejadian lain")
    assert "cepat pak takut" in words


def test_what_was_sorted_waits_no_more() -> None:
    """A tap has told whose the words are."""
    speaker = raised(SHOCK, FIRE).write("cepat pak takut", after=900)
    speaker.tap(f"em:{speaker.filed[0].key}")
    assert waited(speaker) == []


@pytest.mark.parametrize("words", ["bapake nggebuki aku terus biyen", "aku dicabuli pakde biyen"])
def test_sensitive_words_stay_out_of_what_many_read(words: str) -> None:
    """Neither now nor later."""
    speaker = raised(SHOCK, FIRE).write(words, after=900)
    assert (went_to(speaker), waited(speaker)) == ([], [])


@pytest.mark.parametrize("words", ["masih kejang pak", "kejang maning"])
def test_a_cry_rings_for_one_at_once(words: str) -> None:
    """For the newest; a tap tells the other."""
    speaker = raised("anak saya kejang", "suami saya kejang").write(words, after=900)
    assert went_to(speaker) == [1]
    assert [told.cry for told in speaker.did(Add)] == [True]
    speaker.tap(f"em:{speaker.filed[0].key}")
    assert went_to(speaker) == [0]
    assert waited(speaker) == []


def test_what_answers_the_question_on_the_screen_goes_there() -> None:
    """It was asked a moment ago, about this one."""
    speaker = told_of(SHOCK, FIRE, asking=True, helper=False).write("cepat pak takut")
    assert went_to(speaker) == [1]
    assert Role.VOLUNTEER not in speaker.person.roles
