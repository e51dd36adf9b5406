"""The list of those who are to be invited: read as people here write it, every bad line named."""

from pathlib import Path

import pytest

from bot.cli.inviting.rows import people, read
from bot.settings.mistakes import Mistakes
from casework.case.model import Desk, Membership, Role

VILLAGE = "32.74.05.1003"


def listed(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize(
    "text",
    [
        f"role,code,desk,count\nback_office,{VILLAGE},health education,2\n",
        f"Peran;Kode Desa;Bidang;Jumlah\nPelayanan dan rujukan;{VILLAGE};kesehatan+pendidikan;2\n",
        "\ufeffjumlah,jabatan,meja,wilayah\r\n\r\n"
        f"2,back_office,pendidikan kesehatan,{VILLAGE}\r\n,,,\r\n",
    ],
)
def test_it_is_read_as_people_write_it(tmp_path: Path, text: str) -> None:
    """English or Indonesian, with commas or semicolons, from Excel or not."""
    (one,), bad = read(listed(tmp_path, text))
    desks = frozenset({Desk.HEALTH, Desk.EDUCATION})
    assert (one.role, one.count, bad) == (Membership(Role.BACK_OFFICE, VILLAGE, desks), 2, [])
    assert people([one]) == 2


def test_every_bad_line_is_named_with_its_mend(tmp_path: Path) -> None:
    """The good ones are read all the same."""
    text = (
        "role,code,desk,count\n"
        f"coordinator,{VILLAGE}\n"
        f"kordinator,{VILLAGE}\n\n"
        f"back_office,{VILLAGE},helth\n"
        f"volunteer,{VILLAGE},,many\n"
        f"Koordinator,{VILLAGE}\n"
        f"volunteer,{VILLAGE},,1,more\n"
    )
    found, bad = read(listed(tmp_path, text))
    assert [one.line for one in found] == [2]
    assert bad == [
        "line 3: no role 'kordinator'; did you mean coordinator?",
        "line 5: no desk 'helth'; did you mean health?",
        "line 6: count 'many' is no number from 1 to 50",
        "line 7: says the same as line 2; take it out, or write there how many people it is in a"
        " column count",
        "line 8: too many columns; put a name with a comma in quotes",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "has no column role, code"),
        ("role,code,phone\n", "has an unknown column phone"),
    ],
)
def test_a_strange_head_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """With the columns that there are."""
    with pytest.raises(Mistakes, match=told):
        read(listed(tmp_path, text))


def test_what_can_not_be_read_is_told(tmp_path: Path) -> None:
    """No such file, another encoding, nobody in it."""
    with pytest.raises(Mistakes, match="No such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(Mistakes, match="save it as CSV UTF-8"):
        read(listed(tmp_path, "role,code\né", "latin-1"))
    assert read(listed(tmp_path, "role,code\n"))[1][0].startswith("the file names nobody")
