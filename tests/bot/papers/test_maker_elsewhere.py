"""Papers that another process makes, and what people get where that comes to nothing."""

from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.papers import pdf
from bot.papers.pdf import samples
from bot.workshop.workshop import Limits, OwnProcess, SameProcess, Unfinished, Work
from tests.bot.papers.test_maker_templates import papers
from tests.support import kept
from tests.support.begun.rigs import begun
from tests.support.living_cases import HEAD, RESIDENT, numbered, populate
from tests.support.own_rows import changed, own
from tests.support.rig import Rig, rig

SLOW = "#for a in range(30000) { for b in range(30000) { let c = a * b } }"
PRINT = {
    "referral": pdf.referral_letter,
    "statement": pdf.statement_letter,
    "receipt": pdf.receipt,
    "poster": pdf.poster,
    "slip": pdf.slip,
    "notice": pdf.notice_board,
    "report": pdf.report,
}


class Broken(SameProcess):
    """A workshop in which nothing is finished."""

    async def do(self, work: Work, *given: Any, **named: Any) -> bytes:
        raise Unfinished("too slow")


async def test_every_kind_is_printed_elsewhere() -> None:
    """What a paper is printed from finds its way to the other process, and the same paper comes
    back."""
    workshop, samples_of = OwnProcess(), {name: paper for name, paper, _ in samples.ALL}
    assert samples_of.keys() >= PRINT.keys()
    for name, work in PRINT.items():
        given = (samples_of[name], samples.HEAD)
        assert await workshop.do(work, *given) == work(*given), name  # type: ignore[operator]
    await workshop.close()


async def test_the_program_has_them_made_elsewhere(sqlite_url: str, tmp_path: Path) -> None:
    """Receipts, letters, reports, charts and workbooks of living cases arrive from the other
    process."""
    with kept.edited(lambda sources: changed(sources, own)):
        async with rig(sqlite_url, tmp_path, workshop=OwnProcess()) as made:
            await populate(made)
            assert await papers(made) == []
            before = len(made.telegram.files)
            for paper in ("chart", "workbook"):
                await _ask(made, HEAD, f"s:{paper}:2026-11")
            assert len(made.telegram.files) == before + 2


async def _ask(made: Rig, person: int, data: str) -> None:
    phone = made.phone(person)
    phone.tap_data(data, phone.last.message_id)
    await made.settle()


async def test_an_own_template_that_takes_too_long(sqlite_url: str, tmp_path: Path) -> None:
    """People get the packaged paper, and the operator reads that theirs can't be printed."""
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "receipt.typ").write_text(SLOW)
    async with rig(sqlite_url, tmp_path, workshop=OwnProcess(Limits(seconds=3))) as made:
        await populate(made)
        before = len(made.telegram.files)
        with capture_logs() as logs:
            await _ask(made, RESIDENT, f"c:receipt:{numbered('new')}")
        assert len(made.telegram.files) == before + 1
    told = [each["event"] for each in logs if each["log_level"] == "error"]
    assert told == ["an own template can't be printed"]


async def _living(made: Rig) -> None:
    await populate(made)


@pytest.mark.parametrize("data", ["s:report_pdf:2026-11", "s:chart:2026-11", "s:workbook:2026-11"])
async def test_words_instead(sqlite_url: str, tmp_path: Path, data: str) -> None:
    """Who asked for a paper that takes too long reads so; the log says which kind and why, once and
    nothing else."""
    async with begun(_living, sqlite_url, tmp_path, workshop=Broken()) as made:
        with capture_logs() as logs:
            await _ask(made, HEAD, data)
        assert "Berkas ini belum bisa dibuat." in made.phone(HEAD).last.text
    event = "a paper could not be made"
    kind = data.split(":")[1]
    assert [each for each in logs if each["log_level"] == "error"] == [
        {"event": event, "log_level": "error", "paper": kind, "error": "too slow"}
    ]
