"""A fear that was asked about is not forgotten for the next ordinary words."""

import pytest

from conversations.handlers.emergencies import doubt
from conversations.protocol.unsorted import DOUBT
from tests.conversations.speaker import Speaker, reporting

DAY = 24 * 3600
FEAR = "makasih min, bapak dirawat sy takut pulang"


def afraid() -> Speaker:
    speaker = Speaker().write(FEAR)
    assert speaker.talk.about_loose == "alarm"
    return speaker


@pytest.mark.parametrize(
    "words", ["adik sy jg di sini", "bapak suka marah2", "kemarin malam", "makasih"]
)
def test_it_is_asked_again(words: str) -> None:
    """The words wait with the fear, thanks apart; a tap still raises the emergency with them."""
    question = afraid().keys[-1]
    speaker = afraid().write(words)
    assert speaker.keys == [question]
    assert speaker.talk.about_loose == "alarm"
    assert speaker.talk.loose.texts == (FEAR, *([] if words == "makasih" else [words]))
    assert speaker.press(":yes").filed


def test_a_no_offers_all_of_it() -> None:
    """Nothing is lost, and nobody is called."""
    speaker = afraid().write("adik sy jg di sini").press(":no")
    assert not speaker.filed
    assert speaker.talk.loose.texts == (FEAR, "adik sy jg di sini")


def test_hours_later_words_are_others() -> None:
    """The question is not asked for ever."""
    speaker = afraid().write("adik sy jg di sini", after=4 * 3600)
    assert speaker.keys == ["outside.offer"]


@pytest.mark.parametrize(
    ("words", "key"), [("jam brp buka", "about_office.answer"), ("/status", "")]
)
def test_what_is_asked_for_is_shown(words: str, key: str) -> None:
    """And the fear goes on waiting."""
    speaker = afraid().write(words)
    assert not key or speaker.keys == [key]
    assert speaker.talk.loose.texts == (FEAR,)


CRIES = (
    "anak majikan megang2 sy mulu",
    "mamah ditipu rentenir, disiksa terus tiap hari",
    "bapak suka mukul ibu",
)
ASKED = "alarm.asked_again"


def in_a_form(cry: str) -> Speaker:
    speaker = reporting(":self", ":health", ":pbi_reactivation", ":later").write(cry)
    assert [number for number, _ in doubt.waiting(speaker.talk)]
    return speaker


def told(speaker: Speaker) -> list[str]:
    (filed,) = speaker.filed
    return list((filed.intake.story or {})["texts"])


@pytest.mark.parametrize("cry", CRIES)
def test_the_next_answer_of_a_form_brings_the_question_again(cry: str) -> None:
    """With the words that it is about; only once."""
    speaker = in_a_form(cry).write("kartu mati sejak lebaran")
    assert speaker.keys[-1] == ASKED
    assert cry not in speaker.write("sudah dua kali ke kantor").keys
    assert ASKED not in speaker.keys
    assert [story.texts for _, story in doubt.waiting(speaker.talk)] == [(cry,)]


@pytest.mark.parametrize("cry", CRIES)
def test_the_question_in_a_form_still_rings(cry: str) -> None:
    """The button below the second question files the words."""
    speaker = in_a_form(cry).write("kartu mati sejak lebaran")
    assert told(speaker.press(":yes")) == [cry]


def test_at_the_end_of_a_form_it_is_asked_at_the_latest() -> None:
    """Also where the form is left."""
    speaker = in_a_form(CRIES[0]).write("kartu mati sejak lebaran")
    speaker.write("/batal")
    assert speaker.keys[-1] == ASKED
    assert told(speaker.press(":yes")) == [CRIES[0]]


def test_an_old_button_works_on_its_words() -> None:
    """Other words were told meanwhile, and a day has passed."""
    first = Speaker().write(CRIES[0])
    (yes,) = [b.tap.data() for b in first.buttons if b.tap.data().startswith("e:yes")]
    first.write("kemaren bpjs ibu mati", after=DAY)
    assert told(first.tap(yes)) == [CRIES[0]]


def test_an_old_no_is_no_stale_button() -> None:
    """Hours later, with other words in between."""
    first = Speaker().write(CRIES[0])
    (no,) = [b.tap.data() for b in first.buttons if b.tap.data().startswith("e:no")]
    first.write("bpjs ibu mati", after=5 * 3600).tap(no)
    assert "form.stale" not in first.keys
    assert first.talk.loose.texts == (CRIES[0],)


def test_other_words_never_swallow_it() -> None:
    """Hours later words are others; those of the doubt wait behind them."""
    speaker = Speaker().write(CRIES[1]).write("kis saya mati", after=4 * 3600)
    assert [story.texts for _, story in doubt.waiting(speaker.talk)] == [(CRIES[1],)]
    assert speaker.talk.loose.texts == ("kis saya mati",)
    assert speaker.talk.about_loose != DOUBT


def test_a_new_report_does_not_empty_it() -> None:
    """It begins without them, and has no button that lets them go."""
    speaker = Speaker().write(CRIES[2]).write("/lapor")
    assert speaker.talk.draft is not None
    assert not [key for key in speaker.keys if key.endswith(":0")]
    assert [story.texts for _, story in doubt.waiting(speaker.talk)] == [(CRIES[2],)]


@pytest.mark.parametrize(
    "lines",
    [
        ("anak majikan megang2 sy mulu", "tiap hari min", "sy tkw baru plg"),
        ("suami suka mukul sy", "tiap malem", "sy buruh pabrik"),
        ("bojoku sering ngantemi aku", "saben bengi", "kula tani", "anake weruh"),
    ],
)
def test_all_lines_that_came_wait_together(lines: tuple[str, ...]) -> None:
    """In order, and nothing beside them: the report that they may become holds them all."""
    speaker = Speaker()
    for line in lines:
        speaker.write(line, after=60)
    assert (speaker.talk.loose.texts, speaker.talk.unsorted) == (lines, ())
