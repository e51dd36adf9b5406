"""What tests begin with is the same for each of them, and what one does with it no other sees."""

import shutil
from pathlib import Path

from sqlalchemy import func, select

from casework.case.model import Role
from storage.cases.cases import CASES
from tests.support.begun.rigs import begun
from tests.support.rig import VILLAGE, Rig, rig
from tests.support.walking import report

OFFICER, RESIDENT = 11, 1


async def _begin(made: Rig) -> None:
    await made.employ(OFFICER, Role.FRONT_OFFICE, VILLAGE)
    await report(made, made.phone(RESIDENT), "butuh sktm")


async def _stands(made: Rig) -> tuple[object, ...]:
    """What was said so far, how many cases there are, and what time it is."""
    async with made.program.db.read() as connection:
        cases = (await connection.execute(select(func.count()).select_from(CASES))).scalar_one()
    said = [(letter.chat_id, letter.message_id, letter.text) for letter in made.telegram.ledger]
    return said, cases, made.now, len(made.phone(RESIDENT).messages)


def _apart(template: Path, folder: Path) -> tuple[str, Path]:
    """A fresh database in a folder of its own."""
    folder.mkdir()
    return f"sqlite:///{shutil.copyfile(template, folder / 'puskesos.db')}", folder


async def test_each_goes_on_from_the_same(sqlite_template: Path, tmp_path: Path) -> None:
    """A copy stands as what was done itself, and again so after another copy was gone on with."""
    async with rig(*_apart(sqlite_template, tmp_path / "itself")) as made:
        await _begin(made)
        stood = await _stands(made)
    for name in ("one", "other"):
        async with begun(_begin, *_apart(sqlite_template, tmp_path / name)) as made:
            assert await _stands(made) == stood
            await report(made, made.phone(RESIDENT), "anak saya putus sekolah", ["Laporan baru"])
            await made.pass_time(hours=3)
            assert await _stands(made) != stood
            ids = [message.message_id for message in made.phone(RESIDENT).messages]
            assert ids == sorted(ids)
