"""The place and the number that were told last: what "the same" means, in an emergency, too."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case.model import Role
from conversations.protocol.dialogue import Story, Talk
from tests.conversations.speaker import TEXTS, Speaker, reporting, resident

POISON, FIRE = "tolong anak saya keracunan", "rumah tetangga kebakaran sekarang"
HOME = {"place": "gang lama no 1", "phone": "+6281111111111"}
PLACE, PHONE = "rt 4 rw 2 depan masjid", "081234567890"


def two_emergencies(*answers: str) -> Speaker:
    """At the place of the second, with an older address from a report."""
    speaker = Speaker(resident(), talk=Talk(home=HOME)).write(POISON)
    for answer in answers:
        speaker.write(answer)
    speaker.write(FIRE)
    assert speaker.asked == "place"
    return speaker


@pytest.mark.parametrize("words", ["sama", "yg td", "sama yg td", "alamat yg td pak"])
def test_the_same_is_the_place_of_the_last_emergency(words: str) -> None:
    """Not that of an older report; and no button is named that is not there."""
    speaker = two_emergencies(PLACE, "Lewati").write(words)
    assert [told.intake.place for told in speaker.did(Complete)] == [PLACE]
    shown = TEXTS.plain("id", speaker.says[0].text)
    assert (PLACE in shown, "Ubah" in shown) == (True, False)


def test_a_pin_and_an_address_of_a_moment_ago_are_the_same() -> None:
    """Sent by themselves, they went to the first emergency."""
    speaker = Speaker(resident(), talk=Talk(home=HOME)).write(POISON).write("Lewati")
    speaker.write("Lewati").place().write("rt 3 rw 1 dkt musola").write(FIRE).write("yg td")
    (told,) = speaker.did(Complete)
    assert "rt 3 rw 1 dkt musola" in told.intake.place
    assert told.intake.pin is not None


@pytest.mark.parametrize("first", ["rt 3 rw 1 dkt musola", "gang mawar no 5"])
def test_an_address_that_waits_is_the_place(first: str) -> None:
    """Written just before the cry it is not asked for again."""
    speaker = Speaker(resident()).write(first).write(POISON)
    assert (speaker.filed[0].intake.place, speaker.asked) == (first, "phone")


def test_words_that_wait_and_tell_something_are_no_place() -> None:
    """They go along as words."""
    speaker = Speaker(resident()).write("anak main di rt 3 dekat kali dari pagi").write(POISON)
    assert (speaker.filed[0].intake.place, speaker.asked) == (None, "place")


def test_hours_later_it_is_the_last_report_again() -> None:
    """What was told long ago is nobody's "the same"."""
    speaker = Speaker(resident(), talk=Talk(home=HOME)).write(POISON).write(PLACE).write("Lewati")
    speaker.write("tolong rumah saya kebakaran", after=5 * 3600).write("sama")
    assert [told.intake.place for told in speaker.did(Complete)] == [HOME["place"]]


@pytest.mark.parametrize("words", ["sama", "nomor yg td", "pake no sy", "pakai nomor saya aja"])
def test_the_same_number(words: str) -> None:
    """Of the last emergency, where there was one."""
    speaker = two_emergencies(PLACE, PHONE).write("rt 9 rw 9").write(words)
    assert [told.intake.phone for told in speaker.did(Complete)] == ["+6281234567890"]


@pytest.mark.parametrize("words", ["sama", "pake no sy", "nomor saya yg ini"])
def test_a_number_that_nobody_knows_is_asked_for(words: str) -> None:
    """It is no news for the officers, and the way on is named."""
    speaker = Speaker(resident()).write(POISON).write(PLACE).write(words)
    assert (speaker.did(Add), speaker.asked) == ([], "phone")
    assert "Lewati" in TEXTS.plain("id", speaker.says[-1].text)


@pytest.mark.parametrize(
    "words", ["g ada", "gak punya hp", "gada", "gapunya no", "ndak ada", "nihil", "lupa nomornya"]
)
def test_without_a_number_it_goes_on(words: str) -> None:
    """In an emergency and in a report."""
    speaker = Speaker(resident()).write(POISON).write(PLACE).write(words)
    assert (speaker.did(Add), speaker.talk.drafts) == ([], ())
    report = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati")
    report.press(":open").write(PLACE).write(words)
    assert (report.answers["phone"], report.asked) == (None, "")


def test_a_wrong_number_names_the_way_on() -> None:
    """Who has none at hand may leave it out."""
    report = reporting(":self", ":health", ":pbi_reactivation", ":later").write("kartu mati")
    report.press(":open").write(PLACE).write("0812 34")
    assert "Lewati" in TEXTS.plain("id", report.says[-1].text)


BEATEN = "anak tetangga digebugin bapa tirinya, badannya biru2"


@pytest.mark.parametrize("cry", [BEATEN, "saya mau bunuh diri", "murid sd digerayangi gurune"])
@pytest.mark.parametrize("words", ["sama", "yg td", "alamatnya sama bu"])
def test_the_place_of_a_confidential_case_is_never_the_same(cry: str, words: str) -> None:
    """It would tell whoever reads the other case where it is: it is asked for."""
    speaker = Speaker(resident()).write(cry).write(PLACE).write(PHONE).write(FIRE)
    assert speaker.asked == "place"
    speaker.write(words)
    assert speaker.asked == "place"
    assert PLACE not in TEXTS.plain("id", speaker.says[-1].text)


CRIES = {
    "tolong kebakaran di RT 4 RW 2 gang mangga": "RT 4 RW 2 gang mangga",
    "kebakaran\nRT 4 RW 2 gang mangga": "RT 4 RW 2 gang mangga",
    "anak kejang di jalan mawar no 3 tolong cepat": "jalan mawar no 3",
    "banjir masuk rumah kami rt 3 dekat masjid, tolong cepat": "rumah kami rt 3 dekat masjid",
}


@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("words", ["podo kaya mau", "sama", "sda"])
def test_the_place_in_a_cry_is_the_same(cry: str, words: str) -> None:
    """In the next report, and in the emergency's own question."""
    speaker = Speaker(resident()).write(cry)
    speaker.write("/batal").write("/lapor").press(":self").press(":health")
    speaker.press(":pbi_reactivation").press(":later").write("kartu mati").press(":open")
    told = speaker.write(words).answers["place"]
    assert Story.load(told).texts == (CRIES[cry],)
    asked = Speaker(resident()).write("tolong kebakaran di RT 4 RW 2 gang mangga").write(words)
    assert [told.intake.place for told in asked.did(Complete)] == ["RT 4 RW 2 gang mangga"]


@pytest.mark.parametrize("cry", ["saya dipukuli suami di RT 4 RW 2", "saya mau bunuh diri di rt 4"])
def test_the_place_in_a_confidential_cry_is_not(cry: str) -> None:
    """Whoever reads the next report would learn where it is."""
    assert Speaker(resident()).write(cry).talk.told_place.empty


def test_nor_that_of_what_an_officer_hears() -> None:
    """They tell places of others all day."""
    officer = Speaker(resident(Role.FRONT_OFFICE)).write("/catat kebakaran di RT 4 RW 2")
    assert officer.talk.told_place.empty


@pytest.mark.parametrize(
    "presses", [(":self", ":aid_data", ":dtsen_objection"), (":self", ":aid_data", ":misuse")]
)
def test_nor_that_of_a_confidential_report(presses: tuple[str, ...]) -> None:
    """Whether it was raised or filled in."""
    speaker = reporting(*presses)
    speaker.write(PLACE)
    assert speaker.talk.told_place.empty
