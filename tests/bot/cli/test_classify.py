"""`puskesos classify`: reads the field's own words, measures honestly, names what it can't read."""

from datetime import date
from pathlib import Path

import pytest

from bot.cli.classify import accuracy, measure, rows
from bot.settings import contents
from bot.settings.mistakes import Mistakes

POLICY, CONTENT = contents.packaged(date(2026, 11, 21))
HEAD = "no,text,sector,urgency,destination\n"


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "texts.csv"
    path.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    return path


def test_the_words_of_the_field_are_understood(tmp_path: Path) -> None:
    """Sectors, urgencies and parties may be written as the field says them; further columns are
    ignored."""
    path = _file(
        tmp_path, "1,bpjs mati,PPKS-SPM,darurat,SLRT kabupaten", "2,x,darurat,rendah,Dinas Sosial"
    )
    found = [
        (row["sector"], row["urgency"], row["destination"]) for row in rows(path, POLICY, CONTENT)
    ]
    assert found == [("social_protection", "emergency", "slrt"), ("emergency", "low", "dinsos")]


def test_wrong_expectations_are_counted_as_wrong(tmp_path: Path) -> None:
    """A text whose expected values are other than suggested counts against every column."""
    path = _file(tmp_path, "1,saya mau daftar kip kuliah,kesehatan,darurat,Baznas kabupaten")
    lines = list(measure(path, POLICY, CONTENT))
    assert lines[-5].split() == ["sector", "top-1", "0/1", "top-3", "0/1"]
    assert "emergencies flagged 0/1" in lines


def test_the_first_three_count_for_the_second_figure(tmp_path: Path) -> None:
    """A right answer in second place counts in top-3 and not in top-1."""
    path = _file(tmp_path, "1,utang pinjol pgn mati aja,lain,darurat,Puskesos desa")
    (sector, *_) = accuracy_of(path)
    assert sector.split()[2] == "0/1"
    assert sector.split()[4] == "1/1"


def accuracy_of(path: Path) -> list[str]:
    """The figures of a file, without the texts."""
    lines = list(measure(path, POLICY, CONTENT))
    return lines[lines.index("") + 1 :]


def test_bad_lines_are_all_named(tmp_path: Path) -> None:
    """Every value that means nothing is named with its line; nothing is measured then."""
    path = _file(tmp_path, "1,a,kesehatan,normal,nobody", "2,b,unknown,normal,PLN")
    with pytest.raises(Mistakes) as told:
        list(measure(path, POLICY, CONTENT))
    assert [line.split(": ")[0] for line in told.value.lines] == [
        f"{path}, line 2",
        f"{path}, line 3",
    ]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    """Without a column the first line is named, with what it must hold."""
    path = tmp_path / "texts.csv"
    path.write_text("text,sector\nx,kesehatan\n", encoding="utf-8")
    with pytest.raises(Mistakes, match="no column urgency, destination"):
        rows(path, POLICY, CONTENT)


def test_no_text_no_figures(tmp_path: Path) -> None:
    """An empty list gives figures of nothing, not an error."""
    assert list(accuracy([]))[-1] == "false alarms 0/0"
