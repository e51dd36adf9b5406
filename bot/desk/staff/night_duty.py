"""The rota of the nights: officers put themselves on it, leaders their colleagues. In a night an
emergency rings those on duty first (bot/desk/roster.py).

Tested in tests/bot/pages/test_night_duty.py."""

from collections.abc import Iterable
from datetime import date, timedelta

from bot.desk.desk import Request, handles
from bot.desk.mail import Mail
from casework.access.visibility import covers
from casework.case.model import Membership, Refused
from casework.case.roles import LEADERS, STAFF
from conversations.actions import night_duty as words
from conversations.protocol import requests as rq
from storage.people import night_duty as stored
from storage.people import people
from storage.unit_of_work import Batch

AHEAD = timedelta(days=13)
"""So far ahead nights are planned."""


async def colleagues(batch: Batch, person: int) -> list[int]:
    """Everybody of the same offices, above and below them: the person, then their own office, then
    the others."""
    own = [m for m in (await batch.person(person)).memberships if m.role in STAFF]
    staff = await people.working(batch.connection, STAFF)
    near = [(other, m.scope) for other, m in staff if any(_near(mine, m) for mine in own)]
    offices = {m.scope for m in own}
    near.sort(key=lambda one: one[1] not in offices)
    return list(dict.fromkeys([person, *(other for other, _ in near)]))


def _near(one: Membership, other: Membership) -> bool:
    return covers(one.scope, other.scope) or covers(other.scope, one.scope)


def leads(own: Iterable[Membership], theirs: Iterable[Membership]) -> bool:
    """Whether somebody may put another on the rota: a leader, of an office that covers theirs."""
    mine = [m.scope for m in own if m.role in LEADERS]
    return any(covers(scope, m.scope) for scope in mine for m in theirs if m.role in STAFF)


async def _set(request: Request[rq.SetDuty]) -> list[Mail]:
    batch, by, command = request.batch, request.by, request.command
    own = (await batch.person(by)).memberships
    theirs = (await batch.person(command.person)).memberships
    works = any(m.role in STAFF for m in theirs)
    if not works or (command.person != by and not leads(own, theirs)):
        raise Refused("refused.duty.not_yours")
    _check(request.desk.roster.night(batch.at), command.night)
    on_duty = await stored.turn_over(batch.connection, command.person, command.night, by, batch.at)
    if command.person == by:
        return []
    return [Mail(command.person, words.planned(command.night, on_duty=on_duty), batch.at)]


def _check(tonight: date, night: date) -> None:
    if not tonight <= night <= tonight + AHEAD:
        raise Refused("refused.duty.when")


HANDLERS = (handles(rq.SetDuty, _set),)
