"""Absences begin and end by the calendar, without anybody doing anything: in the morning those
whose turn some cases are since then read so, once.

Tested in tests/bot/desk/staff/test_calendar_turns.py."""

from datetime import date, timedelta

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.desk.staff import passing_on
from conversations.protocol.effects import text
from storage.people import stand_ins
from storage.unit_of_work import Batch

LONGEST_CLOSED = 31
"""Days; an office that was closed for longer tells of the last ones only."""


async def turned(desk: ComplaintDesk, batch: Batch) -> list[Mail]:
    """What is told today, a day on which the office is open, of the absences that have begun or
    ended since the last such day. Flush before."""
    today = desk.roster.today(batch)
    since = _open_day_before(desk, today)
    moved = await stand_ins.begun_or_over(batch.connection, since, today, desk.roster.zone)
    if not moved:
        return []
    roster, cases = desk.roster, set[int]()
    for person in moved:
        roles = (await batch.person(person)).memberships
        cases.update(await passing_on.touched(roster, batch, person, roles))
    batch.presence_changed()
    await batch.out(since)  # who was out then, until it is read anew
    before = await passing_on.turns(roster, batch, sorted(cases))
    batch.presence_changed()
    out = await roster.out(batch)
    back = {person: text("stand_in.over") for person in moved if out.here(person)}
    return await passing_on.told(desk, batch, before, text("stand_in.turned"), own=back)


def _open_day_before(desk: ComplaintDesk, today: date) -> date:
    hours = desk.policy.calendar.hours
    days = [today - timedelta(days=n) for n in range(1, LONGEST_CLOSED + 1)]
    return next((day for day in days if hours.on(day).windows), days[-1])
