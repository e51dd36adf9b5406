"""The list of places is read whole or refused whole, with every bad line named."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from storage.db.database import Database
from storage.places.areas import import_areas, read_areas
from storage.tables.places import AreaRow

GOOD = [
    ("32", "Jawa Barat"),
    ("32.74", "Kota Cirebon"),
    ("32.74.05", "Kesambi"),
    ("32.74.05.1003", "Kesambi, Kota"),
]


@pytest.mark.parametrize(
    "text",
    [
        "code,name\n32,Jawa Barat\n32.74,Kota Cirebon\n"
        '32.74.05,Kesambi\n32.74.05.1003,"Kesambi, Kota"\n',
        '\ufeffcode,name\r\n32,Jawa Barat\r\n\r\n32.74,Kota Cirebon\r\n"32.74.05",Kesambi\r\n'
        '32.74.05.1003,"Kesambi, Kota"',
        "Code;Name\n32;Jawa Barat\n32.74;Kota Cirebon\n"
        "32.74.05; Kesambi \n32.74.05.1003;Kesambi, Kota\n",
        '32,Jawa Barat\n32.74,Kota Cirebon\n32.74.05,Kesambi\n32.74.05.1003,"Kesambi, Kota"\n',
    ],
    ids=["plain", "byte order mark, CRLF, empty line, quotes", "semicolons", "no head line"],
)
def test_files_of_any_office_program_are_read(text: str) -> None:
    """However the program wrote the file, the same places come out, in the order of the file."""
    assert read_areas(text.splitlines(keepends=True)) == GOOD


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (
            "3274051003,Kesambi",
            "line 3: the code '3274051003' is not a Kemendagri code; write it with dots",
        ),
        ("32.74.05.4003,Kesambi", "line 3: the code '32.74.05.4003' is not"),
        ("٣٢,Jawa Barat", "line 3: the code '٣٢' is not"),
        ("32.74.05,", "line 3: the name of 32.74.05 is missing"),
        (
            "32.74.05,Kes\x00ambi",
            "line 3: the name of 32.74.05 is missing or has unprintable characters",
        ),
        ("32.74.05", "line 3: 1 columns instead of 2; write code,name"),
        ("32.74.05,Kesambi,Kota", "line 3: 3 columns instead of 2"),
        ('32.74.05,"Kesambi', "line 3: the quotes don't match"),
        ("32,Jawa", "line 3: the code 32 is already on line 2"),
    ],
)
def test_a_bad_line_is_named(line: str, what: str) -> None:
    """The message says which line, what is wrong with it and how to mend it."""
    with pytest.raises(ValueError, match=r"^line 3: ") as caught:
        read_areas(["code,name\n", "32,Jawa Barat\n", f"{line}\n", "33,Jawa Tengah\n"])
    assert str(caught.value).startswith(what)


def test_all_bad_lines_are_named_at_once() -> None:
    """One run tells everything that is to be mended."""
    with pytest.raises(ValueError, match=r"^line 1: .*\nline 3: .*\nline 4: .*$"):
        read_areas(["x,y", "32,Jawa Barat", "32", '33,"'])


@pytest.mark.parametrize("lines", [[], ["code,name"], ["", "\n"]])
def test_an_empty_list_is_refused(lines: list[str]) -> None:
    """A file without a place is a mistake, not an import of nothing."""
    with pytest.raises(ValueError, match="names no place"):
        read_areas(lines)


async def test_importing_again_renames_and_removes_nothing(database: Database) -> None:
    """A later file changes names and adds places; those that it leaves out stay."""
    assert await import_areas(database, GOOD) == 4
    assert await import_areas(database, [("32.74", "Cirebon"), ("33", "Jawa Tengah")]) == 2
    async with database.read() as connection:
        rows = await connection.execute(
            select(col(AreaRow.code), col(AreaRow.name)).order_by(col(AreaRow.code))
        )
        assert dict(rows.all()) == {**dict(GOOD), "32.74": "Cirebon", "33": "Jawa Tengah"}
