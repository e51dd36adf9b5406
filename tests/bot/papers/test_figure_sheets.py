"""The sheets of figures: every row of every table, and in the copy the same dashes in each."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from bot.papers.figure_sheets import FigureSheets
from bot.papers.workbooks import workbook
from casework.reports.figures import figures
from tests.bot.papers.test_reports_sums import ROWS
from tests.casework.cases import DISTRICT, OTHER, VILLAGE
from tests.casework.reports.counting import DAY, LATER, NOVEMBER, WIB, local, row
from tests.conversations.speaker import CONTENT

ANSWERED = {"answered": local(11, 4)}
CASES = [row(local(11, 2), VILLAGE, "pkh", **ANSWERED)] * 30
CASES += [row(local(11, 2), OTHER, "pip_kip", **ANSWERED)] * 2
CASES += [row(local(11, 2), DISTRICT, "pip_kip", village=OTHER, late=local(11, 3), **ANSWERED)] * 40


def written(*, shared: bool = False) -> dict[str, list[list[Any]]]:
    """The sheets by name, each as its heading and rows."""
    found = figures(CASES, NOVEMBER, ROWS, LATER + 9 * DAY, WIB, shared=shared)
    data = workbook(FigureSheets(found, CONTENT, "id").all(), "Laporan", "mark", WIB)
    return {
        sheet.title: [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]
        for sheet in load_workbook(BytesIO(data)).worksheets
    }


def column(rows: list[list[Any]], heading: str) -> dict[str, Any]:
    at = rows[0].index(heading)
    return {line[0]: line[at] for line in rows[1:]}


def test_sheets() -> None:
    """The sums with what the words mean, and a sheet for each table."""
    sheets = written()
    assert list(sheets) == ["Ringkasan", "Per desa", "Per kantor", "Per bidang", "Per layanan"]
    sums = {line[0]: line[1] for line in sheets["Ringkasan"]}
    assert (sums["Masuk"], sums["Dijawab"], sums["Tepat waktu"]) == (72, 72, "44%")
    assert any("hasil tertulis pertama" in str(line[0]) for line in sheets["Ringkasan"])


def test_rows() -> None:
    """Every village, office, field and service has its row, also with nothing in it; and its
    share in time."""
    sheets = written()
    assert column(sheets["Per kantor"], "Masuk")["Kantor kabupaten/kota"] == 40
    assert column(sheets["Per kantor"], "Tepat waktu")["Kantor kabupaten/kota"] == "0%"
    assert column(sheets["Per desa"], "Tepat waktu")["Desanya belum diketahui"] == "–"
    assert len(sheets["Per layanan"]) == len(ROWS.field_of) + 3
    assert len(sheets["Per bidang"]) == len(ROWS.fields()) + 3


def test_the_copy_hides_in_every_sheet() -> None:
    """Two cases of an office stand nowhere as a number, nor can they be taken from the others: the
    row that would give them away is hidden with them. A share has only the sum."""
    sheets = written(shared=True)
    offices = column(sheets["Per kantor"], "Masuk")
    assert offices["Jumlah"] == 72
    assert [n for name, n in offices.items() if name != "Jumlah"].count("–") > 1
    for rows in list(sheets.values())[1:]:
        numbers = {n for line in rows[1:] for n in line[1:] if isinstance(n, int)}
        assert not numbers & {1, 2, 3, 4}
        assert set(column(rows, "Tepat waktu").values()) == {"–", "44%"}
    assert "Masih terbuka" not in sheets["Per desa"][0]
