"""Configuration under live data: rows are removed, renamed and changed while cases of them are
open, resolved, closed, referred, held and merged; everything goes on."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import delete

from bot.settings import contents
from storage.cases import co_reporters
from storage.db.database import table_of
from storage.tables.updates import SeenRow
from tests.conftest import run_apart
from tests.support.living_cases import HELD, STATES, Walk, numbered, populate, stored
from tests.support.own_rows import CHANGES, Change, changed, own
from tests.support.rig import START, Rig, rig


@contextmanager
def rows(*changes: Change) -> Iterator[None]:
    """The packaged files with changes in them, for everybody who reads them meanwhile."""
    real = contents.read_sources
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(contents, "read_sources", lambda *args: changed(real(*args), *changes))
        yield


@pytest.fixture(scope="module")
def lived(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which there is a case in every state."""
    folder = tmp_path_factory.mktemp("lived")
    path = shutil.copyfile(sqlite_template, folder / "lived.db")

    async def live() -> None:
        with rows(own):
            async with rig(f"sqlite:///{path}", folder) as made:
                await populate(made)
                async with made.program.db.write() as connection:
                    await connection.execute(delete(table_of(SeenRow)))

    run_apart(live())
    return path


@asynccontextmanager
async def after(lived: Path, folder: Path, *changes: Change) -> AsyncIterator[Rig]:
    """The program on that database, after the rows were changed."""
    path = shutil.copyfile(lived, folder / "puskesos.db")
    with rows(own, *changes):
        async with rig(f"sqlite:///{path}", folder) as made:
            made.later(seconds=(START - made.now).total_seconds() + 3600)
            yield made


@pytest.mark.parametrize("change", CHANGES)
async def test_everything_goes_on(lived: Path, tmp_path: Path, change: str) -> None:
    """Whatever was done to a row, no command, button or bell fails for a case in any state."""
    async with after(lived, tmp_path, CHANGES[change]) as made:
        assert await Walk(made).everything() == []


async def test_the_cases_stand_in_their_states(lived: Path, tmp_path: Path) -> None:
    """What the other tests start from is what they say it is."""
    async with after(lived, tmp_path) as made:
        found = {state: await stored(made, state) for state in STATES}
        assert {state: str(case.status) for state, case in found.items()} == {
            "new": "received",
            "open": "in_progress",
            "resolved": "resolved",
            "closed": "closed",
            "offered": "in_progress",
            "referred": "referred",
            "merged": "closed",
        }
        assert found["merged"].ending.merged_into == numbered("open")
        assert (found["offered"].stage, found["referred"].stage) == ("offered", "accepted")
        async with made.program.db.read() as connection:
            held = await co_reporters.held(connection, made.program.vault, HELD)
        assert held is not None
