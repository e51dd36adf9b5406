"""What says where it is while a danger is asked about goes with its report."""

from collections.abc import Callable

import pytest

from casework.case import commands as c
from casework.case.model import Role
from conversations.handlers.emergencies import doubt
from tests.conversations.speaker import Speaker, ends_so, reporting, resident

CRY = "bapak stroke min"
PLACES = ("rt 2 gang mangga", "rt 2", "rt papat", "belakang masjid rt 4")


def by_itself(speaker: Speaker) -> c.File:
    """The report that the words become when nobody answers."""
    turn, ((number, _),) = speaker.later(700), doubt.waiting(speaker.talk)
    found = doubt.unanswered(turn, speaker.talk, number)
    assert found is not None
    speaker.talk = found[0]
    return found[1]


def pressed(speaker: Speaker) -> c.File:
    (filed,) = speaker.press("e:yes").filed
    return filed


def outside() -> Speaker:
    return Speaker().write(CRY)


def of_a_volunteer() -> Speaker:
    return Speaker(resident(Role.VOLUNTEER)).write("pak Tarno stroke")


def in_a_form() -> Speaker:
    return reporting(":self", ":health", ":pbi_reactivation", ":later").write(CRY)


STANDS = pytest.mark.parametrize("begun", [outside, of_a_volunteer, in_a_form])
ENDS = pytest.mark.parametrize("filed", [by_itself, pressed])


@STANDS
@ENDS
@pytest.mark.parametrize("place", PLACES)
def test_it_is_the_place_of_the_report(
    begun: Callable[[], Speaker], filed: Callable[[Speaker], c.File], place: str
) -> None:
    """Answered or not, wherever the person stands."""
    speaker = begun().write(place)
    report = filed(speaker)
    assert report.intake.place == place
    assert place in (report.intake.story or {})["texts"]
    assert place not in speaker.talk.loose.texts


@STANDS
@ENDS
def test_a_pin_too(begun: Callable[[], Speaker], filed: Callable[[Speaker], c.File]) -> None:
    """A map says it best."""
    assert filed(begun().place()).intake.pin is not None


@STANDS
@ENDS
def test_a_number_too(begun: Callable[[], Speaker], filed: Callable[[Speaker], c.File]) -> None:
    """Whoever comes can ring."""
    assert filed(begun().write("081234567890")).intake.phone == "+6281234567890"


def test_it_is_asked_again() -> None:
    """With the words that it is about, where a form is open; a later answer is the form's."""
    speaker = in_a_form().write("rt lima")
    assert "alarm.asked_again" in speaker.keys
    assert "story" not in speaker.answers


def test_what_a_form_asks_for_is_its_own() -> None:
    """An address for the address."""
    speaker = in_a_form().write("kartu mati sejak bulan lalu").press(":open")
    speaker.write("RT 4 RW 2")
    assert speaker.answers["place"] == "RT 4 RW 2"


SECOND = (
    ("emak jatuh dari tangga", "bapak tetangga pingsan di pasar"),
    ("emak lemes parah ga bisa bangun", "adik dicabuli tetangga"),
    ("anak majikan megang2 sy mulu", "emak sesek napas"),
    ("adik kecelakaan motor", "ibu kesetrum"),
)


@pytest.mark.parametrize(("first", "second"), SECOND)
@pytest.mark.parametrize("answer", ["ga tau", "rt 3 gang melati"])
def test_another_emergency_leaves_the_first_asked(first: str, second: str, answer: str) -> None:
    """It rings alone; the first is no offer meanwhile, is asked again, and may still ring."""
    speaker = Speaker().write(first)
    (yes,) = [one.tap.data() for one in speaker.buttons if ends_so(one.tap, "e:yes")]
    speaker.write(second).write(answer)
    (filed,) = speaker.filed
    assert (filed.intake.story or {})["texts"] == (second,)
    assert [story.texts for _, story in doubt.waiting(speaker.talk)] == [(first,)]
    assert "form.stale" not in speaker.tap(yes).keys
    assert (speaker.filed[1].intake.story or {})["texts"] == (first,)


def test_two_doubts_of_two_people_are_two_reports() -> None:
    """Each waits under its own number."""
    speaker = Speaker().write("adik kecelakaan motor").write("nenek jatuh dari tangga")
    stories = [story.texts for _, story in doubt.waiting(speaker.talk)]
    assert stories == [("adik kecelakaan motor",), ("nenek jatuh dari tangga",)]
