"""The real program against the simulator, in process: what stories and end-to-end tests drive.

Time is the rig's own: it stands still until it is moved, and moving it rings the bells that fall
due on the way. The program can be thrown away and built again at any moment: whatever it knew, it
must find in the database."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretBytes, SecretStr

from bot import program
from bot.program import Program
from bot.settings.config import (
    AreaSection,
    Config,
    DatabaseSection,
    EmergencySection,
    FilesSection,
    KeysSection,
    LettersSection,
    LogSection,
    PolicySection,
    TelegramSection,
    TextsSection,
)
from bot.simulator.phones import Phone
from bot.simulator.telegram import Telegram
from bot.telegram.pacing import Pace
from bot.workshop.workshop import Workshop
from casework.case.model import Desk, Role
from casework.clock.decreed_days import DecreedDay
from storage.pending import outbox
from storage.pending.bells import next_bell
from storage.people import invitations
from storage.places.area_moves import load_moves
from storage.places.calendar_days import load_days
from tests.support import kept
from tests.support.direct import DirectRequest

START = datetime(
    2026, 11, 23, 1, 0, tzinfo=UTC
)  # a Monday, 08:00 in Cirebon: the office has just opened
VILLAGE, OTHER_VILLAGE, DISTRICT = "32.74.05.1003", "32.74.02.1002", "32.74"
VILLAGES = (
    ("32.74.02", "Lemahwungkuk"),
    ("32.74.02.1001", "Pegambiran"),
    ("32.74.02.1002", "Lemahwungkuk"),
    ("32.74.02.1003", "Kesepuhan"),
    ("32.74.02.1004", "Panjunan"),
    ("32.74.05", "Kesambi"),
    ("32.74.05.1001", "Pekiringan"),
    ("32.74.05.1002", "Sunyaragi"),
    ("32.74.05.1003", "Kesambi"),
    ("32.74.05.1004", "Drajat"),
    ("32.74.05.1005", "Karyamulya"),
)


class Rig:
    """One bot, its database and its simulated Telegram. ``build`` makes the program anew from its
    configuration. ``left``: what the start has found that names rows which are gone."""

    def __init__(
        self,
        telegram: Telegram,
        build: Callable[[Config, Sequence[DecreedDay], Mapping[str, str]], Program],
        clock: list[datetime],
        config: Config,
    ) -> None:
        self.telegram, self._build, self._clock, self.config = telegram, build, clock, config
        self.program = build(config, (), {})
        self.codes, self.left = 0, list[str]()

    @property
    def now(self) -> datetime:
        return self._clock[0]

    def later(self, **amount: float) -> None:
        """Let time go by without the bot noticing, as while it is switched off."""
        self._clock[0] += timedelta(**amount)

    async def restart(self) -> None:
        """Throw the program away, connections and all, and build it again on the same database and
        Telegram, with the decrees that it would read at its start."""
        async with self.program.db.read() as connection:
            days, moves = await load_days(connection), await load_moves(connection)
        await self.program.close()
        self.program = self._build(self.config, days, moves)
        await self.program.bot.initialize()
        self.left = await self.program.ringer.settle()

    def phone(self, user_id: int) -> Phone:
        return self.telegram.phone(user_id)

    async def settle(self) -> None:
        """Let the bot handle everything that waits, and send everything that is due."""
        offset = 0
        while raws := await self.telegram.updates.get(offset, 100, 0):
            await self.program.turns.play(raws)
            offset = max(raw["update_id"] for raw in raws) + 1
        await self.program.ringer.ring()
        await self.program.sender.drain()

    async def pass_time(self, **amount: float) -> None:
        """Move the clock, stopping at every bell and every held letter on the way as the ticking
        program would."""
        until = self.now + timedelta(**amount)
        while self.now < until:
            self._clock[0] = min([until, *await self._due()])
            await self.settle()

    async def _due(self) -> list[datetime]:
        """When the next bell rings and the next letter may go, if later than now."""
        async with self.program.db.read() as connection:
            found = [await next_bell(connection), await outbox.next_due(connection)]
        return [due for due in found if due is not None and due > self.now]

    async def employ(self, user_id: int, role: Role, scope: str, *desks: Desk) -> Phone:
        """Make somebody a colleague, by an invitation as the operator makes them."""
        self.codes += 1
        code = f"code-of-the-rig-{self.codes}"
        async with self.program.db.write() as connection:
            await invitations.add_invite(
                connection,
                mark=invitations.mark_of(code),
                role=role,
                scope=scope,
                desks=desks,
                made_by=0,
                at=self.now,
                expires_at=self.now + timedelta(days=1),
            )
        phone = self.phone(user_id)
        phone.start(f"u_{code}")
        await self.settle()
        await self.introduce(phone)
        return phone

    async def press(self, phone: Phone, data: str) -> None:
        """Tap the newest button whose data begins with ``data``, and let the bot answer; ``:end``
        is what it ends with, ``:part:`` a whole part of it. (Parts are random ids, too, in which
        anything may occur.) What has no
        room on a case's page is looked for behind its last button."""
        for way in ([data], ["c:more:", data]):
            if all([await self._tapped(phone, each) for each in way]):
                return
        raise LookupError(f"no button with {data!r}; there are {[b.data for b in _buttons(phone)]}")

    async def _tapped(self, phone: Phone, data: str) -> bool:
        """Tap such a button, if it is there."""
        begins, ends = not data.startswith(":"), not data.endswith(":")
        fits = str.startswith if begins else str.endswith if ends else str.__contains__
        for message in reversed(phone.messages):
            for button in (b for row in message.buttons for b in row):
                if fits(button.data or "", data):
                    phone.tap_data(button.data or "", message.message_id)
                    await self.settle()
                    return True
        return False

    async def write(self, phone: Phone, text: str) -> None:
        """Write something, as people do after reading what came before, and let the bot answer."""
        self.later(seconds=10)
        phone.send(text)
        await self.settle()

    async def introduce(self, phone: Phone, village: str = "Kesambi") -> None:
        """First contact, answered quickly."""
        if not any(
            "hello" in (b.data or "") or ":language:" in (b.data or "") for b in _buttons(phone)
        ):
            phone.start()
            await self.settle()
        for answer in (":language:id", ":consent:agree"):
            await self.press(phone, answer)
        phone.send(village)
        await self.settle()


def _buttons(phone: Phone) -> list[Any]:
    return [button for message in phone.messages for row in message.buttons for button in row]


def config_of(url: str, folder: Path, token: str) -> Config:
    """A configuration as an operator would write it for the nine kelurahan of the demo."""
    villages = folder / "villages.csv"
    villages.write_text(
        "code,name\n" + "\n".join(f"{code},{name}" for code, name in VILLAGES), encoding="utf-8"
    )
    own = folder / "letters"
    return Config.model_construct(
        telegram=TelegramSection.model_construct(
            token=SecretStr(token),
            base_url="http://127.0.0.1:1/bot",
            base_file_url=None,
            mode="polling",
            per_second=30,
        ),
        database=DatabaseSection.model_construct(url=url),
        files=FilesSection.model_construct(folder=folder / "files"),
        keys=KeysSection.model_construct(master=SecretBytes(b"\x07" * 32)),
        area=AreaSection(district=DISTRICT, timezone=ZoneInfo("Asia/Jakarta"), villages=VILLAGES),
        hours={},
        policy=PolicySection.model_validate({}),
        texts=TextsSection.model_validate({}),
        letters=LettersSection.model_construct(folder=own if own.is_dir() else None),
        emergency=EmergencySection.model_validate({}),
        log=LogSection.model_validate({}),
    )


@asynccontextmanager
async def rig(
    url: str,
    folder: Path,
    hold: timedelta = timedelta(0),
    *,
    telegram: Telegram | None = None,
    at: datetime = START,
    workshop: Workshop | None = None,
) -> AsyncIterator[Rig]:
    """A rig on a database that has its tables. ``hold``: how long what officers write can be taken
    back. ``telegram``: one in which something has happened already, until ``at``. ``workshop``:
    where papers are made, else in this process."""
    clock = [at]
    telegram = telegram or Telegram()
    telegram.now = lambda: clock[0]
    config = config_of(url, folder, telegram.token)

    def build(config: Config, days: Sequence[DecreedDay], moves: Mapping[str, str]) -> Program:
        request = DirectRequest(telegram)
        with kept.shared():
            return program.build(
                config,
                clock=lambda: clock[0],
                pace=Pace.none(),
                requests=(request, request),
                days=days,
                moves=moves,
                hold=hold,
                workshop=workshop,
            )

    made = Rig(telegram, build, clock, config)
    try:
        await made.program.bot.initialize()
        await made.program.db.check()
        made.left = await made.program.ringer.settle()
        yield made
    finally:
        await made.program.close()
