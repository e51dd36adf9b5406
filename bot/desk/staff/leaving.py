"""Somebody works here no more: a leader ends their roles. What lay in their hands goes back to its
office; what waits for a resident or another office, also after a result, goes to the leader, so
that no answer is read by nobody.

The operator may end anybody's, the last manager's too: what waits then goes to the nearest leader,
and nothing stays to be read on a phone that somebody else may hold."""

from collections.abc import Iterable
from dataclasses import replace

from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from bot.desk.roster import COORDINATOR_LEVEL
from bot.desk.staff import left_behind, lost_stand_in, passing_on
from bot.desk.staff.accounts import OPERATOR, may_invite
from casework.access.visibility import works_on
from casework.actions.assignment import Assign
from casework.actions.correcting.letting_go import GiveBack, Inherit
from casework.case.commands import Command
from casework.case.model import Case, Membership, Refused, Status
from conversations.pages import leaving as words
from conversations.protocol import requests as rq
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import text
from storage.pending import held_letters
from storage.people import leaving as stored
from storage.unit_of_work import Batch


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
    if request.by == OPERATOR:
        await _emptied(batch, person)
    mails = await lost_stand_in.lost(desk, batch, person, request.by)
    mails += await _given_on(request)
    why = text("leaving.left", name=known.profile.name or text("colleague.unknown"))
    mails += await passing_on.told(desk, batch, _unrung(before, mails), why)
    mails += await left_behind.new_senders(desk.roster, batch, sent, why)
    mails.append(Mail(person, words.over(), batch.at))
    if request.by == OPERATOR:
        return [*mails, *await _heirs(batch, [*sent, *theirs], known.profile.name)]
    return [*mails, await _done(request, known.profile.name, before, loose)]


async def _done(
    request: Request[rq.EndRoles], name: str, cases: Iterable[int], urgent: Iterable[Case]
) -> Mail:
    """To the leader who has ended it: what is in their hands now, and what is in nobody's."""
    mine = await left_behind.waiting(request.batch, cases, request.by)
    free = await left_behind.free(request.batch, urgent)
    return Mail(request.by, words.done(name, mine, free), request.batch.at)


async def _heirs(batch: Batch, cases: Iterable[int], name: str) -> list[Mail]:
    """To each who holds some of these cases now: which of them wait for an answer."""
    owners = [case.owner for one in cases if (case := await batch.case(one)) is not None]
    mails = list[Mail]()
    for heir in dict.fromkeys(one for one in owners if one is not None):
        mine = await left_behind.waiting(batch, cases, heir)
        mails += [Mail(heir, words.done(name, mine), batch.at)] if mine else []
    return mails


async def _emptied(batch: Batch, person: int) -> None:
    """What they had begun is gone, and what waited to be sent to them as an officer."""
    await held_letters.take_back_of_officer(batch.connection, person)
    batch.keep_talk(person, Talk())


async def _over(request: Request[rq.EndRoles], theirs: Iterable[Membership]) -> list[Membership]:
    """The roles of somebody that end; Refused where there is none."""
    if request.by == OPERATOR:
        over = list(theirs)
    else:
        over = await _may_end(request, theirs)
    if not over:
        raise Refused("refused.leaving.not_yours")
    return over


async def _may_end(request: Request[rq.EndRoles], theirs: Iterable[Membership]) -> list[Membership]:
    own = (await request.batch.person(request.by)).memberships
    mine = request.command.person == request.by
    return [m for m in theirs if not mine and ends(request.desk, own, m)]


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
    if by == OPERATOR:
        return await _by_operator(request, case)
    command = GiveBack(by, _reason(desk)) if _free(case) else Assign(by, by)
    try:
        if case.status is Status.RESOLVED:
            return (await desk.decided(request.batch, case, Inherit(by)))[2]
        return await desk.handle(request.batch, by, command, case.id)
    except Refused:
        return []  # their own decision is in question: it goes to whose turn it is


async def _by_operator(request: Request[rq.EndRoles], case: Case) -> list[Mail]:
    """Nobody has asked for it in the bot: the desk does it itself, and the trail names nobody."""
    desk, batch = request.desk, request.batch
    above = [] if _free(case) else await desk.roster.asked_at(batch, case, COORDINATOR_LEVEL)
    heir = next((x for x in above if x != request.command.person), None)
    if _free(case):
        command: Command = GiveBack(OPERATOR, _reason(desk))
    elif heir is None:
        return []  # whose turn it is, the roster says
    else:
        resolved = case.status is Status.RESOLVED
        command = Inherit(heir) if resolved else Assign(OPERATOR, heir)
    try:
        return (await desk.decided(batch, case, command))[2]
    except Refused:
        return []


def _free(case: Case) -> bool:
    """Whether it waits for nobody outside."""
    return case.status is Status.IN_PROGRESS and case.referral is None


def _reason(desk: ComplaintDesk) -> str:
    return desk.content.texts.plain(desk.content.texts.default, text("leaving.reason"))


HANDLERS = (handles(rq.EndRoles, _end),)
