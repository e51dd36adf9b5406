"""Putting a backup back: everything is there again, or nothing was changed and a sentence says
why."""

import asyncio
import re
from collections.abc import Awaitable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from bot.backup import restoring
from bot.settings.mistakes import Mistakes
from casework.case.number import first_of
from conversations.protocol.delivery import Delivery
from storage.backup import proof
from storage.backup.age import new_identity
from storage.backup.sealed_places import PLACES
from storage.backup.trouble import BackupTrouble
from storage.cases import attachments
from storage.cases.cases import CASES
from storage.db import migrate
from storage.db.database import Database, table_of
from storage.db.vault import Vault, new_key
from storage.pending import outbox
from storage.pending.outbox import Letter
from storage.tables.people import InviteRow
from tests.support.backups.kept_office import (
    NOW,
    PHOTO,
    Office,
    everything,
    lived_in,
    opened_up,
    put_key,
    running,
)
from tests.support.living_cases import RESIDENT
from tests.support.rig import Rig
from tests.support.walking import report

MASTER = Vault(b"\x07" * 32)


async def _refused(office: Office, work: Awaitable[object]) -> str:
    """What is told by work that must fail: nothing is written, and no word is of a library."""
    before = everything(office.home)
    with pytest.raises((BackupTrouble, Mistakes)) as caught:
        await work
    assert everything(office.home) == before
    database = Database(office.url)
    assert await migrate.state(database) == "empty"
    await database.dispose()
    told = str(caught.value)
    assert not re.search(r"Traceback|Error\b|errno", told)
    assert "; " in told
    return told


@pytest.fixture
def elsewhere(place: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The new place, as its environment names its database."""
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", place.url)
    return place


@pytest.fixture
async def backup(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of an office with one report."""
    monkeypatch.delenv("PUSKESOS_DATABASE__URL", raising=False)
    made = await (await opened_up(office)).backup(tmp_path / "stick.age")
    return made.path


async def test_round_trip(
    office: Office, place: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All rows of all tables, files and config are there again; what is sealed opens, the trail is
    guarded, and the program finds nothing to mend."""
    backup = (await (await lived_in(office)).backup(tmp_path / "stick.age")).path
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", place.url)
    done = await place.restore(backup)
    assert (done.old, done.manifest.head.faults) == (False, ())
    old, new = everything(office.home), everything(place.home)
    same = [name for name in old if not name.startswith("config") and ".db" not in name]
    assert {name: new[name] for name in same} == {name: old[name] for name in same}
    assert new["config.toml"] == old["config.toml"]
    database = Database(place.url)
    assert await proof.faults(database, MASTER, place.home / "files") == []
    async with database.read() as connection:
        for table in PLACES:
            counted = await connection.scalar(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            assert counted, f"{table}: nothing there to prove"
        assert await attachments.load(connection, MASTER, place.home / "files", 1) == PHOTO
    with pytest.raises(DBAPIError, match="only ever added"):
        async with database.write() as connection:
            await connection.execute(text("DELETE FROM event"))
    await database.dispose()


async def test_numbers_go_on(backup: Path, office: Office, elsewhere: Office) -> None:
    """What the lost office gave out after the backup is not given again, and how much is left out
    is told; a new year begins behind its own first numbers."""
    done = await elsewhere.restore(backup, NOW.replace(year=2027, month=1, day=2))
    assert set(done.numbers) == {2026, 2027}
    jump, following = done.numbers[2027]
    assert jump >= 100
    assert following == first_of(2027) + jump
    async with running(elsewhere, NOW) as made:
        await report(made, made.phone(99), "atap rumah bocor")
        async with made.program.db.read() as connection:
            newest = await connection.scalar(select(func.max(CASES.c.id)))
    assert newest == done.numbers[2026][1] == first_of(2026) + 1 + jump


async def _send(made: Rig) -> None:
    """Let the sender begin as at a start, and end."""
    sending = asyncio.create_task(made.program.sender.run(stop := asyncio.Event()))
    await asyncio.sleep(0.5)
    stop.set()
    await sending


async def test_nothing_twice(
    office: Office, elsewhere: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters that were due may have gone: what must arrive comes marked as repeated, reminders do
    not come again, and what is for later comes as it is. Updates that were handled stay so."""
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", office.url)
    await opened_up(office)
    async with running(office, NOW) as made:
        phone = made.phone(RESIDENT)
        phone.send("/status")
        raws = await made.telegram.updates.get(0, 100, 0)
        await made.program.turns.play(raws)
        await made.program.sender.drain()
        later = NOW + timedelta(minutes=10)
        letters = [
            Letter("a", RESIDENT, Delivery.MUST_ARRIVE, "sendMessage", {"text": "Hasil"}, NOW),
            Letter("b", RESIDENT, Delivery.REMINDER, "sendMessage", {"text": "Ingat"}, NOW),
            Letter("c", RESIDENT, Delivery.MUST_ARRIVE, "sendMessage", {"text": "Nanti"}, later),
        ]
        async with made.program.db.write() as connection:
            await outbox.put(connection, made.program.vault, letters, NOW)
        file = (await office.backup(tmp_path / "later.age")).path
        before = len(phone.messages)
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", elsewhere.url)
    done = await elsewhere.restore(file, NOW + timedelta(minutes=5))
    assert done.letters == 2
    async with running(elsewhere, NOW + timedelta(minutes=5), made.telegram) as again:
        await again.program.turns.play(raws)
        await _send(again)
        again.later(minutes=10)
        await again.restart()
        await again.program.sender.drain()
    came = [message.text for message in phone.messages[before:]]
    assert len(came) == 2
    assert ("pesan ulang" in came[0], "Hasil" in came[0], came[1]) == (True, True, "Nanti")


async def test_codes_end(
    office: Office, elsewhere: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invitation may have been used since."""
    async with running(office, NOW) as made:
        row = {"mark": b"m", "role": "volunteer", "scope": "32.74.05.1003", "made_by": 0}
        times = {"made_at": NOW, "expires_at": NOW + timedelta(days=2)}
        async with made.program.db.write() as connection:
            await connection.execute(table_of(InviteRow).insert(), [{**row, **times, "desks": ""}])
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", office.url)
    file = (await office.backup(tmp_path / "stick.age")).path
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", elsewhere.url)
    assert (await elsewhere.restore(file)).codes == 1


async def test_wrong_identity(backup: Path, elsewhere: Office) -> None:
    """Another identity, and what is none."""
    _write(elsewhere.identity, new_identity()[0].encode())
    assert "does not open stick.age" in await _refused(elsewhere, elsewhere.restore(backup))
    _write(elsewhere.identity, b"hello")
    assert "holds no identity" in await _refused(elsewhere, elsewhere.restore(backup))
    _take_away(elsewhere.identity)
    assert "can't be read" in await _refused(elsewhere, elsewhere.restore(backup))


async def test_wrong_master_key(backup: Path, elsewhere: Office) -> None:
    """Another master key, and none at all."""
    put_key(elsewhere.home, new_key())
    told = await _refused(elsewhere, elsewhere.restore(backup))
    assert f"was made with master key {MASTER.key_id}" in told
    _take_away(elsewhere.home / "master.key")
    assert "keys.master" in await _refused(elsewhere, elsewhere.restore(backup))


def _take_away(path: Path) -> None:
    path.unlink()


def _read(path: Path) -> bytes:
    return path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)


async def test_cut(backup: Path, elsewhere: Office) -> None:
    """A file that ends too early, wherever."""
    whole = _read(backup)
    for left in (0, 10, 300, 70_000, -1):
        _write(backup, whole[:left])
        told = await _refused(elsewhere, elsewhere.restore(backup))
        assert "stick.age was cut" in told or "stick.age is no backup" in told


async def test_flipped_byte(backup: Path, elsewhere: Office) -> None:
    """One other byte, at several places."""
    whole = _read(backup)
    for at in (30, 250, len(whole) // 3, len(whole) // 2, len(whole) - 40, len(whole) - 1):
        _write(backup, whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        told = await _refused(elsewhere, elsewhere.restore(backup))
        assert "stick.age" in told


async def test_place_is_not_empty(backup: Path, elsewhere: Office) -> None:
    """A config, a file of the config, an attachment, or a database that is there is not written
    over."""
    for name in ("config.toml", "texts/id.toml", "files/case-numbers"):
        there = elsewhere.home / name
        _write(there, b"mine")
        told = await _refused(elsewhere, elsewhere.restore(backup))
        assert f"{there} is there already" in told
        _take_away(there)


async def test_fresh_damage(
    backup: Path, elsewhere: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row or file that can't be read, and could be when the backup was made, refuses all of it;
    a database that was filled for the look is empty again."""

    async def damaged(*_: object) -> list[str]:
        return [f"the file of attachment {n} is damaged" for n in range(12)]

    monkeypatch.setattr(proof, "faults", damaged)
    told = await _refused(elsewhere, elsewhere.restore(backup))
    assert "the file of attachment 0 is damaged" in told
    assert "and 2 more" in told


async def test_no_room(backup: Path, elsewhere: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever can't take its place, nothing does: not even a folder is left."""
    move, moved = restoring._move, list[Path]()
    for room in range(4):

        def full(source: Path, target: Path, room: int = room) -> None:
            if len(moved) == room:
                raise OSError(28, "No space left on device", str(target))
            moved.append(target)
            move(source, target)

        moved.clear()
        monkeypatch.setattr(restoring, "_move", full)
        told = await _refused(elsewhere, elsewhere.restore(backup))
        assert "No space left on device" in told
        assert not (elsewhere.home / "texts").exists()


async def test_left_by_a_killed_one(backup: Path, elsewhere: Office) -> None:
    """What a killed restore has unpacked is swept by the next."""
    left = elsewhere.home / ".restoring-x" / "database.sqlite"
    _write(left, b"open")
    await elsewhere.restore(backup)
    assert not [path for path in everything(elsewhere.home) if "restoring" in path]


async def test_an_older_schema(
    office: Office, elsewhere: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup of an older version is put back as it is and migrated then; one of a newer version
    is refused."""
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", office.url)
    await opened_up(office)
    database = Database(office.url)
    async with database.write() as connection:
        for newer in ("lease", "case_to_mark"):
            await connection.execute(text(f"DROP TABLE {newer}"))
        await connection.execute(text("UPDATE alembic_version SET version_num = '0013'"))
    file = (await office.backup(tmp_path / "old.age")).path
    monkeypatch.setenv("PUSKESOS_DATABASE__URL", elsewhere.url)
    with monkeypatch.context() as older:
        older.setattr(migrate, "revisions", lambda: ["0001"])
        assert "newer than this one" in await _refused(elsewhere, elsewhere.restore(file))
    assert (await elsewhere.restore(file)).old
    await migrate.upgrade(elsewhere.url)
    restored = Database(elsewhere.url)
    assert await migrate.state(restored) == "current"
    assert await proof.faults(restored, MASTER, elsewhere.home / "files") == []
    await restored.dispose()
    await database.dispose()
