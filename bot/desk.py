"""The desk: does what a conversation or a bell asks. Permit, decide, evolve, record; then tell whom it concerns.

Only here do commands meet the store. Refusals are told to the person by text key; nothing else may go wrong here
without being a bug. Messages that nobody has asked for rest at night (design 6), unless they are urgent.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from casework import commands as c
from casework import events as e
from casework import lifecycle, permits
from casework.calendar import rests_until
from casework.followups import Bell
from casework.model import Case, Membership, Refused, Role
from casework.numbers import number
from casework.policy import Policy
from conversations import effects as fx
from conversations.effects import Do, Say, T, t
from conversations.house import House
from conversations.notices import ACTOR, OWNER, TELLER, Notice, notices
from storage import people
from storage.batch import Batch

INVITE_DAYS = 2
"""How long an invitation can be used."""

REMIND_AFTER = timedelta(hours=20)
"""When an unfinished report is remembered, once."""

PASSED_ON = frozenset({"who", "sufferer", "consent", "place", "phone", "secret"})
"""What the smaller case takes over from the case that was only partly solved."""

LEVELS: tuple[frozenset[Role], ...] = (
    frozenset({Role.FRONT_OFFICE, Role.BACK_OFFICE}),
    frozenset({Role.COORDINATOR}),
    frozenset({Role.DISTRICT_OFFICER}),
    frozenset({Role.DISTRICT_MANAGER}),
)
"""Whose turn it is at each level of a case; the names are in lifecycle.CHAIN."""


@dataclass(frozen=True)
class Mail:
    """Something to say to somebody, not before a moment (UTC)."""

    to: int
    say: Say
    not_before: datetime


@dataclass(frozen=True)
class Desk:
    """The desk of one district. ``link`` makes the address of an invitation from its code, "" while unknown."""

    policy: Policy
    house: House
    link: Callable[[str], str]

    async def do(self, batch: Batch, by: int, asked: Do) -> list[Mail]:
        """Do what was asked; what the speaker and others are told."""
        try:
            if isinstance(asked.command, fx.About):
                told: list[Mail] = await _ABOUT[type(asked.command)](self, batch, by, asked.command)
                return told
            return await self.case(batch, by, asked.command, asked.case)
        except Refused as refused:
            if isinstance(asked.command, c.Review):
                return []  # whoever opens a page without being its officer has just looked at it
            return [Mail(by, Say(T(refused.key, refused.args_for_text)), batch.at)]

    async def case(self, batch: Batch, by: int, command: c.Command, which: int | str | None) -> list[Mail]:
        """A command about a case: of a person (``by``), or of the clock (0)."""
        if isinstance(command, c.File):
            return await self._file(batch, command)
        case_id = await batch.id_of_key(which) if isinstance(which, str) else which
        case = await batch.case(case_id) if case_id is not None else None
        if case is None:
            raise Refused("refused.unknown_case")
        if not isinstance(command, c.Ring):
            permits.check(command, (await batch.person(by)).memberships, case)
        if isinstance(command, c.Ring):
            command = replace(command, manned=await self._manned(batch, case))
        if isinstance(command, c.Assign):
            await self._check_assignee(batch, case, command.to)
        events = lifecycle.decide(case, command, batch.at, self.policy)
        for event in events:
            case = lifecycle.evolve(case, event, batch.at)
        return await self._happened(batch, case, events)

    async def _file(self, batch: Batch, command: c.File) -> list[Mail]:
        if await batch.id_of_key(command.key) is not None:
            return []
        if command.parent is not None:
            command = await self._like_parent(batch, command, command.parent)
        command = replace(command, manned=await self._is_manned(batch, command.village))
        event = lifecycle.file(command, batch.at, self.policy)
        case = lifecycle.opened(await batch.next_case_id(), event, batch.at)
        return await self._happened(batch, case, (event,))

    async def _like_parent(self, batch: Batch, command: c.File, parent: int) -> c.File:
        """What is left of a case is about the same people at the same place; nobody has to tell it again."""
        case = await batch.case(parent)
        if case is None or case.teller != command.by:
            raise Refused("refused.unknown_case")
        kept = {k: v for k, v in case.intake.items() if k in PASSED_ON}
        return replace(command, village=case.village, intake={**kept, "story": command.intake["story"]})

    async def _happened(self, batch: Batch, case: Case, events: tuple[e.Event, ...]) -> list[Mail]:
        if not events:
            return []
        batch.record(case, events, self.policy.bells(case, events, batch.at))
        mails: list[Mail] = []
        for event in events:
            batch.want_files(case.id, files_of(event))
            for notice in notices(case, event, self.policy.catalogue):
                mails += await self._addressed(batch, case, event, notice)
        return mails

    async def _addressed(self, batch: Batch, case: Case, event: e.Event, notice: Notice) -> list[Mail]:
        say = notice.say
        if notice.to == ACTOR:
            return [Mail(event.by, say, batch.at)]
        if notice.to == TELLER:
            if isinstance(event, e.Escalated) and not await self._at_level(batch, case, case.level):
                return []  # nobody is told that somebody looks at it who does not exist
            answers = event.by == case.teller
            return [Mail(case.teller, say, batch.at if answers or notice.urgent else self.rested(batch.at))]
        if notice.to == OWNER and case.owner is not None:
            return [Mail(case.owner, say, batch.at)] if case.owner != event.by else []
        asked = await self.on_level(batch, case)
        if notice.urgent and isinstance(event, e.Filed | e.Completed):
            # The village's own office hears an emergency too, whoever is responsible: the first to claim has it.
            asked = list(dict.fromkeys([*await self._at_village(batch, case), *asked]))
        return [Mail(person, say, batch.at) for person in asked if person not in (event.by, case.owner)]

    def rested(self, at: datetime) -> datetime:
        """``at``, or the end of the night's rest (20:00 to 06:00 local) when it falls into it."""
        return rests_until(at, self.policy.calendar.zone) or at

    async def _at_level(self, batch: Batch, case: Case, level: int) -> list[int]:
        """Who works at a level of the chain and may see the case."""
        office = self.policy.district if level >= lifecycle.DISTRICT_LEVEL else case.office
        at_work = await batch.at_work(office, LEVELS[level])
        return list(dict.fromkeys(person for person, _, m in at_work if permits.sees(m, case)))

    async def _manned(self, batch: Batch, case: Case) -> frozenset[int]:
        return frozenset([level for level in range(len(LEVELS)) if await self._at_level(batch, case, level)])

    async def on_level(self, batch: Batch, case: Case) -> list[int]:
        """The people whose turn it is. Where a level has nobody, the next one up is asked, never silence."""
        for level in range(case.level, len(LEVELS)):
            able = await self._at_level(batch, case, level)
            if able:
                return able
        return []

    async def _is_manned(self, batch: Batch, village: str) -> bool:
        return not village or bool(await batch.at_work(village, LEVELS[0] | LEVELS[1]))

    async def _at_village(self, batch: Batch, case: Case) -> list[int]:
        at_work = await batch.at_work(case.village, LEVELS[0] | LEVELS[1]) if case.village else []
        return [person for person, _, m in at_work if permits.sees(m, case)]

    async def officers(self, batch: Batch, case: Case) -> list[tuple[int, str, Membership]]:
        """To whom a case may be assigned: staff who see it, at its village and at the district."""
        offices = dict.fromkeys(code for code in (case.village, case.office, self.policy.district) if code)
        found: dict[int, tuple[int, str, Membership]] = {}
        for office in offices:
            for person, name, m in await batch.at_work(office, permits.STAFF):
                if permits.sees(m, case):
                    found.setdefault(person, (person, name, m))
        return list(found.values())

    async def _check_assignee(self, batch: Batch, case: Case, to: int) -> None:
        if to not in {person for person, _, _ in await self.officers(batch, case)}:
            raise Refused("refused.assign.unfit", number=number(case.id))


def files_of(event: e.Event) -> list[Mapping[str, Any]]:
    """The attachments that an event brings along."""
    match event:
        case e.Filed() | e.Completed():
            raw: Any = event.intake.get("story")
        case e.Added():
            raw = event.story
        case e.Answered():
            raw = event.answer["value"]  # type: ignore[index]
        case _:
            raw = None
    return list(raw["files"]) if isinstance(raw, Mapping) else []


async def _register(desk: Desk, batch: Batch, by: int, command: fx.Register) -> list[Mail]:
    profile = (await batch.person(by)).profile
    batch.keep_profile(
        replace(
            profile, language=command.language, village=command.village, consent=command.consent, consent_at=batch.at
        )
    )
    return []


async def _set_language(desk: Desk, batch: Batch, by: int, command: fx.SetLanguage) -> list[Mail]:
    batch.keep_profile(replace((await batch.person(by)).profile, language=command.language))
    return []


async def _keep_phone(desk: Desk, batch: Batch, by: int, command: fx.KeepPhone) -> list[Mail]:
    batch.keep_profile(replace((await batch.person(by)).profile, phone=command.phone))
    return []


async def _invite(desk: Desk, batch: Batch, by: int, command: fx.Invite) -> list[Mail]:
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


async def _redeem(desk: Desk, batch: Batch, by: int, command: fx.Redeem) -> list[Mail]:
    given = await people.redeem(batch.connection, command.code, by, batch.at)
    if given is None:
        raise Refused("refused.invite.wrong")
    await batch.reload(by)
    welcome = t("invite.welcome", role=T(f"role.{given.role}"), place=desk.house.places.name(given.scope))
    return [Mail(by, Say(welcome, delivery="B"), batch.at)]


async def _erase(desk: Desk, batch: Batch, by: int, command: fx.Erase) -> list[Mail]:
    await batch.flush()
    await people.erase(batch.connection, by)
    await batch.reload(by)
    return []


async def _remind_me(desk: Desk, batch: Batch, by: int, command: fx.RemindMe) -> list[Mail]:
    batch.set_bells([Bell("draft", f"p{by}", command.draft, desk.rested(batch.at + REMIND_AFTER))])
    return []


_ABOUT: Mapping[type, Callable[..., Any]] = {
    fx.Register: _register,
    fx.SetLanguage: _set_language,
    fx.KeepPhone: _keep_phone,
    fx.Invite: _invite,
    fx.Redeem: _redeem,
    fx.Erase: _erase,
    fx.RemindMe: _remind_me,
}
