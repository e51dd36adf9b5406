"""Somebody works here no more: a leader ends their roles. What lay in their hands goes back to its
office; what waits for a resident or another office, also after a result, goes to the leader, so
that no answer is read by nobody."""

from collections.abc import Iterable

from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from bot.desk.staff.accounts import may_invite
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
    batch, by, person = request.batch, request.by, request.command.person
    own = (await batch.person(by)).memberships
    known = await batch.person(person)
    over = [m for m in known.memberships if person != by and ends(request.desk, own, m)]
    if not over:
        raise Refused("refused.leaving.not_yours")
    gone = len(over) == len(known.memberships)
    mails = await _given_on(request) if gone else []
    await batch.flush()
    await stored.end_roles(batch.connection, person, over, batch.at)
    if gone:
        await stored.forget_plans(batch.connection, person, request.desk.roster.today(batch))
    await batch.reload(person)
    done = Mail(by, words.done(known.profile.name), batch.at)
    return [*mails, Mail(person, words.over(), batch.at), done]


async def _given_on(request: Request[rq.EndRoles]) -> list[Mail]:
    """The cases of who works nowhere any more; what others are told of them."""
    batch, by, mails = request.batch, request.by, list[Mail]()
    await batch.flush()
    for case_id in await stored.held_by(batch.connection, request.command.person):
        case = await batch.case(case_id)
        if case is not None:
            mails += await _one(request, case)
    return [mail for mail in mails if mail.to not in (by, request.command.person)]


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
