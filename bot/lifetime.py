"""Running the program: from the start to its orderly end.

Tested in tests/bot/cli/test_main.py."""

import asyncio
import gc
import signal
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.backup.schedule import MINUTES, BackupSchedule, by_own_process
from bot.desk.staff import manning
from bot.health import service_manager
from bot.health.watching import watching
from bot.heart import Heart
from bot.patience import Patience
from bot.program import Program, build
from bot.rereading import LOOK_SECONDS, Rereading
from bot.settings.config import Config
from bot.settings.mistakes import Mistakes
from bot.telegram import polling
from bot.telegram.call_errors import judge
from bot.telegram.http import call
from bot.ticks import every
from bot.turns.posting import command_list
from bot.workshop.workshop import OwnProcess
from casework.actions.correcting.taking_back import HELD_FOR
from conversations.protocol.effects import text
from storage.cases import duplicate_marks
from storage.db import migrate
from storage.db.key_in_use import refuse_another
from storage.db.lease import RENEW_SECONDS, Lease, last_seen
from storage.db.single_instance import Lock, single_instance
from storage.places.imported import Imported, load_imported

log = structlog.get_logger()

TICK_SECONDS = 5
"""Seconds between two looks for bells that are due."""

PRUNE_MINUTES = 5
"""Minutes between two looks whether it is time to delete what is old."""

BOOT_PAUSE_SECONDS = 5


async def run(config: Config, *, nobody: bool = False, file: Path | None = None) -> None:
    """Run until SIGTERM or SIGINT; at SIGHUP texts, policy and offices are read again.

    Raises WrongDatabase, AlreadyRunning, Mistakes, SecondPoller with what to do. ``nobody``: also
    where nobody is who could answer. ``file``: where the config was read, for backups and to read
    it again."""
    # Every mistake of policy and texts is told before anything is written.
    program = build(config, hold=HELD_FOR, workshop=OwnProcess())
    stop, again = asyncio.Event(), asyncio.Event()
    for name, event in ((signal.SIGTERM, stop), (signal.SIGINT, stop), (signal.SIGHUP, again)):
        asyncio.get_running_loop().add_signal_handler(name, event.set)
    try:
        await migrate.refuse_other_versions(program.db)
        async with single_instance(program.db) as lock:
            await migrate.prepare(program.db)
            await refuse_another(program.db, program.vault)
            await duplicate_marks.remake(program.db, program.vault)
            program = await with_imports(program)
            async with program.db.read() as connection:
                program.time.seen(await last_seen(connection))
            await _look_who_is_there(program, nobody=nobody)
            for line in await program.ringer.settle():
                log.warning("left without its row", what=line)
            await serve(program, stop, lock=lock, file=file, again=again)
    finally:
        await program.close()


async def _look_who_is_there(program: Program, *, nobody: bool) -> None:
    """Name in the log where nobody works. Mistakes where nobody works at all and nobody is
    invited: residents would wait for nobody."""
    villages = program.content.places.villages
    async with program.db.read() as connection:
        found = await manning.look(connection, villages, program.clock())
    if found.empty and not nobody:
        raise Mistakes(EMPTY.format(district=program.config.area.district))
    for line in () if found.empty else found.lines:
        log.warning("people are missing", what=line)


EMPTY = (
    "nobody works here and nobody is invited; invite somebody first, for example:"
    " puskesos invite --role district_manager --scope {district}"
    " (or run all the same: puskesos run --nobody)"
)


async def with_imports(program: Program) -> Program:
    """The program that also knows the places, offices and decreed days that the operator has
    imported, and the places that have moved."""
    async with program.db.read() as connection:
        imported = await load_imported(connection, program.config.area.district)
    if imported == Imported():
        return program
    await program.close()
    return build(
        program.config,
        areas=imported.areas,
        offices=imported.offices,
        days=imported.days,
        moves=imported.moves,
        hold=HELD_FOR,
        workshop=program.workshop,
    )


async def serve(
    program: Program,
    stop: asyncio.Event,
    *,
    poll_seconds: int = polling.LONG_POLL_SECONDS,
    lock: Lock | None = None,
    file: Path | None = None,
    again: asyncio.Event | None = None,
) -> None:
    """Poll, send, fetch and ring until ``stop``; then finish what is under way. AlreadyRunning once
    another bot has taken the database. ``lock``: what keeps others from starting. ``file``: the
    config's, for backups and to be read ``again`` when that is set."""
    lease = Lease(program.db, program.clock, lock)
    await lease.take()
    renewing, polled = Patience("lease"), Heart()
    scheduler, rung = _scheduler(program)
    _keep_reading(scheduler, program, file, again or asyncio.Event())
    if file:
        _keep_backups(scheduler, program, file)
    hearts = {
        "poller": polled,
        "sender": program.sender.patience.heart,
        "fetcher": program.fetcher.patience.heart,
        "ringer": rung,
        "lease": renewing.heart,
    }
    played = partial(_play, program)
    async with service_manager.told(hearts), watching(program, lease, hearts, played) as play:
        await _greet_telegram(program, stop)
        spare_the_collector()
        log.info(
            "puskesos is running",
            database=program.db.place,
            villages=len(program.content.places.villages),
        )
        work = (
            polling.poll(program.bot, play, stop, seconds=poll_seconds, heart=polled),
            program.sender.run(stop),
            program.fetcher.run(stop),
            _renew(lease, renewing, stop),
        )
        await _work(scheduler, work, stop)


async def _work(
    scheduler: AsyncIOScheduler, work: Sequence[Awaitable[None]], stop: asyncio.Event
) -> None:
    """Run the loops and the scheduler until ``stop``, or until one of the loops ends."""
    scheduler.start()
    try:
        async with asyncio.TaskGroup() as group:
            for each in work:
                group.create_task(_until_stopped(each, stop))
    except* Exception as group_error:
        raise _first(group_error) from None
    finally:
        scheduler.shutdown(wait=False)
        log.info("puskesos has stopped")


async def _play(program: Program, raws: Sequence[dict[str, Any]]) -> None:
    """Play updates, at a time that is not before them."""
    program.time.updates(raws)
    await program.turns.play(raws)


async def _ring(program: Program) -> None:
    """Ring what is due, by the rows of this moment."""
    await program.ringer.ring()


async def _reread(program: Program, texts_changed: bool) -> None:
    """Let go of the rows that nobody needs any more, and show the command menu in its new words."""
    gc.unfreeze()
    gc.collect()
    spare_the_collector()
    if texts_changed:
        await _show_menu(program)


async def _renew(lease: Lease, patience: Patience, stop: asyncio.Event) -> None:
    """Keep the database ours until ``stop``."""
    while not stop.is_set():
        await patience.through(lease.renew)
        await _pause(stop, RENEW_SECONDS)


def spare_the_collector() -> None:
    """Take what the start has made out of the garbage collector's work: it stays until the end, and
    looking at it again and again makes turns a third slower."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _first(group: BaseExceptionGroup[Exception]) -> Exception:
    found = group.exceptions[0]
    error = _first(found) if isinstance(found, BaseExceptionGroup) else found
    if isinstance(error, InvalidToken):
        return _unknown_token()
    return error


def _unknown_token() -> Mistakes:
    return Mistakes(
        "telegram.token: Telegram does not know this token; ask @BotFather for the right one"
    )


async def _until_stopped(work: Awaitable[None], stop: asyncio.Event) -> None:
    """Run a loop; when it ends, for whatever reason, the other loops are told to finish too."""
    try:
        await work
    finally:
        stop.set()


def _scheduler(program: Program) -> tuple[AsyncIOScheduler, Heart]:
    """The scheduler that rings what is due and forgets what is old, and the heart of the ringing.
    It keeps no list of jobs that could be lost: what is due stands in the database."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    rung = every(scheduler, "bells", partial(_ring, program), seconds=TICK_SECONDS)
    every(scheduler, "pruning", program.prune, minutes=PRUNE_MINUTES)
    return scheduler, rung


def _keep_reading(
    scheduler: AsyncIOScheduler, program: Program, file: Path | None, asked: asyncio.Event
) -> None:
    rereading = Rereading(program, file, asked, then=partial(_reread, program))
    every(scheduler, "rereading", rereading.look, seconds=LOOK_SECONDS)


def _keep_backups(scheduler: AsyncIOScheduler, program: Program, file: Path) -> None:
    section, zone = program.config.backup, program.config.area.timezone
    backups = BackupSchedule(section, zone, program.clock, partial(by_own_process, file))
    every(scheduler, "backup", backups.look, minutes=MINUTES)


async def _greet_telegram(program: Program, stop: asyncio.Event) -> None:
    """Learn the bot's own name and show the command menu. No network at boot is no reason to give
    up."""
    while not stop.is_set():
        try:
            await program.bot.initialize()
            await _show_menu(program)
            return
        except InvalidToken:
            raise _unknown_token() from None
        except (NetworkError, RetryAfter) as error:
            seconds = judge(error).seconds or BOOT_PAUSE_SECONDS
            log.warning(
                "Telegram can't be reached yet", error=type(error).__name__, seconds=seconds
            )
            await _pause(stop, seconds)


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until ``stop``."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


async def _show_menu(program: Program) -> None:
    texts = program.content.texts
    for language in texts.languages:
        code = {} if language == texts.default else {"language_code": language}
        try:
            commands = command_list(texts, language, frozenset())
            await call(program.bot, "setMyCommands", {"commands": commands, **code})
            for method, key in (
                ("setMyDescription", "description"),
                ("setMyShortDescription", "short_description"),
            ):
                words = texts.plain(language, text(f"bot.{key}"))
                await call(program.bot, method, {key: words, **code})
        except TelegramError as error:
            log.warning("the command menu was not taken", error=type(error).__name__)
