"""The unmasked workbook, which needs two people: a leader who asks, and another who leads every
office in it."""

from datetime import timedelta

from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from casework.access.visibility import covers
from casework.case.model import Membership, Refused
from casework.case.roles import LEADERS, STAFF
from casework.clock import periods
from conversations.actions import unmasked_workbook as words
from conversations.protocol import requests as rq
from conversations.protocol.effects import Paper, Say, text
from storage.pending import unmasked_workbooks
from storage.unit_of_work import Batch

VALID = timedelta(days=1)
"""How long a request waits for an answer."""


def leads(memberships: tuple[Membership, ...]) -> bool:
    """Whether somebody may ask for it at all."""
    return any(m.role in LEADERS for m in memberships)


def answers_for(memberships: tuple[Membership, ...], asked: tuple[Membership, ...]) -> bool:
    """Whether somebody leads every office whose cases the one who asked would get."""
    return all(
        any(m.role in LEADERS and covers(m.scope, scope) for m in memberships)
        for scope in _scopes(asked)
    )


def _scopes(memberships: tuple[Membership, ...]) -> set[str]:
    return {m.scope for m in memberships if m.role in STAFF}


async def _ask(request: Request[rq.AskFull]) -> list[Mail]:
    desk, batch, by, command = request.desk, request.batch, request.by, request.command
    period, asker = periods.parse(command.period), await batch.person(by)
    if period is None or command.purpose not in words.PURPOSES or not leads(asker.memberships):
        raise Refused("refused.full.not_yours")
    others = await _others(desk, batch, by)
    if not others:
        raise Refused("refused.full.nobody")
    which = await unmasked_workbooks.ask(
        batch.connection, by, period.code, command.purpose, batch.at
    )
    please = words.please(which, asker.profile.name, period, command.purpose)
    return [
        Mail(by, Say(text("unmasked_workbook.asked")), batch.at),
        *(Mail(x, please, desk.policy.rested(batch.at)) for x in others),
    ]


async def _others(desk: ComplaintDesk, batch: Batch, by: int) -> list[int]:
    """The leaders who may agree, without those who are out or can't be written to."""
    own = (await batch.person(by)).memberships
    scopes = _scopes(own)
    known = {p for scope in scopes for p, _, _ in await batch.at_work(scope, LEADERS)}
    await batch.load(known)
    out = await desk.roster.out(batch)
    return [
        p
        for p in sorted(known)
        if p != by and out.here(p) and answers_for((await batch.person(p)).memberships, own)
    ]


async def _decide(request: Request[rq.DecideFull]) -> list[Mail]:
    batch, by, command = request.batch, request.by, request.command
    asked = await unmasked_workbooks.find(batch.connection, command.which)
    own = (await batch.person(by)).memberships
    if (
        asked is None
        or asked.by == by
        or not answers_for(own, (await batch.person(asked.by)).memberships)
    ):
        raise Refused("refused.full.not_yours")
    since = batch.at - VALID
    if not await unmasked_workbooks.decide(
        batch.connection, asked.id, by, batch.at, since=since, agrees=command.agrees
    ):
        raise Refused("refused.full.over")
    if not command.agrees:
        return [
            Mail(by, Say(text("unmasked_workbook.you_refused")), batch.at),
            Mail(asked.by, Say(text("unmasked_workbook.refused")), batch.at),
        ]
    sent = Say(text("unmasked_workbook.here"), paper=Paper("full_workbook", {"which": asked.id}))
    return [
        Mail(by, Say(text("unmasked_workbook.you_agreed")), batch.at),
        Mail(asked.by, sent, batch.at),
    ]


HANDLERS = (handles(rq.AskFull, _ask), handles(rq.DecideFull, _decide))
