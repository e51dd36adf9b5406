"""``puskesos demo``: the real program against the simulated Telegram, on this machine alone, with a
clock to move.

Only Telegram is simulated (bot/simulator), and the clock adds what a visitor has moved it by;
database, turns, bells and sender are those of ``puskesos run``."""

import asyncio
import signal
import tempfile
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from starlette.applications import Starlette

from bot import lifetime
from bot.demo.cases import PEOPLE, VILLAGES, Player, furnish
from bot.desk.letters.given_up import COUNT
from bot.program import Program, build
from bot.settings import logs
from bot.settings.config import Config, read
from bot.settings.mistakes import Mistakes
from bot.simulator.telegram import Telegram
from bot.simulator.web import server
from bot.simulator.web.page import DemoPhone, Step
from bot.telegram.pacing import Pace
from bot.true_time import now
from bot.workshop.workshop import OwnProcess
from casework.actions.correcting.taking_back import HELD_FOR
from storage.db import migrate
from storage.db.single_instance import single_instance
from storage.db.vault import new_key
from storage.pending import held_letters, outbox
from storage.pending.bells import next_bell

OPENS = datetime(2026, 11, 23, 8, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
"""When the demo begins: a Monday morning, the office has just opened."""

POLL_SECONDS = 20
LOOK_SECONDS, MOST_LOOKS = 0.05, 40
"""Seconds between two looks whether all messages of a moment are out, and how many looks at
most."""

TITLES = (
    ("Warga", "HP di rumah", "Tekan Mulai, lalu ceritakan masalah Anda", "W1"),
    ("Relawan", "ketua RT, membantu tetangga", "/lapor · /buku · /tugas", "RT"),
    ("Penerima pengaduan", "Puskesos Kesambi", "/antrian · /ambil · /catat", "PP"),
    ("Pelayanan dan rujukan", "Puskesos Kesambi", "/antrian · /tanya · /rujuk · /selesai", "PR"),
    ("Koordinator", "Puskesos Kesambi", "/antrian · /tugaskan · /undang", "KO"),
    ("Petugas SLRT", "Kota Cirebon", "/antrian · /cari Kesambi", "SL"),
    ("BPJS Kesehatan", "kantor yang dirujuk", "/antrian · /terima · /selesai", "BP"),
    ("Dinas Pendidikan", "kantor yang dirujuk", "/antrian · /terima · /kembalikan", "DK"),
    ("Disdik Provinsi", "kantor yang dirujuk", "/antrian · /terima · /selesai", "DP"),
    ("Warga kedua", "tetangga, HP sendiri", "Tekan Mulai, lalu ceritakan masalah Anda", "W2"),
)
"""What stands above each phone, in the order of ``PEOPLE``: who it is, where, what to try, and the
letters of its face."""


class DemoClock:
    """The demo's clock: it runs like any clock from ``OPENS`` on, and can be moved forward."""

    def __init__(self) -> None:
        self._offset = OPENS.astimezone(UTC) - now()

    def now(self) -> datetime:
        return now() + self._offset

    def move_to(self, moment: datetime) -> None:
        """Set the clock; while the demo is being furnished also backwards."""
        self._offset += moment - self.now()


class Controls:
    """What the page shows and moves: the clock, and the phones."""

    def __init__(self, clock: DemoClock, program: Program) -> None:
        self._clock, self._program = clock, program
        self.zone = program.policy.calendar.zone

    @property
    def phones(self) -> Sequence[DemoPhone]:
        return [DemoPhone(who.id, *title) for who, title in zip(PEOPLE, TITLES, strict=True)]

    def now(self) -> datetime:
        return self._clock.now()

    async def next_due(self) -> datetime | None:
        """When a bell rings next that somebody may hear, or a letter goes that waits to be taken
        back."""
        async with self._program.db.read() as connection:
            bell = await next_bell(connection, but=(COUNT,))
            found = [bell, await held_letters.next_due(connection)]
        return min((due for due in found if due is not None), default=None)

    async def advance(self, step: Step) -> datetime:
        """Move the clock; every bell on the way rings, and every letter that was held goes out, at
        its own time."""
        target = await self._target(step)
        while (due := await self._next()) is not None and due <= target:
            await self._come_to(due)
        await self._come_to(target)
        return self.now()

    async def _next(self) -> datetime | None:
        """When something happens next by itself: a bell rings, or a letter that was held goes."""
        async with self._program.db.read() as connection:
            found = [await next_bell(connection), await outbox.next_due(connection)]
        return min((due for due in found if due is not None), default=None)

    async def _come_to(self, moment: datetime) -> None:
        """Set the clock, and wait until what belongs to this moment has been sent: otherwise it
        would bear the time of the next."""
        self._clock.move_to(max(moment, self.now()))
        await self._program.ringer.ring()
        self._program.sender.wake()
        for _ in range(MOST_LOOKS):
            if await self._all_sent():
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _all_sent(self) -> bool:
        letters = outbox.OUTBOX.c
        under_way = select(func.count()).where(letters.state == "sending")
        async with self._program.db.read() as connection:
            due = await outbox.next_due(connection)
            sending = await connection.scalar(under_way)
        return not sending and (due is None or due > self.now())

    async def _target(self, step: Step) -> datetime:
        if step == "hour":
            return self.now() + timedelta(hours=1)
        if step == "working_day":
            return self._program.policy.calendar.add_days(self.now(), 1)
        return await self.next_due() or self.now()


def main(port: int, browser: bool, folder: Path | None) -> None:
    """Run the demo until Ctrl-C. ``folder`` keeps its data; without one it is thrown away."""
    with tempfile.TemporaryDirectory(prefix="puskesos-demo-") as thrown_away:
        place = folder or Path(thrown_away)
        place.mkdir(parents=True, exist_ok=True)
        if (place / "puskesos.db").exists():
            raise Mistakes(
                f"{place}: a demo has been here already;"
                " name an empty folder, or leave --folder out"
            )
        print("Puskesos demo: laying out its cases, some seconds; then its address", flush=True)
        logs.start("WARNING", "text", [])
        asyncio.run(_demo(port, browser, place))


async def _demo(port: int, browser: bool, place: Path) -> None:
    clock, stop = DemoClock(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    telegram = Telegram(now=clock.now)
    api = await _serve(server.app(telegram), 0)
    config = _config(place, telegram.token, api.url)
    program = build(config, clock=clock.now, pace=Pace.none(), hold=HELD_FOR, workshop=OwnProcess())
    controls = Controls(clock, program)
    try:
        await migrate.upgrade(program.db.url)
        async with single_instance(program.db):
            await program.bot.initialize()
            await furnish(Player(telegram, program), clock.move_to, OPENS)
            page = await _serve(server.app(telegram, demo=controls), port)
            _invite_to(page.url, browser)
            await lifetime.serve(program, stop, poll_seconds=POLL_SECONDS)
            await page.stop()
    finally:
        await program.close()
        await api.stop()


async def _serve(application: Starlette, port: int) -> server.Server:
    try:
        return await server.serve(application, port=port)
    except OSError as taken:
        raise Mistakes(
            f"port {port}: is taken; name another one with --port, or 0 for any free one"
        ) from taken


def _invite_to(url: str, browser: bool) -> None:
    print(f"Puskesos demo: {url}  (Ctrl-C ends it)", flush=True)
    if browser:
        with suppress(webbrowser.Error):
            webbrowser.open(url)


def _config(place: Path, token: str, api: str) -> Config:
    """The configuration that ``puskesos init`` would write for the nine kelurahan, with a key made
    for this demo."""
    for name, words in (("token.txt", token), ("master.key", new_key())):
        (place / name).write_text(words, encoding="utf-8")
        (place / name).chmod(0o600)
    lines = ["code,name", *(f"{code},{name}" for code, name in VILLAGES)]
    (place / "villages.csv").write_text("\n".join(lines), encoding="utf-8")
    written = {
        "telegram": {"token": "file:token.txt", "base_url": f"{api}/bot"},
        "database": {"url": "sqlite:///puskesos.db"},
        "files": {"folder": "files"},
        "keys": {"master": "file:master.key"},
        "area": {"district": "32.74", "timezone": "Asia/Jakarta", "villages": "villages.csv"},
    }
    return read(written, {}, place)
