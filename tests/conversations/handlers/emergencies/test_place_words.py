"""Asked for the place of an emergency, what is no place reaches the officers and is no address."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case.commands import File
from conversations.content import alarm_words
from tests.conversations.speaker import CONTENT, Speaker, resident

SEIZURE = "tolong anak saya kejang"


def asked(cry: str = SEIZURE) -> Speaker:
    speaker = Speaker(resident()).write(cry)
    assert speaker.asked == "place"
    return speaker


@pytest.mark.parametrize(
    "words",
    [
        "sy diusir dari rmh sm anak2",
        "cepetan pak sy takut",
        "anaknya sudah biru semua pak",
        "kami sendirian ini pak",
        "5 org sudah di sini nunggu",
        "kambing tetangga mati keracunan",
        "bu nani hp nya ilang",
        "bapaknya wati meninggal tadi pagi, blm ada uang kubur",
        "knp hrs pk nama",
        "dia ga mau buka pintu",
        "udah 3 hari dia ga bisa jalan",
        "mboten enten tiyang",
    ],
)
def test_what_only_tells_reaches_the_officers(words: str) -> None:
    """It joins the case, the place is asked once more, and after that let be."""
    speaker = asked().write(words)
    assert [list(told.story["texts"]) for told in speaker.did(Add)] == [[words]]
    assert (speaker.did(Complete), speaker.keys) == ([], ["emergency.again"])
    speaker.write("cepat pak tolong sy takut")
    assert (len(speaker.did(Add)), speaker.did(Complete), speaker.asked) == (1, [], "phone")


def test_a_wish_to_die_is_no_address_either() -> None:
    """It is heard as an emergency of its own, with words for whoever writes it."""
    speaker = asked().write("sy capek bgt bolak balik kantor, mau mati rasanya ngurus bpjs")
    assert [filed.service for filed in speaker.did(File)] == ["mental_crisis"]
    assert (speaker.did(Complete), speaker.keys[0]) == ([], "alarm.crisis.say")


@pytest.mark.parametrize("words", ["ya", "iya pak", "terserah", "ok", "tidak", "bebas"])
def test_a_yes_or_a_shrug_is_no_address(words: str) -> None:
    """A landmark is asked for, and not knowing that either the form goes on."""
    speaker = asked("suami saya pukul saya sekarang").write(words)
    assert (speaker.did(Complete), speaker.keys) == (
        [],
        ["field.address.landmark", "emergency.place.ask"],
    )
    speaker.write(words)
    assert (speaker.did(Complete), speaker.asked) == ([], "phone")


@pytest.mark.parametrize(
    "words",
    [
        "RT 5 RW 1 samping balai",
        "rumah saya cat biru",
        "di rumah nenek",
        "Kesambi Dalam",
        "perumahan griya asri",
        "dekat sekolah anak saya",
        "pak haji slamet",
        "saya di pasar",
        "rt3 rw1",
        "no 12",
        "gg mawar",
        "dkt musola",
        "rumah pak rt",
        "skrg sy di pasar, tolong cepat",
        "ds pegambiran",
    ],
)
def test_a_place_is_an_answer(words: str) -> None:
    """What may be a place is never refused."""
    assert [told.intake.place for told in asked().write(words).did(Complete)] == [words]


@pytest.mark.parametrize(
    "words",
    [
        "eh itu udah lama td pagi skrg sdh di rs",
        "sudah dibawa ke rs pak",
        "skrg sdh di puskesmas",
        "itu kejadian kemarin pak",
    ],
)
def test_that_it_is_over_is_no_address(words: str) -> None:
    """It is news for whoever is on the way, who makes sure."""
    speaker = asked().write(words)
    (told,) = speaker.did(Add)
    assert (told.over, speaker.did(Complete)) == (True, [])


@pytest.mark.parametrize(
    "words", ["sudah di rs tapi ditolak", "sudah dibawa ke rs tapi tambah parah, kejang lagi"]
)
def test_what_is_not_over_is_not_told_so(words: str) -> None:
    """Turned away at the door, nobody is safe."""
    assert [told for told in asked().write(words).did(Add) if told.over] == []


@pytest.mark.parametrize("kind", ["photo", "video"])
def test_a_bare_photo_goes_to_the_officers_and_the_place_is_asked_once(kind: str) -> None:
    """It may show the fire; the second one, after the question, is an answer."""
    speaker = asked("rumah tetangga kebakaran").photo(kind=kind)
    assert (len(speaker.did(Add)), speaker.did(Complete)) == (1, [])
    assert speaker.keys == ["emergency.again_shown"]
    assert len(speaker.photo(kind=kind).did(Complete)) == 1


def test_a_photo_with_a_place_is_an_answer() -> None:
    """Its caption says where, or a pin does."""
    assert len(asked().photo("rumah cat hijau nomor 12").did(Complete)) == 1
    assert len(asked().photo().place().did(Complete)) == 1
    assert len(asked().photo(kind="voice").did(Complete)) == 1


def test_an_ordinary_report_takes_no_shrug_either() -> None:
    """Its address is a place, too."""
    speaker = Speaker(resident()).write("/lapor")
    for end in (":self", ":health", ":pbi_reactivation", ":later"):
        speaker.press(end)
    speaker.write("kartu mati sejak bulan lalu").press(":open").write("terserah")
    assert speaker.keys == ["field.address.landmark", "report.place.ask"]


@pytest.mark.parametrize("words", ["5 org muntah abis hajatan", "tetangga jg kejang"])
def test_a_new_cry_alarms_as_its_own(words: str) -> None:
    """It is heard with its numbers, and is no address."""
    speaker = asked("rumah saya kebakaran").write(words)
    assert (speaker.keys[0], speaker.did(Complete)) == ("alarm.medical.say", [])
    assert len(speaker.filed) == 2


def test_that_all_is_well_is_no_address() -> None:
    """One word is enough: whoever is on the way makes sure."""
    (told,) = (speaker := asked().write("aman")).did(Add)
    assert (told.over, speaker.did(Complete), speaker.asked) == (True, [], "place")


@pytest.mark.parametrize(
    "words", ["5 org muntah abis hajatan", "2 orang lagi kejang", "ada 12 org keracunan"]
)
def test_many_more_victims_are_an_emergency_of_their_own(words: str) -> None:
    """Also in the same danger as the one child."""
    speaker = asked("tolong anak saya keracunan").write(words)
    assert (speaker.keys[0], speaker.did(Complete)) == ("alarm.medical.say", [])
    assert len(speaker.filed) == 2 or "alarm.person.ask" in speaker.keys


def test_more_words_of_the_same_many_are_no_third_emergency() -> None:
    """Who has told of five tells of seven."""
    speaker = asked("5 org keracunan").write("jadi 7 org yg muntah abis hajatan")
    assert len(speaker.filed) == 1


HUNGRY = "wa Raji ora mangan 3 dina, urip dewekan, ambruk"


@pytest.mark.parametrize(
    "words",
    [
        "rumah bi Tinah dilalap si jago merah",
        "dilalap api rumahe pak Kasan",
        "si jago merah ngamuk di blok desa",
        "warung bi Eti dilahap jago merah",
        "rumah bi Tinah dimakan si jago merah",
    ],
)
def test_a_fire_in_a_saying_is_an_emergency_of_its_own(words: str) -> None:
    """It is no address of the one that was raised before."""
    speaker = asked(HUNGRY).write(words)
    assert [filed.facts["alarm"] for filed in speaker.filed] == ["danger", "disaster"]
    assert speaker.did(Complete) == []


@pytest.mark.parametrize("words", ["ayam jago merah saya hilang", "jago merah pak RT menang lomba"])
def test_a_cock_is_no_fire(words: str) -> None:
    """The saying says "si"."""
    assert alarm_words.hear(words, CONTENT.alarms) is None


def test_a_house_set_on_fire_is_asked_about() -> None:
    """The same word is said of rubbish in front of it."""
    found = alarm_words.hear("omahe mbah Darmo diobong uwong", CONTENT.alarms)
    assert found is not None
    assert (found.kind, found.certain) == ("disaster", False)


@pytest.mark.parametrize(
    "words",
    [
        "rumah bi Tinah kemalingan",
        "rumah bi Tinah disatroni maling",
        "rumah mang Udin ludes",
        "warung bi Eti dilempari batu",
        "rumahnya dikepung warga",
    ],
)
def test_what_happens_at_a_house_is_no_address(words: str) -> None:
    """It reaches the officers, and the place is asked once more."""
    speaker = asked(HUNGRY).write(words)
    assert speaker.did(Complete) == []
    assert speaker.did(Add) or "alarm.maybe" in speaker.keys


@pytest.mark.parametrize(
    "words",
    [
        "rumah bi Tinah",
        "rumah bi Tinah dicat hijau",
        "rumah bi Tinah disamping masjid",
        "warung bi Eti didepan balai desa",
        "kantor dinas sosial",
        "rumah yang dikontrak bi Tinah",
    ],
)
def test_how_a_house_looks_or_lies_is_one(words: str) -> None:
    """It is the answer."""
    assert len(asked(HUNGRY).write(words).did(Complete)) == 1


FLOOD = "banjir masuk rumah min"


@pytest.mark.parametrize(
    ("cry", "words", "red", "place"),
    [
        (HUNGRY, "bapak sekarat min", False, "gang 3 no 5"),
        ("tolong bapak kejang", "bapak sekarat min", True, "gang 3 no 5"),
        (FLOOD, "emak lumpuh di kasur", False, "rt dua blok c"),
        (FLOOD, "ibu lemes di lantai", False, "dekat masjid"),
        (FLOOD, "mbah nangis terus", False, "rumah pak rt"),
        ("rumah saya kebakaran", "nenek masih di kamar", True, "belakang pasar rt 4"),
    ],
)
def test_somebodys_state_is_no_address(cry: str, words: str, red: bool, place: str) -> None:
    """It reaches the officers, as red news where it cries; where that is comes after it."""
    speaker = asked(cry).write(words)
    assert (speaker.did(Complete), speaker.asked) == ([], "place")
    if red:
        assert [told.cry for told in speaker.did(Add)] == [True]
    if cry != HUNGRY:
        assert [told.intake.place for told in speaker.write(place).did(Complete)] == [place]


HIT = "suami saya pukul saya sekarang"


@pytest.mark.parametrize(
    "words",
    [
        "rentenirnya nunggu di depan bawa clurit",
        "orangnya skrg di teras bawa linggis",
        "orangnya di depan rumah bawa golok",
        "dia di belakang rumah bawa kayu",
    ],
)
def test_where_an_armed_man_stands_is_no_address(words: str) -> None:
    """It is red news, and the place is asked on."""
    speaker = asked(HIT).write(words)
    assert [told.cry for told in speaker.did(Add)] == [True]
    assert (speaker.did(Complete), speaker.asked) == ([], "place")
    assert len(speaker.write("rt 4 belakang pasar").did(Complete)) == 1


@pytest.mark.parametrize("words", ["di hatimu", "di bulan pak", "in your dreams", "😂😂", "wkwk"])
def test_a_joke_is_no_address(words: str) -> None:
    """The place is asked once more; what is told after that is one."""
    speaker = asked().write(words)
    assert (speaker.did(Complete), speaker.asked) == ([], "place")
    assert speaker.write("RT 05 dekat musala").did(Complete)
