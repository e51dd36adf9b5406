"""Stand-ins: setting one up before going away, ending it on coming back, and the messages about
it.

Tested in tests/bot/desk/test_roster.py."""

from datetime import date

from bot.desk.desk import Request, handles
from bot.desk.mail import Mail
from bot.desk.roster import Roster
from bot.desk.staff import passing_on
from casework.access import stand_in as rules
from casework.access.stand_in import NOBODY, Absence
from casework.case.model import Refused, Role
from casework.case.roles import WORKERS
from conversations.actions import stand_in as words
from conversations.protocol import requests as rq
from conversations.protocol.effects import Say, text
from conversations.protocol.named_days import named
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
    before = await _turns(request)
    given = Absence(by, by, command.substitute, command.first, command.last)
    await stand_ins.put(batch.connection, given, batch.at)
    batch.presence_changed()
    made = Mail(by, words.made(given, await _name(batch, given.substitute)), batch.at)
    return [made, *await _asked(request, given, before)]


async def _turns(request: Request[rq.StandIn] | Request[rq.EndStandIn]) -> passing_on.Turns:
    """Whose turn the cases are that may change hands with whoever asks."""
    roster, batch, by = request.desk.roster, request.batch, request.by
    own = (await batch.person(by)).memberships
    return await passing_on.turns(roster, batch, await passing_on.touched(roster, batch, by, own))


async def _asked(
    request: Request[rq.StandIn], given: Absence, before: passing_on.Turns
) -> list[Mail]:
    """To whoever stands in, with the cases that are theirs from today on; to others whose turn
    some are meanwhile."""
    desk, batch = request.desk, request.batch
    asked = words.asked(given, await _name(batch, given.person))
    why = text(
        "stand_in.away", name=await _name(batch, given.person) or "–", last=named(given.last)
    )
    own = {given.substitute: asked.text}
    told = await passing_on.told(desk, batch, before, why, own=own)
    heard = given.substitute in {mail.to for mail in told if not mail.say.alarm}
    alone = given.substitute == NOBODY or heard
    return told if alone else [Mail(given.substitute, asked, batch.at), *told]


async def _end(request: Request[rq.EndStandIn]) -> list[Mail]:
    batch, by, before = request.batch, request.by, await _turns(request)
    ended = await stand_ins.end(batch.connection, by, request.desk.roster.today(batch))
    batch.presence_changed()
    if not ended:
        return [Mail(by, Say(text("stand_in.no_current")), batch.at)]
    name = await _name(batch, by)
    others = dict.fromkeys(each.substitute for each in ended if each.substitute != NOBODY)
    back = [Mail(other, Say(text("stand_in.back", name=name or "–")), batch.at) for other in others]
    told = await _back(request, before)
    return [*told, *back]


async def _back(request: Request[rq.EndStandIn], before: passing_on.Turns) -> list[Mail]:
    """To whoever is back, with the cases that are theirs again."""
    by, ended = request.by, text("stand_in.ended")
    told = await passing_on.told(request.desk, request.batch, before, ended, own={by: ended})
    mine = [mail for mail in told if mail.to == by or mail.say.alarm]
    heard = any(mail.to == by and not mail.say.alarm for mail in mine)
    return mine if heard else [Mail(by, Say(ended), request.batch.at), *mine]


HANDLERS = (handles(rq.StandIn, _stand_in), handles(rq.EndStandIn, _end))
