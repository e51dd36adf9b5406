"""Templates that an office lays over the packaged ones, and how their mistakes are told."""

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest

from bot.papers import pdf as letters
from bot.papers.pdf import BoardNotice, Letterhead
from bot.settings.mistakes import Mistakes

HEAD = Letterhead(
    "Puskesos Kelurahan Kesambi", "Jalan Contoh Nomor 1, Kecamatan Kesambi", "Kota Cirebon"
)
NOTICE = BoardNotice("26-00042-K", date(2026, 11, 21), "Lampu jalan sudah diperbaiki.")
SQUARE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M1 1h6v6h-6z"/></svg>'
)


def text(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split()
    )


def test_an_office_replaces_one_template_and_keeps_the_others(tmp_path: Path) -> None:
    """Its file is used with the shared parts that it did not touch, and with a picture that lies
    beside it."""
    own = '#import "common.typ": *\n#image("stamp.svg")\nPapan kami: #data.answer\n'
    (tmp_path / "notice.typ").write_text(own)
    (tmp_path / "stamp.svg").write_bytes(SQUARE)
    assert (
        text(letters.notice_board(NOTICE, HEAD, folder=tmp_path)) == f"Papan kami: {NOTICE.answer}"
    )
    slip = letters.Slip("26-00042-K", NOTICE.dated, "PuskesosCirebonBot", result="Sudah selesai.")
    assert "KABAR LAPORAN" in text(letters.slip(slip, HEAD, folder=tmp_path))
    assert letters.check(tmp_path) == []


def test_all_packaged_templates_pass_the_check(tmp_path: Path) -> None:
    """An empty folder changes nothing, and copies of the packaged files are as good as these."""
    packaged = Path(letters.__file__).parent
    for file in packaged.glob("*.typ"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert letters.check(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            '#import "common.typ": *\n\n#dta.answer\n',
            "notice.typ, line 3: unknown variable: dta in `#dta.answer`; compare",
        ),
        (
            '#import "common.typ": *\n#data.anser',
            "notice.typ, line 2: dictionary does not contain key",
        ),
        (
            '#import "common.typ": *\n#botname\n#signatures[x',
            "notice.typ, line 3: unclosed delimiter",
        ),
        (
            '#import "common.typ": *\n#signatures[x]',
            "notice.typ, line 2: dictionary does not contain key",
        ),
        (
            '#import "@preview/cetz:0.3.0"',
            "notice.typ, line 1: imports a package from the internet",
        ),
        ('#read("../secret")', "notice.typ, line 1: "),
        ('#set text(font: "Unknown Font")\nx', "notice.typ, line 1: unknown font family"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_line(
    tmp_path: Path, source: str, told: str
) -> None:
    """The line named is the one in the office's own file, also when a packaged part stumbled over
    it."""
    (tmp_path / "notice.typ").write_text(source)
    assert [line.removeprefix(f"{tmp_path}/")[: len(told)] for line in letters.check(tmp_path)] == [
        told
    ]


def test_a_template_that_is_no_text_is_told(tmp_path: Path) -> None:
    """A file saved by a word processor is not UTF-8."""
    (tmp_path / "notice.typ").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Mistakes, match="is not UTF-8"):
        letters.notice_board(NOTICE, HEAD, folder=tmp_path)


def test_a_template_with_a_wrong_name_is_told(tmp_path: Path) -> None:
    """It would replace nothing, silently."""
    (tmp_path / "refferal.typ").write_text("")
    assert letters.check(tmp_path) == [
        f"{tmp_path}/refferal.typ replaces no template; did you mean referral?"
    ]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """A letter is never printed with another template than the office wants."""
    with pytest.raises(Mistakes, match="no such folder"):
        letters.notice_board(NOTICE, HEAD, folder=tmp_path / "nowhere")
