"""The page of a report: what is said, where its buttons lead, and its picture."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from casework.case.model import Verdict
from casework.clock import periods
from casework.clock.periods import QUARTER, Period
from casework.reports.figures import Figures, Rows, figures
from casework.reports.first_times import WORDS
from casework.reports.tally import CountedCase
from conversations.handlers.page_turning import PAGES
from conversations.pages import figures as report_page
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.places import Places
from tests.casework.reports import counting
from tests.casework.shipped import CATALOGUE, texts
from tests.conversations.speaker import TEXTS

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 12, 10, 3, 0, tzinfo=UTC)
OPENED = datetime(2026, 11, 5, 3, 0, tzinfo=UTC)
PLACES = Places({f"32.74.05.10{n:02}": f"Desa {n}" for n in range(1, 31)}, {})
DISTRICT = "32.74"
NOVEMBER, AUTUMN = Period(2026, 11), Period(2026, 10, QUARTER)
SERVICES = {service.key: service.sector for service in CATALOGUE.services.values()}
ROWS = Rows(tuple(PLACES.villages), (DISTRICT, *PLACES.villages), SERVICES)


def row(office: str, days: int | None = 3, service: str = "pkh", **facts: Any) -> CountedCase:
    """A case of November, answered and closed after some days."""
    ended = (
        {} if days is None else dict.fromkeys(("answered", "closed"), OPENED + days * counting.DAY)
    )
    status = "closed" if ended else "in_progress"
    return counting.row(OPENED, office, service, **{"status": status, **ended, **facts})


def told(rows: list[CountedCase], period: Period = NOVEMBER) -> Figures:
    return figures(rows, period, ROWS, NOW, WIB)


def page(rows: list[CountedCase], period: Period = NOVEMBER, *, leads: bool = True) -> Say:
    return report_page.page(told(rows, period), NOW, WIB, leads=leads)


def rest(rows: list[CountedCase]) -> Say:
    return report_page.rest(told(rows), PLACES)


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
    """The four words come first, with the share in time; then what stands beside them."""
    late = OPENED + timedelta(hours=1)
    rows = [row("32.74.05.1001")] * 3 + [row("32.74.05.1002", late=late)]
    rows += [row("32.74.05.1002", None, status="waiting", climbed=late), row(DISTRICT, None)]
    say = page(rows)
    share = text("figures.in_time_share", n=75)
    sums = said(say, "figures.sums")[0]
    assert [sums[w] for w in ("received", "answered", "closed", "late")] == ["6", "4", "4", "1"]
    assert sums["in_time"] == share
    assert said(say, "figures.beside")[0]["climbed"] == "1"
    stocks = said(say, "figures.stocks")[0]
    assert (stocks["open"], stocks["waiting"]) == ("2", "1")


def test_every_word_is_said_with_its_meaning() -> None:
    """Nothing that is counted is left out of the page, and the four words are explained one tap
    behind it, in both languages."""
    say = page([row("32.74.05.1001")])
    told_words = {
        word for key in ("sums", "beside", "stocks") for word in said(say, f"figures.{key}")[0]
    }
    assert told_words >= {*WORDS, "open", "waiting", "in_time"}
    assert said(rest([row("32.74.05.1001")]), "figures.meaning") == [{}]
    for language, words in (
        ("id", ("Masuk", "Dijawab", "Ditutup", "Terlambat")),
        ("en", ("Received", "Answered", "Closed", "Late")),
    ):
        meaning = texts(language)["figures.meaning"]
        assert [word for word in words if f"<i>{word}</i>" not in meaning] == []


def test_nothing() -> None:
    """A month without cases says so with zeros, without lists that would be empty."""
    say = page([])
    assert {n for n in said(say, "figures.sums")[0].values() if n != ""} == {"0"}
    assert {part.key for part in parts(rest([]).text)} & {
        "figures.by_village",
        "figures.by_office",
        "figures.by_field",
        "figures.days",
        "figures.answers",
    } == set()


def test_villages_and_offices() -> None:
    """By village and by office, most received first; a case that the district had stands with its
    village in the one and with the district in the other."""
    rows = [row("32.74.05.1001")] * 4 + [row("32.74.05.1002")] * 3
    rows += [row(DISTRICT, village="32.74.05.1002")] * 2
    lines = [(line["name"], line["received"]) for line in said(rest(rows), "figures.row")]
    assert lines == [
        ("Desa 2", "5"),
        ("Desa 1", "4"),
        ("Desa 1", "4"),
        ("Desa 2", "3"),
        (text("figures.district"), "2"),
    ]
    assert said(rest(rows), "figures.more") == []


def test_one_village_needs_no_table() -> None:
    """The table of a single village would say its sums again."""
    assert said(rest([row("32.74.05.1001")] * 4), "figures.row") == []


def test_many_villages() -> None:
    """A page of many villages stays short enough for a phone and says how many are left out."""
    say = rest([row(code) for code in PLACES.villages])
    assert len(said(say, "figures.row")) == 2 * report_page.MOST_ROWS
    assert said(say, "figures.more") == [{"n": 30 - report_page.MOST_ROWS}] * 2


def test_fields() -> None:
    """By field, under the names of the catalogue."""
    rows = [row("32.74.05.1001"), row("32.74.05.1001", service="pip_kip")]
    names = [line["name"] for line in said(rest(rows), "figures.row")]
    assert names == [text("sector.aid_data.name"), text("sector.education.name")]


def test_days() -> None:
    """Services that take longest stand first; less than half a day is told as such."""
    rows = [row("32.74.05.1001", 12), row("32.74.05.1001", 0, "disaster")]
    lines = said(rest(rows), "figures.line")
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
    words = ((Verdict.FIXED, 5), (Verdict.PARTLY, 4))
    say = rest([row("32.74.05.1001", verdict=v, stars=n) for v, n in words])
    assert said(say, "figures.answers") == [{"total": 2, "fixed": "1", "partly": "1", "no": "0"}]
    assert said(say, "figures.rating") == [{"whole": 4, "tenth": 5}]


def test_spm() -> None:
    """The five minimum services are always listed."""
    assert len(said(rest([]), "figures.spm_line")) == 5


def test_buttons() -> None:
    """Buttons lead to the neighbouring period, the other length, the chart and the papers."""
    assert taps(page([])) == [
        "s:figures:2026-10",
        "s:figures:2026-12",
        "s:figures:2026-Q4",
        "s:chart:2026-11",
        "s:figures_rest:2026-11",
        "s:report_pdf:2026-11",
        "s:workbook:2026-11",
        "s:shared:2026-11",
    ]
    assert taps(page([], AUTUMN)) == [
        "s:figures:2026-Q3",
        "s:figures:2026-12",
        "s:chart:2026-Q4",
        "s:figures_rest:2026-Q4",
        "s:report_pdf:2026-Q4",
        "s:workbook:2026-Q4",
        "s:shared:2026-Q4",
    ]


def test_the_copy_to_share_is_offered_to_those_who_make_it() -> None:
    """Everybody else would only read that it is made by those who lead."""
    ways = [taps(page([], leads=leads)) for leads in (True, False)]
    shared = [[data for data in way if "shared" in data] for way in ways]
    assert [len(one) for one in shared] == [1, 0]
    assert [data for data in ways[0] if data not in shared[0]] == ways[1]


def test_buttons_lead_somewhere() -> None:
    """Every button of the page names a page that opens and a period, and fits into Telegram's 64
    bytes."""
    for period in (NOVEMBER, AUTUMN, Period(2026, 12)):
        for tap in taps(page([], period)):
            _, page_name, code = tap.split(":")
            assert page_name in PAGES
            assert periods.parse(code)
            assert len(tap) <= 64


def test_the_first_screen_of_a_small_phone() -> None:
    """What matters and the buttons below it are few lines; the way back from the rest is there."""
    say = page([row(code) for code in PLACES.villages])
    words = TEXTS.plain("id", say.text).splitlines()
    assert len(words) + 2 * len(say.buttons) <= 20
    assert all(len(line) <= 72 for line in words)
    assert [len(button) for button in say.buttons] == [2, 2, 2, 2]
    assert taps(rest([])) == ["s:figures:2026-11"]


def test_periods_that_are_over() -> None:
    """The last whole month and the last whole quarter, by the office's clock, and the way back."""
    rows = report_page.whole_periods(NOW, WIB)
    assert [button.tap.data() for row in rows for button in row] == [
        "s:shared:2026-11",
        "s:shared:2026-Q3",
        "s:figures:2026-12",
    ]


def test_picture_of_fields() -> None:
    """Several fields are drawn side by side, and every drawn number is in the caption."""
    drawn = report_page.picture(
        told([row("32.74.05.1001", service=s) for s in ("pkh", "pkh", "pip_kip")]), PLACES
    )
    assert drawn.rows == (
        (text("sector.aid_data.name"), (2, 2, 2, 0)),
        (text("sector.education.name"), (1, 1, 1, 0)),
    )
    pairs = said(Say(report_page.caption(drawn)), "figures.pair")
    assert [pair["n"] for pair in pairs] == ["2", "2", "2", "0", "1", "1", "1", "0"]


def test_picture_of_one_field() -> None:
    """A single field is drawn as its sums."""
    drawn = report_page.picture(told([row("32.74.05.1001")] * 9), PLACES)
    assert [numbers for _, numbers in drawn.rows][:4] == [(9,), (9,), (9,), (0,)]
    assert drawn.series == (text("figures.count"),)
