"""Stand-ins: setting one up before going away, ending it on coming back, and the messages about
it.

Tested in tests/bot/desk/test_roster.py."""

from datetime import date

from bot.desk.desk import Request, handles
from bot.desk.mail import Mail
from bot.desk.roster import Roster
from casework.access import stand_in as rules
from casework.access.stand_in import NOBODY, Absence
from casework.case.model import Refused, Role
from casework.case.roles import WORKERS
from conversations.actions import stand_in as words
from conversations.protocol import requests as rq
from conversations.protocol.effects import Say, text
from storage.people import stand_ins
from storage.unit_of_work import Batch


async def colleagues(
    roster: Roster, batch: Batch, person: int, first: date, last: date
) -> list[tuple[int, str, Role]]:
    """Who can stand in for somebody on these days: (id, name, role). Refused for days that can't
    be."""
    rules.check_dates(first, last, roster.today(batch))
    own = (await batch.person(person)).memberships
    offices = rules.offices_of(own)
    known = {
        p: name
        for office in offices
        for p, name, m in await batch.at_work(office, WORKERS)
        if m.scope == office
    }
    await batch.load(known.keys())
    away = await stand_ins.away_between(batch.connection, first, last)
    unreached = (await roster.out(batch)).unreached
    found = []
    for other, name in known.items():
        theirs = (await batch.person(other)).memberships
        if other != person and other not in away | unreached and rules.able(own, theirs):
            found.append((other, name, rules.office_role(theirs, offices)))
    return found


async def current(roster: Roster, batch: Batch, person: int) -> list[tuple[Absence, str]]:
    """The stand-ins of somebody that are not over, with the colleagues' names."""
    found = await stand_ins.of(batch.connection, person, roster.today(batch))
    return [(each, await _name(batch, each.substitute)) for each in found]


async def _name(batch: Batch, person: int) -> str:
    return (await batch.person(person)).profile.name if person != NOBODY else ""


async def _stand_in(request: Request[rq.StandIn]) -> list[Mail]:
    batch, by, command = request.batch, request.by, request.command
    if command.substitute == by:
        raise Refused("refused.stand_in.yourself")
    found = await colleagues(request.desk.roster, batch, by, command.first, command.last)
    able = {person for person, _, _ in found}
    if command.substitute not in (NOBODY, *able):
        raise Refused("refused.stand_in.unfit")
    given = Absence(by, by, command.substitute, command.first, command.last)
    await stand_ins.put(batch.connection, given, batch.at)
    batch.presence_changed()
    told = [Mail(by, words.made(given, await _name(batch, given.substitute)), batch.at)]
    if given.substitute != NOBODY:
        told.append(Mail(given.substitute, words.asked(given, await _name(batch, by)), batch.at))
    return told


async def _end(request: Request[rq.EndStandIn]) -> list[Mail]:
    batch, by = request.batch, request.by
    ended = await stand_ins.end(batch.connection, by, request.desk.roster.today(batch))
    batch.presence_changed()
    if not ended:
        return [Mail(by, Say(text("stand_in.no_current")), batch.at)]
    name = await _name(batch, by)
    others = dict.fromkeys(each.substitute for each in ended if each.substitute != NOBODY)
    back = [Mail(other, Say(text("stand_in.back", name=name or "–")), batch.at) for other in others]
    return [Mail(by, Say(text("stand_in.ended")), batch.at), *back]


HANDLERS = (handles(rq.StandIn, _stand_in), handles(rq.EndStandIn, _end))
