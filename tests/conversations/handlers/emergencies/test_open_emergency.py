"""After an emergency further words belong to it at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.correspondence import Add
from casework.case.model import Role
from conversations.content import alarm_words
from conversations.handlers.emergencies import means
from conversations.handlers.emergencies.who import two_dangers
from conversations.protocol.effects import Brief, Do
from tests.conversations.handlers.emergencies.test_second_cry import cried, known
from tests.conversations.speaker import CASE, CONTENT, WAITING_CASE, Speaker, resident

BEATEN = "tolong suami saya pukul saya sekarang"


def raised(*roles: Role) -> Speaker:
    """Somebody whose short form is done."""
    speaker = Speaker(resident(*roles)).write(BEATEN)
    assert len(speaker.filed) == 1
    while speaker.talk.drafts:
        speaker.write("Lewati")
    return speaker


def added(speaker: Speaker) -> list[object]:
    return [e.case for e in speaker.effects if isinstance(e, Do) and isinstance(e.command, Add)]


@pytest.mark.parametrize("words", ["pak tolong dia sudah di depan pintu", "MANA PETUGASNYA", "cpt"])
def test_further_words_belong_to_it(words: str) -> None:
    """Whatever is written soon after goes to the case, and nothing is asked."""
    speaker = raised().write(words, after=600)
    assert (added(speaker), speaker.keys) == ([speaker.filed[0].key], [])
    assert speaker.talk.loose.empty


def test_a_photo_and_a_place_belong_to_it() -> None:
    """A photo and what follows it in a burst go there, too."""
    speaker = raised().photo()
    assert added(speaker) == [speaker.filed[0].key]
    assert added(speaker.write("ini rumahnya", after=1)) == [speaker.filed[0].key]
    assert len(speaker.filed) == 1


@pytest.mark.parametrize("words", ["makasih pak", "assalamualaikum"])
def test_thanks_are_answered_as_thanks(words: str) -> None:
    """Thanks and greetings tell nothing."""
    assert added(raised().write(words)) == []


def test_hours_later_it_is_asked() -> None:
    """Long after the emergency words are a message like any other."""
    speaker = raised().write("lampu jalan depan rumah mati", after=3 * 3600)
    assert (added(speaker), speaker.keys) == ([], ["outside.offer"])


def test_once_it_is_over_nothing_is_added() -> None:
    """An emergency that is closed takes no words: they are asked about."""
    speaker = raised()
    speaker.emergency_over = True
    assert speaker.write("lampu jalan depan rumah mati").keys == ["outside.offer"]


def test_a_volunteers_next_words_may_be_of_another_neighbour() -> None:
    """A volunteer is asked, as they may speak of somebody else."""
    assert raised(Role.VOLUNTEER).write("lampu jalan mati sejak kemarin").keys == ["outside.offer"]


def test_another_matter_is_asked_about() -> None:
    """Words that clearly name another trouble are no news of the emergency; anything else is."""
    speaker = raised()
    speaker.cases = (Brief(CASE, "violence", "received"),)
    speaker.write("lampu jalan depan rumah mati sudah seminggu", after=3600)
    assert (speaker.keys, speaker.did(Add)) == (["outside.offer"], [])
    assert f"o:{CASE}" in [b.tap.data() for b in speaker.buttons]
    again = raised()
    again.cases = speaker.cases
    assert len(again.write("dia sudah di depan pintu").did(Add)) == 1


FIRE = "rumah tetangga kebakaran sekarang"


def burning() -> Speaker:
    """A resident whose fire was reported, and whose short form is done."""
    speaker = Speaker().write(FIRE)
    while speaker.talk.drafts:
        speaker.write("Lewati")
    return speaker


@pytest.mark.parametrize(
    "words",
    [
        "alhamdulillah sudah",
        "alhamdulillah sdh aman pak",
        "apinya sudah padam",
        "tadi rumah kebakaran, sudah padam",
        "sudah aman semua",
    ],
)
@pytest.mark.parametrize("form", ["done", "open"])
def test_words_that_it_is_over_go_to_the_case(words: str, form: str) -> None:
    """They are news for whoever holds it: no second alarm, no question, no silence."""
    speaker = burning() if form == "done" else Speaker().write(FIRE)
    speaker.write(words, after=600)
    (told,) = speaker.did(Add)
    assert (told.over, len(speaker.filed)) == (True, 1)
    assert added(speaker) == [speaker.filed[0].key]
    assert "alarm.maybe" not in speaker.keys


@pytest.mark.parametrize(
    "words", ["api sudah padam tapi bapak pingsan", "apinya sudah padam tapi masih ada asap", "ok"]
)
def test_what_goes_on_is_not_over(words: str) -> None:
    """Another danger, or one that goes on, is never told as over."""
    assert [told.over for told in burning().write(words).did(Add) if told.over] == []


def test_thanks_alone_are_not_over() -> None:
    """Nor are thanks, nor the same words hours later."""
    assert burning().write("makasih pak").did(Add) == []
    assert burning().write("alhamdulillah sudah", after=4 * 3600).did(Add) == []


def test_an_answer_to_an_officer_is_not_taken_by_the_emergency() -> None:
    """Asked about another case after the emergency, the next words may be the answer: whose they
    are is asked, also while the emergency's own form is open."""
    for speaker in (raised(), Speaker(resident()).write(BEATEN)):
        asked_at = speaker.at + timedelta(minutes=5)
        speaker.cases = (
            Brief(WAITING_CASE, "bpnt", "waiting", "RT berapa?", "text", asked_at=asked_at),
        )
        speaker.write("yg di rt 3 bu", after=600)
        assert added(speaker) == []
        assert not speaker.talk.loose.empty


@pytest.mark.parametrize(
    ("cry", "one"),
    [
        (
            "umahe bi Eti kobong, karo mang Kasan tibo sing genteng ora obah",
            "mang Kasan gpp cuma pingsan bentar",
        ),
        ("rumah tetangga kebakaran, anaknya pingsan", "anaknya udah sadar alhamdulillah"),
        ("mbah Darmi kejang, trus omahe pak Udin kobong", "mbah Darmi wis sadar alhamdulillah"),
        ("banjir di gang sama ibu saya sesak napas", "ibu udah mendingan"),
    ],
)
def test_good_news_about_one_calms_no_other_danger(cry: str, one: str) -> None:
    """Who cries of two dangers reads the numbers of both. That one of them is over is news; that
    all are safe calms the case."""
    found = alarm_words.hear(cry, CONTENT.alarms)
    assert found is not None
    content = replace(CONTENT, numbers="113 (pemadam) · 119 (ambulans) · 129 (kekerasan)")
    assert two_dangers.numbers(found, cry, content) == "113 (pemadam) · 119 (ambulans)"
    speaker = Speaker(resident()).write(cry)
    assert len(speaker.filed) == 1
    assert [(told.over, told.cry) for told in speaker.write(one).did(Add)] == [(False, False)]
    assert [told.over for told in speaker.write("semua sudah aman").did(Add)] == [True]


@pytest.mark.parametrize(
    ("cry", "news"),
    [
        ("tolong anak saya kejang", "anak sy udah sadar alhamdulillah"),
        ("rumah bi Eti kebakaran", "api sudah padam"),
        ("rumah tetangga kebakaran, anaknya pingsan", "api udah padam, anaknya udah sadar"),
    ],
)
def test_good_news_about_all_of_it_calms_the_case(cry: str, news: str) -> None:
    """One danger, or both of them named."""
    speaker = Speaker(resident()).write(cry).write(news)
    assert [told.over for told in speaker.did(Add)] == [True]


DESPAIR = ("aku wis ora kuat urip maneh, pengen mati wae", "sy sudah gk kuat hidup, ingin mati")
MEANS = (
    "tali sdh ada di tangan sy",
    "obatnya udh sy pegang",
    "taline wis ana",
    "tali ne isih ning kene",
    "taline isih ning kamar",
    "talina aya keneh di dieu",
    "racun geus aya",
    "pisau wis neng tangan",
    "sdh sy minum semua",
    "sy udh di jembatan",
    "iya itu sy sendiri, bukan org lain. tali sdh ada",
)
AWAY = (
    "talinya sdh dibuang",
    "talinya gk di tangan sy",
    "sudah minum kopi",
    "pisaunya gk ada",
    "dekat jembatan gang 3",
    "kapan pkh cair bu?",
)


@pytest.mark.parametrize("asking", [True, False])
@pytest.mark.parametrize("words", MEANS)
@pytest.mark.parametrize("cry", DESPAIR)
def test_means_ring_again_with_the_numbers(cry: str, words: str, asking: bool) -> None:
    """Whom to call stands first, and all who were called read the newest words."""
    speaker = cried(cry, asking=asking).write(words)
    assert speaker.keys[0] == "alarm.crisis.say"
    (told,) = speaker.did(Add)
    assert (told.cry, list(told.story["texts"]), len(speaker.filed)) == (True, [words], 1)


@pytest.mark.parametrize("words", ["racun sdh ada di tangannya", "talinya udh dipegang"])
def test_means_of_somebody_else_comfort_nobody(words: str) -> None:
    """Who passes the cry on reads what they can do."""
    speaker = cried("anak tetangga mau bunuh diri", asking=False).write(words)
    assert (speaker.keys[0], len(speaker.filed)) == ("alarm_other.crisis", 1)
    assert [told.cry for told in speaker.did(Add)] == [True]


@pytest.mark.parametrize("words", AWAY)
def test_what_is_away_or_harmless_rings_nobody(words: str) -> None:
    """It is told as ever."""
    assert not means.told(words, CONTENT.alarms)


@pytest.mark.parametrize("words", [one for one in MEANS if "pisau" not in one])
def test_without_despair_these_words_say_nothing(words: str) -> None:
    """A rope at hand is a rope; a fire that is open makes it none, either."""
    assert Speaker(resident()).write(words).filed == []
    speaker = cried("rumah saya kebakaran", asking=False).write(words)
    assert len(speaker.filed) == 1


def test_another_victim_is_no_means() -> None:
    """A child that drank poison is a case of its own."""
    speaker = cried(DESPAIR[0], asking=False).write("anak tetangga minum racun, obat sdh ada")
    assert len(speaker.filed) == 2


@pytest.mark.parametrize("words", [MEANS[0], MEANS[-1]])
def test_beside_a_neighbours_despair_it_rings_and_one_of_them_is_told(words: str) -> None:
    """Numbers first; the newest words are red news, never only a question."""
    speaker = cried("tetangga mau bunuh diri", asking=False).write(DESPAIR[0])
    speaker.press("e:other")
    known(speaker, DESPAIR[0])
    assert len(speaker.filed) == 2
    speaker.write(words)
    assert speaker.keys[0] == "alarm.crisis.say"
    assert [told.cry for told in speaker.did(Add)] == [True]


def test_an_address_beside_the_means_rings() -> None:
    """Where it is was asked; that the rope is there is more than an address."""
    speaker = cried(DESPAIR[0]).write("RT 5 dekat musala, tali sdh ada")
    assert [told.cry for told in speaker.did(Add)] == [True]
