"""An address or a number told by pointing to the one before."""

import pytest

from casework.actions.correspondence import Add
from casework.case.model import Role
from conversations.filling.same_again import points_back
from conversations.protocol.dialogue import Talk
from tests.conversations.speaker import TEXTS, Speaker, resident

SAME = ["sama", "sda", "s.d.a", "idem", "seperti tadi", "yang kemarin", "sama kayak yang kemarin"]
SAME += ["alamatnya masih sama bu", "Sami mawon", "same as before", "yg tadi aja"]
SAME += ["podo kaya mau", "sami kados wau", "pada karo sing mau", "kaya sing mau bae", "pada bae"]
SAME += ["padha karo mau", "sarua jeung tadi", "pada kaya maune"]
SAME += ["siga nu tadi", "sami sareng nu tadi", "alamate kaya mau"]
HOME = {"place": "RT 4 RW 2", "phone": "+6281234567890"}


def at_the_address(home: dict[str, str] | None = None) -> Speaker:
    """A volunteer at the address of a neighbour, or a resident who was never asked for theirs."""
    person = resident(Role.VOLUNTEER) if home else resident()
    speaker = Speaker(person=person, talk=Talk(home=home or {})).write("/lapor")
    speaker = speaker.write("Mak Icih") if home else speaker.press(":self")
    speaker.press(":health").press(":pbi_reactivation").press(":later").write("kartu mati")
    return speaker.press(":yes" if home else ":open")


@pytest.mark.parametrize("words", SAME)
def test_it_is_the_address_of_before(words: str) -> None:
    """It is put in, and shown, so that it can be changed."""
    speaker = at_the_address(HOME).write(words)
    assert speaker.answers["place"] == HOME["place"]
    assert HOME["place"] in TEXTS.plain("id", speaker.says[0].text)


@pytest.mark.parametrize("words", SAME)
def test_without_one_it_is_asked_for(words: str) -> None:
    """Nothing was told before: it is asked again, and never kept as it stands."""
    speaker = at_the_address().write(words)
    assert ("place" in speaker.answers, speaker.asked) == (False, "place")
    assert "field.same.address" in str(speaker.says[0].text)


@pytest.mark.parametrize("words", ["sama", "nomornya sama bu", "idem", "yang kemarin"])
def test_a_number_too(words: str) -> None:
    """At the number the same; where none is known it is asked for."""
    speaker = at_the_address({"place": "RT 4", "phone": "+6281234567890"}).write("RT 9")
    if speaker.answers.get("phone"):
        speaker.press(":edit").press(":!:phone")
    speaker.write(words)
    assert speaker.answers["phone"] == "+6281234567890"
    alone = at_the_address().write("RT 9").write(words)
    assert (alone.answers.get("phone"), alone.asked) == (None, "phone")
    assert "field.same.phone" in str(alone.says[0].text)


@pytest.mark.parametrize(
    "words", ["RT 4 sama RW 2", "gang sami mulya", "rumah lama dekat sumur", "belakang SD kemarin"]
)
def test_more_than_that_is_an_address(words: str) -> None:
    """Words that only hold one of these are kept."""
    assert at_the_address(HOME).write(words).answers["place"] == words


@pytest.mark.parametrize("words", ["tidak ada", "ga ada", "nihil", "-", "gatau"])
def test_no_address_is_none(words: str) -> None:
    """A landmark is asked for."""
    assert at_the_address().write(words).keys[0] == "field.address.landmark"


def test_at_the_counter_it_is_not_the_officers_own() -> None:
    """What an officer once reported for themselves is nobody else's address."""
    clerk = resident(Role.FRONT_OFFICE)
    speaker = Speaker(person=clerk, talk=Talk(home=HOME)).write("/catat").write("Kesambi")
    speaker.write("Mak Icih").press(":health").press(":pbi_reactivation").press(":later")
    speaker.write("kartu mati").press(":yes").write("sama")
    assert ("place" in speaker.answers, speaker.asked) == (False, "place")


SKIPS = [
    "lewat",
    "lewatin",
    "lwt",
    "skip",
    "lewat aja",
    "lewat dulu",
    "lewati aja bu",
    "di lewat saja",
]
NO_NUMBER = ["g ada no hp", "no hp g ada", "hp nya ga ada", "gk punya nomor hp", "ga punya hp pak"]
NO_NUMBER += ["tdk ada no hp", "g punya no hp min", "teu gaduh nomer hp", "ora duwe hp", "hp rusak"]


@pytest.mark.parametrize("words", [*SKIPS, *NO_NUMBER])
def test_a_number_is_left_out_in_words(words: str) -> None:
    """In a report as in an emergency, and no part of what officers read."""
    report = at_the_address().write("RT 9").write(words)
    assert ("phone" in report.answers, report.answers["phone"]) == (True, None)
    speaker = Speaker(resident()).write("tolong anak saya keracunan").write("rt 4 rw 2 dkt masjid")
    speaker.write(words)
    assert (speaker.talk.draft, speaker.did(Add)) == (None, [])


@pytest.mark.parametrize("words", SKIPS)
def test_a_place_is_left_out_in_words(words: str) -> None:
    """Where it may be left out; it is no news for the officers."""
    speaker = Speaker(resident()).write("tolong anak saya keracunan").write(words)
    assert (speaker.asked, speaker.did(Add)) == ("phone", [])


@pytest.mark.parametrize(
    "words",
    [
        "lewat gang mawar belok kiri",
        "anak saya ga ada napas",
        "hp ilang, anak kejang lagi",
        "hp ada",
    ],
)
def test_more_than_that_is_no_way_on(words: str) -> None:
    """Whoever tells something is heard."""
    speaker = Speaker(resident()).write("tolong anak saya keracunan").write("rt 4 rw 2 dkt masjid")
    assert speaker.write(words).talk.draft is not None


def test_the_report_before_is_the_same() -> None:
    """A volunteer who has told a place within a sentence, or by a pin, says "the same" for the next
    neighbour; two hours later it is asked for."""
    for later, place in ((600.0, "rumahnya mak Icih RT 7 yang catnya hijau"), (8000.0, None)):
        speaker = at_the_address({"phone": "+6281234567890"})
        speaker.write("rumahnya mak Icih RT 7 yang catnya hijau").press(":send")
        speaker.write("/lapor", after=later).write("bi Onah")
        speaker.press(":health").press(":pbi_reactivation").press(":later").write("kartu mati")
        speaker.press(":yes").write("podo kaya mau")
        assert (speaker.answers.get("place") or {"texts": [None]})["texts"] == [place]


def test_the_same_of_a_report_that_few_may_read_is_not_taken() -> None:
    """Where somebody needs protection, the next report does not get that place."""
    speaker = Speaker(resident()).write("/lapor").press(":self").press(":aid_data")
    speaker.press(":misuse").write("bansos dipotong lima puluh ribu")
    for taps in (":open", ":secret"):
        if any(button.tap.data().endswith(taps) for button in speaker.buttons):
            speaker.press(taps)
    speaker.write("rumahnya mak Icih RT 7 yang catnya hijau").write("lewati").press(":send")
    assert (speaker.talk.draft, speaker.talk.told_place.texts) == (None, ())


@pytest.mark.parametrize(
    "words",
    [
        "mau dekat pasar",
        "mau pindah",
        "saya mau ke pasar",
        "mau",
        "min mau",
        "mau sama bapak",
        "kaya mau pingsan",
    ],
)
def test_what_somebody_wants_points_to_nothing(words: str) -> None:
    """In Indonesian "mau" is to want."""
    assert not points_back(words)
