"""The days of a decree are read whole or refused whole, kept, and replaced by a later word."""

from datetime import date

import pytest

from casework.clock.days import DayKind
from casework.clock.decreed_days import DecreedDay
from storage.db.database import Database
from storage.places.calendar_days import load_days, read_days, save_days

YEARS = range(2025, 2029)
GOOD = [
    DecreedDay(date(2026, 12, 23), DayKind.HOLIDAY, "Cuti bersama"),
    DecreedDay(date(2027, 4, 2), DayKind.LOCAL_DAY, "Hari jadi, kabupaten"),
    DecreedDay(date(2027, 5, 6), DayKind.OPEN, "dipindah"),
]


@pytest.mark.parametrize(
    "text",
    [
        "date,name,kind\n2026-12-23,Cuti bersama,holiday\n"
        '2027-04-02,"Hari jadi, kabupaten",local_day\n'
        "2027-05-06,dipindah,open\n",
        "\ufeffDate,Name,Kind\r\n2026-12-23,Cuti bersama\r\n\r\n"
        '2027-4-2,"Hari jadi, kabupaten",Local_day\r\n'
        "6-5-2027,dipindah,open",
        "date;name;kind\n23/12/2026;Cuti bersama;\n02/04/2027; Hari jadi, kabupaten ;local_day\n"
        "06.05.2027;dipindah;open\n",
        "2026-12-23,Cuti bersama\n"
        '02-04-2027,"Hari jadi, kabupaten",local_day\n2027-05-06,dipindah,open\n',
    ],
    ids=[
        "plain",
        "byte order mark, CRLF, empty line",
        "semicolons, days as people here write them",
        "no head line",
    ],
)
def test_files_of_any_office_program_are_read(text: str) -> None:
    """However the program wrote the file, the same days come out, in the order of the file."""
    assert read_days(text.splitlines(keepends=True), YEARS) == GOOD


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (
            "23 Desember 2026,Cuti",
            "line 3: '23 Desember 2026' is no date; write it like 2026-12-23",
        ),
        ("2026-02-30,Cuti", "line 3: there is no day '2026-02-30'"),
        (
            "2062-12-23,Cuti",
            "line 3: '2062-12-23' is far away; write a day of the years 2025 to 2028",
        ),
        ("٢٠٢٦-12-23,Cuti", "line 3: '٢٠٢٦-12-23' is no date"),
        ("2026-12-23,", "line 3: the name of 2026-12-23 is missing"),
        ("2026-12-23,Cu\x00ti", "line 3: the name of 2026-12-23 is missing, unprintable"),
        (
            "2026-12-23," + 101 * "x",
            "line 3: the name of 2026-12-23 is missing, unprintable or longer than 100",
        ),
        ("2026-12-23", "line 3: 1 columns instead of 2 or 3"),
        ("2026-12-23,Cuti,holiday,x", "line 3: 4 columns instead of 2 or 3"),
        (
            "2026-12-23,Cuti,libur",
            "line 3: 'libur' is no kind of day; write holiday, local_day or open",
        ),
        ("2026-12-23,Cuti,special", "line 3: 'special' is no kind of day"),
        ('2026-12-23,"Cuti', "line 3: the quotes don't match"),
        ("24-12-2026,Cuti", "line 3: 2026-12-24 is already on line 2; keep one of them"),
    ],
)
def test_a_bad_line_is_named(line: str, what: str) -> None:
    """The message says which line, what is wrong with it and how to mend it."""
    with pytest.raises(ValueError, match=r"^line 3: ") as caught:
        read_days(["date,name\n", "2026-12-24,Cuti\n", f"{line}\n", "2026-12-31,Cuti\n"], YEARS)
    assert str(caught.value).startswith(what)


def test_all_bad_lines_are_named_at_once() -> None:
    """One run tells everything that is to be mended."""
    with pytest.raises(ValueError, match=r"^line 1: .*\nline 3: .*$"):
        read_days(["x,y", "2026-12-24,Cuti", "2026-12-25"], YEARS)


@pytest.mark.parametrize("lines", [[], ["date,name,kind"], ["", "\n"]])
def test_an_empty_list_is_refused(lines: list[str]) -> None:
    """A file without a day is a mistake, not an import of nothing."""
    with pytest.raises(ValueError, match="names no day"):
        read_days(lines, YEARS)


async def test_a_later_word_replaces_and_removes_nothing(database: Database) -> None:
    """Days come back in the order of the calendar, as the last decree has them."""
    later = DecreedDay(date(2026, 12, 23), DayKind.OPEN, "dibatalkan")
    async with database.write() as connection:
        await save_days(connection, GOOD)
        await save_days(connection, [later])
    async with database.read() as connection:
        assert await load_days(connection) == [later, *GOOD[1:]]
