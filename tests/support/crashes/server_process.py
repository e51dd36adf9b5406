"""``puskesos`` as a process of its own, with an office made by ``puskesos init`` that points to a
served simulator."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.simulator.telegram import Telegram
from bot.simulator.web.server import Server, app, serve
from tests.support.crashes.crashing import END_SECONDS, until
from tests.support.crashes.fork import die_with_parent
from tests.support.rig import VILLAGES

PROGRAM = str(Path(sys.executable).with_name("puskesos"))
TOKEN = "100000:SIMULATOR-TOKEN-FOR-LOOPBACK-ONLY"


@dataclass
class Office:
    """The folder of an office, and the simulated Telegram that its bot talks to."""

    folder: Path
    telegram: Telegram
    port: int
    token: str = TOKEN
    level: str = "INFO"
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "puskesos.db"

    def environment(self) -> dict[str, str]:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith("PUSKESOS_")
        }
        return clean | {
            "PUSKESOS_TOKEN": self.token,
            "PUSKESOS_TELEGRAM__BASE_URL": f"http://127.0.0.1:{self.port}/bot",
            "PUSKESOS_LOG__LEVEL": self.level,
        }

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start ``puskesos`` in the folder of the office."""
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            *arguments,
            cwd=self.folder,
            env=self.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=die_with_parent,
        )
        self.running.append(process)
        return process

    async def run(self) -> asyncio.subprocess.Process:
        """Start the bot, and wait until it polls."""
        process = await self.start("run", "--nobody")
        await until(self._polls, END_SECONDS, "the bot does not come up")
        return process

    async def _polls(self) -> bool:
        return self.telegram.updates._poller is not None

    async def says(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command to its end: exit code, stdout, stderr."""
        return await ended(await self.start(*arguments))


async def ended(
    process: asyncio.subprocess.Process, seconds: float = END_SECONDS
) -> tuple[int, str, str]:
    """Wait for the end: exit code, stdout, stderr."""
    out, err = await asyncio.wait_for(process.communicate(), seconds)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def _init(made: Office) -> None:
    """An empty folder becomes an office. Once for all tests that share a template; the others get a
    copy."""
    (made.folder / "areas.csv").write_text(
        "code,name\n" + "\n".join(f"{code},{name}" for code, name in VILLAGES)
    )
    code, _, err = await made.says("init", "--district", "32.74", "--villages", "areas.csv")
    assert code == 0, err


@asynccontextmanager
async def office(folder: Path, template: Path) -> AsyncIterator[tuple[Office, Server]]:
    """An office whose database has its tables, and the server of its Telegram. What still runs is
    ended."""
    telegram, kept = Telegram(TOKEN), template.with_name("office")
    async with await serve(app(telegram)) as server:
        made = Office(folder, telegram, server.port)
        if kept.exists():
            shutil.copytree(kept, folder, dirs_exist_ok=True)
        else:
            await _init(made)
            shutil.copytree(folder, kept)
        shutil.copyfile(template, made.database)
        try:
            yield made, server
        finally:
            for process in made.running:
                if process.returncode is None:
                    process.kill()
                    await process.communicate()
