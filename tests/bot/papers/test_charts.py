"""Charts: a picture that Telegram takes and a phone shows, drawn beside the loop, without what is
hidden."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from bot.papers import charts
from bot.papers.charts import Chart, Charts, NoCharts, draw

SERIES = ("Masuk", "Selesai", "Lewat waktu")


@pytest.fixture
def artist() -> Iterator[Charts]:
    thread = Charts()
    yield thread
    thread.close()


def chart(rows: int = 3, series: tuple[str, ...] = SERIES, hidden: bool = False) -> Chart:
    numbers = tuple(None if hidden else 7 + n for n in range(len(series)))
    return Chart(
        "Triwulan 4", series, tuple((f"Desa {n}", numbers) for n in range(rows)), "catatan"
    )


def image(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


@pytest.mark.parametrize("rows", [1, 3, 12])
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


def test_all_hidden() -> None:
    """Where every number is hidden there is still a picture, with dashes and without bars."""
    colours = {
        colour
        for _, colour in image(draw(chart(hidden=True)))
        .convert("RGB")
        .crop((0, 60, 900, 300))
        .getcolors(9999)
        or []
    }
    assert (0, 0x72, 0xB2) not in colours


def test_hidden_is_no_zero() -> None:
    """A hidden number does not look like a zero."""
    hidden, zero = (Chart("T", ("Masuk",), (("a", (n,)), ("b", (9,)))) for n in (None, 0))
    assert draw(hidden) != draw(zero)


def test_names_are_no_formulas() -> None:
    """A name with dollar signs, or one that is very long, is drawn as it is."""
    assert draw(Chart("$a$ & <b>", ("$\\frac{$",), (("$x_{$ " + "panjang " * 40, (5,)),)))


async def test_beside_the_loop(artist: Charts) -> None:
    """All charts are drawn by one thread, which is not the loop's."""
    threads: set[str] = set()
    original = charts.draw

    def spy(drawn: Chart) -> bytes:
        threads.add(threading.current_thread().name)
        return original(drawn)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "draw", spy)
        pngs = await asyncio.gather(*(artist.png(chart(n)) for n in (1, 2)))
    assert all(png.startswith(b"\x89PNG") for png in pngs)
    assert len(threads) == 1
    assert threading.current_thread().name not in threads


async def test_not_installed(artist: Charts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without matplotlib the caller learns so, and can send the numbers alone."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(NoCharts, match="puskesos\\[charts\\]"):
        await artist.png(chart())


def test_no_pyplot() -> None:
    """pyplot, which keeps every figure it has made, is never loaded."""
    draw(chart())
    assert "matplotlib.pyplot" not in sys.modules
