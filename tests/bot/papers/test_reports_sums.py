"""The sums of a report are the cases: for any lives, the page, the PDF, the workbook and its list
say what somebody finds who counts the trails by hand."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from bot.papers import pdf, report_paper
from bot.papers.figure_sheets import FigureSheets
from bot.papers.workbooks import ListedCase, case_sheet, workbook
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Reopened, Resolve, Resolved, Withdraw
from casework.actions.escalation import Escalated
from casework.actions.objection import Objected
from casework.actions.referral import Offered, Refer
from casework.actions.reminder import Raise, Raised, late
from casework.case.model import Decision, Status, Verdict
from casework.reports.figures import TABLES, Figures, Rows, figures
from casework.reports.tally import CountedCase
from conversations.pages.figures import page
from conversations.pages.report_rows import FOUR
from conversations.protocol.effects import Say, text
from tests.casework.cases import DINSOS, DISTRICT, OFFICER, OTHER, TELLER, VILLAGE
from tests.casework.reports.counting import LATER, LIVED, NOVEMBER, WIB, counted_life
from tests.casework.shipped import CATALOGUE
from tests.conversations.speaker import CONTENT

SERVICES = {service.key: service.sector for service in CATALOGUE.services.values()}
ROWS = Rows((VILLAGE, OTHER), (DISTRICT, OTHER, VILLAGE), SERVICES)
TEXTS = CONTENT.texts
HEAD = pdf.Letterhead("Puskesos", "", "")
KINDS: dict[str, Any] = {"answered": Resolved, "referred": Offered}
KINDS |= {"climbed": Escalated | Raised, "reopened": Reopened | Objected}
WORDS = ("received", "answered", "closed", "late", "referred", "climbed", "reopened")


@dataclass
class Life:
    """One generated case: what happened, case by case, and its row."""

    trail: Sequence[Any]
    counted: CountedCase
    until: datetime

    def moments(self) -> dict[str, datetime]:
        """The first moment of each word, read from the states one by one."""
        found: dict[str, list[datetime]] = {"received": [self.trail[0][2]]}
        for word, kind in KINDS.items():
            found[word] = [at for _, event, at in self.trail if isinstance(event, kind)]
        found["closed"] = [at for case, _, at in self.trail if case.status is Status.CLOSED]
        ends = [*(at for _, _, at in self.trail[1:]), self.until]
        stood = zip(self.trail, ends, strict=True)
        found["late"] = [max(c.due_at, at) for (c, _, at), end in stood if late(c, end)]
        return {word: some[0] for word, some in found.items() if some}


def by_hand(lives: Sequence[Life]) -> dict[str, int]:
    """How many cases each word of November counts."""
    start, end = NOVEMBER.starts(WIB), NOVEMBER.ends(WIB)
    said = [word for one in lives for word, at in one.moments().items() if start <= at < end]
    return {word: Counter(said)[word] for word in WORDS}


def counted(lives: Sequence[Life]) -> Figures:
    return figures((one.counted for one in lives), NOVEMBER, ROWS, LATER + timedelta(days=99), WIB)


def on_page(say: Say) -> dict[str, int]:
    """The numbers of the page, as an officer reads them."""
    words = TEXTS.plain("id", say.text)
    names = {word: TEXTS.plain("id", text(f"figures.{word}")) for word in WORDS}
    return {
        word: int(re.search(rf"{name} (\d+)", words, re.IGNORECASE)[1])  # type: ignore[index]
        for word, name in names.items()
    }


def on_paper(content: bytes) -> dict[str, int]:
    """The numbers of the PDF: those in boxes stand below their word, the others beside it."""
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 1
    words = pages[0].extract_text()
    names = {word: TEXTS.plain("id", text(f"figures.{word}")) for word in WORDS}
    return {
        word: int(re.search(rf"{name}\s+(\d+)", words)[1])  # type: ignore[index]
        for word, name in names.items()
    }


def sheets(lives: Sequence[Life]) -> Iterator[tuple[str, list[list[Any]]]]:
    """The sheets of the workbook, read back: name, heading and rows."""
    listed = [ListedCase(one.trail[-1][0], one.counted.firsts) for one in lives]
    made = [*FigureSheets(counted(lives), CONTENT, "id").all(), case_sheet(listed, CONTENT, "id")]
    for sheet in load_workbook(BytesIO(workbook(made, "Laporan", "mark", WIB))).worksheets:
        yield sheet.title, [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def in_tables(rows: list[list[Any]]) -> tuple[dict[str, int], dict[str, int]]:
    """The sums that a table tells, and those that its rows make."""
    head, *lines, total = rows
    at = {word: head.index(TEXTS.plain("id", text(f"figures.{word}"))) for word in WORDS}
    told = {word: total[n] for word, n in at.items()}
    return told, {word: sum(line[n] for line in lines) for word, n in at.items()}


def in_list(rows: list[list[Any]]) -> dict[str, int]:
    """How many cases of the list have a date of November in the column of each word."""
    head, *lines = rows
    columns = {"received": "opened"} | {word: word for word in WORDS[1:]}
    at = {w: head.index(TEXTS.plain("id", text(f"figures.column.{c}"))) for w, c in columns.items()}
    return {
        word: sum(1 for line in lines if line[n] and (line[n].year, line[n].month) == (2026, 11))
        for word, n in at.items()
    }


LIVES = st.lists(st.builds(lambda life: Life(*life), LIVED), max_size=7)


NO = Confirm(TELLER, Verdict.NO, "")
EVERY_WORD = [
    Life(*counted_life(opened, life, 60))
    for opened, life in (
        ("emergency", [(Raise(TELLER), 9)]),
        ("plain", [(Refer(OFFICER, DINSOS, "please"), 1)]),
        ("plain", [(Resolve(OFFICER, Decision.PARTLY, "half"), 1), (NO, 1)]),
        ("plain", [(Withdraw(TELLER, "solved"), 1)]),
    )
]


def test_every_word_is_counted_by_hand() -> None:
    """The cases that are always tried have happened to every word."""
    assert {word for word, n in by_hand(EVERY_WORD).items() if n} == set(WORDS)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(LIVES)
@example(EVERY_WORD)
def test_the_sums_of_a_report_are_the_cases(lives: list[Life]) -> None:
    """Counted by hand, on the page, in the PDF, in each sheet's sum and in its rows, and in the
    list of cases: one number for each word."""
    expected = by_hand(lives)
    found = counted(lives)
    assert {word: found.total(word) for word in WORDS} == expected
    assert on_page(page(found, LATER, WIB, leads=True)) == expected
    paper = report_paper.report(found, CONTENT, LATER.date())
    assert on_paper(pdf.report(paper, HEAD)) == expected
    every = dict(sheets(lives))
    for by in TABLES:
        told, made = in_tables(every[TEXTS.plain("id", text(f"figures.{by}_sheet"))])
        assert told == made == expected
    assert in_list(every[TEXTS.plain("id", text("figures.sheet"))]) == expected
    assert set(FOUR) <= set(expected)
