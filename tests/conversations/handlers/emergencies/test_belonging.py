"""What waits, or stands in a half-made form, goes along with an emergency only where it is about
the same person or the same danger."""

import pytest

from casework.case.intake import Who
from casework.case.model import Role
from conversations.handlers.emergencies import belonging
from tests.conversations.handlers.emergencies.test_matters import answered, told
from tests.conversations.speaker import CONTENT, Speaker, reporting, resident

CARD, MOTHER = "yg td kis nya emak wkwkwk", "emak teh 67 taun, gering, geus teu bisa leumpang"
NEXT_DOOR = "eh tetangga sy mang Udin kejang2 skrg di warung bi Eti!!"
POISON = "pak Kasan muntah getih keracunan"
RIVER = "anake mang Kardi kelelep nang kali!!"
FAINTED = "ibu pingsan ga bangun2"


def volunteer() -> Speaker:
    return Speaker(resident(Role.VOLUNTEER))


def test_a_neighbour_takes_nothing_of_the_form() -> None:
    """Neither its words nor its people nor its dead card; it is offered again."""
    speaker = reporting(":self").write(CARD).write(MOTHER)
    speaker.write(NEXT_DOOR)
    assert told(speaker) == [NEXT_DOOR]
    assert speaker.filed[-1].service == "medical_emergency"
    assert speaker.filed[-1].intake.who is Who.UNSAID
    assert "set_aside.waits" in answered(speaker).keys


@pytest.mark.parametrize("presses", [(":self",), (":self", ":health", ":pbi_reactivation")])
def test_a_form_without_a_story_gives_a_neighbour_nothing(presses: tuple[str, ...]) -> None:
    """It was about oneself, and perhaps about a card."""
    speaker = reporting(*presses).write(NEXT_DOOR)
    assert speaker.filed[-1].service == "medical_emergency"
    assert speaker.filed[-1].intake.who is Who.UNSAID
    assert len(speaker.talk.set_aside) == len(presses) // 3


def test_the_next_name_takes_nothing_of_the_form() -> None:
    """A volunteer writes of one neighbour, and another falls ill."""
    speaker = volunteer().write("bi Icih lagi lara wis suwe, wis tua").press("o:new")
    speaker.write(POISON)
    assert told(speaker) == [POISON]
    assert speaker.filed[-1].intake.sufferer is None


@pytest.mark.parametrize("cry", [POISON, RIVER])
@pytest.mark.parametrize(
    "before",
    [
        "laporan mang tarja td mana?",
        "bi Onah lagi lara wis suwe",
        "bapak e bu Karsem gering",
    ],
)
def test_words_about_another_go_on_waiting(before: str, cry: str) -> None:
    """They are offered again after the questions."""
    speaker = volunteer().write(before).write(cry)
    assert told(speaker) == [cry]
    assert before in speaker.talk.loose.texts


@pytest.mark.parametrize(
    ("before", "cry"),
    [
        (MOTHER, "emak pingsan tolong"),
        (MOTHER, "tolong pingsan"),
        ("bi Onah lagi lara wis suwe", "bi Onah pingsan tulung"),
        ("tahun lalu jg banjir disini", "tolong banjir, air masuk rumah"),
    ],
)
def test_the_same_person_and_the_same_danger_go_along(before: str, cry: str) -> None:
    """Who comes reads what was told just before."""
    speaker = Speaker().write(before).write(cry)
    assert told(speaker) == [before, cry]


@pytest.mark.parametrize(
    "before", ["ibu sy sering dipukul bapak", "ibu diperkosa tetangga tahun lalu"]
)
def test_abuse_is_told_to_nobody_who_comes_for_something_else(before: str) -> None:
    """Not even where it is the same person."""
    speaker = Speaker().write(before).write("ibu pingsan ga bangun2")
    assert told(speaker)[-1] == "ibu pingsan ga bangun2"
    assert before not in told(speaker)


def test_violence_next_door_takes_no_violence_at_home_along() -> None:
    """The danger is of one kind, the people are others."""
    home, beside = "dulu suami sy suka mukul", "anak tetangga dipukuli bapaknya skrg berdarah"
    speaker = Speaker().write(home).write(beside)
    assert told(speaker) == [beside]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("pak Kasan muntah getih", {"kasan"}),
        ("anake mang Kardi karo bi Eti", {"kardi", "eti"}),
        ("pak tolong bu cepat", set()),
        ("ibu saya sakit pak", set()),
        ("Bu RT, pak lurah", set()),
    ],
)
def test_names_stand_behind_titles(words: str, named: set[str]) -> None:
    """What is said to an officer is no name."""
    assert belonging.names(words, CONTENT) == named


@pytest.mark.parametrize(("before", "cry", "at"), [(MOTHER, "emak pingsan", 1), ("", FAINTED, 0)])
def test_the_case_knows_which_words_are_the_cry(before: str, cry: str, at: int) -> None:
    """Its bell quotes those, also when more has been told since."""
    speaker = Speaker().write(before) if before else Speaker()
    assert (speaker.write(cry).filed[-1].intake.story or {})["cry"] == at


def test_confirmed_by_a_tap_the_cry_is_known_too() -> None:
    """It was written before the tap."""
    speaker = reporting(":self").write("tahun lalu bapak kejang").press("e:yes")
    assert (speaker.filed[-1].intake.story or {})["cry"] == 0


@pytest.mark.parametrize("cry", [POISON, RIVER])
def test_abuse_that_was_heard_stays_with_its_own_case(cry: str) -> None:
    """Another emergency told after it carries none of its words."""
    speaker = volunteer().write("murid sd digerayangi gurune")
    speaker.write(cry)
    assert told(speaker) == [cry]


NAME, LATE = "bu Karsem rt 3", "pkhnya belum cair 2 tahap"


@pytest.mark.parametrize(
    ("before", "cry"),
    [
        ((NAME,), "dia ambruk ga sadar di dapur"),
        ((NAME, LATE), "eh skrg dia kejang2"),
        ((NAME, LATE), "bu karsem kejang2 skrg"),
        ((NAME, LATE), "rumahnya kebakaran!"),
        ((), "bu Karsem rt 3 kejang2 tolong"),
        ((), "bu Karsem, ga sadar di dapur"),
    ],
)
def test_the_name_given_in_a_form_goes_with_the_emergency(
    before: tuple[str, ...], cry: str
) -> None:
    """Whoever comes knows for whom, also where the report stays."""
    speaker = volunteer().write("/lapor")
    for words in (*before, cry):
        speaker.write(words)
    if "alarm.maybe" in speaker.keys:
        speaker.press("e:yes")
    assert (speaker.filed[-1].intake.sufferer or "").startswith("bu Karsem")


@pytest.mark.parametrize(
    ("before", "cry"),
    [
        ((NAME, LATE), "pak Kasan muntah getih keracunan"),
        ((NAME, LATE), "anak tetangga kelelep di kali"),
        ((NAME, LATE), "ada kecelakaan di jalan, orang nya ga sadar"),
        ((), "pak Kadi mukulin istrinya sampe berdarah"),
    ],
)
def test_nobody_else_is_named_as_who_needs_help(before: tuple[str, ...], cry: str) -> None:
    """A wrong name sends help astray."""
    speaker = volunteer().write("/lapor")
    for words in (*before, cry):
        speaker.write(words)
    if "alarm.maybe" in speaker.keys:
        speaker.press("e:yes")
    assert speaker.filed[-1].intake.sufferer is None


OWN = (
    ("aku wis ora kuat urip maneh, pengen mati wae", "alarm.crisis.say"),
    ("abdi hoyong maot wae, teu kuat hirup", "alarm.crisis.say"),
    ("kula pengen mati, bosen urip", "alarm.crisis.say"),
    ("pengen mati wae", "alarm.crisis.say"),
    ("hayang paeh wae", "alarm.crisis.say"),
    ("wis pengen mati bae, bosen urip", "alarm.crisis.say"),
    ("saya dipukul suami sekarang tolong", "alarm.violence.say"),
    ("tolong suami mukulin saya skrg", "alarm.violence.say"),
)


def for_neighbour() -> Speaker:
    """A form for a neighbour with their name and what was told of them."""
    speaker = reporting(":neighbour").write("pak rohman").press(":health")
    return speaker.press(":pbi_reactivation").press(":later").write("kartunya mati bulan lalu")


@pytest.mark.parametrize(("cry", "says"), OWN)
def test_the_form_of_a_neighbour_stays(cry: str, says: str) -> None:
    """Nothing of the neighbour goes along; the words speak to the writer; the form is offered."""
    speaker = for_neighbour().write(cry)
    filed = speaker.filed[-1]
    assert (filed.intake.sufferer, filed.intake.who, told(speaker)) == (None, Who.UNSAID, [cry])
    assert filed.intake.place is None
    assert speaker.keys[0] == says
    assert "set_aside.waits" in answered(speaker).keys


@pytest.mark.parametrize(("cry", "says"), OWN)
def test_a_name_alone_waits_too(cry: str, says: str) -> None:
    """Before anything was told of them."""
    speaker = reporting(":neighbour").write("pak rohman").write(cry)
    assert (speaker.filed[-1].intake.sufferer, speaker.keys[0]) == (None, says)
    assert len(speaker.talk.set_aside) == 1


@pytest.mark.parametrize("cry", ["pak rohman mau bunuh diri", "dia mau gantung diri skrg"])
def test_a_cry_about_the_neighbour_becomes_theirs(cry: str) -> None:
    """And the words speak to who passes it on."""
    speaker = for_neighbour().write(cry)
    assert (speaker.filed[-1].intake.sufferer, speaker.keys[0]) == (
        "pak rohman",
        "alarm_other.crisis",
    )
