"""What people say about themselves: language, village, phone, roles by invitation, and being
forgotten."""

import secrets
from dataclasses import replace
from datetime import timedelta

from bot.desk.desk import ComplaintDesk, Request, handles
from bot.desk.mail import Mail
from casework.access import visibility
from casework.case.model import Membership, Refused, Role
from casework.case.roles import may_give
from casework.policy.bell_subjects import OfPerson
from casework.policy.followups import Bell
from conversations.protocol import requests as rq
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say, text
from storage.cases import co_reporters
from storage.people import heard_messages, invitations, people

INVITE_DAYS = 2
"""How long an invitation can be used."""

OPERATOR = 0
"""Instead of a person's id: the invitation was made on the command line."""

DRAFT = "draft"
"""Bells of reports that were begun; the occurrence is the draft."""

REMIND_AFTER = timedelta(hours=20)
"""After this time the teller of an unfinished report is reminded of it, once."""


async def _register(request: Request[rq.Register]) -> list[Mail]:
    batch, command = request.batch, request.command
    profile = (await batch.person(request.by)).profile
    batch.keep_profile(
        replace(
            profile,
            language=command.language,
            village=request.desk.content.places.today(command.village),
            consent=command.consent,
            consent_at=batch.at,
        )
    )
    return []


async def _set_language(request: Request[rq.SetLanguage]) -> list[Mail]:
    profile = (await request.batch.person(request.by)).profile
    request.batch.keep_profile(replace(profile, language=request.command.language))
    return []


async def _keep_phone(request: Request[rq.KeepPhone]) -> list[Mail]:
    profile = (await request.batch.person(request.by)).profile
    request.batch.keep_profile(replace(profile, phone=request.command.phone))
    return []


async def _invite(request: Request[rq.Invite]) -> list[Mail]:
    desk, batch, command = request.desk, request.batch, request.command
    mine = (await batch.person(request.by)).memberships
    if not any(may_invite(desk, m, command.role, command.scope) for m in mine):
        raise Refused("refused.invite.scope")
    code = secrets.token_urlsafe(16)
    await invitations.add_invite(
        batch.connection,
        mark=invitations.mark_of(code),
        role=command.role,
        scope=command.scope,
        desks=command.desks,
        made_by=request.by,
        at=batch.at,
        expires_at=batch.at + timedelta(days=INVITE_DAYS),
    )
    return [Mail(request.by, _invitation(desk, command, code), batch.at)]


def _invitation(desk: ComplaintDesk, command: rq.Invite, code: str) -> Say:
    """The code, for whoever hands it on."""
    made = text(
        "invite.made",
        code=f"u_{code}",
        link=desk.link(f"u_{code}"),
        role=text(f"role.{command.role}"),
        place=_place(desk, command.scope),
        days=INVITE_DAYS,
    )
    return Say(made, delivery=Delivery.MUST_ARRIVE)


def may_invite(desk: ComplaintDesk, leader: Membership, role: Role, scope: str) -> bool:
    """Leaders invite within their scope, into roles below their own; the district also into its
    directory's offices."""
    if not may_give(leader.role, role):
        return False
    if role is Role.AGENCY_OFFICER:
        return scope in desk.policy.directory.offices and visibility.covers(
            leader.scope, desk.policy.district
        )
    return visibility.covers(leader.scope, scope)


def _place(desk: ComplaintDesk, scope: str) -> str:
    office = desk.policy.directory.offices.get(scope) if "/" in scope else None
    return office.name if office else desk.content.places.name(scope)


async def _redeem(request: Request[rq.Redeem]) -> list[Mail]:
    batch, by = request.batch, request.by
    await _check_maker(request)
    given = await invitations.redeem(batch.connection, request.command.code, by, batch.at)
    if given is None:
        raise Refused("refused.invite.wrong")
    await batch.reload(by)
    place = _place(request.desk, given.scope)
    welcome = text("invite.welcome", role=text(f"role.{given.role}"), place=place)
    return [Mail(by, Say(welcome, delivery=Delivery.MUST_ARRIVE), batch.at)]


async def _check_maker(request: Request[rq.Redeem]) -> None:
    """Refused when whoever has made the invitation could not make it now: they have left, or work
    elsewhere."""
    batch = request.batch
    found = await invitations.invitation(batch.connection, request.command.code, batch.at)
    if found is None or found.made_by == OPERATOR:
        return
    theirs = (await batch.person(found.made_by)).memberships
    role, scope = found.given.role, found.given.scope
    if not any(may_invite(request.desk, m, role, scope) for m in theirs):
        raise Refused("refused.invite.maker_left")


async def _erase(request: Request[rq.Erase]) -> list[Mail]:
    batch, by = request.batch, request.by
    await batch.flush()
    await people.erase(batch.connection, by)
    await co_reporters.forget(batch.connection, by)
    await heard_messages.forget(batch.connection, by)
    await batch.reload(by)
    return []


async def _remind_me(request: Request[rq.RemindMe]) -> list[Mail]:
    due = request.desk.policy.rested(request.batch.at + REMIND_AFTER)
    bell = Bell(DRAFT, OfPerson(request.by), request.command.draft, due)
    request.batch.set_bells([bell])
    return []


HANDLERS = (
    handles(rq.Register, _register),
    handles(rq.SetLanguage, _set_language),
    handles(rq.KeepPhone, _keep_phone),
    handles(rq.Invite, _invite),
    handles(rq.Redeem, _redeem),
    handles(rq.Erase, _erase),
    handles(rq.RemindMe, _remind_me),
)
