"""Names, numbers and stories stand nowhere in clear: not in the database, the files, the logs; nor
does the token."""

import logging
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.settings import logs
from casework.case.model import Desk, Role
from tests.support.rig import VILLAGE
from tests.support.served import Served, served

NIK, PHONE = "3274051203850003", "081299887766"
CANARIES = {
    "NIK": NIK,
    "phone": PHONE,
    "phone as stored": "+6281299887766",
    "name": "Kenarikuning",
    "neighbour": "Cucakhijau",
    "story": "gerobaknya",
    "place": "mushalaungu",
    "question": "lampiranjingga",
    "answer": "kwitansiputih",
    "result": "selesaibiru",
    "note": "catatankelabu",
    "search": "carimerah",
    "caption": "fotoperak",
    "loose": "pesanlepas",
    "venue": "balaijambu",
    "latitude": "6.7123456",
    "token": "SIMULATOR-TOKEN-FOR-LOOPBACK-ONLY",
    "picture": "ÿØÿà",
    "voice": "OggS",
}
"""What people tell in the traffic below, each word found nowhere else."""


def hits(data: bytes) -> set[str]:
    """The canaries in some bytes, in UTF-8, in UTF-16, or as JSON and logs escape them."""
    found = set()
    for name, canary in CANARIES.items():
        raw = canary.encode("latin-1")
        spellings = {
            raw,
            canary.encode(),
            canary.encode("utf-16-le"),
            canary.encode("unicode_escape"),
        }
        if any(spelling in data for spelling in spellings):
            found.add(name)
    return found


def scan(folder: Path) -> dict[str, set[str]]:
    """Every file below the folder with a canary in it, and which."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name: found for path in paths if (found := hits(path.read_bytes()))}


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """The log is the whole process's: put it back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, quiet in levels.items():
        logging.getLogger(name).setLevel(quiet)
    logging.captureWarnings(False)
    structlog.reset_defaults()


async def test_a_scan_after_all_kinds_of_traffic_finds_nothing(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Reports, files, questions, answers, search, a poisoned update, at log level DEBUG: 0 hits
    while all is open."""
    logs.start("DEBUG", "json", ["100000:" + CANARIES["token"]])
    async with served(sqlite_url, tmp_path, monkeypatch) as rig:
        await _traffic(rig)
        await _trouble(rig)
        open_hits = scan(tmp_path)
    out, err = capfd.readouterr()
    assert open_hits == {}
    assert scan(tmp_path) == {}
    assert hits(out.encode() + err.encode()) == set()
    assert "put aside" in err, "the log shows what happened, without whom it happened to"


async def _traffic(rig: Served) -> None:
    """A resident, a volunteer and an officer, with a canary in everything that can be told."""
    officer = await rig.employ(1004, Role.BACK_OFFICE, VILLAGE, Desk.HEALTH)
    volunteer = await rig.employ(1002, Role.VOLUNTEER, VILLAGE)
    resident = rig.telegram.phone(
        1001, first_name=CANARIES["name"], phone_number=CANARIES["phone as stored"]
    )
    await rig.introduce(resident)
    await rig.write(
        resident,
        f"kartu KIS ibu saya mati, mau kontrol gula, {CANARIES['story']} dijual, NIK {NIK}",
    )
    for tap in ("o:new", ":who:self", ":suggested:", ":depth:later", ":secret:open"):
        await rig.press(resident, tap)
    await rig.write(resident, f"RT 3 RW 1 {CANARIES['place']}")
    await rig.write(resident, PHONE)
    rig.later(seconds=10)
    resident.photo(CANARIES["caption"])
    resident.voice()
    await rig.settle()
    resident.venue(CANARIES["venue"], CANARIES["place"], -6.7123456, 108.5)
    await rig.settle()
    await rig.press(resident, ":!:send")
    for tap in ("c:open:", "c:claim:", "c:note:"):
        await rig.press(officer, tap)
    await rig.write(officer, CANARIES["note"])
    for tap in ("c:map:", "c:reveal:", "c:open:", "c:ask:", ":wants:nik"):
        await rig.press(officer, tap)
    await rig.write(officer, f"Mohon NIK-nya, {CANARIES['question']}")
    await rig.press(resident, "c:answer:")
    await rig.write(resident, NIK)
    await rig.write(officer, f"/cari {CANARIES['search']}")
    await rig.write(officer, f"/cari {PHONE}")
    await rig.press(resident, "m:lapor")
    await rig.write(resident, CANARIES["loose"])
    volunteer.send("/lapor")
    await rig.settle()
    await rig.write(volunteer, CANARIES["neighbour"])


async def _trouble(rig: Served) -> None:
    """An update that can't be read, an error inside a turn, a letter that Telegram refuses, a dead
    connection."""
    phone = rig.phone(1001)
    broken = {
        "message_id": "?",
        "from": phone.user,
        "chat": phone.chat.api(),
        "text": CANARIES["story"],
        "date": 1,
    }
    rig.telegram.updates.put("message", broken)
    await rig.settle()
    for kind in ("500", "reset", "truncated"):
        rig.telegram.faults.add(kind, "sendMessage")
        await rig.write(phone, f"{CANARIES['loose']} {PHONE} {kind}")
    phone.location(96.7123456, 108.5)  # beyond the pole: put aside
    await rig.settle()
    rig.telegram.faults.add("502", "getUpdates")
    await rig.write(phone, f"/kasus {NIK}")

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError(f"https://api/bot100000:{CANARIES['token']}/getMe {NIK} {PHONE}")

    rig.program.turns._said = fail  # type: ignore[assignment, method-assign]
    await rig.write(phone, CANARIES["story"])


def test_the_scan_finds_what_stands_in_clear(tmp_path: Path) -> None:
    """The control: each canary in a plain row is found, in the file of the database and in its
    write-ahead log."""
    connection = sqlite3.connect(tmp_path / "plain.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; CREATE TABLE story(words)")
    connection.executemany(
        "INSERT INTO story VALUES (?)", [(canary.encode(),) for canary in CANARIES.values()]
    )
    assert scan(tmp_path)["plain.db-wal"] == CANARIES.keys()
    connection.close()
    assert scan(tmp_path)["plain.db"] == CANARIES.keys()
    assert hits(NIK.encode("utf-16-le")) == {"NIK"}


def test_the_scan_reads_what_is_logged(capfd: pytest.CaptureFixture[str]) -> None:
    """The control for logs: a name that somebody would log is found; numbers and the token are
    taken out."""
    logs.start("DEBUG", "json", ["100000:" + CANARIES["token"]])
    logging.getLogger("puskesos").warning(
        "%s %s %s 100000:%s", CANARIES["name"], NIK, PHONE, CANARIES["token"]
    )
    assert hits(capfd.readouterr().err.encode()) == {"name"}
    print("", file=sys.stderr)
