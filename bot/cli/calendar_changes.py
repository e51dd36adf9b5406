"""A calendar that has changed: what a decree, or a newer list of holidays, does to open due times.

First it is only looked at (``plan``) and shown (``table``); then everything happens in one
transaction (``carry_out``): the days, the due times with their events and bells, the notices. It
may run beside the bot, which reads the days at its start. Every due time is reckoned again from its
own history, so that doing it twice changes nothing."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.admin import ready
from bot.desk.desk import ComplaintDesk
from bot.desk.handlers import TOPICS
from bot.desk.mail import Mail
from bot.settings import contents
from bot.settings.config import Config
from bot.settings.config_values import days_of
from bot.settings.mistakes import Mistakes
from bot.turns.digests import merged
from bot.turns.posting import Post
from casework.actions.rescheduling import Reschedule, moves
from casework.case.model import Case
from casework.case.number import number
from casework.clock.decreed_days import DecreedDay, with_days
from casework.reports.due_time import due_again, period
from storage.db.vault import Vault
from storage.places import calendar_days
from storage.unit_of_work import Batch

MOST_SHOWN = 20
"""Cases in the table that an operator is shown."""

MOST_NAMED = 3
"""Days by whose names a due time explains that it has moved."""


@dataclass(frozen=True)
class Move:
    """A due time that the calendar moves. ``why``: the names of the decreed days between, "" when
    there is none."""

    case: int
    was: datetime
    becomes: datetime
    why: str


@dataclass(frozen=True)
class Plan:
    """``days``: what the decree says that was not known; ``moves`` in the order of case numbers."""

    days: tuple[DecreedDay, ...]
    moves: tuple[Move, ...]


def change(config: Config, file: Path | None, now: Callable[[], datetime], *, yes: bool) -> None:
    """Show what a decree (or, without a file, today's calendar) changes, ask unless ``yes``, and do
    it."""
    days = days_in(file, now()) if file else []
    found = asyncio.run(plan(config, days, now()))
    if not (found.days or found.moves):
        typer.echo("the calendar knows this already; nothing changes")
        return
    for line in table(found, config.area.timezone):
        typer.echo(line)
    if not yes and not typer.confirm("Shall it be so?"):
        typer.echo("nothing was changed")
        return
    done = asyncio.run(carry_out(config, days, now()))
    typer.echo(
        f"done: {len(done.days)} new days, {len(done.moves)} due times moved;"
        " restart the bot if it is running"
    )


def days_in(path: Path, at: datetime) -> list[DecreedDay]:
    """The days of a decree's CSV file, of last year to the year after next; ``Mistakes`` names
    every bad line."""
    try:
        return days_of(path, range(at.year - 1, at.year + 3))
    except ValueError as error:
        raise Mistakes(*str(error).splitlines()) from error


async def plan(config: Config, days: Sequence[DecreedDay], at: datetime) -> Plan:
    """What would change at ``at`` (aware); writes nothing."""
    vault = Vault(config.keys.master.get_secret_value())
    async with ready(config.database.url) as database, database.read() as connection:
        found, _ = await _planned(connection, vault, _desk(config, at), days, at, lock=False)
    return found


async def carry_out(config: Config, days: Sequence[DecreedDay], at: datetime) -> Plan:
    """Change it, all or nothing, as things stand now; gives what has changed."""
    vault, desk = Vault(config.keys.master.get_secret_value()), _desk(config, at)
    async with ready(config.database.url) as database, database.write() as connection:
        found, desk = await _planned(connection, vault, desk, days, at, lock=True)
        await calendar_days.save_days(connection, found.days)
        await _move(Batch(connection, vault, at), desk, found.moves)
    return found


def _desk(config: Config, at: datetime) -> ComplaintDesk:
    """The desk that moves due times and tells whom it concerns; nobody asks it for the address of
    an invitation."""
    policy, house = contents.read(config, at.astimezone(config.area.timezone).date())
    return ComplaintDesk(policy, house, lambda code: "", TOPICS)


async def _planned(
    connection: AsyncConnection,
    vault: Vault,
    desk: ComplaintDesk,
    days: Sequence[DecreedDay],
    at: datetime,
    *,
    lock: bool,
) -> tuple[Plan, ComplaintDesk]:
    """What would change, and the desk that knows the days."""
    known = await calendar_days.load_days(connection)
    new = tuple(day for day in days if day not in known)
    was = with_days(desk.policy.calendar, known)
    policy = replace(desk.policy, calendar=with_days(desk.policy.calendar, [*known, *new]))
    found: list[Move] = []
    for case, history in await calendar_days.running(connection, vault, at, lock=lock):
        due_at = due_again(case, history, policy, was)
        if moves(case, due_at, at):
            why = _why(case, period(history).start, due_at, new, policy.calendar.zone)
            found.append(Move(case.id, case.due_at, due_at, why))
    return Plan(new, tuple(found)), replace(desk, policy=policy)


def _why(
    case: Case, start: datetime, due_at: datetime, days: Sequence[DecreedDay], zone: ZoneInfo
) -> str:
    first, last = start.astimezone(zone).date(), max(due_at, case.due_at).astimezone(zone).date()
    return ", ".join(
        list(dict.fromkeys(d.name for d in days if first <= d.day <= last))[:MOST_NAMED]
    )


async def _move(batch: Batch, desk: ComplaintDesk, wanted: Sequence[Move]) -> None:
    mails: list[Mail] = []
    for move in wanted:
        mails += await desk.handle(batch, 0, Reschedule(move.becomes, move.why), move.case)
    prefix = f"k{int(batch.at.timestamp() * 1_000_000)}"
    await Post(batch, desk.house.texts, prefix).mails(merged(mails))
    await batch.flush()


def table(found: Plan, zone: ZoneInfo) -> Iterator[str]:
    """What would change, for whoever is asked whether it shall."""
    for day in found.days:
        yield f"{day.day}  {day.kind:<9}  {day.name}"
    if found.moves:
        yield f"{'case':<11}  {'due now':<16}  due then"
    for move in found.moves[:MOST_SHOWN]:
        yield f"{number(move.case):<11}  {_local(move.was, zone)}  {_local(move.becomes, zone)}"
    if len(found.moves) > MOST_SHOWN:
        yield f"and {len(found.moves) - MOST_SHOWN} more"
    yield f"{len(found.days)} new days, {len(found.moves)} due times move"


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
