"""Somebody works here no more: a leader ends their roles. What lay in their hands goes back to its
office; what waits for a resident or another office, also after a result, goes to the leader, so
that no answer is read by nobody."""

from collections.abc import Iterable
from dataclasses import replace

from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from bot.desk.staff import left_behind, lost_stand_in, passing_on
from bot.desk.staff.accounts import may_invite
from casework.access.visibility import works_on
from casework.actions.assignment import Assign
from casework.actions.correcting.letting_go import GiveBack, Inherit
from casework.case.model import Case, Membership, Refused, Status
from conversations.pages import leaving as words
from conversations.protocol import requests as rq
from conversations.protocol.effects import text
from storage.people import leaving as stored


def ends(desk: ComplaintDesk, own: Iterable[Membership], theirs: Membership) -> bool:
    """Whether somebody may end a role: who may give it may take it."""
    return any(may_invite(desk, m, theirs.role, theirs.scope) for m in own)


async def _end(request: Request[rq.EndRoles]) -> list[Mail]:
    desk, batch, person = request.desk, request.batch, request.command.person
    known = await batch.person(person)
    over = await _over(request, known.memberships)
    before = await passing_on.turns(
        desk.roster, batch, await passing_on.touched(desk.roster, batch, person, over)
    )
    sent, theirs = await left_behind.theirs(batch, before, person)
    before = {**before, **dict.fromkeys(theirs, ())}
    rest = [one for one in known.memberships if one not in over]
    loose = await left_behind.emergencies(batch, person, rest)
    await stored.end_roles(batch.connection, person, over, batch.at)
    if len(over) == len(known.memberships):
        await stored.forget_plans(batch.connection, person, desk.roster.today(batch))
    await batch.reload(person)
    mails = await lost_stand_in.lost(desk, batch, person, request.by)
    mails += await _given_on(request)
    why = text("leaving.left", name=known.profile.name or text("colleague.unknown"))
    mails += await passing_on.told(desk, batch, _unrung(before, mails), why)
    mails += await left_behind.new_senders(desk.roster, batch, sent, why)
    mine = await left_behind.waiting(batch, before, request.by)
    done = Mail(
        request.by,
        words.done(known.profile.name, mine, await left_behind.free(batch, loose)),
        batch.at,
    )
    return [*mails, Mail(person, words.over(), batch.at), done]


async def _over(request: Request[rq.EndRoles], theirs: Iterable[Membership]) -> list[Membership]:
    """The roles of somebody that end; Refused where there is none."""
    own = (await request.batch.person(request.by)).memberships
    mine = request.command.person == request.by
    over = [m for m in theirs if not mine and ends(request.desk, own, m)]
    if not over:
        raise Refused("refused.leaving.not_yours")
    return over


def _unrung(before: passing_on.Turns, mails: Iterable[Mail]) -> passing_on.Turns:
    """Whose turn some cases were, without those that have rung already."""
    rung = {mail.say.case for mail in mails if mail.say.alarm}
    return {case: people for case, people in before.items() if case not in rung}


async def _given_on(request: Request[rq.EndRoles]) -> list[Mail]:
    """The cases in the hands of who may work on them no more; what residents are told of them, and
    the alarms. Colleagues read of all in one message."""
    batch, person, mails = request.batch, request.command.person, list[Mail]()
    memberships = (await batch.person(person)).memberships
    for case_id in await stored.held_by(batch.connection, person):
        case = await batch.case(case_id)
        if case is not None and not works_on(person, memberships, case):
            told = await _one(request, case)
            mails += [m for m in told if m.say.alarm or m.to == case.teller]
            mails += await _rung_too(request, case, told)
    return [mail for mail in mails if mail.to != person]


async def _rung_too(request: Request[rq.EndRoles], case: Case, mails: list[Mail]) -> list[Mail]:
    """The alarm to whoever has pressed, too, if they are among those who are called."""
    rung = next((mail for mail in mails if mail.say.alarm), None)
    called = await request.desk.roster.alarmed(request.batch, case)
    return [] if rung is None or request.by not in called else [replace(rung, to=request.by)]


async def _one(request: Request[rq.EndRoles], case: Case) -> list[Mail]:
    desk, by = request.desk, request.by
    reason = desk.content.texts.plain(desk.content.texts.default, text("leaving.reason"))
    free = case.status is Status.IN_PROGRESS and case.referral is None
    command = GiveBack(by, reason) if free else Assign(by, by)
    try:
        if case.status is Status.RESOLVED:
            return (await desk.decided(request.batch, case, Inherit(by)))[2]
        return await desk.handle(request.batch, by, command, case.id)
    except Refused:
        return []  # their own decision is in question: it goes to whose turn it is


HANDLERS = (handles(rq.EndRoles, _end),)
