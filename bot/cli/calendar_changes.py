"""A calendar that has changed: what a decree, other hours, or a newer list of holidays, does to all
that runs on working time.

First it is only looked at (``plan``) and shown (``table``); then everything happens in one
transaction (``carry_out``): the days, the due times of ours and of other offices with their events,
the bells, the notices. It may run beside the bot, which notices the days. Every moment is
reckoned again from its own history, so that doing it twice changes nothing."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import typer
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.admin import ready
from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.settings import contents
from bot.settings.config import Config
from bot.settings.config_values import days_of
from bot.settings.mistakes import Mistakes
from bot.topics import TOPICS
from bot.turns.posting import Post
from casework.actions.rescheduling import RUNNING, Reschedule, moves, referral_again
from casework.case.model import Case
from casework.case.number import number
from casework.clock.decreed_days import DecreedDay
from casework.policy.followups import Bell
from casework.reports.due_time import period
from casework.reports.promises import Promises, bells_again, promises_again
from storage.db.vault import Vault
from storage.pending.bells import all_waiting_bells, move_bells
from storage.places import calendar_days
from storage.places.offices import load_offices
from storage.unit_of_work import Batch

MOST_SHOWN = 20
"""Cases in the table that an operator is shown."""

MOST_NAMED = 3
"""Days by whose names a due time explains that it has moved."""


@dataclass(frozen=True)
class Move:
    """Something promised that the calendar moves. ``why``: the names of the decreed days between,
    "" when there is none. ``what``: whose time it is, "" for the due time of the case."""

    case: int
    was: datetime
    becomes: datetime
    why: str
    what: str = ""


ANSWER, OWN = "answer of the other office", "own time of the case"


@dataclass(frozen=True)
class Plan:
    """``days``: what the decree says that was not known; ``moves`` in the order of case numbers;
    ``bells``: those that ring at another moment, with the new one."""

    days: tuple[DecreedDay, ...]
    moves: tuple[Move, ...]
    bells: tuple[Bell, ...] = ()


def change(config: Config, file: Path | None, now: Callable[[], datetime], *, yes: bool) -> None:
    """Show what a decree (or, without a file, today's calendar) changes, ask unless ``yes``, and do
    it."""
    days = days_in(file, now()) if file else []
    found = asyncio.run(plan(config, days, now()))
    if found == Plan((), ()):
        typer.echo("the calendar knows this already; nothing changes")
        return
    for line in table(found, config.area.timezone):
        typer.echo(line)
    if not yes and not typer.confirm("Shall it be so?"):
        typer.echo("nothing was changed")
        return
    done = asyncio.run(carry_out(config, days, now()))
    typer.echo(
        f"done: {len(done.days)} new days, {len(done.moves)} due times"
        f" and {len(done.bells)} bells moved; a running bot knows them within a minute"
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
        desk = await _desk(connection, config, at)
        found, _ = await _planned(connection, vault, desk, days, at, lock=False)
    return found


async def carry_out(config: Config, days: Sequence[DecreedDay], at: datetime) -> Plan:
    """Change it, all or nothing, as things stand now; gives what has changed."""
    vault = Vault(config.keys.master.get_secret_value())
    async with ready(config.database.url) as database, database.write() as connection:
        desk = await _desk(connection, config, at)
        found, desk = await _planned(connection, vault, desk, days, at, lock=True)
        await calendar_days.save_days(connection, found.days)
        await _move(Batch(connection, vault, at), desk, found.moves)
        await move_bells(connection, found.bells)
    return found


async def _desk(connection: AsyncConnection, config: Config, at: datetime) -> ComplaintDesk:
    """The desk that moves due times and tells whom it concerns, with the offices that the district
    has brought; nobody asks it for the address of an invitation."""
    today, offices = at.astimezone(config.area.timezone).date(), await load_offices(connection)
    policy, content = contents.read(config, today, offices)
    return ComplaintDesk(policy, content, lambda code: "", TOPICS)


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
    was = desk.policy.decreed(known).calendar
    policy = desk.policy.decreed([*known, *new])
    waiting = await all_waiting_bells(connection)
    found: list[Move] = []
    bells: list[Bell] = []
    for case, history in await calendar_days.open_cases(connection, vault, lock=lock):
        again = promises_again(case, history, policy, was)
        moved = list(_moves(case, again, at))
        start = period(history).start
        found += [replace(m, why=_why(m, start, new, policy.calendar.zone)) for m in moved]
        after = _with(case, moved)
        bells += bells_again(after, history, waiting.get(case.id, ()), policy, at, was=was)
    return Plan(new, tuple(found), tuple(bells)), replace(desk, policy=policy)


def _moves(case: Case, again: Promises, at: datetime) -> Iterator[Move]:
    """What of a case moves to what was reckoned again."""
    if again.due_at and moves(case, again.due_at, at):
        yield Move(case.id, case.due_at, again.due_at, "")
    before = case.referral
    after = referral_again(case, again.answer_by, again.own_due, at)
    if before is None or after is None or case.status not in RUNNING:
        return
    if after.answer_by != before.answer_by:
        yield Move(case.id, before.answer_by, after.answer_by, "", ANSWER)
    if before.own_due and after.own_due and after.own_due != before.own_due:
        yield Move(case.id, before.own_due, after.own_due, "", OWN)


def _with(case: Case, moved: Sequence[Move]) -> Case:
    """The case with its due time as it will be."""
    return replace(case, due_at=next((m.becomes for m in moved if not m.what), case.due_at))


def _why(move: Move, start: datetime, days: Sequence[DecreedDay], zone: ZoneInfo) -> str:
    last = max(move.was, move.becomes).astimezone(zone).date()
    first = start.astimezone(zone).date()
    return ", ".join(
        list(dict.fromkeys(d.name for d in days if first <= d.day <= last))[:MOST_NAMED]
    )


async def _move(batch: Batch, desk: ComplaintDesk, wanted: Sequence[Move]) -> None:
    mails: list[Mail] = []
    for case_id, found in groupby(wanted, lambda move: move.case):
        command = _command({move.what: move for move in found})
        mails += await desk.handle(batch, 0, command, case_id)
    prefix = f"k{int(batch.at.timestamp() * 1_000_000)}"
    await Post(batch, desk.content.texts, prefix).news(mails)
    await batch.flush()


def _command(moved: Mapping[str, Move]) -> Reschedule:
    """What moves in one case, asked of the desk at once."""
    because = next(move.why for move in moved.values())
    becomes = {what: move.becomes for what, move in moved.items()}
    return Reschedule(
        becomes.get(""), because, answer_by=becomes.get(ANSWER), own_due=becomes.get(OWN)
    )


def table(found: Plan, zone: ZoneInfo) -> Iterator[str]:
    """What would change, for whoever is asked whether it shall."""
    for day in found.days:
        yield f"{day.day}  {day.kind:<9}  {day.name}"
    if found.moves:
        yield f"{'case':<11}  {'due now':<16}  due then"
    for move in found.moves[:MOST_SHOWN]:
        line = f"{number(move.case):<11}  {_local(move.was, zone)}  {_local(move.becomes, zone)}"
        yield f"{line}  {move.what}".rstrip()
    if len(found.moves) > MOST_SHOWN:
        yield f"and {len(found.moves) - MOST_SHOWN} more"
    bells = f", {len(found.bells)} bells too" if found.bells else ""
    yield f"{len(found.days)} new days, {len(found.moves)} due times move{bells}"


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
