"""Attachments on their way home, over real sockets."""

import asyncio
import logging
import struct
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.simulator import samples
from bot.simulator.telegram import Telegram
from bot.simulator.web.server import app, serve
from bot.telegram import attachments
from bot.telegram.downloads import RETRIES, Fetcher
from bot.telegram.http import AiohttpRequest
from bot.workshop.workshop import Limits, OwnProcess, SameProcess, Workshop
from storage.cases import attachments as files
from storage.db.database import Database, table_of
from storage.db.vault import Vault
from storage.tables.cases import FileRow
from tests.support.busy.crafted_pictures import CRAFTED, VAST
from tests.support.busy.ticks import ticking
from tests.support.line import bot_at
from tests.support.sending import until

START = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
CASE = 26_00042
PICTURE = samples.picture()
DIRTY = (
    PICTURE[:2] + b"\xff\xe1" + struct.pack(">H", 27) + b"Exif\0\0GPS -6.7320 108.552" + PICTURE[2:]
)


class Shelf:
    """A fetcher, its Telegram, its folder and a clock."""

    def __init__(self, world: Telegram, database: Database, bot: Any, folder: Path) -> None:
        self.bot = bot
        self.world, self.database, self.folder, self.now = world, database, folder, START
        self.vault = Vault(bytes(32))
        self.given_up: list[str] = []
        self.work_in(SameProcess())

    def work_in(self, workshop: Workshop) -> None:
        """Have pictures cleaned there."""
        clock, hear = lambda: self.now, self._hear
        self.fetcher = Fetcher(
            self.database,
            self.vault,
            self.bot,
            self.folder,
            clock,
            on_given_up=hear,
            workshop=workshop,
        )

    async def _hear(self, connection: Any, lost: list[files.Wanted]) -> None:
        self.given_up += [one.unique_id for one in lost]

    async def want(
        self, content: bytes, kind: str = "photo", *, size: int = 0, file_id: str = ""
    ) -> None:
        """Somebody has sent this to Telegram, and it is wanted."""
        file = self.world.store(content, "image/jpeg", "photos/.jpg")
        item = {
            "kind": kind,
            "file_id": file_id or file.file_id,
            "unique_id": f"u{file.file_id}",
            "size": size,
        }
        async with self.database.write() as connection:
            await files.put_wanted(connection, self.vault, CASE, [item], self.now)

    async def row(self) -> Any:
        async with self.database.read() as connection:
            return (await connection.execute(select(table_of(FileRow)))).one()

    async def content(self) -> bytes:
        async with self.database.read() as connection:
            (one,) = await files.of_case(connection, CASE)
            return await files.load(connection, self.vault, self.folder, one.id)

    def on_disk(self) -> list[Path]:
        return list(self.folder.iterdir()) if self.folder.exists() else []


@pytest.fixture
async def shelf(sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Shelf]:
    world = Telegram()
    request = AiohttpRequest(connect=0.3, write=0.1, read=2)
    async with await serve(app(world)) as server, bot_at(server.url, world.token, request) as bot:
        await bot.initialize()
        yield Shelf(world, sqlite_database, bot, tmp_path / "files")


async def test_kept(shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """A photo comes home without the place where it was taken, is sealed, and leaves no token
    behind."""
    caplog.set_level(logging.INFO)
    await shelf.want(DIRTY)
    assert await shelf.fetcher.drain() == 1
    row = await shelf.row()
    assert (row.state, row.size, row.tries) == ("kept", len(PICTURE), 0)
    assert await shelf.content() == PICTURE
    (path,) = shelf.on_disk()
    assert PICTURE[:50] not in path.read_bytes()
    assert shelf.world.token not in f"{row} {caplog.text}"


@pytest.mark.parametrize("breaks", [1, 2, 3])
async def test_breaks_off(shelf: Shelf, breaks: int) -> None:
    """A download that breaks off is tried twice more, later; then it is given up. Nothing half
    stays."""
    shelf.world.faults.add("reset", "download", times=breaks)
    await shelf.want(PICTURE)
    for wait in (timedelta(0), *RETRIES):
        shelf.now += wait
        await shelf.fetcher.drain()
        assert await shelf.fetcher.drain() == 0
    state, tries = ("kept", breaks) if breaks < 3 else ("failed", 3)
    row = await shelf.row()
    assert (row.state, row.tries, len(shelf.on_disk())) == (state, tries, int(breaks < 3))


@pytest.mark.parametrize(
    ("content", "faults", "lost"), [(PICTURE, 0, 0), (b"PK\3\4", 0, 1), (PICTURE, 3, 1)]
)
async def test_what_is_given_up_is_told(
    shelf: Shelf, content: bytes, faults: int, lost: int
) -> None:
    """Once, and in the end: of another kind than it said, or not to be had three times."""
    if faults:
        shelf.world.faults.add("reset", "download", times=faults)
    await shelf.want(content)
    for wait in (timedelta(0), *RETRIES):
        shelf.now += wait
        await shelf.fetcher.drain()
    assert len(shelf.given_up) == lost


@pytest.mark.parametrize("fault", ["500", "502", "reset", "truncated", "garbage"])
async def test_question_goes_wrong(shelf: Shelf, fault: Any) -> None:
    """Whatever goes wrong while asking where the file lies, it is asked again later."""
    shelf.world.faults.add(fault, "getFile")
    await shelf.want(PICTURE)
    await shelf.fetcher.drain()
    assert ((await shelf.row()).state, (await shelf.row()).tries) == ("wanted", 1)
    shelf.now += RETRIES[0]
    await shelf.fetcher.drain()
    assert (await shelf.row()).state == "kept"


async def test_429(shelf: Shelf) -> None:
    """A 429 is waited for and is no failure."""
    shelf.world.faults.add("429", "getFile", retry_after=30)
    await shelf.want(PICTURE)
    await shelf.fetcher.drain()
    shelf.now += timedelta(seconds=29)
    assert await shelf.fetcher.drain() == 0
    shelf.now += timedelta(seconds=1)
    await shelf.fetcher.drain()
    assert ((await shelf.row()).state, (await shelf.row()).tries) == ("kept", 0)


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (PICTURE, "photo", attachments.LONGEST + 1),
        (PICTURE + bytes(attachments.LONGEST), "photo", 0),
        (PICTURE + bytes(21 * 1024 * 1024), "photo", 0),
        (b"PK\x03\x04AndroidManifest.xml", "document", 0),
        (b"<svg onload='x()'/>", "document", 0),
        (b"\0\0\0\x18ftypmp42", "document", 0),
        (b"\xff\xd8\xff\xe1", "photo", 0),
    ],
)
async def test_refused(shelf: Shelf, content: bytes, kind: str, said: int) -> None:
    """What is too big, of another kind, or damaged is refused at once and not kept."""
    await shelf.want(content, kind, size=said)
    assert await shelf.fetcher.drain() == 1
    assert ((await shelf.row()).state, shelf.on_disk()) == ("refused", [])


@pytest.mark.parametrize("which", CRAFTED)
async def test_crafted(shelf: Shelf, which: str) -> None:
    """A picture that is made to keep the bot busy is refused, and meanwhile all others go on."""
    await shelf.want(CRAFTED[which], "document")
    async with ticking() as ticks:
        assert await shelf.fetcher.drain() == 1
    assert (ticks.number > 5, ticks.longest < 1) == (True, True), f"{ticks.longest:.1f} s"
    assert ((await shelf.row()).state, shelf.on_disk()) == ("refused", [])


@pytest.mark.parametrize("which", VAST)
async def test_vast(shelf: Shelf, which: str) -> None:
    """A picture that no phone could show, for all the points it would have, is refused."""
    await shelf.want(VAST[which], "document")
    assert await shelf.fetcher.drain() == 1
    assert ((await shelf.row()).state, shelf.on_disk()) == ("refused", [])


async def test_cleaned_by_another_process(shelf: Shelf) -> None:
    """The worker process cleans a picture, and one that takes too long costs it three tries like
    any other trouble: then it is given up and told, and nobody else's waits."""
    workshop = OwnProcess(Limits(seconds=0))
    shelf.work_in(workshop)
    await shelf.want(DIRTY)
    for wait in (timedelta(0), *RETRIES):
        shelf.now += wait
        await shelf.fetcher.drain()
    assert ((await shelf.row()).state, len(shelf.given_up)) == ("failed", 1)
    workshop = OwnProcess()
    shelf.work_in(workshop)
    await shelf.want(DIRTY)
    await shelf.fetcher.drain()
    async with shelf.database.read() as connection:
        kept = [(one.state, one.size) for one in await files.of_case(connection, CASE)]
    assert kept == [("failed", 0), ("kept", len(PICTURE))]
    await workshop.close()


async def test_unknown_to_telegram(shelf: Shelf) -> None:
    """A file that Telegram does not know is not asked for again."""
    await shelf.want(PICTURE, file_id="no such file")
    assert await shelf.fetcher.drain() == 1
    assert (await shelf.row()).state == "failed"


async def test_not_this_files_fault(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk, or no way to Telegram, costs no try."""

    async def full(*_: Any) -> str:
        raise OSError(28, "No space left on device")

    await shelf.want(PICTURE)
    with monkeypatch.context() as patch:
        patch.setattr(files, "keep", full)
        await shelf.fetcher.drain()
    assert ((await shelf.row()).state, (await shelf.row()).tries) == ("wanted", 0)
    shelf.now += timedelta(minutes=1)
    await shelf.fetcher.drain()
    assert (await shelf.row()).state == "kept"


async def test_no_way_to_telegram(sqlite_database: Database, tmp_path: Path) -> None:
    """Without a connection an attachment is wanted for as long as it takes."""
    world = Telegram()
    async with bot_at("http://127.0.0.1:1", world.token) as bot:
        shelf = Shelf(world, sqlite_database, bot, tmp_path / "files")
        await shelf.want(PICTURE)
        for _ in range(5):
            await shelf.fetcher.drain()
            shelf.now += timedelta(hours=1)
        assert ((await shelf.row()).state, (await shelf.row()).tries) == ("wanted", 0)


async def test_run(shelf: Shelf) -> None:
    """The loop fetches when it is woken, and ends at once, also in the middle of a download."""

    async def kept() -> bool:
        return bool((await shelf.row()).state == "kept")

    stop = asyncio.Event()
    running = asyncio.create_task(shelf.fetcher.run(stop))
    await asyncio.sleep(0.1)
    await shelf.want(PICTURE)
    shelf.fetcher.wake()
    await until(kept)
    shelf.world.faults.add("timeout", "getFile")
    await shelf.want(PICTURE)
    shelf.fetcher.wake()
    await asyncio.sleep(0.1)
    stop.set()
    await asyncio.wait_for(running, 10)
