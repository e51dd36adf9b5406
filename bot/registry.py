"""What people say about themselves: language, village, phone, roles by invitation, and being forgotten.

Each function does one such thing in a batch and gives the messages that follow.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot import twice
from bot.mail import Mail
from casework import permits
from casework.followups import Bell
from casework.model import Membership, Refused, Role
from conversations import effects as fx
from conversations.effects import Say, T, t
from storage import people, tellers
from storage.batch import Batch

if TYPE_CHECKING:
    from bot.desk import Desk

INVITE_DAYS = 2
"""How long an invitation can be used."""

REMIND_AFTER = timedelta(hours=20)
"""When an unfinished report is remembered, once."""


async def _register(desk: "Desk", batch: Batch, by: int, command: fx.Register) -> list[Mail]:
    profile = (await batch.person(by)).profile
    batch.keep_profile(
        replace(
            profile, language=command.language, village=command.village, consent=command.consent, consent_at=batch.at
        )
    )
    return []


async def _set_language(desk: "Desk", batch: Batch, by: int, command: fx.SetLanguage) -> list[Mail]:
    batch.keep_profile(replace((await batch.person(by)).profile, language=command.language))
    return []


async def _keep_phone(desk: "Desk", batch: Batch, by: int, command: fx.KeepPhone) -> list[Mail]:
    batch.keep_profile(replace((await batch.person(by)).profile, phone=command.phone))
    return []


async def _invite(desk: "Desk", batch: Batch, by: int, command: fx.Invite) -> list[Mail]:
    mine = (await batch.person(by)).memberships
    if not any(may_invite(m, command.role, command.scope) for m in mine):
        raise Refused("refused.invite.scope")
    code = secrets.token_urlsafe(16)
    await people.add_invite(
        batch.connection, mark=people.mark_of(code), role=command.role, scope=command.scope, desks=command.desks,
        made_by=by, at=batch.at, expires_at=batch.at + timedelta(days=INVITE_DAYS),
    )  # fmt: skip
    place = desk.house.places.name(command.scope)
    made = t(
        "invite.made",
        code=f"u_{code}",
        link=desk.link(code),
        role=T(f"role.{command.role}"),
        place=place,
        days=INVITE_DAYS,
    )
    return [Mail(by, Say(made, delivery="B"), batch.at)]


def may_invite(leader: Membership, role: Role, scope: str) -> bool:
    """Leaders invite within their scope, into roles below their own."""
    return permits.covers(leader.scope, scope) and permits.may_give(leader.role, role)


async def _redeem(desk: "Desk", batch: Batch, by: int, command: fx.Redeem) -> list[Mail]:
    given = await people.redeem(batch.connection, command.code, by, batch.at)
    if given is None:
        raise Refused("refused.invite.wrong")
    await batch.reload(by)
    welcome = t("invite.welcome", role=T(f"role.{given.role}"), place=desk.house.places.name(given.scope))
    return [Mail(by, Say(welcome, delivery="B"), batch.at)]


async def _erase(desk: "Desk", batch: Batch, by: int, command: fx.Erase) -> list[Mail]:
    await batch.flush()
    await people.erase(batch.connection, by)
    await tellers.forget(batch.connection, by)
    await batch.reload(by)
    return []


async def _remind_me(desk: "Desk", batch: Batch, by: int, command: fx.RemindMe) -> list[Mail]:
    batch.set_bells([Bell("draft", f"p{by}", command.draft, desk.rested(batch.at + REMIND_AFTER))])
    return []


ABOUT: Mapping[type, Callable[..., Any]] = {
    fx.Register: _register,
    fx.SetLanguage: _set_language,
    fx.KeepPhone: _keep_phone,
    fx.Invite: _invite,
    fx.Redeem: _redeem,
    fx.Erase: _erase,
    fx.RemindMe: _remind_me,
    fx.SameAs: twice.chosen,
}
