"""Names that were told are found again in a result; words that name nobody are left as they are."""

import pytest

from casework.actions.correspondence import Added, Noted
from casework.actions.duplicates.co_reporting import Joined, ToldMore
from casework.actions.question import Answered, Asked
from casework.case.events import Event
from casework.case.intake import Intake
from casework.search.told_names import ToldNames, of_case
from tests.casework.cases import DUE


def story(*texts: str) -> dict[str, object]:
    return {"texts": list(texts), "files": [], "location": None}


def names(*events: Event, told: str = "", sufferer: str | None = None) -> ToldNames:
    """The names of a case whose story was told so, after some events."""
    return of_case(Intake(story=story(told), sufferer=sufferer), events)


@pytest.mark.parametrize(
    ("told", "result", "found"),
    [
        ("nama saya Sumiyati, kartu mati", "Sumiyati sudah kami bantu", ("Sumiyati",)),
        ("nama saya sumiyati", "Ibu Sumiyati sudah kami bantu", ("Sumiyati",)),
        ("KIS a.n. Kartinah Dewi mati", "KIS Kartinah Dewi aktif", ("Kartinah", "Dewi")),
        ("bu kartinah jatuh", "Bu Kartinah sudah di puskesmas", ("Kartinah",)),
        ("nama saya tidak keluar di daftar", "Tidak bisa diproses bulan ini", ()),
        ("kartu KIS ibu mati", "Kartu mati sudah aktif lagi", ()),
        ("pak lurah sudah lihat", "Pak Lurah menambal jalan", ()),
        ("bantuan belum cair", "Bantuan cair hari Senin", ()),
        ("", "Bu Kartinah dari dinas datang besok", ()),
    ],
)
def test_names_in_a_result(told: str, result: str, found: tuple[str, ...]) -> None:
    """What was told as a name, or stands behind a title and was told; nothing else."""
    assert names(told=told).found(result) == found


def test_who_suffers_is_always_a_name() -> None:
    """However it is written; titles and words like "tetangga" are none by themselves."""
    told = names(sufferer="Mbah Karsinah tetangga")
    masked = told.masked("beras untuk mbah karsinah, tetangga diberi juga")
    assert masked == "beras untuk mbah ••••, tetangga diberi juga"


def test_answers_and_further_tellers_tell_names_too() -> None:
    """The answer to a question for a name, and what further tellers wrote."""
    asked = Asked(2, "Siapa nama lengkap ibu?", "text")
    answered = Answered(1, {"kind": "text", "value": "kasmirah"}, DUE)
    more = ToldMore(3, {"kind": "story", "value": story("nama saya Rokayah")})
    joined = Joined(4, story("bu marsiti juga kena"), False)
    told = names(asked, answered, more, joined, Added(1, story("atas nama Darsinih")))
    result = "Kasmirah, Rokayah, Bu Marsiti dan Darsinih sudah didata."
    assert told.masked(result) == "••••, ••••, Bu •••• dan •••• sudah didata."


def test_what_the_office_wrote_is_no_told_name() -> None:
    """A colleague who is named in a note may be named in a result."""
    assert names(Noted(2, "telepon Pak Sutarjo dinas")).found("Pak Sutarjo datang besok") == ()
