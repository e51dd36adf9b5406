"""Pages with which officers are invited: one for each person, with all that they need to begin."""

import io
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pypdf
import pytest

from bot.papers import pdf
from bot.papers.pdf import InvitationPage, Invitations, Letterhead
from bot.workshop.workshop import OwnProcess

HEAD = Letterhead("SLRT Kota Cirebon", "", "Kota Cirebon")
UNTIL = datetime(2026, 12, 5, 14, 30, tzinfo=ZoneInfo("Asia/Jakarta"))


def paper(count: int) -> Invitations:
    pages = tuple(
        InvitationPage("Koordinator Puskesos", f"Desa {n}, Kecamatan Kesambi", f"u_{n:022d}")
        for n in range(count)
    )
    return Invitations(pages, "PuskesosCirebonBot", date(2026, 11, 21), UNTIL)


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_each_person_has_a_page() -> None:
    """Role, place, link, end and what to do; nobody else's code."""
    first, second = texts(pdf.invitations(paper(2), HEAD))
    assert "Koordinator Puskesos" in first
    assert "Desa 0, Kecamatan Kesambi" in first
    assert "https://t.me/PuskesosCirebonBot?start=u_0000000000000000000000" in first
    assert "5 Desember 2026 pukul 14.30 WIB" in first
    assert "Mulai" in first
    assert "u_0000000000000000000001" not in first
    assert "u_0000000000000000000001" in second


def test_what_is_told_about_a_page_holds_no_code() -> None:
    """Whatever shows values in a log or an error shows no secret."""
    assert "u_0" not in repr(paper(1))


@pytest.mark.parametrize("place", ["Desa " + "panjang " * 20, "x" * 120, "#panic() $ \\ *a*"])
def test_a_page_stays_one(place: str) -> None:
    """Long names, and names that look like markup, take no second sheet."""
    page = InvitationPage("Petugas dinas atau mitra", place, "u_0", "kesehatan, pendidikan")
    one = Invitations((page, page), "PuskesosCirebonBot", date(2026, 11, 21), UNTIL)
    assert len(texts(pdf.invitations(one, HEAD))) == 2


async def test_a_whole_district_within_a_minute() -> None:
    """309 pages in the worker process, within its limits of memory and time."""
    workshop, began = OwnProcess(), time.monotonic()
    try:
        content = await workshop.do(pdf.invitations, paper(309), HEAD)
    finally:
        await workshop.close()
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 309
    assert time.monotonic() - began < 60
