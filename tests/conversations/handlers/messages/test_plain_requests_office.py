"""Plain questions about the office get a plain answer, from what the district has configured, and
the report is offered all the same."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casework.actions.correspondence import Add
from conversations.content.letterheads import Letterheads, OfficeHead
from conversations.pages import about_office
from conversations.protocol.effects import Do
from tests.conversations.speaker import CONTENT, TEXTS, VILLAGE, Speaker, reporting, stranger

HOURS = ["jam brp buka", "kantor buka jam berapa bu", "sabtu buka ga?", "buka hari apa aja pak"]
PLACE = ["dimana kantornya", "alamat kantor puskesos dimana", "no telpon kantor brp"]
PAPERS = ["syaratnya apa", "berkas apa aja yg harus dibawa", "persyaratannya apa ya bu"]
COST = ["bayar ga bu", "gratis kah?", "biayanya berapa"]
TOLD = ("Jam buka", "kantor", "Syaratnya tergantung", "Gratis")


def said(speaker: Speaker) -> str:
    return "\n".join(TEXTS.plain("id", say.text) for say in speaker.says)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (one, told)
        for asked, told in zip((HOURS, PLACE, PAPERS, COST), TOLD, strict=True)
        for one in asked
    ],
)
def test_it_is_answered_and_a_report_offered(words: str, told: str) -> None:
    """Nothing waits; the first screen's buttons stand below."""
    speaker = Speaker().write(words)
    assert speaker.keys == ["about_office.answer"]
    assert told in said(speaker)
    assert speaker.talk.loose.empty
    assert "m:lapor" in [b.tap.data() for b in speaker.buttons]


def test_two_questions_have_two_answers() -> None:
    """In one message."""
    told = said(Speaker().write("jam berapa buka dan dimana kantornya"))
    assert "Jam buka" in told
    assert "Alamat kantornya" in told


def test_the_papers_of_a_matter_that_is_named() -> None:
    """By the service that the words name, or that the open form is about."""
    assert "KTP" in said(Speaker().write("syarat kis apa saja"))
    speaker = reporting(":self", ":health", ":pbi_reactivation")
    asked = speaker.asked
    assert "KTP" in said(speaker.write("syaratnya apa"))
    assert speaker.asked == asked
    assert "story" not in speaker.answers


def test_a_stranger_is_answered_before_anything_is_asked() -> None:
    """Nothing is kept for it."""
    speaker = Speaker(person=stranger()).write("jam brp buka")
    assert speaker.keys == ["about_office.answer"]
    assert speaker.talk.drafts == ()


@pytest.mark.parametrize(
    "words",
    [
        "kis saya mati, syaratnya apa",
        "kantor desa tutup terus, bantuan saya gimana",
        "saya disuruh bayar 50 ribu apa benar",
        "dimana bantuan saya",
        "kapan cair",
        "bansos saya belum cair kapan ya",
        "bayar sekolah anak saya gimana ga ada uang",
        "alamat saya dimana ya di kartu salah",
    ],
)
def test_what_tells_of_something_is_a_message(words: str) -> None:
    """A trouble with a question in it is a trouble."""
    speaker = Speaker().write(words)
    assert "about_office.answer" not in speaker.keys
    assert speaker.talk.loose.texts == (words,)


def test_hours_are_those_of_the_days_to_come() -> None:
    """Days alike are one line; a holiday says why it is closed."""
    at = datetime(2026, 12, 21, 2, 0, tzinfo=UTC)
    told = TEXTS.plain("id", about_office.hours(CONTENT, at))
    assert "Senin–Rabu: 0" in told
    assert "tutup (" in told
    assert "Minggu: tutup" in told


def test_the_address_is_the_villages_own() -> None:
    """Where the village has none, the district's; phone and name stand beside it."""
    own = OfficeHead(office="Puskesos Kelurahan Kesambi", address="Jalan Pemuda 1", phone="0231 1")
    district = OfficeHead(office="SLRT Kota Cirebon", address="Jalan Siliwangi 2")
    known = replace(CONTENT, letterheads=Letterheads(district, {VILLAGE: own}))
    assert "Jalan Pemuda 1\nTelepon: 0231 1" in TEXTS.plain(
        "id", about_office.place(known, VILLAGE)
    )
    assert "Jalan Siliwangi 2" in TEXTS.plain("id", about_office.place(known, ""))


IN_DANGER = (
    "tetangga sy mukulin anaknya tiap malem sampe berdarah",
    "saya mau bunuh diri aja",
    "tolong rumah saya kebakaran",
)
ASKED = {
    "kantor tutup jam piro?": "Jam buka",
    "kulo badhe pitakon, kantor bukak jam pinten?": "Jam buka",
    "kantorna buka jam sabaraha?": "Jam buka",
    "kantore ning endi?": "Alamat",
    "berkas naon wae anu kudu dibawa?": "Syarat",
    "mbayar ora?": "Gratis",
    "brp lama sih prosesnya?": "Lama",
    "prosese suwe ora?": "Lama",
    "bantuannya cair ga?": "cair",
    "kapan cair bantuannya bu": "cair",
}


@pytest.mark.parametrize("cry", IN_DANGER)
@pytest.mark.parametrize("words", ASKED)
def test_nothing_of_it_goes_to_a_case_of_danger(words: str, cry: str) -> None:
    """Neither while its form is open, nor after."""
    speaker = Speaker().write(cry)
    draft = speaker.talk.draft
    assert draft is not None
    speaker.write(words)
    assert ASKED[words] in said(speaker)
    assert not [e for e in speaker.effects if isinstance(e, Do)]
    assert speaker.talk.draft is not None
    assert speaker.talk.draft.answers == draft.answers
    while speaker.talk.draft is not None:
        speaker.write("depan masjid Al Huda rt 02").write("081234567890")
    assert ASKED[words] in said(speaker.write(words))
    assert not [e for e in speaker.effects if isinstance(e, Do)]


@pytest.mark.parametrize("words", ["brp lama lagi petugasnya datang?", "brp lama lagi?", "cair?"])
def test_what_may_be_about_the_danger_goes_there(words: str) -> None:
    """How long help takes is no question about the office."""
    speaker = Speaker().write(IN_DANGER[2])
    while speaker.talk.draft is not None:
        speaker.write("depan masjid Al Huda rt 02").write("081234567890")
    assert speaker.write(words).did(Add)
