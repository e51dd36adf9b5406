"""The report on one page: which rows find room, and that it stays one page."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.papers import pdf, report_paper
from bot.papers.pdf.report_values import PlaceRow, ReportPage
from casework.reports.figures import Rows, figures
from casework.reports.tally import CountedCase
from conversations.protocol.places import Places
from tests.bot.papers.test_reports_sums import HEAD, SERVICES
from tests.casework.cases import DISTRICT
from tests.casework.reports.counting import AUTUMN, LATER, NOVEMBER, WIB, local, row
from tests.conversations.speaker import CONTENT

MANY = {f"32.74.05.{n}": f"Kelurahan dengan nama panjang {n}" for n in range(1001, 1310)}
DISTRICTS = replace(CONTENT, places=Places(MANY, {}))
ROWS = Rows(tuple(MANY), (DISTRICT, *MANY), SERVICES)


def made(cases: list[CountedCase], *, shared: bool = False) -> ReportPage:
    found = figures(cases, NOVEMBER, ROWS, LATER, WIB, shared=shared)
    return report_paper.report(found, DISTRICTS, date(2026, 12, 2))


def printed(paper: ReportPage) -> str:
    pages = PdfReader(BytesIO(pdf.report(paper, HEAD))).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


EVERYWHERE = [
    row(local(11, 2), office, service, village=village)
    for village in MANY
    for office, service in zip((village, DISTRICT), list(SERVICES)[:2], strict=True)
]


def test_a_period_has_a_name() -> None:
    """A month by its name, a quarter by its number."""
    names = [
        report_paper.report(
            figures([], period, ROWS, LATER, WIB), DISTRICTS, date(2026, 12, 2)
        ).period
        for period in (NOVEMBER, AUTUMN)
    ]
    assert names == ["November 2026", "triwulan 4 tahun 2026"]


@pytest.mark.parametrize("shared", [False, True])
def test_a_large_district_is_one_page(shared: bool) -> None:
    """309 villages and every service: the largest have room, the rest is counted."""
    every = [row(local(11, 2), DISTRICT, service) for service in SERVICES for _ in range(9)]
    paper = made([*EVERYWHERE * 6, *every], shared=shared)
    assert (len(paper.places), len(paper.services)) == (15, 12)
    assert paper.more_services == len(SERVICES) - 12
    words = printed(paper)
    assert "Laporan Puskesos: November 2026" in words
    assert paper.places[0].name == "Kantor kabupaten/kota"
    assert f"dan {paper.more_services} layanan lagi" in words


def test_an_empty_month_is_a_page_too() -> None:
    """Zeros, and no share of nothing."""
    words = printed(made([]))
    assert "Masuk 0 Dijawab 0 Ditutup 0 Terlambat 0 Tepat waktu –" in words


def test_villages_stand_with_their_office() -> None:
    """Of one village: what came from there, and what its office had; the district has no
    village."""
    village = next(iter(MANY))
    cases = [row(local(11, 2), village)] * 3 + [row(local(11, 2), DISTRICT, village=village)] * 2
    places = made(cases).places
    assert places == (
        PlaceRow("Kantor kabupaten/kota", (), (2, 0, 0, 0)),
        PlaceRow(MANY[village], (5, 0, 0, 0), (3, 0, 0, 0)),
    )


def test_what_has_no_place_has_its_own_rows() -> None:
    """A village that is not known, an office out of the scope."""
    places = made([row(local(11, 2), "32.75", village="")]).places
    assert [one.name for one in places] == ["Desanya belum diketahui", "Kantor lain"]


def test_the_page_says_for_whom_it_is() -> None:
    """In full it is not to be passed on; the copy says what its dashes mean."""
    cases = [row(local(11, 2), next(iter(MANY)))] * 2
    assert "mohon tidak disebarkan" in printed(made(cases))
    copy = printed(made(cases, shared=True))
    assert "Untuk dibagikan" in copy
    assert "Masuk – Dijawab 0" in copy
    assert "Masih terbuka" not in copy


def test_the_words_are_explained_below() -> None:
    """Whoever reads the page alone knows what is counted."""
    words = printed(made([]))
    for word in ("Masuk:", "Dijawab:", "Ditutup:", "Terlambat:", "Tepat waktu:"):
        assert word in words
