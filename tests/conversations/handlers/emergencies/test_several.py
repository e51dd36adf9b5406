"""With several emergencies open, words go to the one that they name; where they name none,
none is told, and it is asked which. What shows something without words goes to one at once, and
a tap tells another."""

from dataclasses import replace

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from casework.actions.ending.completion import Complete
from casework.case.number import number
from conversations.protocol.effects import Do, RaisedAlarm
from tests.conversations.speaker import CASE, CONTENT, TEXTS, Speaker, resident

DESPAIR, POISON, FIRE, SEIZURE = (
    "saya mau bunuh diri",
    "nenek keracunan",
    "rumah tetangga kebakaran sekarang",
    "tolong anak saya kejang",
)


def raised(*cries: str, asking: int = 0) -> Speaker:
    """Somebody who has raised these; ``asking``: so many forms are still open."""
    speaker = Speaker(resident())
    for place, cry in enumerate(cries):
        speaker.write(cry)
        assert len(speaker.filed) == place + 1
        filed = speaker.filed[-1]
        one = RaisedAlarm(
            CASE + place, filed.service, kind=filed.facts["alarm"], at=speaker.at, words=cry
        )
        speaker.emergencies = {**speaker.emergencies, filed.key: one}
    while len(speaker.talk.drafts) > asking:
        speaker.write("Lewati")
    return speaker


def went_to(speaker: Speaker) -> list[int]:
    """The cries, by their order, to which the last words were added."""
    keys = [filed.key for filed in speaker.filed]
    return [
        keys.index(str(e.case))
        for e in speaker.effects
        if isinstance(e, Do) and isinstance(e.command, Add)
    ]


@pytest.mark.parametrize("asking", [0, 1, 2])
@pytest.mark.parametrize(
    ("cries", "words", "to"),
    [
        ((DESPAIR, POISON), "nenek sdh meninggal", 1),
        ((POISON, DESPAIR), "mbah nya sudah tidak ada pak", 0),
        ((SEIZURE, FIRE), "damkarnya belum datang juga", 1),
        ((FIRE, SEIZURE), "asapnya makin tebal", 0),
        ((SEIZURE, POISON), "anaknya sudah sadar", 0),
        ((FIRE, SEIZURE), "apinya sudah padam", 0),
        ((SEIZURE, POISON), "anaknya masih kejang", 0),
    ],
)
def test_words_find_the_emergency_that_they_name(
    cries: tuple[str, str], words: str, to: int, asking: int
) -> None:
    """By its victim or its danger, whichever question stands on the screen."""
    speaker = raised(*cries, asking=asking).write(words)
    assert went_to(speaker) == [to]
    assert len(speaker.filed) == 2


@pytest.mark.parametrize("asking", [0, 1])
@pytest.mark.parametrize("words", ["mana petugasnya pak", "sdh aman semua", "cepat pak takut"])
def test_words_that_name_none_are_asked_about(words: str, asking: int) -> None:
    """No case is told what belongs to another, or to be over, before it is known which."""
    speaker = raised(POISON, FIRE, asking=asking).write(words, after=900)
    assert went_to(speaker) == []
    assert speaker.keys[-1] == "alarm.which.ask"
    labels = [CONTENT.texts.plain("id", button.label) for button in speaker.buttons]
    assert [number(CASE) in labels[0], number(CASE + 1) in labels[1]] == [True, True]


def test_gak_jadi_at_the_question_of_another_case_takes_nothing_back() -> None:
    """The fire's questions are done and those of the older case stand there: it is asked which."""
    speaker = raised("suami saya pukul saya sekarang", FIRE, asking=1).write("gak jadi")
    assert went_to(speaker) == []
    assert speaker.keys[-1] == "alarm.which.ask"


def test_a_slip_of_the_finger_calls_off_nothing_unknown() -> None:
    """ "Salah pencet" may mean either."""
    speaker = raised(SEIZURE, FIRE, asking=0).write("maaf salah pencet", after=900)
    assert (speaker.did(CallOff), speaker.keys[-1]) == ([], "alarm.which.ask")
    named = raised(SEIZURE, FIRE, asking=0).write("salah pencet pak, tidak ada kebakaran")
    (called,) = [e.case for e in named.effects if isinstance(e, Do)]
    assert called == named.filed[1].key


@pytest.mark.parametrize("words", ["sdh aman semua", "mana petugasnya pak"])
def test_a_tap_says_which(words: str) -> None:
    """It is told the words, by which it may be over, and the next words go there."""
    speaker = raised(POISON, FIRE).write(words, after=900)
    speaker.tap(f"em:{speaker.filed[0].key}")
    assert [told.over for told in speaker.did(Add)] == [words == "sdh aman semua"]
    assert speaker.keys[0] == "alarm.which.kept"
    assert speaker.talk.loose.empty
    assert went_to(speaker.write("masih di sini pak")) == [0]


def test_an_old_button_of_which_harms_nothing() -> None:
    """Its emergency is over."""
    speaker = raised(POISON, FIRE).write("mana petugasnya pak", after=900)
    speaker.emergencies = {}
    assert speaker.tap(f"em:{speaker.filed[0].key}").keys[0] == "form.stale"


def test_an_answer_stays_an_answer() -> None:
    """A number or an address goes to the case whose question it answers, whatever it names."""
    speaker = raised(POISON, SEIZURE, asking=2)
    asked = speaker.talk.drafts[-1].about["key"]
    speaker.write("081234567890")
    assert asked in [e.case for e in speaker.effects if isinstance(e, Do)]
    assert went_to(speaker) == []


def test_one_emergency_is_never_asked_about() -> None:
    """Everything goes there."""
    assert went_to(raised(POISON).write("mana petugasnya pak", after=900)) == [0]


@pytest.mark.parametrize("asking", [0, 2])
def test_a_cry_that_may_be_of_either_rings_for_one(asking: int) -> None:
    """Two people have a fit: numbers first, red news for the newest, and a button for the other."""
    speaker = raised(SEIZURE, "suami saya kejang", asking=asking)
    speaker.write("masih kejang pak", after=900)
    assert went_to(speaker) == [1]
    assert [told.cry for told in speaker.did(Add)] == [True]
    assert (speaker.keys[0], speaker.keys[-1]) == ("alarm.medical.say", "alarm.which.piece")
    assert went_to(speaker.write("suaminya masih kejang")) == [1]


@pytest.mark.parametrize("words", ["makasih", "makasih ya pak", "iya", "🙏"])
@pytest.mark.parametrize("asking", [0, 1, 2])
def test_thanks_ring_nobody(words: str, asking: int) -> None:
    """They are answered, and no officer reads them."""
    speaker = raised(POISON, FIRE, asking=asking).write(words, after=900)
    assert (went_to(speaker), speaker.did(Complete)) == ([], [])
    assert speaker.keys[0].startswith(("chat.", "field.address"))
    assert speaker.talk.loose.empty


@pytest.mark.parametrize("words", ["rt 2 rw 3", "rt 9", "gang mawar no 5 cat hijau", "0812 345"])
def test_a_piece_of_an_address_goes_to_one(words: str) -> None:
    """To the newest: the officers of the others are not rung, and a tap says where else."""
    speaker = raised(POISON, SEIZURE, FIRE).write(words, after=900)
    assert went_to(speaker) == [2]
    assert speaker.keys == ["alarm.which.piece"]
    assert len(speaker.buttons) == 2
    speaker.tap(f"em:{speaker.filed[0].key}")
    assert went_to(speaker) == [0]
    assert [list(one.story["texts"]) for one in speaker.did(Add)] == [[words]]


def test_an_address_goes_where_was_spoken_of_a_moment_ago() -> None:
    """The words before it have named the older one."""
    speaker = raised(POISON, FIRE).write("neneknya muntah terus", after=900).write("rt 9")
    assert went_to(speaker) == [0]


def test_a_few_digits_are_kept_quietly() -> None:
    """A piece of a number is no news of the danger, and its writer hears where it is."""
    speaker = raised(POISON).write("0812 345", after=900)
    assert [one.more for one in speaker.did(Add)] == [True]
    assert speaker.keys == ["alarm.which.kept"]


@pytest.mark.parametrize("words", ["081234567890", "rt 2 rw 3 cat hijau"])
def test_a_whole_number_or_address_is_news(words: str) -> None:
    """Who is on the way reads it."""
    assert [one.more for one in raised(POISON).write(words, after=900).did(Add)] == [False]


def test_buttons_tell_emergencies_of_one_kind_apart() -> None:
    """Whoever has raised two of the same kind sees whose each is."""
    speaker = raised(SEIZURE, "bapak pingsan di sawah")
    for one, about in zip(speaker.emergencies, ("anak saya kejang", "bu Karsem"), strict=True):
        known = replace(speaker.emergencies[one], told=about)
        speaker.emergencies = {**speaker.emergencies, one: known}
    speaker.write("mana petugasnya pak")
    labels = [TEXTS.plain("id", button.label) for button in speaker.buttons]
    assert any("anak saya kejang" in label for label in labels)
    assert any("bu Karsem" in label for label in labels)
    assert not any(TEXTS.languages["id"]["service.medical_emergency.name"] in one for one in labels)


@pytest.mark.parametrize(
    ("which", "words"),
    [
        (0, "bocahe wis ambegan maning alhamdulillah"),
        (0, "sudah ditolong bu"),
        (0, "anaknya sudah sadar"),
        (1, "apinya sudah padam"),
        (1, "sudah ditolong bu"),
    ],
)
def test_good_news_below_the_receipt_reaches_its_emergency(which: int, words: str) -> None:
    """A reply says which it is, whatever was cried since; it makes no new one and asks nothing."""
    speaker = raised("tolong anak tenggelam di kali", "rumah tetangga kebakaran sekarang")
    key, one = list(speaker.emergencies.items())[which]
    speaker.write(words, reply_to=one.case)
    (add,) = [e for e in speaker.effects if isinstance(e, Do)]
    assert isinstance(add.command, Add)
    assert (add.case, add.command.over) == (key, True)


def shown(speaker: Speaker, what: str) -> Speaker:
    """A pin, a photo or a voice."""
    return speaker.place() if what == "pin" else speaker.photo(kind=what)


@pytest.mark.parametrize("what", ["pin", "photo", "voice"])
def test_one_hears_it_at_once_and_a_tap_tells_another(what: str) -> None:
    """Nobody knows which it is about: it names none."""
    speaker = shown(raised(SEIZURE, POISON, FIRE), what)
    assert len(went_to(speaker)) == 1
    assert "alarm.which.piece" in speaker.keys
    first = went_to(speaker)[0]
    other = speaker.filed[(first + 1) % 3].key
    assert went_to(speaker.press(other)) == [(first + 1) % 3]


@pytest.mark.parametrize("what", ["photo", "voice"])
def test_beside_the_question_of_one_too(what: str) -> None:
    """And the question stands below."""
    speaker = raised(SEIZURE, POISON, FIRE, asking=3)
    speaker.write("lewati")
    assert speaker.asked == "phone"
    shown(speaker, what)
    assert went_to(speaker) == [2]
    assert {"alarm.which.piece", "emergency.of"} <= set(speaker.keys)


def test_of_one_emergency_nothing_is_asked() -> None:
    """It is clear there."""
    speaker = shown(raised(SEIZURE), "pin")
    assert (went_to(speaker), speaker.keys) == ([0], [])


def test_each_is_asked_where_it_is() -> None:
    """One after the other, the newest first."""
    speaker, asked = raised(SEIZURE, POISON, FIRE, asking=3), []
    while speaker.talk.drafts:
        if speaker.asked == "place":
            asked.append(speaker.talk.drafts[-1].about["key"])
        speaker.write("lewati")
    assert asked == [one.key for one in reversed(speaker.filed)]
