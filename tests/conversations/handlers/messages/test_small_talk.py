"""What stands beside thanks is kept, wherever the person stands; only thanks alone are nothing but
thanks."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from casework.actions.correspondence import Add
from casework.actions.question import Answer
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol import dialogue
from conversations.protocol.effects import Brief, Do
from conversations.protocol.talk.gathering import BURST_SECONDS
from tests.conversations.speaker import CASE, OPEN_CASES, WAITING_CASE, Speaker

NEWS = (
    "suwun, ktp ana, kk ilang, tinggal karo putune",
    "makasih ya, emak udh meninggal tadi subuh",
    "nuhun min, emak ayeuna dirawat di rs ciremai",
    "hatur nuhun, kis emak geus hirup deui",
    "pa Warsa anaknya udah masuk sekolah lg, makasih min",
    "makasih, bi Onah udah pindah ke rumah anaknya di Lemahabang",
    "nuhun, ayeuna mah aya adi nu maturan",
    "makasih min, td pintu rmh dibuka org nyari bapak",
    "trims. rumah mbah reyot kmrn malam",
    "makasih, beras udah dikasih pak rt",
    "matur nuwun bu, bapak mpun wangsul",
    "thank you, she moved to her son",
    "alhamdulillah anake wis balik",
    "makasih, ibu sudah sehat",
)
THANKS = (
    "makasih",
    "nuhun min, mugi berkah",
    "suwun pak ya, mugi-mugi Gusti Allah sing mbales, sehat selalu amin",
    "terima kasih banyak bapak ibu semoga berkah dan sehat selalu, dilancarkan rejekinya aamiin",
    "hatur nuhun pisan kang 🙏",
    "assalamualaikum min, makasih ya",
    "matur nuwun sanget nggih bu",
)


def outside() -> Speaker:
    return Speaker()


def with_a_case() -> Speaker:
    return Speaker(cases=OPEN_CASES[1:])


def with_a_question() -> Speaker:
    return Speaker(cases=OPEN_CASES)


def words_waiting() -> Speaker:
    return Speaker().write("lampu jalan di depan rumah mati")


def after_an_emergency() -> Speaker:
    crying = Speaker().write("tolong rumah saya kebakaran")
    while crying.talk.draft is not None:
        crying.write("depan masjid Al Huda rt 02").write("081234567890")
    return crying


def after_a_report() -> Speaker:
    told = Speaker(cases=OPEN_CASES[1:])
    told.talk = replace(told.talk, gathering=(f"case:{CASE}", told.at.isoformat()))
    return told


def form_open() -> Speaker:
    return Speaker().tap("m:lapor").press(":self")


def result_doubted() -> Speaker:
    doubts = ({"texts": ["belum masuk bu"]},)
    return Speaker(cases=(Brief(CASE, "pkh", "resolved", said=doubts),))


Place = Callable[[], Speaker]
PLACES: tuple[tuple[Place, int | None, float], ...] = (
    (outside, None, 60),
    (with_a_case, None, 60),
    (with_a_case, CASE, 60),
    (with_a_question, None, 60),
    (with_a_question, CASE, 60),
    (with_a_question, WAITING_CASE, 60),
    (words_waiting, None, 60),
    (words_waiting, None, 2),
    (after_an_emergency, None, 60),
    (after_a_report, None, 2),
    (form_open, None, 60),
    (result_doubted, None, 60),
    (result_doubted, CASE, 60),
)
"""Where somebody stands, to which case they reply, and how many seconds after the last message."""


def kept(speaker: Speaker, words: str) -> bool:
    """Whether words wait, stand in a form, or went to a case."""
    told = [e.command for e in speaker.effects if isinstance(e, Do)]
    stories = [c.story for c in told if isinstance(c, Add)]
    answers = [c.answer for c in told if isinstance(c, Answer)]
    return words in repr((dialogue.dump(speaker.talk), stories, answers))


@pytest.mark.parametrize("words", NEWS)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[0].__name__}-{place[1]}")
def test_what_stands_beside_thanks_is_kept(
    place: tuple[Place, int | None, float], words: str
) -> None:
    """News, an answer, more of what waits: none is taken for thanks."""
    stands, case, after = place
    assert kept(stands().write(words, reply_to=case, after=after), words)


@pytest.mark.parametrize("words", THANKS)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[0].__name__}-{place[1]}")
def test_thanks_alone_are_kept_nowhere(place: tuple[Place, int | None, float], words: str) -> None:
    """Thanks, a greeting, address words and a wish are answered in kind."""
    stands, case, after = place
    if stands is not form_open and after > BURST_SECONDS:
        assert not kept(stands().write(words, reply_to=case, after=after), words)


@pytest.mark.parametrize("words", NEWS)
def test_news_is_no_small_talk(words: str) -> None:
    """Whatever stands beside thanks is something told."""
    assert small_talk(words) == ""


@pytest.mark.parametrize("words", THANKS)
def test_thanks_are_small_talk(words: str) -> None:
    """Thanks with greetings, nods and wishes are nothing but thanks."""
    assert small_talk(words) == "thanks"


@pytest.mark.parametrize(
    "words", ["iya, makasih", "sampun, nuwun", "sudah bu, makasih", "muhun, nuhun"]
)
def test_a_yes_with_thanks_answers_an_officer(words: str) -> None:
    """ "Has the rice come?" may be answered so."""
    answered = with_a_question().write(words, reply_to=WAITING_CASE)
    assert answered.did(Answer)
    assert kept(answered, words)


@pytest.mark.parametrize("words", ["alhamdulillah sudah", "wis beres, suwun"])
def test_thanks_that_it_is_done_are_news(words: str) -> None:
    """An officer who still works on it wants to know."""
    assert with_a_case().write(words, reply_to=CASE).did(Add)
