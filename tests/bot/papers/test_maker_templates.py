"""Letter templates and letterheads change under live cases: every paper still arrives, and `check`
names what is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from structlog.testing import capture_logs

from bot.papers import pdf
from conversations.content.letterheads import Letterheads, OfficeHead, Signer
from tests.support import kept
from tests.support.begun.rigs import begun
from tests.support.living_cases import BACK, HEAD, RESIDENT, STATES, numbered, populate
from tests.support.own_rows import changed, own
from tests.support.rig import OTHER_VILLAGE, VILLAGE, Rig

OWN = '#import "common.typ": *\nKertas kami'
BROKEN = "#import"
PAPERS = ("referral", "receipt", "poster", "report", "notice", "slip", "statement")


def _written(folder: Path, words: str) -> None:
    for name in PAPERS:
        (folder / f"{name}.typ").write_text(words)


def _removed(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def _renamed(folder: Path) -> None:
    for file in list(folder.glob("*.typ")):
        file.rename(file.with_stem(f"{file.stem}_2"))


def _folder_gone(folder: Path) -> None:
    _removed(folder)
    folder.rmdir()


def _shared_emptied(folder: Path) -> None:
    """The office's own file of what templates share has not what they need."""
    (folder / "common.typ").write_text("")
    _written(folder, '#import "common.typ": lines\nKertas kami')


def _not_text(folder: Path) -> None:
    for name in PAPERS:
        (folder / f"{name}.typ").write_bytes(b"\xff\xfe\x00")


CHANGES: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "nothing": (lambda folder: None, ""),
    "removed": (_removed, ""),
    "renamed": (_renamed, "referral_2.typ replaces no template"),
    "broken": (lambda folder: _written(folder, BROKEN), "receipt.typ, line 1"),
    "of a value that is none": (
        lambda folder: _written(folder, "#sys.inputs.nothing"),
        "receipt.typ, line 1",
    ),
    "no text": (_not_text, "is not UTF-8"),
    "picture gone": (
        lambda folder: _written(folder, '#image("cap.png")'),
        "receipt.typ, line 1",
    ),
    "shared emptied": (_shared_emptied, "unresolved import"),
    "folder gone": (_folder_gone, "there is no such folder for letters"),
}
"""What may be done to an office's own templates while the bot runs, and what `check` says of it."""


async def papers(made: Rig) -> list[str]:
    """Ask for every paper of every case that somebody may have; what did not arrive."""
    asked = [(RESIDENT, f"c:receipt:{numbered(state)}") for state in STATES]
    asked += [(BACK, f"c:letter:{numbered(state)}") for state in ("offered", "referred")]
    asked += [(HEAD, "s:report_pdf:2026-11"), (HEAD, "s:poster:")]
    missing = []
    for person, data in asked:
        phone, before = made.phone(person), len(made.telegram.files)
        phone.tap_data(data, phone.last.message_id)
        await made.settle()
        if len(made.telegram.files) == before:
            missing.append(data)
    return missing


async def _living(made: Rig) -> None:
    """The cases of a district with rows of its own."""
    await populate(made)


@pytest.mark.parametrize("change", CHANGES)
async def test_every_paper_still_arrives(sqlite_url: str, tmp_path: Path, change: str) -> None:
    """An own template that can't be printed any more is told to the operator; people get the
    packaged paper instead."""
    folder, (does, told) = tmp_path / "letters", CHANGES[change]
    folder.mkdir()
    _written(folder, OWN)
    with kept.edited(lambda sources: changed(sources, own)):
        async with begun(_living, sqlite_url, tmp_path) as made:
            does(folder)
            with capture_logs() as logs:
                assert await papers(made) == []
    errors = {entry["event"] for entry in logs if entry["log_level"] in ("error", "critical")}
    broken = bool(told) and change != "renamed"
    assert errors == ({"an own template can't be printed"} if broken else set())
    assert told in "\n".join(pdf.check(folder))


KESAMBI = OfficeHead(
    "Kota Cirebon", "Puskesos Kesambi", "Jalan Contoh 1", signed_by=Signer("Koordinator")
)
HEADS: Mapping[str, Letterheads] = {
    "removed": Letterheads(),
    "changed": Letterheads(villages={VILLAGE: replace(KESAMBI, office="Puskesos Baru")}),
    "of another village": Letterheads(villages={OTHER_VILLAGE: KESAMBI}),
}
"""What may become of the letterhead of the village of all cases."""


async def _living_under_a_head(made: Rig) -> None:
    """The same, told under a letterhead of their village."""
    await _headed(made, Letterheads(villages={VILLAGE: KESAMBI}))
    await populate(made)


@pytest.mark.parametrize("change", HEADS)
async def test_papers_arrive_under_another_head(
    sqlite_url: str, tmp_path: Path, change: str
) -> None:
    """Letters of old referrals too are printed with the letterhead of today."""
    with kept.edited(lambda sources: changed(sources, own)):
        async with begun(_living_under_a_head, sqlite_url, tmp_path) as made:
            await _headed(made, HEADS[change])
            with capture_logs() as logs:
                assert await papers(made) == []
            poster = list(made.telegram.files.values())[-1].content
    words = PdfReader(BytesIO(poster)).pages[0].extract_text()
    assert ("Puskesos Baru" in words, "Jalan Contoh 1" in words) == (change == "changed",) * 2
    assert [entry for entry in logs if entry["log_level"] in ("error", "critical")] == []


async def _headed(made: Rig, heads: Letterheads) -> None:
    """The config has these letterheads, and the bot is started with it."""
    made.config = made.config.model_copy(update={"letterhead": heads})
    await made.restart()
