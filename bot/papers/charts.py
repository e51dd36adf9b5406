"""Bar charts as PNG, to be read on a phone. Takes finished words and numbers; they are always sent
as text too.

Tested in tests/bot/papers/test_charts.py."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.papers.pdf import press
from bot.papers.pdf.report_values import ReportRow
from bot.papers.pdf.speech import told

MOST_BARS = 120
"""Telegram takes pictures up to 10,000 pixels of width and height together, and 20 times as tall as
wide; nobody reads half of that."""


@dataclass(frozen=True)
class Chart:
    """``rows`` from top to bottom, each with a number for every one of ``series``."""

    title: str
    series: tuple[str, ...]
    rows: tuple[ReportRow, ...]


def draw(chart: Chart, *, folder: Path | None = None) -> bytes:
    """The picture; takes hundredths of a second: call it in the workshop. Raises ValueError for
    a chart that no phone could show."""
    if not 0 < len(chart.rows) * len(chart.series) <= MOST_BARS:
        raise ValueError(f"a chart of {len(chart.rows)} rows does not fit a phone")
    values = told(chart)
    return press.printed("chart", values, dated=date(2026, 1, 1), folder=folder, form="png")[0]
