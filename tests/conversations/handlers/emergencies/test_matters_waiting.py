"""What waits to be sorted outlives every emergency: it stays out of the case, its button goes on
meaning it, and it is offered again."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.completion import Complete
from casework.case.model import Role
from tests.conversations.handlers.emergencies.test_matters import answered, told
from tests.conversations.handlers.emergencies.test_several import FIRE, POISON, raised
from tests.conversations.speaker import Speaker, resident

AYU = "anak saya kelas 4 SD sudah sebulan tidak masuk sekolah karena malu belum bayar seragam"
CARD, NEIGHBOUR_CARD = "kartu kis mertua mati", "bpjs nya pak joko udah mati 3 bulan"
OWN_CARD = "kartu bpjs sy mati gmn ya"
BEATEN, BURNS = "suami sy mukul lg", "tolong rumah sebelah kebakaran besar ada nenek di dalam"
FAINTED = "ibu pingsan ga bangun2"


def story_of(speaker: Speaker) -> list[str]:
    return list(speaker.answers["story"]["texts"])


@pytest.mark.parametrize(
    ("before", "cry"),
    [
        (NEIGHBOUR_CARD, BEATEN),
        ("pkh ga cair dr april", BEATEN),
        ("kk saya hilang mau urus lagi", "saya mau bunuh diri"),
        (AYU, BURNS),
        (CARD, BURNS),
        ("bansos sembako blm masuk 2 bulan", "anak sy kejang tolong"),
    ],
)
def test_an_ordinary_matter_is_no_line_of_an_emergency(before: str, cry: str) -> None:
    """Who comes reads the cry; the matter is offered again when the questions are done."""
    speaker = Speaker().write(before).write(cry)
    assert told(speaker) == [cry]
    assert speaker.talk.loose.texts == (before,)
    assert answered(speaker).keys[-1] == "outside.offer"


@pytest.mark.parametrize(
    ("before", "cry"),
    [
        (OWN_CARD, FAINTED),
        ("kis pak budi mati", "anak sy kejang tolong"),
        ("kartu kis ibu ga aktif", "ibu sesak nafas ga bisa napas"),
        ("ibu saya dirawat jalan, obatnya dibayar sendiri", FAINTED),
        ("rumah saya di pinggir kali, atapnya bocor", "tolong banjir bu air sudah masuk rumah"),
    ],
)
def test_what_may_belong_to_it_still_waits(before: str, cry: str) -> None:
    """In doubt it is told to who comes, and its button works on."""
    speaker = Speaker().write(before)
    button = next(one.tap.data() for one in speaker.buttons if ":new" in one.tap.data())
    speaker.write(cry)
    assert cry in told(speaker)
    speaker.tap(button)
    assert "outside.gone" not in speaker.keys
    assert story_of(speaker) == [before]


@pytest.mark.parametrize("piece", ["tolong bu", "ibu saya", "bu cepat"])
def test_a_piece_of_the_cry_waits_no_more(piece: str) -> None:
    """Words that tell nothing by themselves belong to the next ones."""
    speaker = Speaker().write(piece).write(FAINTED)
    assert speaker.talk.loose.empty
    assert told(speaker)[-1] == FAINTED


@pytest.mark.parametrize("role", [None, Role.VOLUNTEER])
def test_a_doubt_takes_no_ordinary_matter_along(role: Role | None) -> None:
    """ "Is it happening now?" is asked about the words of danger alone, whatever is answered."""
    for answer in ("e:yes", "e:no"):
        person = resident(role) if role else resident()
        speaker = Speaker(person).write(CARD)
        button = next(one.tap.data() for one in speaker.buttons if ":new" in one.tap.data())
        speaker.write("sy di pukulin suami tiap hari").press(answer)
        if answer == "e:yes":
            assert told(speaker) == ["sy di pukulin suami tiap hari"]
        else:
            assert CARD not in speaker.talk.loose.texts
        assert story_of(speaker.tap(button)) == [CARD]


@pytest.mark.parametrize("asking", [0, 1])
def test_a_question_about_several_leaves_them_waiting(asking: int) -> None:
    """ "Which emergency?" is asked about other words; the button of the older ones means those."""
    speaker = raised(POISON, FIRE, asking=asking)
    speaker.write(AYU, after=900).write(CARD).press("o:more")
    assert speaker.talk.loose.texts == (AYU, CARD)
    button = next(one.tap.data() for one in speaker.buttons if ":new" in one.tap.data())
    speaker.write("cepat pak takut", after=900)
    assert speaker.keys[-1] == "alarm.which.ask"
    assert story_of(speaker.tap(button)) == [AYU, CARD]


def test_which_emergency_is_answered_behind_newer_words() -> None:
    """Another matter came between: the tap still means the words that were asked about, and the
    matter stays."""
    speaker = raised(POISON, FIRE).write("sdh aman semua", after=900)
    which = f"em:{speaker.filed[0].key}"
    speaker.write(CARD, after=60).tap(which)
    assert [(one.over, list(one.story["texts"])) for one in speaker.did(Add)] == [
        (True, ["sdh aman semua"])
    ]
    assert speaker.talk.loose.texts == (CARD,)


def test_after_the_questions_what_waits_behind_is_offered() -> None:
    """Also where "which emergency?" stood before it."""
    speaker = raised(POISON, FIRE, asking=1).write(AYU, after=60)
    speaker.write("cepat pak takut", after=900)
    while speaker.talk.draft is not None:
        speaker.write("Lewati")
    assert "second.heard" not in speaker.keys
    assert speaker.keys[-1] == "outside.offer"
    assert speaker.talk.loose.texts == (AYU,)


def test_a_second_victim_leaves_them_waiting() -> None:
    """ "Who is in danger?" is asked about the newest cry."""
    speaker = raised("tolong anak saya kejang").write(CARD, after=900)
    button = next(one.tap.data() for one in speaker.buttons if ":new" in one.tap.data())
    speaker.write("suami kejang juga", after=60)
    if "alarm.person.ask" in speaker.keys:
        speaker.press("e:other")
    assert told(speaker)[-1] == "suami kejang juga"
    speaker = answered(speaker)
    assert speaker.keys[-1] == "outside.offer"
    assert story_of(speaker.tap(button)) == [CARD]


def test_a_photo_of_a_card_stays_with_its_words() -> None:
    """Files go where the words go that came with them."""
    speaker = Speaker().photo("kartu kis saya mati").write(BEATEN)
    assert not (speaker.filed[-1].intake.story or {})["files"]
    assert len(speaker.talk.loose.files) == 1


def test_a_bare_photo_goes_to_who_comes() -> None:
    """It may show the fire."""
    speaker = Speaker().photo().write(BURNS)
    assert len((speaker.filed[-1].intake.story or {})["files"]) == 1


@pytest.mark.parametrize("role", [Role.VOLUNTEER, None])
@pytest.mark.parametrize(
    ("before", "cry"),
    [
        ("mbah Karsem durung oleh pkh", "pak Wira katane tetangga arep nggantung"),
        ("mbah Karsem durung oleh pkh", "pak Kasan muntah darah"),
        ("bu Siti belum dapat BLT", "umahe bi Eti kobong"),
    ],
)
def test_an_address_behind_another_name_is_theirs(before: str, cry: str, role: Role | None) -> None:
    """Nobody is sent to the wrong house; where it is, is asked."""
    speaker = Speaker(resident(role) if role else resident()).write(before).write("rt sanga")
    speaker.write(cry)
    assert told(speaker) == [cry]
    assert speaker.filed[-1].intake.place is None
    assert speaker.asked == "place"
    waiting = [speaker.talk.loose, *(one.story for one in speaker.talk.unsorted)]
    assert "rt sanga" in [text for story in waiting for text in story.texts]


def test_an_address_that_was_told_first_is_that_of_the_danger() -> None:
    """Nobody was named before it."""
    speaker = Speaker(resident()).write("rt 5 gang mawar").write("pak Kasan muntah darah")
    assert speaker.filed[-1].intake.place == "rt 5 gang mawar"


CARD_OF_MINE, MY_ADDRESS = "kis sy mati min", "rt 4 rw 2"


@pytest.mark.parametrize(
    ("waiting", "cry"),
    [
        ((CARD_OF_MINE, MY_ADDRESS), "bu Yani tetangga mau minum racun"),
        ((CARD_OF_MINE, MY_ADDRESS), "bu Yani kejang tolong"),
        (("rt 3 rw 9 depan mushola",), "kakek mau bunuh diri di rumah paman"),
        (("rt 3 rw 9 depan mushola",), "adik kejang di pasar"),
    ],
)
def test_an_address_that_waits_is_not_where_somebody_else_is(
    waiting: tuple[str, ...], cry: str
) -> None:
    """Another person, or another place in the cry: it is asked where that is, and the answer is
    taken."""
    speaker = Speaker()
    for one in waiting:
        speaker.write(one)
    assert speaker.write(cry).asked == "place"
    assert waiting[-1] not in told(speaker)
    assert [done.intake.place for done in speaker.write("rt 6").did(Complete)] == ["rt 6"]


@pytest.mark.parametrize("cry", ["tolong ibu saya pingsan", "anak sy kejang di rumah"])
def test_an_address_that_waits_alone_is_that_of_the_own_house(cry: str) -> None:
    """Nobody has to say it twice."""
    speaker = Speaker().write(MY_ADDRESS).write(cry)
    assert (speaker.filed[-1].intake.place, MY_ADDRESS in told(speaker)) == (MY_ADDRESS, True)
