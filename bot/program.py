"""The program: all its parts, made from a configuration and put together here and nowhere else. How
they run is said in ``lifetime.py``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram import Bot
from telegram.request import BaseRequest

from bot.desk.desk import ComplaintDesk
from bot.papers.maker import Papers
from bot.papers.paper_request import PaperSources
from bot.settings import contents
from bot.settings.config import Config
from bot.telegram.delivery import Make
from bot.telegram.downloads import Fetcher
from bot.telegram.http import AiohttpRequest
from bot.telegram.pacing import BOT, Limit, Pace
from bot.telegram.sender import Sender
from bot.telegram.settlement import Settlement
from bot.topics import TOPICS
from bot.true_time import TrueTime
from bot.turns.bells import Ringer
from bot.turns.lost_files import LostFiles
from bot.turns.receipts import DeliveryReceipts
from bot.turns.turn import Turns
from bot.workshop.workshop import SameProcess, Workshop
from casework.clock.decreed_days import DecreedDay
from casework.policy.policy import Policy
from conversations.content.content import Content
from conversations.protocol.effects import text
from conversations.protocol.places import Places
from storage.cases.given_numbers import GivenNumbers
from storage.db.database import Database
from storage.db.vault import Vault
from storage.pending import old_rows
from storage.places.imported import Imported
from storage.places.offices import Row

log = structlog.get_logger()


@dataclass
class Program:
    """Everything that runs, made by ``build`` from a configuration; ``run`` it or drive its parts,
    then ``close``."""

    config: Config
    db: Database
    vault: Vault
    policy: Policy
    content: Content
    bot: Bot
    desk: ComplaintDesk
    turns: Turns
    ringer: Ringer
    sender: Sender
    fetcher: Fetcher
    workshop: Workshop
    clock: Callable[[], datetime]
    time: TrueTime
    imported: Imported

    def with_rows(
        self, config: Config, imported: Imported, rows: tuple[Policy, Content]
    ) -> "Program":
        """What this program would be with other rows; it goes on as it is until it adopts that."""
        policy, content = rows
        desk = replace(self.desk, policy=policy, content=content)
        wake = partial(_wake, self.sender, self.fetcher)
        turns = Turns(self.db, self.vault, desk, self.bot, clock=self.clock, wake=wake)
        ringer = Ringer(self.db, self.vault, desk, clock=self.clock, wake=wake)
        other = replace(self, config=config, imported=imported, policy=policy, content=content)
        return replace(other, desk=desk, turns=turns, ringer=ringer)

    def adopt(self, other: "Program") -> None:
        """Go on with the rows of ``other``: at once and whole, from the next batch, letter and
        paper on. What is under way ends by the rows with which it began."""
        for name in ROWS:
            setattr(self, name, getattr(other, name))
        receipts = DeliveryReceipts(self.desk, self.vault)
        settlement = Settlement(self.vault, receipts.lost, receipts.arrived)
        self.sender.use(_resend_mark(self.content), _papers(self).make, settlement)
        self.fetcher.on_given_up = LostFiles(self.desk, self.vault, self.clock).tell

    async def close(self) -> None:
        """Close the workshop, the network and the database."""
        await self.workshop.close()
        await self.bot.shutdown()
        await self.db.dispose()

    async def prune(self) -> None:
        """Forget what is old and needed no more, if that was not done lately."""
        async with self.db.read() as connection:
            due = await old_rows.is_due(connection, self.clock())
        if due:
            async with self.db.write() as connection:
                await old_rows.prune(connection, self.clock())


ROWS = ("config", "policy", "content", "imported", "desk", "turns", "ringer")
"""The parts of a program that hold rows."""


def _papers(program: Program) -> Papers:
    parts = program.db, program.vault, program.bot, program.policy, program.content
    folder = program.config.letters.folder
    sources = PaperSources(*parts, program.clock, program.workshop, folder)
    return Papers(sources, program.config.files.folder)


def _resend_mark(content: Content) -> str:
    return content.texts.html(content.texts.default, text("resend.mark"))


def build(
    config: Config,
    *,
    clock: Callable[[], datetime] | None = None,
    pace: Pace | None = None,
    requests: tuple[BaseRequest, BaseRequest] | None = None,
    areas: Sequence[tuple[str, str]] = (),
    offices: Sequence[Row] = (),
    days: Sequence[DecreedDay] = (),
    moves: Mapping[str, str] | None = None,
    hold: timedelta = timedelta(0),
    workshop: Workshop | None = None,
) -> Program:
    """The program, with its parts put together and nothing opened yet. Raises Mistakes for a policy
    or texts that can't be read.

    Besides those of the configuration: ``areas`` (code, name), ``offices``, ``days`` that decrees
    have made, and ``moves`` of places to another code. ``clock``: another than the true time;
    ``hold``: how long letters to residents wait so that they can be taken back; ``workshop``: where
    heavy work is done, else in threads."""
    time = TrueTime()
    clock = clock or time.now
    imported = Imported(tuple(areas), tuple(offices), tuple(days), dict(moves or {}))
    policy, content = rows_of(config, clock(), imported)
    db, vault = _stores(config)
    bot = _bot(config, requests or _requests(time))
    files, workshop = config.files.folder, workshop or SameProcess()
    folder = config.letters.folder
    sources = PaperSources(db, vault, bot, policy, content, clock, workshop, folder)
    numbers = GivenNumbers(files)
    desk = ComplaintDesk(policy, content, partial(_link, bot), TOPICS, numbers, hold)
    sender = _sender(
        config, db, vault, desk, bot, clock=clock, pace=pace, make=Papers(sources, files).make
    )
    fetcher = _fetcher(config, db, vault, desk, bot, workshop=workshop, clock=clock)

    wake = partial(_wake, sender, fetcher)
    turns = Turns(db, vault, desk, bot, clock=clock, wake=wake)
    ringer = Ringer(db, vault, desk, clock=clock, wake=wake)
    parts = (desk, turns, ringer, sender, fetcher, workshop, clock, time, imported)
    return Program(config, db, vault, policy, content, bot, *parts)


def _wake(sender: Sender, fetcher: Fetcher) -> None:
    """There may be something new to send and to fetch."""
    sender.wake()
    fetcher.wake()


def _requests(time: TrueTime) -> tuple[BaseRequest, BaseRequest]:
    polling, calling = AiohttpRequest(pool=1), AiohttpRequest()
    polling.on_date = calling.on_date = time.answered
    return polling, calling


def _fetcher(
    config: Config,
    db: Database,
    vault: Vault,
    desk: ComplaintDesk,
    bot: Bot,
    *,
    workshop: Workshop,
    clock: Callable[[], datetime],
) -> Fetcher:
    given_up, folder = LostFiles(desk, vault, clock).tell, config.files.folder
    return Fetcher(db, vault, bot, folder, clock, on_given_up=given_up, workshop=workshop)


def _sender(
    config: Config,
    db: Database,
    vault: Vault,
    desk: ComplaintDesk,
    bot: Bot,
    *,
    clock: Callable[[], datetime],
    pace: Pace | None,
    make: Make,
) -> Sender:
    receipts = DeliveryReceipts(desk, vault)
    return Sender(
        db,
        vault,
        bot,
        clock,
        resend_mark=_resend_mark(desk.content),
        pace=pace or _pace(config),
        on_lost=receipts.lost,
        on_arrived=receipts.arrived,
        make=make,
    )


def _stores(config: Config) -> tuple[Database, Vault]:
    return Database(config.database.url), Vault(config.keys.master.get_secret_value())


def _pace(config: Config) -> Pace:
    return Pace(bot=Limit(min(BOT.rate, config.telegram.per_second), BOT.burst))


def _bot(config: Config, requests: tuple[BaseRequest, BaseRequest]) -> Bot:
    polling, calling = requests
    return Bot(
        config.telegram.token.get_secret_value(),
        base_url=config.telegram.base_url,
        base_file_url=config.telegram.file_url,
        request=calling,
        get_updates_request=polling,
    )


def rows_of(config: Config, at: datetime, imported: Imported) -> tuple[Policy, Content]:
    """Policy and content, with what the operator has imported; all places are known. ``at``: aware.
    Mistakes where they can't be read."""
    today = at.astimezone(config.area.timezone).date()
    policy, content = contents.read(config, today, imported.offices)
    policy = policy.decreed(imported.days).renumbered(imported.moves)
    places = Places.of([*config.area.villages, *imported.areas], imported.moves)
    return policy, replace(content, directory=policy.directory, places=places)


def _link(bot: Bot, payload: str) -> str:
    try:
        return f"https://t.me/{bot.username}?start={payload}"
    except RuntimeError:
        return ""
