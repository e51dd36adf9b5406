"""What an alarm and its news tell of an emergency, as far as their reader may know it."""

from dataclasses import replace

import pytest

from casework.actions.correspondence import Added
from casework.actions.ending.completion import Completed
from casework.case.intake import Intake
from casework.case.model import Case, Status, Urgency
from conversations.actions import in_short
from conversations.notices import notices
from conversations.protocol.effects import text
from tests.casework.cases import standing
from tests.casework.shipped import CATALOGUE
from tests.conversations.speaker import CONTENT
from tests.conversations.test_notices import words

PLACE = "RT 03 RW 05, dekat musala"
STORY = {"texts": ["air sudah masuk rumah"], "files": [], "location": None}


def emergency(**changed: object) -> Case:
    intake = Intake(place=PLACE, story=STORY)
    case = replace(standing(Status.RECEIVED), urgency=Urgency.EMERGENCY, intake=intake)
    return replace(case, **changed)  # type: ignore[arg-type]


def html(told: object) -> str:
    return CONTENT.texts.html("id", told)  # type: ignore[arg-type]


def test_the_alarm_tells_place_and_words() -> None:
    """Whoever reads it knows where to run."""
    told = html(in_short.about(emergency(), text("bell.alarm")))
    assert PLACE in told
    assert "air sudah masuk rumah" in told


@pytest.mark.parametrize(
    "secret",
    [
        {"sensitive": True},
        {"confidential": True},
        {"intake": Intake(place=PLACE, story=STORY, secret="secret")},
    ],
)
def test_of_who_is_protected_nothing_is_told(secret: dict[str, object]) -> None:
    """The sensitive lane and who asked not to be named stay as they are."""
    case = emergency(**secret)
    line = text("bell.alarm")
    assert in_short.about(case, line) == line
    assert in_short.news(case, Added(1, STORY), line) == line


@pytest.mark.parametrize(
    ("before", "seen"),
    [
        (("anak saya putus sekolah " * 8, "kartu kis mertua mati"), ("kartu kis mertua mati",)),
        (("tolong", "rumah sebelah"), ("tolong", "rumah sebelah")),
        (("x" * 200,), ()),
    ],
)
def test_the_newest_words_are_told_whole(before: tuple[str, ...], seen: tuple[str, ...]) -> None:
    """The cry is what was written last; of what stands before it as much as there is room for."""
    cry = "kebakaran besar, ada nenek di dalam"
    told = html(
        in_short.about(
            emergency(intake=Intake(story={**STORY, "texts": [*before, cry]})), text("bell.alarm")
        )
    )
    assert " ".join((*seen, cry)) in told
    assert sum(one.strip() in told for one in before) == len(seen)


def test_long_words_are_cut() -> None:
    """An alarm is read at a glance."""
    long = Intake(place=PLACE * 20, story={"texts": ["air " * 200], "files": [], "location": None})
    assert len(html(in_short.about(emergency(intake=long), text("bell.alarm")))) < 450


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (Added(1, STORY), "air sudah masuk rumah"),
        (Added(1, STORY, over=True), "air sudah masuk rumah"),
        (Completed(1, "", "", 0, False, Intake(place="RT 07")), "RT 07"),
        (Completed(1, "", "", 0, False, Intake(phone="+6281234567890")), "•••• 890"),
    ],
)
def test_news_says_what_has_come(event: Added | Completed, told: str) -> None:
    """The reader need not open the case to know it; a number stays masked."""
    said = "\n".join(words(n.say) for n in notices(emergency(), event, CATALOGUE))
    assert told in said
    assert "81234567890" not in said


def test_what_is_no_emergency_stays_short() -> None:
    """Daily news are gathered, and are read on the page."""
    case = replace(emergency(), urgency=Urgency.NORMAL)
    assert not any("air sudah" in words(n.say) for n in notices(case, Added(1, STORY), CATALOGUE))


def quoted(*texts: str, cry: int) -> str:
    intake = Intake(story={**STORY, "texts": list(texts), "cry": cry})
    return html(in_short.about(emergency(intake=intake), text("bell.alarm")))


MATTER, CRY = "kis nya emak mati", "emak pingsan, geus teu sadar, tulung buru2"
CHATTER = (
    "g ada no hp",
    "g ada no hp",
    "nuhun min, mugi berkah dan sehat selalu ya min, amin " * 2,
)


def test_the_cry_and_its_matter_are_quoted() -> None:
    """Chatter and thanks that came after them are not what somebody runs for."""
    assert f"{MATTER} {CRY}" in quoted(MATTER, CRY, *CHATTER, cry=1)


@pytest.mark.parametrize("chatter", ["makasih min", "nuhun nya, mugi berkah", "iya bu", "ok siap"])
def test_thanks_are_not_quoted(chatter: str) -> None:
    """Not even where there is room."""
    assert chatter not in quoted(CRY, chatter, cry=0)


def test_news_after_the_cry_is_quoted_where_there_is_room() -> None:
    """It may be worse by now."""
    assert f"{CRY} sekarang sesak" in quoted(CRY, "makasih min", "sekarang sesak", cry=0)


def test_a_long_cry_is_cut_and_alone() -> None:
    """There is no room beside it."""
    told = quoted(MATTER, "tolong " * 40, "sekarang sesak", cry=1)
    assert MATTER not in told
    assert "sesak" not in told


def test_a_number_that_is_none_of_a_text_counts_for_nothing() -> None:
    """The newest words are told, as without it."""
    assert CRY in quoted(MATTER, CRY, cry=7)


@pytest.mark.parametrize(
    "number",
    ["3275010101010001", "3275 0101 0101 0001", "327501.010101.0001", "3275-0101-0101-0001"],
)
def test_the_number_of_a_card_is_pushed_to_nobody(number: str) -> None:
    """Not in the place, not in the words, however it is written; the phone number stays legible."""
    told = {**STORY, "texts": [f"nik sy {number} no hp ibu 0812 3456 7890"]}
    case = emergency(intake=Intake(place=f"ktp {number} rt 7", story=told))
    line, placed = text("bell.alarm"), Completed(1, "", "", 0, False, case.intake)
    for shown in (
        in_short.about(case, line),
        in_short.news(case, Added(1, told), line),
        in_short.news(case, placed, line),
    ):
        assert number not in html(shown)
        assert number[-4:] not in html(shown)
        assert "no hp ibu 0812 3456 7890" in html(shown)


@pytest.mark.parametrize("typed", ["/lapor {}", "/lapor: {}", "/Lapor@desa_bot\n{}"])
@pytest.mark.parametrize("cry", [0, -1])
def test_the_command_before_the_words_is_not_quoted(typed: str, cry: int) -> None:
    """It tells nobody where to run; a stroke within the words stays."""
    cried = "bapak saya sesak napas di RT 03/RW 05"
    told = quoted(typed.format(cried), cry=cry)
    assert f"“{cried}”" in told
