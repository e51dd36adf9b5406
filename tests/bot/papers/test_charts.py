"""Charts: a picture that Telegram takes and a phone shows, without what is hidden."""

from io import BytesIO

import pytest
from PIL import Image

from bot.papers.charts import MOST_BARS, Chart, draw
from bot.papers.pdf.report_values import ReportRow

SERIES = ("Masuk", "Dijawab", "Ditutup", "Terlambat")
BLUE = (0, 0x72, 0xB2)


def chart(rows: int = 3, series: tuple[str, ...] = SERIES, hidden: bool = False) -> Chart:
    numbers = tuple(None if hidden else 7 + n for n in range(len(series)))
    return Chart(
        "Triwulan 4", series, tuple(ReportRow(f"Bidang {n}", numbers) for n in range(rows))
    )


def image(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


def width_of_bars(png: bytes) -> int:
    """How many pixels of the first series lie in one line, at most."""
    picture = image(png).convert("RGB")
    lines = ([picture.getpixel((x, y)) for x in range(0, 900, 4)] for y in range(picture.height))
    return max(line.count(BLUE) for line in lines)


@pytest.mark.parametrize("rows", [1, 3, 8, MOST_BARS // 4])
def test_size(rows: int) -> None:
    """A picture is as wide as a phone shows, and within what Telegram takes as a photo."""
    png = draw(chart(rows))
    width, height = image(png).size
    assert (image(png).format, width) == ("PNG", 900)
    assert width + height <= 10_000
    assert max(width / height, height / width) <= 20
    assert len(png) < 1_000_000


def test_too_many_rows() -> None:
    """A chart that no phone could show is refused."""
    with pytest.raises(ValueError, match="200 rows"):
        draw(chart(200))


def test_nothing() -> None:
    """A chart without rows is refused."""
    with pytest.raises(ValueError, match="0 rows"):
        draw(chart(0))


def test_a_bar_is_as_long_as_its_number() -> None:
    """Half of the largest number is half of its bar."""
    two = [Chart("T", ("Masuk",), (ReportRow("a", (n,)), ReportRow("b", (n,)))) for n in (8, 4)]
    alone = width_of_bars(draw(two[0]))
    assert alone == width_of_bars(draw(two[1])) > 50
    half = Chart("T", ("Dijawab", "Masuk"), (ReportRow("a", (4, 8)),))
    first, other = half.series[0], half.series[1]
    assert width_of_bars(draw(Chart("T", (first, other), half.rows))) == pytest.approx(
        alone / 2, abs=2
    )


def test_all_hidden() -> None:
    """Where every number is hidden there is still a picture, with dashes and without bars; only
    the legend has colours."""
    assert width_of_bars(draw(chart(hidden=True))) < 10


def test_hidden_is_no_zero() -> None:
    """A hidden number does not look like a zero."""
    hidden, zero = (
        Chart("T", ("Masuk",), (ReportRow("a", (n,)), ReportRow("b", (9,)))) for n in (None, 0)
    )
    assert draw(hidden) != draw(zero)


def test_names_are_no_code() -> None:
    """A name with dollar signs or a command, or one that is very long, is drawn as it is."""
    rows = (ReportRow("$x_{$ #rect() " + "panjang " * 40, (5,)),)
    assert draw(Chart("$a$ & <b> #panic()", ("$\\frac{$",), rows))
