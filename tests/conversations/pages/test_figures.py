"""The page of a report: what is said, where its buttons lead, and that what is hidden stays so."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from casework.clock import periods
from casework.clock.periods import QUARTER, Period
from casework.reports.figures import CountedCase, Figures, figures
from conversations.pages import figures as report_page
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.places import Places

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 12, 10, 3, 0, tzinfo=UTC)
OPENED = datetime(2026, 11, 5, 3, 0, tzinfo=UTC)
PLACES = Places({f"32.74.05.10{n:02}": f"Desa {n}" for n in range(1, 31)}, {})
DISTRICT = "32.74"
NOVEMBER, AUTUMN = Period(2026, 11), Period(2026, 10, QUARTER)


def row(office: str, days: int | None = 3, service: str = "pkh", **facts: Any) -> CountedCase:
    closed_at = None if days is None else OPENED + timedelta(days=days)
    status = "closed" if closed_at else "in_progress"
    return CountedCase(
        office, service, status, OPENED, facts.pop("due_at", NOW), closed_at=closed_at, **facts
    )


def told(rows: list[CountedCase], period: Period = NOVEMBER) -> Figures:
    return figures(rows, period, (DISTRICT, *PLACES.villages), NOW, WIB)


def page(rows: list[CountedCase], period: Period = NOVEMBER) -> Say:
    return report_page.page(told(rows, period), PLACES, NOW, WIB)


def parts(value: object) -> list[Text]:
    """Every text of a page, in order."""
    if isinstance(value, tuple):
        return [part for one in value for part in parts(one)]
    return (
        [value, *(part for one in value.args.values() for part in parts(one))]
        if isinstance(value, Text)
        else []
    )


def said(say: Say, key: str) -> list[dict[str, object]]:
    return [dict(part.args) for part in parts(say.text) if part.key == key]


def taps(say: Say) -> list[str]:
    return [button.tap.data() for row in say.buttons for button in row]


def test_sums() -> None:
    """The sums come first; a number that may not be seen is a dash."""
    rows = [row("32.74.05.1001") for _ in range(8)] + [row("32.74.05.1002", None) for _ in range(6)]
    say = page(rows + [row("32.74.05.1002", None, due_at=OPENED) for _ in range(3)])
    assert said(say, "figures.sums") == [{"received": "17", "done": "8", "late": "–"}]
    assert said(say, "figures.open") == [{"n": "9"}]
    assert said(say, "figures.hidden") == [{"mark": "–"}]


def test_nothing() -> None:
    """A month without cases says so with zeros, without lists that would be empty."""
    say = page([])
    assert said(say, "figures.sums") == [{"received": "0", "done": "0", "late": "0"}]
    assert {part.key for part in parts(say.text)} & {
        "figures.offices",
        "figures.days",
        "figures.answers",
    } == set()


def test_offices() -> None:
    """Offices stand with what is late first; those of which nothing is seen are only counted."""
    rows = [row("32.74.05.1001") for _ in range(20)] + [row("32.74.05.1002") for _ in range(10)]
    rows += [row("32.74.05.1003", 30, due_at=OPENED) for _ in range(6)] + [
        row(DISTRICT) for _ in range(7)
    ]
    offices = said(page(rows), "figures.office")
    assert [line["name"] for line in offices] == [
        "Desa 3",
        "Desa 1",
        "Desa 2",
        text("figures.district"),
    ]
    assert [line["received"] for line in offices] == ["6", "20", "10", "7"]
    assert said(page(rows), "figures.more_offices") == [{"n": 27}]


def test_many_offices() -> None:
    """A page of many offices stays short enough for a phone and says how many are left out."""
    rows = [row(code) for code in PLACES.villages for _ in range(9)]
    say = page(rows)
    assert len(said(say, "figures.office")) == report_page.MOST_OFFICES
    assert said(say, "figures.more_offices") == [{"n": 31 - report_page.MOST_OFFICES}]


def test_days() -> None:
    """Services that take longest stand first; less than half a day is told as such."""
    rows = [row("32.74.05.1001", 12) for _ in range(5)] + [
        row("32.74.05.1001", 0, "disaster") for _ in range(5)
    ]
    lines = said(page(rows), "figures.line")
    assert [line["name"] for line in lines] == [
        text("service.pkh.name"),
        text("service.disaster.name"),
    ]
    assert [line["values"] for line in lines] == [
        text("figures.n_days", n=12),
        text("figures.same_day"),
    ]


def test_answers() -> None:
    """What people said, and the mean of their ratings with one digit."""
    rows = [
        row("32.74.05.1001", verdict=v, rating=r)
        for v, r in (("fixed", 5), ("partly", 4))
        for _ in range(6)
    ]
    say = page(rows)
    assert said(say, "figures.answers") == [{"total": 12, "fixed": "6", "partly": "6", "no": "0"}]
    assert said(say, "figures.rating") == [{"whole": 4, "tenth": 5}]


def test_spm() -> None:
    """The five minimum services are always listed."""
    assert len(said(page([]), "figures.spm_line")) == 5


def test_buttons() -> None:
    """Buttons lead to the neighbouring period, the other length, the chart and the workbook."""
    assert taps(page([])) == [
        "s:figures:2026-10",
        "s:figures:2026-12",
        "s:figures:2026-Q4",
        "s:chart:2026-11",
        "s:workbook:2026-11",
    ]
    assert taps(page([], AUTUMN)) == [
        "s:figures:2026-Q3",
        "s:figures:2026-12",
        "s:chart:2026-Q4",
        "s:workbook:2026-Q4",
    ]


def test_buttons_lead_somewhere() -> None:
    """Every button of the page names a period, and fits into Telegram's 64 bytes."""
    for period in (NOVEMBER, AUTUMN, Period(2026, 12)):
        for tap in taps(page([], period)):
            assert periods.parse(tap.split(":")[2])
            assert len(tap) <= 64


def test_picture_of_offices() -> None:
    """Several offices are drawn side by side, and every drawn number is in the caption."""
    rows = [row(code) for code in list(PLACES.villages)[:3] for _ in range(9)]
    drawn = report_page.picture(told(rows), PLACES)
    assert drawn.rows == tuple((f"Desa {n}", (9, 9, 0)) for n in (1, 2, 3))
    pairs = said(Say(report_page.caption(drawn)), "figures.pair")
    assert [pair["n"] for pair in pairs] == ["9", "9", "0"] * 3


def test_picture_of_one_office() -> None:
    """A single office is drawn as its sums."""
    drawn = report_page.picture(told([row("32.74.05.1001") for _ in range(9)]), PLACES)
    assert [numbers for _, numbers in drawn.rows] == [(9,), (9,), (0,), (0,), (0,)]
    assert drawn.series == (text("figures.count"),)
