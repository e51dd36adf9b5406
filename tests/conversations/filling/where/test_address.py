"""An address that is shown instead of written answers, and reaches those who must find it."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case.map_pin import MapPin
from conversations.filling.where.address import placed, words
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Attachment, Said
from tests.conversations.speaker import Speaker, at_the_card, reporting, resident

HERE, HALL = (-6.732, 108.5523), ("Balai RW 03", "Jl. Kesambi Dalam 12")
CRY = "kebakaran tolong rumah tetangga terbakar"
PHOTO = Attachment("photo", "file1", "unique1", 1000)
PIN = {"location": HERE}
VENUE = {"location": HERE, "venue": HALL}
BARE = {"files": (PHOTO,)}
SHOWN = [PIN, VENUE, {"files": (PHOTO,), "text": "rumah hijau"}]


def sends(speaker: Speaker, after: float = 1, **shown: object) -> Speaker:
    """Send something that is no plain text."""
    said = Said(speaker.person.id, 900, speaker._pass(after), **shown)  # type: ignore[arg-type]
    return speaker.send(said)


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("after", [0, 60])
def test_what_is_shown_answers_where_it_is(shown: dict[str, object], after: float) -> None:
    """A pin, a named place or a photo with words is the address of an emergency, in the same second
    too, and rings at once."""
    speaker = sends(Speaker().write(CRY), after, **shown)
    (completed,) = speaker.did(Complete)
    told = completed.intake
    assert told.place
    assert (told.pin is not None) is ("location" in shown)
    assert (told.story is not None and bool(told.story["files"])) is ("files" in shown)
    assert speaker.asked == "phone"


@pytest.mark.parametrize("shown", SHOWN)
def test_what_is_shown_before_it_is_asked_for(shown: dict[str, object]) -> None:
    """Who is asked for the village and shows where it is, has answered the next question."""
    person = resident(village="")
    speaker = sends(Speaker(person).write(CRY), **shown)
    assert speaker.asked == "village"
    assert [c.intake.place is not None for c in speaker.did(Complete)] == [True]
    assert speaker.write("Kesambi").asked == "phone"


@pytest.mark.parametrize("village", ["32.74.05.1003", ""])
@pytest.mark.parametrize("after", [0, 60])
def test_a_bare_photo_may_show_the_fire(village: str, after: float) -> None:
    """It reaches the officers, and where it is stays asked for: the next photo answers."""
    speaker = sends(Speaker(resident(village=village)).write(CRY), after, **BARE)
    assert [len(told.story["files"]) for told in speaker.did(Add)] == [1]
    assert (speaker.did(Complete), speaker.keys) == ([], ["emergency.again_shown"])
    if not village:
        speaker.write("Kesambi")
    assert speaker.asked == "place"
    assert speaker.photo("rumah cat hijau").asked == "phone"


def test_a_pin_before_the_cry_is_its_place() -> None:
    """A pin that comes before the words belongs to the emergency, which asks for no place."""
    speaker = sends(Speaker(), **PIN).write(CRY, after=1)
    (filed,) = speaker.filed
    assert filed.intake.pin == MapPin.of(HERE).dump()
    assert filed.intake.place == "📍 -6.73200, 108.55230"
    assert speaker.asked == "phone"


def test_a_pin_in_an_open_report_is_the_place_of_the_emergency() -> None:
    """What the report's story shows is not asked for again."""
    speaker = sends(reporting(":self", ":health", ":pbi_reactivation", ":later"), **VENUE)
    speaker.write(CRY)
    assert (speaker.filed[0].intake.pin or {})["title"] == HALL[0]
    assert speaker.asked == "phone"


def test_a_pin_beside_another_question_still_arrives() -> None:
    """At the question for the phone a pin is no number, and reaches whoever is on the way."""
    speaker = sends(Speaker().write(CRY).write("RT 4 RW 2"), **PIN)
    (added,) = speaker.did(Add)
    assert added.story["location"] == HERE
    assert speaker.asked == "phone"


@pytest.mark.parametrize("later", [False, True])
def test_a_pin_soon_after_the_short_form_joins_its_case(later: bool) -> None:
    """A pin that comes by itself within the hour reaches the emergency; hours later it is asked
    about."""
    speaker = Speaker().write(CRY).write("RT 4 RW 2").write("08123456789")
    sends(speaker, 3 * 3600 if later else 600, **PIN)
    assert [added.story["location"] for added in speaker.did(Add)] == ([] if later else [HERE])
    assert ("outside.photo" in speaker.keys) is later


@pytest.mark.parametrize("shown", SHOWN)
def test_the_address_of_a_report_may_be_shown(shown: dict[str, object]) -> None:
    """The card tells what was shown, and the case has words, pin and files."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati")
    sends(speaker.press(":open"), 60, **shown)
    assert speaker.asked == "phone"
    intake = speaker.write("08123456789").press(":send").filed[0].intake
    assert intake.place
    assert (intake.pin is not None) is ("location" in shown)
    assert intake.story is not None
    assert list(intake.story["texts"]) == ["kartu mati"]
    assert len(intake.story["files"]) == int("files" in shown)


@pytest.mark.parametrize(
    ("shown", "home"),
    [
        (PIN, "📍 -6.73200, 108.55230"),
        (VENUE, "📍 Balai RW 03, Jl. Kesambi Dalam 12 (-6.73200, 108.55230)"),
        ({"files": (PHOTO,)}, None),
    ],
)
def test_a_pin_is_the_known_address_of_the_next_report(
    shown: dict[str, object], home: str | None
) -> None:
    """In words; a photo of the house number is asked for again."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati")
    sends(speaker.press(":open"), 60, **shown)
    speaker.write("08123456789").press(":send")
    assert speaker.talk.home.get("place") == home


def test_nothing_shown_is_lost_beside_a_question() -> None:
    """A pin where the phone is asked joins the story of the report, and the person is told."""
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati")
    speaker.press(":open").write("RT 4")
    sends(speaker, 60, **VENUE)
    assert "form.story_kept" in speaker.keys
    assert Story.load(speaker.answers["story"]).venue == HALL


def test_a_written_address_stays_as_it_is() -> None:
    """Who writes where it is has written it, also when the card is edited."""
    speaker = at_the_card()
    assert placed(speaker.answers)["place"] == "RT 4 RW 2"
    sends(speaker.press(":edit").press(":!:place"), **PIN).press(":send")
    assert speaker.filed[0].intake.place == "📍 -6.73200, 108.55230"


def test_signs_of_what_was_shown() -> None:
    """Each kind of file has one sign, before its words and the pin."""
    files = ({"kind": "photo"}, {"kind": "photo"}, {"kind": "voice"})
    assert words(Story(("gang hijau",), files, HERE)) == "📷 🎤 gang hijau 📍 -6.73200, 108.55230"


def test_an_address_that_was_skipped_stays_away() -> None:
    """What nobody has written or shown is no place."""
    assert placed({"place": None, "phone": "x"}) == {"place": None, "phone": "x"}
