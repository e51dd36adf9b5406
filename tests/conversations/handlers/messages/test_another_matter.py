"""An ordinary trouble that is told after an emergency is a matter of its own, however it comes;
news of the danger goes on to whoever is on the way."""

import pytest

from casework.actions.correspondence import Add
from casework.actions.ending.calling_off import CallOff
from casework.case.model import Role
from conversations.protocol.effects import Brief
from tests.conversations.speaker import CASE, Speaker, resident, stranger

CRIES = (
    "saya mau bunuh diri",
    "tolong suami saya pukul saya sekarang",
    "tolong, banjir, air masuk rumah sekarang",
    "tolong anak saya kejang",
    "i want to kill myself",
)
ORDINARY = (
    "kartu BPJS saya mati pak",
    "bansos saya belum cair",
    "sembako belum turun",
    "ktp hilang",
    "lampu jalan depan rumah mati",
    "my BPJS card is dead",
    "kartu saya mati",
)
NEWS = (
    "masih di sini",
    "RT 5 RW 2 dekat puskesmas",
    "081234567890",
    "rumah nomor 12 cat biru",
    "he is still here",
    "MANA PETUGASNYA",
    "butuh bantuan cepat",
    "banyak lansia di sini",
    "bayi saya nangis terus",
    "listrik mati semua",
    "rumah saya di atas toko sembako, dekat musala",
    "gelap sekali di sini",
)
OTHERS = (Brief(CASE, "pbi_reactivation", "received"), Brief(CASE + 5, "identity_documents", "new"))


def cried(cry: str = CRIES[0], *, done: bool = True, cases: tuple[Brief, ...] = ()) -> Speaker:
    """Somebody who has raised an emergency; ``done``: its short form is, too."""
    speaker = Speaker(resident(), cases=cases).write(cry)
    assert len(speaker.filed) == 1
    while done and speaker.talk.drafts:
        speaker.write("Lewati")
    return speaker


@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("words", ORDINARY)
def test_an_ordinary_trouble_is_asked_about(cry: str, words: str) -> None:
    """It never joins the emergency, whatever the speaker's other cases are about."""
    for cases in ((), OTHERS):
        speaker = cried(cry, cases=cases).write(words)
        assert (speaker.did(Add), speaker.keys[-1]) == ([], "outside.offer")
        assert speaker.talk.loose.texts == (words,)


@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("words", ORDINARY)
def test_so_it_is_at_a_question_of_the_emergency(cry: str, words: str) -> None:
    """Typed where the emergency asks for a place or a number, it is no answer and is not lost."""
    speaker = cried(cry, done=False).write(words)
    assert (speaker.did(Add), speaker.keys[-1]) == ([], "outside.offer")
    assert speaker.talk.loose.texts == (words,)
    speaker.press("o:new")
    assert [draft.form for draft in speaker.talk.drafts] == ["emergency", "report"]
    assert speaker.answers["story"]["texts"] == [words]


@pytest.mark.parametrize("done", [True, False])
def test_a_photo_with_a_caption_is_one_too(done: bool) -> None:
    """The caption says what a photo is about; one without goes to the emergency."""
    speaker = cried(done=done).photo("kartu BPJS saya mati")
    assert (speaker.did(Add), len(speaker.talk.loose.files)) == ([], 1)
    assert len(cried(done=done).photo().did(Add)) == 1


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize("cry", CRIES)
@pytest.mark.parametrize("words", NEWS)
def test_news_of_the_danger_goes_on(cry: str, words: str, done: bool) -> None:
    """What may be about the danger reaches the emergency at once, as an answer or as news."""
    speaker = cried(cry, done=done, cases=OTHERS).write(words)
    assert "outside.offer" not in speaker.keys
    assert speaker.talk.loose.empty
    if done:
        assert len(speaker.did(Add)) == 1


def test_more_of_the_ordinary_trouble_belongs_to_it() -> None:
    """While it is asked what the words are, further ones go with them; news of the danger does
    not."""
    speaker = cried().write("kartu BPJS saya mati").write("punya ibu saya", after=30)
    assert (speaker.did(Add), len(speaker.talk.loose.texts)) == ([], 2)
    assert len(speaker.write("dia masih di sini", after=30).did(Add)) == 1
    assert len(speaker.write("punya ibu saya", after=3600).did(Add)) == 1


def test_after_it_was_said_that_it_is_none() -> None:
    """A crisis that a tap does not take back takes no ordinary words either."""
    for done in (True, False):
        speaker = cried(done=done)
        speaker.tap(f"eo:{speaker.filed[0].key}").write("kartu BPJS saya mati")
        assert (speaker.did(Add), speaker.keys[-1]) == ([], "outside.offer")


@pytest.mark.parametrize("form", [False, True])
def test_an_ordinary_trouble_calls_nothing_off(form: bool) -> None:
    """Who says of another trouble that it is no emergency takes nothing back, outside every form
    and in a new report; who begins with it does."""
    flood, words = "tolong, banjir, air masuk rumah sekarang", "KIS saya mati, tapi bukan darurat"
    speaker = cried(flood)
    if form:
        for end in (":self", ":health", ":pbi_reactivation", ":later"):
            speaker = (
                speaker.press(end) if speaker.talk.drafts else speaker.write("/lapor").press(end)
            )
    speaker.write(words)
    assert (speaker.did(CallOff), speaker.did(Add)) == ([], [])
    kept = speaker.answers["story"]["texts"] if form else speaker.talk.loose.texts
    assert list(kept) == [words]
    assert len(cried(flood).write("maaf bukan darurat, cuma lampu jalan mati").did(CallOff)) == 1


def test_a_volunteer_is_asked_at_the_question_too() -> None:
    """Who has cried for a neighbour and then tells their own trouble."""
    speaker = Speaker(resident(Role.VOLUNTEER)).write("tetangga saya mau bunuh diri sekarang")
    speaker.write("kartu BPJS saya mati")
    assert (speaker.did(Add), speaker.keys[-1]) == ([], "outside.offer")


def test_whom_we_have_not_met_keeps_their_words() -> None:
    """Before first contact the ordinary trouble waits, and is no part of the emergency."""
    speaker = Speaker(stranger()).write("saya mau bunuh diri").write("kartu BPJS saya mati pak")
    assert (speaker.did(Add), speaker.talk.loose.texts) == ([], ("kartu BPJS saya mati pak",))


def test_days_later_the_old_question_takes_nothing_unasked() -> None:
    """The emergency's question of yesterday is not answered by today's words unasked."""
    speaker = cried(done=False).write("punya ibu saya", after=26 * 3600)
    assert (speaker.did(Add), speaker.talk.loose.texts) == ([], ("punya ibu saya",))
