"""An office on disk as an operator has it, with life in it, and a place to put its backup back."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.backup import making, restoring
from bot.backup.making import Made
from bot.backup.restoring import Restored
from bot.settings import config
from bot.simulator.telegram import Telegram
from storage.backup.age import new_identity
from storage.cases import attachments
from storage.cases.attachments import Fetched
from storage.db.database import table_of
from storage.pending import errands, held_actions
from storage.tables.cases import CaseTeller
from storage.tables.updates import Poison
from tests.support import kept
from tests.support.living_cases import RESIDENT, numbered, populate
from tests.support.own_rows import changed, own
from tests.support.rig import START, VILLAGES, Rig, rig
from tests.support.walking import report

MASTER = base64.urlsafe_b64encode(b"\x07" * 32).decode()
PHOTO = b"\xff\xd8\xff photo"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CONFIG = """
[telegram]
token = "env:PUSKESOS_TOKEN"
[database]
url = "{url}"
[files]
folder = "files"
[keys]
master = "file:master.key"
[area]
district = "32.74"
timezone = "Asia/Jakarta"
villages = "villages.csv"
[texts]
folder = "texts"
[backup]
recipients = ["{public}"]
"""


@dataclass
class Office:
    """The folder of an office, the identity file of its backups (kept elsewhere), and where its
    database is."""

    home: Path
    identity: Path
    url: str

    @property
    def config(self) -> Path:
        return self.home / "config.toml"

    async def backup(self, place: Path | None = None, now: datetime = NOW) -> Made:
        return await making.backup(config.load(self.config), self.config, place, now)

    async def restore(self, file: Path, now: datetime = NOW) -> Restored:
        return await restoring.restore(file, self.identity, self.config, now)


def office_in(home: Path, url: str) -> Office:
    """An office as it was set up: config, key, villages, a text of its own; nothing in it yet."""
    home.mkdir(parents=True)
    secret, public = new_identity()
    identity = home.parent / f"{home.name}-identity.txt"
    identity.write_text(f"# public key: {public}\n{secret}\n")
    (home / "config.toml").write_text(CONFIG.format(url=url, public=public))
    (home / "villages.csv").write_text(
        "code,name\n" + "".join(f"{code},{name}\n" for code, name in VILLAGES)
    )
    (home / "texts").mkdir()
    (home / "texts" / "id.toml").write_text('"bot.description" = "Meja pengaduan kami"\n')
    put_key(home)
    return Office(home, identity, url)


def put_key(home: Path, key: str = MASTER) -> None:
    """The master key, as it lies on paper in a safe."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "master.key").write_text(key)
    (home / "master.key").chmod(0o600)


def new_place(home: Path, old: Office, url: str) -> Office:
    """Another machine: only the key lies there."""
    put_key(home)
    return Office(home, old.identity, url)


async def live(made: Rig, home: Path) -> None:
    """Cases in every state, an attachment that is kept, and a row in every table that holds what is
    sealed."""
    await populate(made)
    vault, at, case = made.program.vault, made.now, numbered("new")
    async with made.program.db.write() as connection:
        photo = {"kind": "photo", "file_id": "abc", "unique_id": "u1"}
        await attachments.put_wanted(connection, vault, case, [photo], at)
        name = await attachments.keep(vault, home / "files", case, "u1", PHOTO)
        kept_photo = Fetched(1, "kept", 1, at, len(PHOTO), name)
        await attachments.record(connection, [kept_photo])
        raw = vault.seal("poison", "raw", 5, b'{"update_id": 5}')
        aside = {"update_id": 5, "raw": raw, "error": "KeyError", "at": at}
        await connection.execute(table_of(Poison).insert(), [aside])
        told = vault.seal_json("case_teller", "told", f"{case}.99", {})
        teller = {"case_id": case, "person_id": 99, "joined_at": at, "told": told}
        await connection.execute(table_of(CaseTeller).insert(), [teller])
        held = held_actions.HeldAction("b1", 13, at, at, {"what": "claim"}, held_actions.DONE)
        await held_actions.put(connection, vault, held)
        note = errands.NewErrand("m1", case, "result", "Sudah beres.", RESIDENT, None)
        await errands.add(connection, vault, note, at)


@asynccontextmanager
async def running(
    office: Office, at: datetime = START, telegram: Telegram | None = None
) -> AsyncIterator[Rig]:
    """The bot of the office, with the service that the district has made itself."""
    with kept.edited(lambda sources: changed(sources, own)):
        async with rig(office.url, office.home, at=at, telegram=telegram) as made:
            if at > START and telegram is None:
                made.telegram.updates.next_id = 5_000_000  # none that was seen before
            yield made


async def lived_in(office: Office) -> Office:
    """The office after some days of work."""
    async with running(office) as made:
        await live(made, office.home)
    return office


async def opened_up(office: Office) -> Office:
    """The office after its first report."""
    async with running(office) as made:
        await report(made, made.phone(RESIDENT), "atap rumah bocor")
    return office


def everything(home: Path) -> dict[str, bytes]:
    """Every file below a folder with what is in it."""
    files = (path for path in sorted(home.rglob("*")) if path.is_file())
    return {str(path.relative_to(home)): path.read_bytes() for path in files}
