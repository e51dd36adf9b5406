"""Address and number of the last report: not asked again, shown on the card, and never mistaken for
another content."""

from conversations.protocol import dialogue
from tests.conversations.speaker import Speaker, resident

HOME, NUMBER = "RT 03 RW 07", "+6281234567890"


def told(who: str = ":self") -> Speaker:
    """Somebody who has sent one report and begins the next, up to the last question before the
    address."""
    speaker = Speaker(resident())
    answered(speaker, ":self")
    speaker.write(HOME).write("0812 3456 7890").press(":send")
    answered(speaker, who)
    return speaker


def answered(speaker: Speaker, who: str) -> None:
    speaker.write("/lapor")
    for end in (who, ":health", ":pbi_reactivation", ":later"):
        speaker.press(end)
    speaker.write("kartu KIS mati").press(":open")


def test_ones_own_address_and_number_are_not_asked_again() -> None:
    """The second report about oneself stands at the card at once, with both on it."""
    speaker = told()
    assert speaker.asked == ""
    assert (speaker.answers["place"], speaker.answers["phone"]) == (HOME, NUMBER)


def test_they_can_be_changed_on_the_card() -> None:
    """Edited like any answer; the next report knows the new ones."""
    speaker = told()
    speaker.press(":edit").press(":!:place").write("RT 9").press(":send")
    assert speaker.talk.home == {"place": "RT 9", "phone": NUMBER}


def test_another_house_is_asked_for_with_the_known_one_as_a_button() -> None:
    """A report for the family: one tap takes the known address, words another."""
    speaker = told(":family")
    assert speaker.asked == "place"
    speaker.press(":place:home")
    assert (speaker.asked, speaker.answers["place"]) == ("", HOME)
    other = told(":family").write("RT 11 dekat sungai")
    assert other.answers["place"] == "RT 11 dekat sungai"


def test_a_report_for_the_family_does_not_say_where_one_lives() -> None:
    """Only one's own report is remembered."""
    speaker = told(":family").write("RT 11 dekat sungai").press(":send")
    assert speaker.talk.home["place"] == HOME


def test_who_goes_back_is_asked() -> None:
    """Back from the number to the address: the address is asked for, not filled in again."""
    speaker = Speaker(resident())
    answered(speaker, ":self")
    speaker.write(HOME).write("Lewati").press(":send")
    answered(speaker, ":self")
    assert speaker.asked == "phone"
    assert speaker.press(":<").asked == "place"


def test_a_talk_from_before_knows_no_home() -> None:
    """What an older version stored is read as it was."""
    raw = dialogue.dump(dialogue.Talk())
    raw.pop("home", None)
    assert dialogue.load(raw) == dialogue.Talk()
