"""The directory that a district brings: read whole or refused whole, kept, and read back as it
was."""

import pytest

from storage.db.database import Database
from storage.places.offices import import_offices, load_offices, read_offices

HEAD = "code,name,kind,channel,handles,contact"
RSUD = {
    "code": "32.74/rsud",
    "name": "RSUD, kota",
    "kind": "hospital",
    "channel": "letter",
    "handles": ["health"],
}


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}\n32.74/rsud,"RSUD, kota",hospital,letter,health,\n',
        f'\ufeff{HEAD.upper()}\r\n32.74/rsud,"RSUD, kota", hospital,letter,health\r\n',
        f"{HEAD.replace(',', ';')}\n32.74/rsud;RSUD, kota;hospital;letter;health;\n",
    ],
    ids=["plain", "byte order mark, CRLF, capitals, a column short", "semicolons"],
)
def test_files_of_any_office_program_are_read(text: str) -> None:
    """However the program wrote the file, the same office comes out."""
    assert read_offices(text) == [RSUD]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("code,name\n32.74/rsud,RSUD\n", "the head line has no column kind, channel, handles"),
        (f"{HEAD},colour\n", "the head line has an unknown column colour"),
        (f"{HEAD}\n", "the file names no office"),
        ("", "the head line has no column code"),
        (f"{HEAD}\na,b,c,d,e,f,g,h\n", "line 2: too many columns"),
    ],
)
def test_a_bad_file_is_refused_whole(text: str, what: str) -> None:
    """What is wrong is named with its line; nothing of the file is taken."""
    with pytest.raises(ValueError, match=what):
        read_offices(text)


async def test_an_office_is_kept_and_replaced_by_its_code(database: Database) -> None:
    """What was imported is read back; imported again, it takes its own place."""
    assert await import_offices(database, [RSUD]) == 1
    assert (
        await import_offices(
            database, [{**RSUD, "contact": "0231-000", "handles": ["health", "emergency"]}]
        )
        == 1
    )
    async with database.read() as connection:
        found = await load_offices(connection)
    assert found == [{**RSUD, "contact": "0231-000", "handles": ["health", "emergency"]}]
