"""Making a backup: of one moment, while the office goes on working; never of a secret."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.settings.mistakes import Mistakes
from storage.backup import proof, shelf
from storage.backup.age import new_identity
from storage.cases.cases import CASES
from storage.db.database import Database
from storage.db.vault import Vault, new_key
from tests.support.backups.kept_office import NOW, Office, office_in, opened_up, running
from tests.support.walking import report

VAULT = Vault(b"\x07" * 32)
LOCAL = NOW.astimezone(tz=None)


async def _count(database: Database) -> int:
    async with database.read() as connection:
        return (await connection.execute(select(func.count()).select_from(CASES))).scalar_one()


async def test_under_load(
    office: Office, place: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports go on being filed while three backups are made; each holds all that was filed before
    it began, and every case in it is whole."""
    async with running(office) as made:
        stop = asyncio.Event()
        filed: list[int] = []

        async def go_on() -> None:
            person = 100
            while not stop.is_set():
                await report(made, made.phone(person), "atap rumah bocor")
                filed.append(person)
                person += 1
                await asyncio.sleep(0)

        filing = asyncio.create_task(go_on())
        held: list[tuple[int, Path]] = []
        meanwhile = 0
        while len(held) < 3 or (not meanwhile and len(held) < 20):
            await asyncio.sleep(0.05)
            before = len(filed)
            one = await office.backup(tmp_path / f"{len(held)}.age")
            held.append((before, one.path))
            meanwhile += len(filed) - before
            assert one.manifest.head.faults == ()
        stop.set()
        await filing
    assert meanwhile, "nothing was filed while a backup was made"
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", place.url)
    before, file = held[-1]
    await place.restore(file)
    database = Database(place.url)
    assert before <= await _count(database) <= len(filed)
    assert await proof.faults(database, VAULT, place.home / "files") == []
    await database.dispose()


async def test_on_the_shelf(sqlite_office: Office) -> None:
    """Without a place it is named by the moment in the folder of the config, and old ones go; with
    a folder it is named so, too, and nothing goes."""
    for day in range(9):
        made = await sqlite_office.backup(None, LOCAL + timedelta(days=day))
    folder = sqlite_office.home / "backups"
    assert [len(made.gone), len(shelf.on(folder))] == [1, 7]
    assert made.path.parent == folder
    assert folder.stat().st_mode & 0o777 == 0o700
    elsewhere = await sqlite_office.backup(sqlite_office.home)
    assert elsewhere.path.parent == sqlite_office.home
    assert shelf.moment_of(elsewhere.path.name)


async def test_no_secret_is_in_it(sqlite_office: Office) -> None:
    """Neither the key, nor what else the config calls a secret, wherever it lies; and no part lies
    open beside the backup."""
    home = sqlite_office.home
    _put(home / "texts" / "copy.key", new_key())
    _put(home / "texts" / "key.txt", f"# mine\n{new_identity()[0]}\n")
    text = (home / "config.toml").read_text()
    text = text.replace("env:PUSKESOS_TOKEN", "file:texts/token.key")
    _put(home / "config.toml", text)
    _put(home / "texts" / "token.key", os.environ["PUSKESOS_TOKEN"])
    _put(home / "files" / "half.part", "half")
    made = await sqlite_office.backup()
    names = [part.name for part in made.manifest.parts]
    assert "beside/texts/id.toml" in names
    assert "beside/villages.csv" in names
    assert not [name for name in names if "key" in name or "half" in name]
    assert {path.name for path in home.iterdir()} >= {"backups", "config.toml"}
    assert not list(home.rglob(".copy*"))


async def test_what_is_missing_is_told(sqlite_office: Office, tmp_path: Path) -> None:
    """No public key, no folder, a file that is there, a database without tables."""
    with pytest.raises(Mistakes, match="make it first"):
        await sqlite_office.backup(tmp_path / "nowhere" / "a.age")
    _put(tmp_path / "a.age", "mine")
    with pytest.raises(Mistakes, match="not overwritten"):
        await sqlite_office.backup(tmp_path / "a.age")
    empty = office_in(tmp_path / "empty", f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(Mistakes, match="nothing to keep"):
        await empty.backup()
    text = sqlite_office.config.read_text()
    _put(sqlite_office.config, text[: text.index("[backup]")])
    with pytest.raises(Mistakes, match="puskesos backup-key"):
        await sqlite_office.backup()


async def test_what_was_damaged_before(sqlite_office: Office, tmp_path: Path) -> None:
    """One damaged row is no reason to have no backup: it is told, and no reason not to put it
    back."""
    database = Database(sqlite_office.url)
    async with database.write() as connection:
        await connection.exec_driver_sql("UPDATE talk SET state = zeroblob(90)")
    await database.dispose()
    made = await sqlite_office.backup(tmp_path / "a.age")
    assert [line[:10] for line in made.manifest.head.faults] == ["talk.state"]


async def test_leftovers(sqlite_office: Office) -> None:
    """What a killed backup has left is swept, a day later."""
    left = sqlite_office.home.parent / ".copy-of-database-x"
    part = sqlite_office.home / "backups" / ".puskesos-2026-01-01-021500.age.part"
    _put(left / "database.sqlite", "open")
    _put(part, "half")
    await sqlite_office.backup()
    assert left.exists()
    for one in (left, part):
        os.utime(one, (0, 0))
    await sqlite_office.backup(None, LOCAL + timedelta(minutes=1))
    assert not left.exists()
    assert not part.exists()


def _put(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words)
    path.chmod(0o600)


@pytest.fixture
async def sqlite_office(sqlite_url: str, tmp_path: Path) -> Office:
    """An office with a report, on SQLite."""
    return await opened_up(office_in(tmp_path / "office", sqlite_url))
