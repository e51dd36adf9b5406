"""Invitations for a whole list, as an operator makes them: look first, all or nothing, and no code
anywhere but on its page."""

import io
import logging
import re
import sqlite3
import stat
import time
from contextlib import closing
from pathlib import Path

import pypdf
import pytest

from bot.cli.inviting import plan
from storage.people.invitations import mark_of
from tests.bot.cli.test_main import _as_before, database, office, puskesos, refused, telegram

__all__ = ["_as_before", "database", "office", "telegram"]

LIST = (
    "peran;kode;nama;jumlah\n"
    "koordinator;32.74.05.1003;Desa Kesambi;1\n"
    "relawan;32.74.05.1003;;2\n"
    "petugas slrt;32.74;;\n"
    "petugas dinas;32.74/dinkes;;\n"
)
CODE = re.compile(r"start=(u_[\w-]{22})")


def listed(office: Path, text: str = LIST) -> str:
    (office / "list.csv").write_text(text)
    return "list.csv"


def made(office: Path, *words: str, out: str = "pages.pdf") -> str:
    result = puskesos("invite", "--csv", "list.csv", "--pdf", out, "--yes", *words)
    assert result.exit_code == 0, result.output
    return result.output


def codes(file: Path) -> list[str]:
    pages = pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages
    return [CODE.findall(page.extract_text())[0] for page in pages]


def kept(database: Path, condition: str = "1") -> set[bytes]:
    """The marks of invitations that are kept."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute(f"SELECT mark FROM invite WHERE {condition}")  # noqa: S608
        return {row[0] for row in rows}


def marks(found: list[str]) -> set[bytes]:
    return {mark_of(code.removeprefix("u_")) for code in found}


def test_a_page_for_each(office: Path, database: Path, telegram: None) -> None:
    """Each code works, the file is for this user alone, and the operator reads what to do with
    it."""
    listed(office)
    told = made(office)
    file = office / "pages.pdf"
    found = codes(file)
    assert len(set(found)) == 5
    assert kept(database) == marks(found)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "5 people are wanted: 5 get a page" in told
    assert "shred -u pages.pdf" in told
    words = [page.extract_text() for page in pypdf.PdfReader(file).pages]
    assert "Kesambi, Kecamatan Kesambi" in words[0]
    assert "Koordinator Puskesos" in words[0]
    assert "Kota Cirebon" in words[3]
    assert "Petugas dinas" in words[4]


def test_no_code_is_told_or_logged(
    office: Path, database: Path, telegram: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the screen nor the log nor the database holds one."""
    caplog.set_level(logging.DEBUG)
    listed(office)
    told = made(office)
    assert "u_" not in told.replace("shred -u", "")
    for code in codes(office / "pages.pdf"):
        assert code[2:] not in caplog.text
        assert code[2:].encode() not in database.read_bytes()


def test_looking_makes_nothing(office: Path, database: Path, telegram: None) -> None:
    """Without --pdf, and after *no*."""
    listed(office)
    told = puskesos("invite", "--csv", "list.csv").output
    assert "5 get a page" in told
    assert "nothing was made" in told
    said = puskesos("invite", "--csv", "list.csv", "--pdf", "pages.pdf", typed="n\n").output
    assert "nothing was made" in said
    assert not (office / "pages.pdf").exists()
    assert kept(database) == set()


def test_every_bad_row_is_named(office: Path, database: Path, telegram: None) -> None:
    """By its line, with its mend, in the order of the file; the good ones are not made either."""
    listed(
        office,
        "role,code,name\ncoordinator,32.74.05.1003,Drajat\nvolunteer,3274051003,\nboss,32.74,\n"
        "agency_officer,32.74/dinkse,\ncoordinator,32.74.05.1003,\ndistrict_officer,32.74.05,\n",
    )
    lines = refused(office, "invite", "--csv", "list.csv", "--pdf", "pages.pdf", "--yes")
    assert [re.search(r"line \d+", line)[0] for line in lines.splitlines()] == [  # type: ignore[index]
        "line 2",
        "line 3",
        "line 4",
        "line 5",
        "line 6",
        "line 7",
    ]
    assert "is 'Kesambi', and not 'Drajat'" in lines
    assert "write it with dots, such as 32.74" in lines
    assert "puskesos offices import" in lines
    assert "write code 32.74" in lines
    assert kept(database) == set()


def test_done_twice_nothing_doubles(office: Path, database: Path, telegram: None) -> None:
    """Who is invited or works there gets no second page; one more in the list gets one."""
    listed(office)
    made(office)
    first = codes(office / "pages.pdf")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO role_grant (person_id, role, scope, desks, granted_by, granted_at)"
            " VALUES (7, 'coordinator', '32.74.05.1003', '', 0, '2026-01-01 00:00:00')"
        )
        connection.execute(
            "UPDATE invite SET used_by = 7, used_at = made_at WHERE role = 'coordinator'"
        )
    told = made(office, out="second.pdf")
    assert "5 people are wanted: 0 get a page" in told
    assert "1 work there already" in told
    assert "4 are invited already" in told
    assert not (office / "second.pdf").exists()
    listed(office, LIST.replace(";2\n", ";3\n"))
    made(office, out="third.pdf")
    assert kept(database) == marks(first + codes(office / "third.pdf"))
    assert len(codes(office / "third.pdf")) == 1


def test_lost_pages_are_made_again(office: Path, database: Path, telegram: None) -> None:
    """The old ones end."""
    listed(office)
    made(office)
    made(office, "--again", out="second.pdf")
    still_open = kept(database, "julianday(expires_at) > julianday('now')")
    assert still_open == marks(codes(office / "second.pdf"))


@pytest.mark.parametrize("trouble", ["file", "folder", "network", "late"])
def test_all_or_nothing(
    office: Path,
    database: Path,
    telegram: None,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
) -> None:
    """A file that is there, a folder that is not, no Telegram, an invitation that can't be kept."""
    listed(office)
    out = "none/pages.pdf" if trouble == "folder" else "pages.pdf"
    if trouble == "file":
        (office / out).write_text("another list")
    if trouble == "network":
        monkeypatch.setenv("PUSKESOS_TELEGRAM__BASE_URL", "http://127.0.0.1:9/bot")
    if trouble == "late":
        monkeypatch.setattr("bot.cli.inviting.plan.count", _another())
    result = puskesos("invite", "--csv", "list.csv", "--pdf", out, "--yes")
    assert result.exit_code == 2, result.output
    assert kept(database) == set()
    left = [path.name for path in office.glob("*.pdf")]
    assert left == (["pages.pdf"] if trouble == "file" else [])
    if trouble == "file":
        assert (office / out).read_text() == "another list"


def _another() -> object:
    """A count that differs each time, as when somebody else invites meanwhile."""
    real, times = plan.count, iter(range(9))

    async def count(*given: object, **named: object) -> plan.PageCount:
        found = await real(*given, **named)  # type: ignore[arg-type]
        return plan.PageCount(found.new, next(times), found.invited)

    return count


def test_an_own_template_that_can_not_be_printed(
    office: Path, database: Path, telegram: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The packaged page is printed, and what the template says is not shown: it may be a code."""
    (office / "letters").mkdir()
    (office / "letters" / "invitations.typ").write_text(
        '#panic(json(bytes(sys.inputs.data)).links.join(" "))'
    )
    monkeypatch.setenv("PUSKESOS_LETTERS__FOLDER", str(office / "letters"))
    listed(office)
    assert "start=" not in made(office)
    assert len(codes(office / "pages.pdf")) == 5


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--csv", "list.csv", "--role", "volunteer"), "leave --role, --scope and --desk out"),
        (("--pdf", "pages.pdf"), "name it with --csv"),
        (("--role", "volunteer"), "--role and --scope, or a list"),
    ],
)
def test_what_does_not_go_together(
    office: Path, database: Path, words: tuple[str, ...], told: str
) -> None:
    """One person or a list."""
    listed(office)
    assert told in refused(office, "invite", *words)


def test_a_district_of_309_villages(office: Path, database: Path, telegram: None) -> None:
    """A page for each of their leaders within a minute, all checked and kept."""
    villages = [f"32.74.{k:02d}.{2000 + v}" for k in range(1, 4) for v in range(103)]
    rows = "".join(f"{code},Desa {code[-4:]}\n" for code in villages)
    (office / "villages.csv").write_text("code,name\n32.74,Kota Cirebon\n" + rows)
    listed(
        office, "peran,kode,nama\n" + "".join(f"koordinator,{x},DESA {x[-4:]}\n" for x in villages)
    )
    began = time.monotonic()
    made(office)
    assert time.monotonic() - began < 60
    assert len(kept(database)) == len(set(codes(office / "pages.pdf"))) == 309
