"""Words by which cases are found: alike for who tells and who looks, and nothing that is no
word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.actions.assignment import Claimed
from casework.actions.consent import ConsentRecorded
from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.ending.resolution import Resolved
from casework.actions.question import Answered
from casework.case import events as e
from casework.case.intake import Consent, Intake
from casework.case.model import Decision
from casework.search.keywords import (
    MOST_SOUGHT,
    MOST_WORDS,
    begin,
    of_event,
    root,
    sought,
    with_openings,
    words,
)
from tests.casework.cases import filed
from tests.casework.shipped import WORDS

V = WORDS.vocabulary
STORY = {"texts": ["Kartunya KIS ibu sya mati"], "files": [], "location": None}


@pytest.mark.parametrize(
    ("told", "typed"),
    [
        ("kartunya mati", "kartu"),
        ("kartu mati", "kartunya"),
        ("minta bantuan pangan", "bantu"),
        ("bantuannya belum cair", "bantuan"),
        ("Bu Añisah", "anisah"),
        ("RUMAHKU roboh", "rumah"),
        ("jaminan kesehatan mati", "bpjs"),
        ("kartu keluarga hilang", "kartu hilang"),
        ("sklh anak", "sekolah"),
        ("jalan rusak", "jalan"),
        ("makanan habis", "makan"),
        ("Ny. Sri‑Lestari", "lestari"),
        ("Pak Ma'mun", "mamun"),
        ("Pak Mamun", "ma’mun"),
        ("hari Jum`at", "jumat"),
        ("Bu Nu'ʿmah Sa‘diyah", "sadiyah"),
    ],
)
def test_who_looks_writes_otherwise_than_who_told(told: str, typed: str) -> None:
    """Endings, accents, capitals and short forms make no difference, in either direction."""
    assert sought(typed, V), typed
    assert set(sought(typed, V)) <= words(told, V)


def test_what_tells_nothing_is_no_word() -> None:
    """Small words, two letters and numbers are not kept: nobody finds a NIK this way."""
    assert words("saya dan yang di RT 03 no 3274051203850003 ke 08123456789", V) == frozenset()


def test_a_root_keeps_enough() -> None:
    """An ending goes only where at least four letters are left."""
    assert [
        root(word) for word in ("ikan", "bulan", "makan", "pelan", "bukunya", "sekolahkan")
    ] == [
        "ikan",
        "bulan",
        "makan",
        "pelan",
        "buku",
        "sekolah",
    ]


@given(st.text(max_size=300))
def test_looking_for_what_was_told_finds_it(text: str) -> None:
    """Whatever was told is found by the same words, and no search has more words than it may."""
    assert set(sought(text, V)) <= words(text, V)
    assert len(sought(text, V)) <= MOST_SOUGHT


def test_what_an_event_brings() -> None:
    """Story, name and place of a report, news, written answers, replies, notes and results; never
    phone or NIK."""
    _, event = filed()
    intake = {
        "story": STORY,
        "sufferer": "Bu Tetangga",
        "place": "dekat Musala Nurul",
        "phone": "+628123456789",
    }
    report = e.Filed(**{**vars(event), "intake": Intake.load(intake)})
    assert {"kartu", "ibu", "tetangga", "musala", "nurul"} <= of_event(report, V)
    assert "kartu" in of_event(Added(1, STORY), V)
    assert "gusti" in of_event(Noted(2, "telepon Gusti"), V)
    assert "gusti" in of_event(Replied(2, "telepon Gusti"), V)
    assert "sembuh" in of_event(Resolved(2, Decision.HELPED, "sudah sembuh"), V)
    assert "gudang" in of_event(
        Answered(1, {"kind": "text", "value": "di gudang"}, report.due_at), V
    )
    assert "kartu" in of_event(Answered(1, {"kind": "photos", "value": STORY}, report.due_at), V)
    for quiet in (
        Answered(1, {"kind": "nik", "value": "3274051203850003"}, report.due_at),
        Answered(1, {"kind": "location", "value": [1.0, 2.0]}, report.due_at),
        Claimed(2),
        ConsentRecorded(1, Consent.YES),
    ):
        assert of_event(quiet, V) == frozenset()


def test_a_flood_is_bounded() -> None:
    """Of an endless text only so many words are kept."""
    flood = " ".join(f"{a}{b}{c}ng" for a in "bcdfghj" for b in "aiueo" for c in "klmnprstw")
    assert len(of_event(Noted(2, flood), V)) == MOST_WORDS


def test_a_beginning_finds_its_words() -> None:
    """Each typed word must begin one that was told, whole or without its ending."""
    heard = [Noted(2, "bantuan untuk Bu Sulastri"), Added(1, STORY)]
    for typed in (["sula"], ["bantua"], ["kart", "sul"]):
        assert begin(typed, heard, V), typed
    for typed in (["lastri"], ["kart", "warung"], ["sulastrinya"]):
        assert not begin(typed, heard, V), typed
    assert not begin(["sul"], [Claimed(2)], V)


def test_no_more_than_three_letters_of_a_beginning_are_kept() -> None:
    """Whoever steals the index learns no more of a word than that."""
    assert with_openings(frozenset({"sulastri", "kis"})) == {"sulastri", "kis", "sul*", "kis*"}
