"""The power goes at any moment: whatever was confirmed is on the disk, the file is sound, and no
case stands there in halves. SQLite as it is set here; less careful settings are the controls."""

import random
import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from casework.case.number import number
from storage.db import database
from tests.figures import Figure
from tests.harness.rounds import played
from tests.support import rig as rigs
from tests.support.crashes.oracle import intact
from tests.support.crashes.robot import RECEIPT, Robot
from tests.support.dice import thrown
from tests.support.power.images import DiskImage, File
from tests.support.power.noted_files import NotedFiles, noted_files
from tests.support.rig import Rig

IMAGES, OF_A_CONTROL = 5_000, 600
RESIDENTS, STEPS, RESTART_EVERY = 8, 40, 9
CHECKPOINT_PAGES = 60
"""The WAL is written back so often that many powers go in the middle of it; shipped are 1,000."""

TOLD, CONFIRMED = "told", "confirmed"

pytestmark = pytest.mark.timeout(900)


def _set(monkeypatch: pytest.MonkeyPatch, synchronous: str) -> None:
    """Let the database be opened with another setting, and the start not insist on its own."""
    shipped = database._PRAGMAS["write"]
    assert "synchronous=FULL" in shipped
    less = tuple(one for one in shipped if not one.startswith("synchronous"))
    pragmas = (*less, f"synchronous={synchronous}", f"wal_autocheckpoint={CHECKPOINT_PAGES}")
    monkeypatch.setitem(database._PRAGMAS, "write", pragmas)  # type: ignore[arg-type]
    wanted = {"FULL": 2, "NORMAL": 1, "OFF": 0}[synchronous]
    monkeypatch.setitem(database.SQLITE_WANTED, "synchronous", wanted)  # type: ignore[arg-type]


class _Promises:
    """Notes, among what is written, what Telegram has delivered and what it was told to forget."""

    def __init__(self, rig: Rig, files: NotedFiles) -> None:
        self.rig, self.files, self.read = rig, files, 0
        self._get = rig.telegram.updates.get
        setattr(rig.telegram.updates, "get", self._confirmed)  # noqa: B010 - mypy allows no other way
        files.before = self.look

    def look(self) -> None:
        ledger = self.rig.telegram.ledger
        new, self.read = ledger[self.read :], len(ledger)
        for entry in new:
            if found := RECEIPT.search(entry.text):
                self.files.note(TOLD, found[1])

    async def _confirmed(self, offset: int, limit: int, timeout: float) -> object:  # noqa: ASYNC109
        self.look()
        if offset > 0:
            self.files.note(CONFIRMED, at=offset)
        return await self._get(offset, limit, timeout)


async def _live(rig: Rig) -> None:
    """Residents report, officers of no village look away, and the program begins anew at times."""
    robots = [Robot(rig.phone(11 + n), photo=n % 3 == 0) for n in range(RESIDENTS)]
    for robot in robots:
        robot.begin()
    for step in range(STEPS):
        rig.later(seconds=10)
        await rig.settle()
        if step % RESTART_EVERY == RESTART_EVERY - 1:
            await rig.restart()
        for robot in robots:
            if not robot.react():
                robot.nudge()


@dataclass
class Judged:
    """What was found in so many images."""

    images: int = 0
    confirmed: int = 0
    lost: int = 0
    broken: int = 0
    in_halves: int = 0

    def look(self, path: Path, told: set[str], confirmed: int) -> None:
        """Judge one image: ``told``, the cases that were promised; ``confirmed``, the update up to
        which Telegram has forgotten all."""
        self.images += 1
        self.confirmed += len(told)
        try:
            sound = intact(path) == "ok"
        except sqlite3.DatabaseError:
            sound = False
        if not sound:
            self.broken += 1
            return
        read = sqlite3.connect(path)
        try:
            cases = dict(read.execute("SELECT id, version FROM cases"))
            events = Counter(case for (case,) in read.execute("SELECT case_id FROM event"))
            letters = {case for (case,) in read.execute("SELECT case_id FROM outbox")}
            seen = {one for (one,) in read.execute("SELECT update_id FROM seen")}
            lame = read.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            read.close()
        gone = told - {number(case) for case in cases} or set(range(1, confirmed)) - seen
        self.lost += bool(gone)
        self.in_halves += bool(cases != events or set(cases) - letters or lame)


def _judged(files: NotedFiles, begun: bytes, folder: Path, images: int, seed: int) -> Judged:
    """The images of moments all along the life of the database, each with dice of its own."""
    dice, judged = random.Random(seed), Judged()  # noqa: S311 - repeatable on purpose
    moments = Counter(dice.randrange(len(files.notes)) for _ in range(images))
    disk = DiskImage({"": File(bytearray(begun)), "-wal": File()})
    told, confirmed, path = set[str](), 0, folder / "image.db"
    for moment, note in enumerate(files.notes):
        told |= {note[1]} if note[0] == TOLD else set()
        confirmed = max(confirmed, note[2]) if note[0] == CONFIRMED else confirmed
        disk.happens(note)
        for _ in range(moments[moment]):
            disk.draw(path, dice)
            judged.look(path, told, confirmed)
    return judged


async def _played(url: str, folder: Path, images: int) -> tuple[Judged, int]:
    seed, _ = thrown()
    print(f"seed {seed}")
    path = Path(url.removeprefix("sqlite:///"))
    begun = path.read_bytes()  # noqa: ASYNC240 - nothing else goes on yet
    with noted_files(str(path)) as files:
        async with rigs.rig(url, folder) as rig:
            _Promises(rig, files)
            await _live(rig)
            assert len(rig.telegram.ledger) > 10 * RESIDENTS
    checkpoints = sum(note[:2] == ("sync", "") for note in files.notes)
    return _judged(files, begun, folder, images, seed), checkpoints


def _counts(judged: Judged) -> dict[str, int]:
    return {
        "images": judged.images,
        "reports_confirmed_in_them": judged.confirmed,
        "with_something_confirmed_lost": judged.lost,
        "broken": judged.broken,
        "in_halves": judged.in_halves,
    }


@played("5,000 images")
async def test_the_power_goes(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, go: int, figure: Figure
) -> None:
    """As shipped: nothing that was confirmed is lost, no file is broken, no case is in halves."""
    _set(monkeypatch, "FULL")
    judged, checkpoints = await _played(sqlite_url, tmp_path, IMAGES)
    figure("G3", "images of a disk whose power has gone", **_counts(judged))
    assert checkpoints > 10
    assert judged.confirmed > IMAGES
    assert not judged.lost + judged.broken + judged.in_halves


async def test_without_syncing_each_commit(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: NORMAL keeps the file sound, and loses what was confirmed."""
    _set(monkeypatch, "NORMAL")
    judged, _ = await _played(sqlite_url, tmp_path, OF_A_CONTROL)
    figure("G3", "control: synchronous NORMAL", **_counts(judged))
    assert judged.lost
    assert not judged.broken


async def test_without_syncing_at_all(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: OFF breaks the file."""
    _set(monkeypatch, "OFF")
    judged, _ = await _played(sqlite_url, tmp_path, OF_A_CONTROL)
    figure("G3", "control: synchronous OFF", **_counts(judged))
    assert judged.broken
