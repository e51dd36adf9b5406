"""Workbooks (XLSX), and the sheet of the cases behind a report. Takes values, gives bytes; writes
no file.

No cell is ever a formula: every text is written as a text, is marked to stay one when it is edited,
and begins with an apostrophe where a program that reads it from a CSV copy would take it for a
command (CWE-1236). Nothing personal is in a workbook unless it was permitted. Each carries its
mark, by which a leaked copy is traced to the audit trail."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook

from casework.case.model import Case
from casework.case.number import number
from casework.reports.first_times import FirstTimes
from conversations.content.content import Content
from conversations.content.fields import masked
from conversations.pages.lists import place_name, status_text
from conversations.pages.queue_line import hidden
from conversations.pages.report_rows import FOUR, office
from conversations.protocol.effects import Text, text
from conversations.protocol.notice import service_name
from conversations.protocol.texts import clean

Value = str | int | float | datetime | None

LONGEST_CELL = 32_000
"""Characters; a spreadsheet holds 32,767, and would drop a longer text silently."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""``in_memory``: what people told us must not lie in a temporary file."""

_COMMAND = re.compile(r"[\s\x00-\x20\x7f-\xa0]*[=+\-@|%＝＋－＠]")
# No XML can hold these.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Sheet:
    """``columns``: heading and width in characters. Times in ``rows`` are aware."""

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[Value]]

    def read(self) -> "Sheet":
        """The sheet with all its rows in hand, as it goes to another process."""
        return replace(self, rows=tuple(map(tuple, self.rows)))


def workbook(sheets: Sequence[Sheet], title: str, mark: str, zone: ZoneInfo) -> bytes:
    """The workbook. ``mark`` stands on top of every sheet, at the foot of every printed page and in
    the properties.

    Raises ValueError for a time without a zone.
    """
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": safe(title), "comments": mark, "author": "Puskesos"})
        book.set_custom_property("mark", mark)
        for sheet in sheets:
            _WrittenSheet(book, sheet, f"{mark} · {title}", zone)
    return buffer.getvalue()


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a command, without invisible and illegal characters, cut
    to what fits."""
    text = _ILLEGAL.sub("", clean(text))[:LONGEST_CELL]
    return f"'{text}" if _COMMAND.match(text) else text


class _WrittenSheet:
    """One sheet being written: what it is about on top, then headings that stay in sight, then the
    rows."""

    def __init__(self, book: Workbook, sheet: Sheet, top: str, zone: ZoneInfo) -> None:
        text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
        self.zone = zone
        self.words = book.add_format({**text, "text_wrap": True})
        self.plain = book.add_format({"valign": "top", "align": "left"})
        self.when = book.add_format(
            {"num_format": "dd-mm-yyyy hh:mm", "valign": "top", "align": "left"}
        )
        self.page = book.add_worksheet(
            _NO_SHEET_NAME.sub(" ", safe(sheet.name))[:31].strip() or None
        )
        self.page.write_string(0, 0, safe(top), book.add_format({**text, "italic": True}))
        head = book.add_format({**text, "text_wrap": True, "bold": True, "bottom": 1})
        for place, (heading, width) in enumerate(sheet.columns):
            self.page.set_column(place, place, width)
            self.page.write_string(1, place, safe(heading), head)
        self._fill(sheet)
        self._printed(top)

    def _fill(self, sheet: Sheet) -> None:
        last = 1
        for last, row in enumerate(sheet.rows, start=2):
            for place, value in enumerate(row):
                self._cell(last, place, value)
        self.page.freeze_panes(2, 1)
        self.page.autofilter(1, 0, last, len(sheet.columns) - 1)

    def _cell(self, row: int, place: int, value: Value) -> None:
        match value:
            case None:
                return
            case str():
                self.page.write_string(row, place, safe(value), self.words)
            case datetime():
                if value.tzinfo is None:
                    raise ValueError("a time without a zone can't be exported; give an aware time")
                told = value.astimezone(self.zone).replace(second=0, microsecond=0, tzinfo=None)
                self.page.write_datetime(row, place, told, self.when)
            case _:
                self.page.write_number(row, place, value, self.plain)

    def _printed(self, top: str) -> None:
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(1)
        # An ampersand begins a code of the footer, and a footer of more than 255 characters is
        # dropped.
        self.page.set_footer(f"&L{safe(top)[:100].replace('&', '&&')}&R&P/&N")


COLUMNS: Mapping[str, int] = {
    "number": 13,
    "village": 20,
    "office": 20,
    "holder": 20,
    "sector": 16,
    "service": 28,
    "urgency": 10,
    "status": 20,
    "opened": 16,
    "due": 16,
    "answered": 16,
    "closed": 16,
    "late": 16,
    "referred": 16,
    "referred_to": 20,
    "climbed": 16,
    "reopened": 16,
    "stars": 8,
    "decision": 20,
    "sufferer": 20,
    "phone": 16,
    "nik": 19,
    "kk": 19,
    "place": 30,
    **{f"office_{word}": 20 for word in FOUR},
}
"""The columns of the list of cases (texts: ``figures.column.<name>``) and their widths."""

PERSONAL = frozenset({"topic", "sufferer", "phone", "nik", "kk", "place"})
"""What is masked unless permitted; ``topic`` is the service of a case whose service is
sensitive."""


@dataclass(frozen=True)
class ListedCase:
    """A case of the list, its first moments, and the name of who holds it ("" for nobody)."""

    case: Case
    firsts: FirstTimes
    holder: str = ""


def case_sheet(
    cases: Iterable[ListedCase],
    content: Content,
    language: str,
    permitted: frozenset[str] = frozenset(),
) -> Sheet:
    """The list of cases in ``language``. ``permitted``: the names of ``PERSONAL`` that may be read
    in full."""

    def say(text: Text | str) -> str:
        return content.texts.plain(language, text)

    columns = tuple((say(text(f"figures.column.{name}")), width) for name, width in COLUMNS.items())
    rows = (
        [say(v) if isinstance(v, Text) else v for v in _values(case, content, permitted)]
        for case in cases
    )
    return Sheet(say(text("figures.sheet")), columns, rows)


def _values(listed: ListedCase, content: Content, permitted: frozenset[str]) -> list[Value | Text]:
    case, firsts = listed.case, listed.firsts
    service = content.catalogue.of(case)
    open_topic = not service.sensitive or "topic" in permitted
    # A name beside "confidential" would say enough.
    permitted = permitted if open_topic else frozenset()
    unnamed = hidden(case, content.catalogue)
    moments = {word: moment.at for word, moment in firsts.words.items()}
    return [
        number(case.id),
        place_name(case, content.places) if case.village else None,
        office(firsts.office or case.office, content.places),
        listed.holder or None,
        text(f"sector.{service.sector}.name") if service.sector and open_topic else None,
        service_name(case) if open_topic else text("case.sensitive"),
        text(f"urgency.{case.urgency}"),
        status_text(case, staff=True),
        moments["received"],
        case.due_at,
        *(moments.get(word) for word in ("answered", "closed", "late", "referred")),
        firsts.referred_to or None,
        *(moments.get(word) for word in ("climbed", "reopened")),
        firsts.stars[0] if firsts.stars else None,
        text(f"decision.{case.ending.decision}") if case.ending.decision else None,
        *(
            personal(name, case.intake.dump().get(name), permitted, unnamed=unnamed)
            for name in ("sufferer", "phone", "nik", "kk", "place")
        ),
        *(office(x.office, content.places) if x else None for x in map(firsts.words.get, FOUR)),
    ]


def personal(
    name: str, value: object, permitted: frozenset[str], *, unnamed: bool = False
) -> str | None:
    """What a person told of themself: in full, or so that a colleague who knows them can recognise
    it; ``unnamed``: not even by an initial."""
    if not value:
        return None
    text = str(value)
    match name:
        case _ if name in permitted:
            # Numbers as people write them here; a leading plus would be taken for a command.
            return (
                f"0{text.removeprefix('+62')}"
                if name == "phone" and text.startswith("+62")
                else text
            )
        case "phone":
            return masked(text)
        case "nik" | "kk":
            return f"•••• {text[-4:]}"
        case "sufferer" if not unnamed:
            return f"{clean(text).strip()[:1]}•••"
        case _:
            return "•••"
