"""What people say about themselves: language, village, phone, roles by invitation, and being
forgotten.

Each function does one such thing in a batch and gives the messages that follow.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk.desk import Desk
from bot.desk.mail import Mail
from casework.access import visibility
from casework.case.model import Membership, Refused, Role
from casework.case.roles import may_give
from casework.policy.timers import Bell
from conversations.protocol import requests as rq
from conversations.protocol.effects import Say, T, t
from storage.cases import co_reporters
from storage.people import people
from storage.unit_of_work import Batch

INVITE_DAYS = 2
"""How long an invitation can be used."""

REMIND_AFTER = timedelta(hours=20)
"""When an unfinished report is remembered, once."""


async def _register(desk: Desk, batch: Batch, by: int, command: rq.Register) -> list[Mail]:
    profile = (await batch.person(by)).profile
    batch.keep_profile(
        replace(
            profile,
            language=command.language,
            village=command.village,
            consent=command.consent,
            consent_at=batch.at,
        )
    )
    return []


async def _set_language(desk: Desk, batch: Batch, by: int, command: rq.SetLanguage) -> list[Mail]:
    batch.keep_profile(replace((await batch.person(by)).profile, language=command.language))
    return []


async def _keep_phone(desk: Desk, batch: Batch, by: int, command: rq.KeepPhone) -> list[Mail]:
    batch.keep_profile(replace((await batch.person(by)).profile, phone=command.phone))
    return []


async def _invite(desk: Desk, batch: Batch, by: int, command: rq.Invite) -> list[Mail]:
    mine = (await batch.person(by)).memberships
    if not any(may_invite(desk, m, command.role, command.scope) for m in mine):
        raise Refused("refused.invite.scope")
    code = secrets.token_urlsafe(16)
    await people.add_invite(
        batch.connection,
        mark=people.mark_of(code),
        role=command.role,
        scope=command.scope,
        desks=command.desks,
        made_by=by,
        at=batch.at,
        expires_at=batch.at + timedelta(days=INVITE_DAYS),
    )
    place = _place(desk, command.scope)
    made = t(
        "invite.made",
        code=f"u_{code}",
        link=desk.link(f"u_{code}"),
        role=T(f"role.{command.role}"),
        place=place,
        days=INVITE_DAYS,
    )
    return [Mail(by, Say(made, delivery="B"), batch.at)]


def may_invite(desk: Desk, leader: Membership, role: Role, scope: str) -> bool:
    """Leaders invite within their scope, into roles below their own; the district also into its
    directory's offices."""
    if not may_give(leader.role, role):
        return False
    if role is Role.AGENCY_OFFICER:
        return scope in desk.policy.directory.offices and visibility.covers(
            leader.scope, desk.policy.district
        )
    return visibility.covers(leader.scope, scope)


def _place(desk: Desk, scope: str) -> str:
    office = desk.policy.directory.offices.get(scope) if "/" in scope else None
    return office.name if office else desk.house.places.name(scope)


async def _redeem(desk: Desk, batch: Batch, by: int, command: rq.Redeem) -> list[Mail]:
    given = await people.redeem(batch.connection, command.code, by, batch.at)
    if given is None:
        raise Refused("refused.invite.wrong")
    await batch.reload(by)
    welcome = t("invite.welcome", role=T(f"role.{given.role}"), place=_place(desk, given.scope))
    return [Mail(by, Say(welcome, delivery="B"), batch.at)]


async def _erase(desk: Desk, batch: Batch, by: int, command: rq.Erase) -> list[Mail]:
    await batch.flush()
    await people.erase(batch.connection, by)
    await co_reporters.forget(batch.connection, by)
    await batch.reload(by)
    return []


async def _remind_me(desk: Desk, batch: Batch, by: int, command: rq.RemindMe) -> list[Mail]:
    batch.set_bells([Bell("draft", f"p{by}", command.draft, desk.rested(batch.at + REMIND_AFTER))])
    return []


ABOUT: Mapping[type, Callable[..., Any]] = {
    rq.Register: _register,
    rq.SetLanguage: _set_language,
    rq.KeepPhone: _keep_phone,
    rq.Invite: _invite,
    rq.Redeem: _redeem,
    rq.Erase: _erase,
    rq.RemindMe: _remind_me,
}
