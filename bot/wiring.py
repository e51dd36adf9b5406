"""The one place where the parts meet: from a configuration to a running program, and its orderly end."""

import asyncio
import gc
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import delete
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest

from bot import contents, loops
from bot.config import Config
from bot.desk import Desk
from bot.fetch import Fetcher
from bot.mistakes import Mistakes
from bot.outbound import Sender
from bot.pacing import BOT, Limit, Pace
from bot.papers import Papers
from bot.posting import command_list
from bot.request import AiohttpRequest, call
from bot.ringing import Ringer
from bot.topics import TOPICS
from bot.truth import Truth
from bot.turn import Turns
from casework.decrees import DecreedDay, with_days
from casework.policy import Policy
from conversations.effects import T
from conversations.house import House
from conversations.places import Places
from storage import codes, migrate, outbox
from storage.areas import load_areas
from storage.db import Database, WrongDatabase, table_of
from storage.decreed import load_days
from storage.lock import single_instance
from storage.offices import Row, load_offices
from storage.tables import Seen
from storage.vault import Vault

log = structlog.get_logger()

TICK_SECONDS = 5
"""How often the bells are looked at."""

SEEN_FOR = timedelta(days=8)
"""Telegram repeats updates for a day; after a quiet week its ids may come again, so older ones must be forgotten."""

SENT_FOR = timedelta(days=120)
"""How long an (emptied) sent letter is kept, so that a reply to it finds its case."""

BOOT_PAUSE_SECONDS = 5


def now() -> datetime:
    """The clock of the world (UTC)."""
    return datetime.now(UTC)


@dataclass
class Program:
    """Everything that runs, made by ``build`` from a configuration; ``run`` it or drive its parts, then ``close``."""

    config: Config
    db: Database
    vault: Vault
    policy: Policy
    house: House
    bot: Bot
    desk: Desk
    turns: Turns
    ringer: Ringer
    sender: Sender
    fetcher: Fetcher
    papers: Papers
    clock: Callable[[], datetime]

    async def close(self) -> None:
        """Let go of network and database."""
        self.papers.close()
        await self.bot.shutdown()
        await self.db.dispose()

    async def prune(self) -> None:
        """Forget what has served its time: old update ids, old letters."""
        async with self.db.write() as connection:
            await connection.execute(delete(table_of(Seen)).where(table_of(Seen).c.at < self.clock() - SEEN_FOR))
            await outbox.prune(connection, self.clock() - SENT_FOR)
            await codes.forget_tries(connection, self.clock() - SEEN_FOR)


def build(
    config: Config,
    *,
    clock: Callable[[], datetime] = now,
    pace: Pace | None = None,
    requests: tuple[BaseRequest, BaseRequest] | None = None,
    areas: Sequence[tuple[str, str]] = (),
    offices: Sequence[Row] = (),
    days: Sequence[DecreedDay] = (),
) -> Program:
    """The parts of the program, wired. Mistakes for policy or texts that can't be read; nothing is opened yet.

    Besides those of the configuration: ``areas`` (code, name), ``offices``, and ``days`` that decrees have made.
    """
    policy, house = contents.read(config, clock().astimezone(config.area.timezone).date(), offices)
    policy, house = _decreed(policy, days), replace(house, places=Places.of([*config.area.villages, *areas]))
    db, vault = Database(config.database.url), Vault(config.keys.master.get_secret_value())
    polling, calling = requests or (AiohttpRequest(pool=1), AiohttpRequest())
    bot = Bot(
        config.telegram.token.get_secret_value(),
        base_url=config.telegram.base_url,
        base_file_url=config.telegram.file_url,
        request=calling,
        get_updates_request=polling,
    )
    mark = house.texts.html(config.texts.default_language, T("resend.mark"))
    pace = pace or Pace(bot=Limit(min(BOT.rate, config.telegram.per_second), BOT.burst))
    papers = Papers(db, vault, bot, policy=policy, house=house, clock=clock, folder=config.letters.folder)
    desk = Desk(policy, house, lambda payload: _link(bot, payload), TOPICS)
    truth = Truth(desk, vault)
    sender = Sender(
        db, vault, bot, clock, resend_mark=mark, pace=pace, on_lost=truth.lost, on_arrived=truth.arrived,
        make=papers.make,
    )  # fmt: skip
    fetcher = Fetcher(db, vault, bot, config.files.folder, clock)

    def wake() -> None:
        sender.wake()
        fetcher.wake()

    turns = Turns(db, vault, desk, bot, clock=clock, wake=wake)
    ringer = Ringer(db, vault, desk, clock=clock, wake=wake)
    return Program(config, db, vault, policy, house, bot, desk, turns, ringer, sender, fetcher, papers, clock)


def _decreed(policy: Policy, days: Sequence[DecreedDay]) -> Policy:
    """The policy with the days that decrees have made, for our office and for those that cases are referred to."""
    directory = policy.directory.keeping(lambda calendar: with_days(calendar, days))
    return replace(policy, calendar=with_days(policy.calendar, days), directory=directory)


def _link(bot: Bot, payload: str) -> str:
    try:
        return f"https://t.me/{bot.username}?start={payload}"
    except RuntimeError:
        return ""


async def prepare(db: Database) -> None:
    """Check the database and make the tables of a fresh one."""
    await db.check()
    if await migrate.state(db) == "empty":
        await migrate.upgrade(db.url)


async def refuse_other_versions(db: Database) -> None:
    """WrongDatabase for a database of another version, with the way to mend it; nothing is written."""
    found = await migrate.state(db)
    if found == "old":
        raise WrongDatabase(
            f"the database {db.place} is of an older version; make a backup, then run: puskesos migrate"
        )
    if found == "newer":
        raise WrongDatabase(
            f"the database {db.place} is of a newer version of Puskesos; install that version or a newer one"
        )


async def run(config: Config) -> None:
    """Run until SIGTERM or SIGINT. Raises WrongDatabase, AlreadyRunning, Mistakes, SecondPoller with what to do."""
    program = build(config)  # every mistake of policy and texts is told before anything is written
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        await refuse_other_versions(program.db)
        async with single_instance(program.db):
            await prepare(program.db)
            program = await _with_imports(program)
            await serve(program, stop)
    finally:
        await program.close()


async def _with_imports(program: Program) -> Program:
    """The program that also knows the places, offices and decreed days that the operator has imported."""
    async with program.db.read() as connection:
        areas = await load_areas(connection, program.config.area.district)
        offices, days = await load_offices(connection), await load_days(connection)
    if not (areas or offices or days):
        return program
    await program.close()
    return build(program.config, areas=areas, offices=offices, days=days)


async def serve(program: Program, stop: asyncio.Event, *, poll_seconds: int = loops.LONG_POLL_SECONDS) -> None:
    """Poll, send, fetch and ring until ``stop``; then finish what is under way."""
    await _greet_telegram(program, stop)
    spare_the_collector()
    scheduler = _scheduler(program)
    scheduler.start()
    log.info("puskesos is running", database=program.db.place, villages=len(program.house.places.villages))
    work = (
        loops.poll(program.bot, program.turns.play, stop, seconds=poll_seconds),
        program.sender.run(stop),
        program.fetcher.run(stop),
    )
    try:
        async with asyncio.TaskGroup() as group:
            for each in work:
                group.create_task(_until_stopped(each, stop))
    except* Exception as group_error:
        raise _first(group_error) from None
    finally:
        scheduler.shutdown(wait=False)
        log.info("puskesos has stopped")


def spare_the_collector() -> None:
    """What stands after the start stays: the collector need not look at it again and again (turns: a third faster)."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    found = group.exceptions[0]
    error = _first(found) if isinstance(found, BaseExceptionGroup) else found
    if isinstance(error, InvalidToken):
        return _unknown_token()
    return error


def _unknown_token() -> Mistakes:
    return Mistakes("telegram.token: Telegram does not know this token; ask @BotFather for the right one")


async def _until_stopped(work: Any, stop: asyncio.Event) -> None:
    """A loop that ends, ends the program: the others finish in order."""
    try:
        await work
    finally:
        stop.set()


def _scheduler(program: Program) -> AsyncIOScheduler:
    """APScheduler as a metronome: no job store, nothing to lose. What is due stands in the database."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    scheduler.add_job(program.ringer.ring, "interval", seconds=TICK_SECONDS, **once)
    scheduler.add_job(program.prune, "interval", hours=12, **once)
    return scheduler


async def _greet_telegram(program: Program, stop: asyncio.Event) -> None:
    """Learn the bot's own name and show the command menu. No network at boot is no reason to give up."""
    while not stop.is_set():
        try:
            await program.bot.initialize()
            await _show_menu(program)
            return
        except InvalidToken:
            raise _unknown_token() from None
        except NetworkError as error:
            log.warning("Telegram can't be reached yet", error=type(error).__name__)
            await asyncio.wait([asyncio.ensure_future(stop.wait())], timeout=BOOT_PAUSE_SECONDS)


async def _show_menu(program: Program) -> None:
    texts = program.house.texts
    for language in texts.languages:
        code = {} if language == texts.default else {"language_code": language}
        try:
            commands = command_list(texts, language, frozenset())
            await call(program.bot, "setMyCommands", {"commands": commands, **code})
            for method, key in (("setMyDescription", "description"), ("setMyShortDescription", "short_description")):
                words = texts.plain(language, T(f"bot.{key}"))
                await call(program.bot, method, {key: words, **code})
        except TelegramError as error:
            log.warning("the command menu was not taken", error=type(error).__name__)
