"""A second emergency while the first is open: another victim is a case of their own, more of the
same is red news, and in doubt both happen and it is asked."""

from dataclasses import dataclass

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from conversations.protocol.effects import Do, RaisedAlarm
from tests.conversations.speaker import CASE, Speaker, resident


def cried(cry: str, *, asking: bool = True) -> Speaker:
    """Somebody who has raised an emergency; ``asking``: its questions stand there still."""
    speaker = Speaker(resident()).write(cry)
    known(speaker, cry)
    while speaker.talk.drafts and not asking:
        speaker.write("Lewati")
    return speaker


def known(speaker: Speaker, cry: str) -> None:
    """The newest case as the store knows it."""
    filed, case = speaker.filed[-1], CASE + len(speaker.filed) - 1
    kind = filed.facts["alarm"]
    raised = RaisedAlarm(case, filed.service, kind=kind, at=speaker.at, words=cry)
    speaker.emergencies = {**speaker.emergencies, filed.key: raised}


@dataclass(frozen=True)
class Cries:
    first: str
    second: str


OTHERS = (
    Cries("anak sy keracunan", "tetangga sy minum racun tikus"),
    Cries("tetangga sy minum racun tikus", "nenek sy gak sadar"),
    Cries("nenek keracunan", "tetangga sebelah jg minum racun"),
    Cries("anak sy kejang", "suami sy kejang"),
    Cries("anak sy kejang", "bayi tetangga jg kejang"),
    Cries("anak sy kejang kejang panas", "anak sy kesetrum gk sadar"),
    Cries("saya di pukul suami sekarang tolong", "suami tetangga sy mukulin istrinya skrg"),
    Cries("adik saya mau bunuh diri", "ibu sy mau gantung diri"),
)
SAME = (
    Cries("tolong anak saya kejang", "masih kejang"),
    Cries("tolong anak saya kejang", "anaknya masih kejang, tolong"),
    Cries("tolong anak saya kejang", "tolong bapak, anaknya kejang lagi"),
    Cries("rumah tetangga kebakaran", "apinya membesar"),
    Cries("rumah tetangga kebakaran", "tolong kebakaran, apinya sudah sampai atap"),
    Cries("saya dipukul suami sekarang", "suami pukul saya, ini saya lari ke rumah tetangga"),
)
DOUBTS = (
    Cries("tolong ada yang kejang", "anak saya kejang"),
    Cries("anak saya kejang", "bayi saya kejang"),
    Cries("anak saya keracunan", "anak saya juga keracunan"),
    Cries("rumah saya kebakaran", "rumah tetangga juga kebakaran"),
)


@pytest.mark.parametrize("asking", [True, False])
@pytest.mark.parametrize("cries", OTHERS)
def test_another_victim_is_a_case_of_their_own(cries: Cries, asking: bool) -> None:
    """Numbers at once and a second case, also where an address was asked: words about somebody else
    in danger are no address, and no quiet addition."""
    speaker = cried(cries.first, asking=asking).write(cries.second)
    assert len(speaker.filed) == 2
    assert speaker.keys[0].startswith("alarm")
    assert (speaker.did(Complete), speaker.did(Add)) == ([], [])


@pytest.mark.parametrize("asking", [True, False])
@pytest.mark.parametrize("cries", SAME)
def test_more_of_the_same_is_red_news(cries: Cries, asking: bool) -> None:
    """It joins the case as a cry, and is no address; what was asked is asked again."""
    speaker = cried(cries.first, asking=asking).write(cries.second)
    (added,) = speaker.did(Add)
    assert (added.cry, len(speaker.filed), speaker.did(Complete)) == (True, 1, [])
    assert "alarm.person.ask" not in speaker.keys
    assert not asking or speaker.keys[-1] == "emergency.of"


@pytest.mark.parametrize("asking", [True, False])
@pytest.mark.parametrize("cries", DOUBTS)
def test_in_doubt_it_rings_and_is_asked(cries: Cries, asking: bool) -> None:
    """Numbers, the cry in the case, and then the question whether it is the same person."""
    speaker = cried(cries.first, asking=asking).write(cries.second)
    (added,) = speaker.did(Add)
    assert (added.cry, len(speaker.filed)) == (True, 1)
    assert speaker.keys[0].startswith("alarm")
    assert speaker.keys[-1] == "alarm.person.ask"


@pytest.mark.parametrize("way", ["e:other", "orang lain", "tap"])
def test_another_person_after_the_question(way: str) -> None:
    """A tap, or the words of the button, make it a case of its own with the words kept."""
    speaker = cried("anak saya keracunan").write("anak saya juga keracunan")
    speaker.write(way) if way == "orang lain" else speaker.press("e:other")
    assert len(speaker.filed) == 2
    assert "anak saya juga keracunan" in (speaker.filed[1].intake.story or {})["texts"]


def test_the_same_person_after_the_question() -> None:
    """Then nothing more comes of it, and what the first case asked is asked again."""
    speaker = cried("anak saya keracunan").write("anak saya juga keracunan").press("e:same")
    assert (len(speaker.filed), speaker.talk.loose.empty) == (1, True)
    assert speaker.keys == ["alarm.person.same_kept", "emergency.of"]


def test_words_that_wait_for_this_answer_are_no_part_of_another_matter() -> None:
    """They are in a case already: an hour later they don't stand above a new report."""
    speaker = cried("anak saya keracunan", asking=False).write("anak saya juga keracunan")
    speaker.write("lampu jalan depan rumah mati sudah seminggu", after=3 * 3600)
    assert "keracunan" not in str(speaker.talk.loose.texts)


@pytest.mark.parametrize("place", ["ruang IGD RSUD", "di IGD Gunung Jati"])
def test_a_place_that_sounds_like_an_alarm_is_a_place(place: str) -> None:
    """Asked where it is, an emergency room is an answer."""
    speaker = cried("tolong anak saya kejang").write(place)
    assert (len(speaker.did(Complete)), len(speaker.filed)) == (1, 1)


def test_an_address_with_news_is_both() -> None:
    """Whoever says where, and that it goes on, has answered."""
    speaker = cried("tolong anak saya kejang").write("RT 5 dekat musala, masih kejang")
    assert [told.intake.place for told in speaker.did(Complete)] == [
        "RT 5 dekat musala, masih kejang"
    ]


def test_an_address_with_another_victim_is_another_case() -> None:
    """The neighbour's address is not the first one's."""
    speaker = cried("tolong anak saya kejang").write("tetangga minum racun di RT 5 dekat musala")
    assert (len(speaker.filed), speaker.did(Complete)) == (2, [])


def test_a_doubt_asked_meanwhile_is_no_obstacle() -> None:
    """A fire of years ago was asked about; then the neighbour drinks poison."""
    speaker = cried("anak sy keracunan").write("rumah sy kebakaran thn 2019 blm dpt bantuan")
    speaker.write("tetangga sy minum racun tikus")
    assert len(speaker.filed) == 2


FLOOD, BLAZE = (
    "banyune munggah wis sedengkul, emak karo bocah2 ning genteng",
    "umahe bi Tinah kobong",
)


@pytest.mark.parametrize("asking", [True, False])
@pytest.mark.parametrize(
    "cries",
    [
        Cries(BLAZE, FLOOD),
        Cries("banjir sudah sepinggang", "rumah bu Neneng kebakaran"),
        Cries("rumah kami kena longsor", "gudang sebelah kebakaran"),
        Cries("pak Kasan muntah darah", "pak Kadi sesek napas parah"),
        Cries("mang Kasan tibo sing genteng ora obah", "bayine mbak Sri biru bar lair"),
    ],
)
def test_another_danger_is_a_case_of_its_own(cries: Cries, asking: bool) -> None:
    """A flood is no news of a fire, nor is one person's danger that of another who is named."""
    speaker = cried(cries.first, asking=asking).write(cries.second)
    assert (len(speaker.filed), speaker.did(Add)) == (2, [])
    assert speaker.keys[0].endswith(".say")


@pytest.mark.parametrize("asking", [True, False])
@pytest.mark.parametrize(
    "cries",
    [
        Cries("lapar mang Sarta teu dahar tilu poe", "ari itu mah bapak sy ge ngadat, nyeri dada"),
        Cries("emak kesetrum", "adik jatuh dari pohon"),
        Cries(BLAZE, "mang Udin jatuh dari motor"),
    ],
)
def test_what_may_be_another_danger_is_asked(cries: Cries, asking: bool) -> None:
    """With whom to call; it is no quiet addition, and no answer."""
    speaker = cried(cries.first, asking=asking).write(cries.second)
    assert (len(speaker.filed), speaker.did(Add)) == (1, [])
    assert speaker.keys[0] == "alarm.maybe"
    speaker.press("e:yes")
    assert len(speaker.filed) == 2


def test_a_name_that_a_sealed_case_does_not_know_stays_out_of_it() -> None:
    """Also where it is the only one."""
    speaker = cried("anak tetangga arep bunuh diri", asking=False).write("bayine mbak Sri rewel")
    assert speaker.did(Add) == []


@pytest.mark.parametrize("words", ["apinya makin gede", "masih kobong, durung padam"])
def test_a_fire_that_grows_beside_a_flood_is_news_of_the_fire(words: str) -> None:
    """It goes to the fire, although the flood was told last."""
    speaker = cried(BLAZE).write(FLOOD)
    known(speaker, FLOOD)
    speaker.write(words)
    told = [
        (e.case, e.command.cry)
        for e in speaker.effects
        if isinstance(e, Do) and isinstance(e.command, Add)
    ]
    assert told == [(speaker.filed[0].key, True)]


@pytest.mark.parametrize("words", ["mang sarta blm makan jg", "mang Sarta teu dahar keneh"])
def test_the_same_persons_danger_is_no_second_case_a_day_later(words: str) -> None:
    """Its case is open, and rings once more; somebody else's is another."""
    speaker = cried("lapar mang Sarta teu dahar tilu poe", asking=False)
    speaker.write(words, after=26 * 3600)
    assert (len(speaker.filed), [told.cry for told in speaker.did(Add)]) == (1, [True])
    speaker.write("mang Udin teu dahar tilu poe", after=26 * 3600)
    assert len(speaker.filed) == 2


@pytest.mark.parametrize(
    ("cry", "words"),
    [
        ("bayine bi Wasti biru", "eh salah, sing biru bayine bi Icih"),
        ("pak Kasan pingsan di pasar", "maksude pak Karta pingsan di pasar"),
        ("bu Neneng kejang", "lepat, bu Nonoh nu kejang"),
        ("tetangga kesetrum", "ralat min, bapak sy yg kesetrum"),
    ],
)
def test_a_correction_is_no_second_alarm(cry: str, words: str) -> None:
    """Right after a cry it joins the first, as news that everybody who was called reads; much later
    it is a cry of its own."""
    speaker = Speaker().write(cry).write(words)
    assert len(speaker.filed) == 1
    (added,) = speaker.did(Add)
    assert added.cry
    assert list(added.story["texts"]) == [words]
    assert len(Speaker().write(cry).write(words, after=3 * 3600).filed) == 2
