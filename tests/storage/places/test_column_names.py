"""Files with Indonesian head lines and words are read like those of the manual."""

import pytest

from bot.cli.inviting.rows import COLUMNS as OF_INVITATIONS
from casework.case.model import Desk, Role
from casework.clock.days import DayKind
from casework.policy.offices import Channel, Kind
from storage.places.areas import read_areas
from storage.places.calendar_days import KINDS, read_days
from storage.places.column_names import COLUMNS, VALUES
from storage.places.offices import COLUMNS as OF_OFFICES
from storage.places.offices import read_offices


@pytest.mark.parametrize(
    "head", ["kode,nama", "KODE;NAMA", "Kode Wilayah,Nama_Desa", "Kode , Nama"]
)
def test_places(head: str) -> None:
    """A head line is no place, however it is written."""
    separator = ";" if ";" in head else ","
    assert read_areas([head, f"32.74.05.1003{separator}Kesambi"]) == [("32.74.05.1003", "Kesambi")]


def test_days() -> None:
    """Date, name and kind of a decree, in the words of the decree."""
    lines = [
        "Tanggal;Keterangan;Jenis",
        "23-12-2026;Cuti bersama Natal;Cuti Bersama",
        "02/04/2027;Hari jadi;libur daerah",
        "06.05.2027;Dipindah;buka",
    ]
    kinds = [day.kind for day in read_days(lines, range(2026, 2028))]
    assert kinds == [DayKind.HOLIDAY, DayKind.LOCAL_DAY, DayKind.OPEN]


def test_offices() -> None:
    """An office with its kind and the way to it."""
    text = "Kode,Nama,Jenis,Saluran,Layanan,Kontak\n/dinkes,Dinkes,Dinas,Surat,health,Jl. Raya 1\n"
    [row] = read_offices(text)
    assert (row["code"], row["name"], row["handles"]) == ("/dinkes", "Dinkes", ["health"])
    assert (row["kind"], row["channel"], row["contact"]) == ("agency", "letter", "Jl. Raya 1")


def test_every_word_stands_for_one_of_the_manual() -> None:
    """No column and no value is named that no file has."""
    assert set(COLUMNS.values()) <= {*OF_OFFICES, *OF_INVITATIONS, "date"}
    assert set(VALUES["kind"].values()) <= {*map(str, KINDS), *map(str, Kind)}
    assert set(VALUES["channel"].values()) <= set(map(str, Channel))
    assert set(VALUES["role"].values()) == set(map(str, Role))
    assert set(VALUES["desk"].values()) <= set(map(str, Desk))
