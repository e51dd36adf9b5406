"""An emergency's own questions: what holds a place is the place whenever it comes, what tells of
something is news, and a number alone is the number."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from conversations.protocol.effects import Brief
from tests.conversations.handlers.emergencies.test_place_words import asked
from tests.conversations.handlers.emergencies.test_whose import told_of
from tests.conversations.speaker import CASE, Speaker

NEWBORN, FLOOD = "bayine ora napas bar lair", "umahe pak Dasim kebanjiran sedada"
HOURS = 3 * 3600 + 60


def places(speaker: Speaker) -> list[str | None]:
    return [told.intake.place for told in speaker.did(Complete)]


@pytest.mark.parametrize("after", [60, HOURS])
@pytest.mark.parametrize(
    "words",
    [
        "baru lahir tadi di rumah, rt lima",
        "RT 05 RW 02 belakang pasar",
        "lairane ning rt papat, durung ana bidan",
        "anaknya baru lahir, kartunya belum ada, rt dalapan",
        "cepetan pak sy takut, rt pitu",
        "di gang mawar pak masih sesak",
    ],
)
def test_what_holds_a_place_is_the_place(words: str, after: int) -> None:
    """It goes to the officers at once, whatever else is told with it, also hours later."""
    speaker = asked(NEWBORN)
    speaker.cases = (Brief(CASE, "medical_emergency", "new"),)
    assert places(speaker.write(words, after=after)) == [words]


@pytest.mark.parametrize("words", ["RT 05 RW 02 belakang pasar", "rt genep cedak mushola"])
def test_a_place_that_comes_after_its_question_is_the_place(words: str) -> None:
    """The question was let be, and the number is asked now."""
    speaker = asked(NEWBORN).write("cepat pak tolong").write("tolong pak cepetan sy takut")
    assert speaker.asked == "phone"
    assert (places(speaker.write(words)), speaker.asked) == ([words], "phone")


@pytest.mark.parametrize(
    "words",
    [
        "uwis pak Dasim wis ngungsi ning sd, tinggal bocah e durung ketemu",
        "anaknya belum ketemu",
        "mbah Karsem masih di dalam",
        "bocahe ilang kebawa banyu",
    ],
)
def test_who_is_missing_is_urgent_news_and_no_address(words: str) -> None:
    """Also where it says where the others have fled to."""
    speaker = asked(FLOOD).write(words)
    assert (places(speaker), [told.cry for told in speaker.did(Add)]) == ([], [True])
    assert speaker.asked == "place"


@pytest.mark.parametrize("words", ["0812 3456 7890", "081234567890", "+62 812-3456-7890"])
def test_a_number_alone_is_the_number(words: str) -> None:
    """Asked where it is, it is no address; the place is asked again."""
    speaker = asked(NEWBORN).write(words)
    assert [told.intake.phone for told in speaker.did(Complete)] == ["+6281234567890"]
    assert (places(speaker), speaker.asked) == ([None], "place")


def test_a_number_goes_to_the_question_that_asks_for_one() -> None:
    """Below the question for the other's place."""
    speaker = told_of("emak kesetrum", asking=True, helper=False)
    speaker.write("RT 3 RW 1")
    assert speaker.asked == "phone"
    first = speaker.filed[0].key
    speaker.write("umahe bi Eti kobong").write("081234567890")
    (told,) = (e for e in speaker.effects if getattr(getattr(e, "command", 0), "intake", 0))
    assert told.case == first
