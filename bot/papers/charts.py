"""Bar charts as PNG, to be read on a phone. Takes finished words and numbers; they are always sent
as text too.

matplotlib is an extra (``puskesos[charts]``), slow to import and not safe in two threads: it is
loaded with the first chart, inside the one thread that draws. pyplot is not used, for it keeps
every figure."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI, WIDTH = 150, 6.0
"""900 pixels wide: every phone shows it whole, and its letters are about as large as those of a
chat."""

TALLEST = 40.0
"""Inches. Telegram takes pictures up to 10,000 pixels of width and height together, and 20 times as
tall as wide."""

BAR, GAP, FRAME = 0.24, 0.14, 1.35
"""Height of a bar, between groups, and of title and legend together, in inches."""

LOOKS = (("#0072B2", ""), ("#E69F00", "//"), ("#D55E00", "xx"), ("#009E73", ".."))
"""Colours by Okabe and Ito, which colour-blind people tell apart; the hatching holds in a black and
white print."""


def possible() -> bool:
    """Whether there is something to draw with (the extra ``charts``)."""
    return find_spec("matplotlib") is not None


class NoCharts(Exception):
    """matplotlib is not installed; the numbers as text must do."""


@dataclass(frozen=True)
class Chart:
    """``rows`` from top to bottom, each with a number for every one of ``series``. None: hidden,
    shown as a dash."""

    title: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]
    note: str = ""


class Charts:
    """The one thread that draws. Always ``close``."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="charts")

    async def png(self, chart: Chart) -> bytes:
        """The chart as a picture. Raises NoCharts when there is nothing to draw with, ValueError
        for too many bars."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, draw, chart)

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)


def draw(chart: Chart) -> bytes:
    """The picture itself; blocks for about a tenth of a second."""
    try:
        from matplotlib import rc_context  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise NoCharts("charts need matplotlib; install puskesos[charts]") from error
    height = FRAME + len(chart.rows) * (BAR * len(chart.series) + GAP)
    if not chart.rows or height > TALLEST:
        raise ValueError(f"a chart of {len(chart.rows)} rows does not fit a phone")
    # A name with two dollar signs is a name, no formula.
    with rc_context(
        {
            "font.size": 11,
            "font.family": "DejaVu Sans",
            "hatch.linewidth": 0.8,
            "text.parse_math": False,
        }
    ):
        figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
        _fill(figure, chart)
        buffer = BytesIO()
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _fill(figure: "Figure", chart: Chart) -> None:
    axes = figure.subplots()
    most = max((n for _, numbers in chart.rows for n in numbers if n is not None), default=0)
    for place, (name, (colour, hatch)) in enumerate(zip(chart.series, LOOKS, strict=False)):
        numbers = [row[1][place] for row in chart.rows]
        at = [_top(chart, row) + place * BAR for row in range(len(chart.rows))]
        axes.barh(
            at,
            [n or 0 for n in numbers],
            BAR * 0.88,
            label=name,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            linewidth=0,
        )
        _say(axes, at, numbers, max(most, 1))
    _dress(axes, chart, max(most, 1))
    _words(figure, chart)


def _top(chart: Chart, row: int) -> float:
    return row * (BAR * len(chart.series) + GAP)


def _say(axes: "Axes", at: Sequence[float], numbers: Sequence[int | None], most: int) -> None:
    """The number at the end of each bar; a dash where it is hidden."""
    for y, n in zip(at, numbers, strict=True):
        axes.text((n or 0) + most * 0.012, y, "–" if n is None else str(n), va="center")


def _dress(axes: "Axes", chart: Chart, most: int) -> None:
    """Names instead of an axis: the numbers stand at the bars."""
    middle = (len(chart.series) - 1) / 2 * BAR
    axes.set_yticks(
        [_top(chart, row) + middle for row in range(len(chart.rows))],
        [_wrapped(n) for n, _ in chart.rows],
    )
    axes.set_ylim(_top(chart, len(chart.rows)) - GAP, -BAR / 2 - GAP / 2)
    axes.set_xlim(0, most * 1.12)
    axes.set_xticks([])
    axes.set_xlabel(chart.note, fontsize=9, loc="left")
    axes.tick_params(length=0)
    axes.spines[["top", "right", "bottom"]].set_visible(False)


def _wrapped(name: str) -> str:
    """At most two short lines, so that a long name leaves room for the bars."""
    return fill(name, 20, max_lines=2, placeholder=" …")


def _words(figure: "Figure", chart: Chart) -> None:
    title = "\n".join(fill(line, 44) for line in chart.title.splitlines())
    figure.suptitle(title, fontsize=13, fontweight="bold", x=0.02, ha="left")
    if len(chart.series) > 1:
        figure.legend(
            loc="outside lower left", ncols=len(chart.series), frameon=False, handlelength=1.2
        )
