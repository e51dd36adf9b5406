"""The desk: does what a conversation or a bell asks. Permit, decide, evolve, record; then tell whom it concerns.

Only here do commands meet the store. Refusals are told to the person by text key; nothing else may go wrong here
without being a bug. Messages that nobody has asked for rest at night (design 6), unless they are urgent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot import twice
from bot.mail import Mail
from bot.registry import ABOUT
from bot.roster import Roster
from casework import commands as c
from casework import events as e
from casework import lifecycle, permits
from casework.calendar import rests_until
from casework.joining import Joined
from casework.model import Case, Refused
from casework.policy import Policy
from conversations import effects as fx
from conversations.effects import Do, Say, T
from conversations.house import House
from conversations.notice import ACTOR, OWNER, TELLER, Notice
from conversations.notices import notices
from storage.batch import Batch

PASSED_ON = frozenset({"who", "sufferer", "consent", "place", "phone", "secret"})
"""What the smaller case takes over from the case that was only partly solved."""


@dataclass(frozen=True)
class Desk:
    """The desk of one district. ``link`` makes the address of an invitation from its code, "" while unknown."""

    policy: Policy
    house: House
    link: Callable[[str], str]

    @property
    def roster(self) -> Roster:
        """Who is there."""
        return Roster(self.policy.district)

    async def do(self, batch: Batch, by: int, asked: Do) -> list[Mail]:
        """Do what was asked; what the speaker and others are told."""
        try:
            if isinstance(asked.command, fx.About):
                told: list[Mail] = await ABOUT[type(asked.command)](self, batch, by, asked.command)
                return told
            return await self.case(batch, by, asked.command, asked.case)
        except Refused as refused:
            if isinstance(asked.command, c.Review):
                return []  # whoever opens a page without being its officer has just looked at it
            return [Mail(by, Say(T(refused.key, refused.args_for_text)), batch.at)]

    async def case(self, batch: Batch, by: int, command: c.Command, which: int | str | None) -> list[Mail]:
        """A command about a case: of a person (``by``), or of the clock (0)."""
        if isinstance(command, c.File):
            return await twice.ask_first(self, batch, command) or await self.file(batch, command)
        case_id = await batch.id_of_key(which) if isinstance(which, str) else which
        case = await batch.case(case_id) if case_id is not None else None
        if case is None:
            raise Refused("refused.unknown_case")
        if type(command) in twice.OF_SEVERAL:
            told: list[Mail] = await twice.OF_SEVERAL[type(command)](self, batch, command, case)
            return told
        if not isinstance(command, c.Ring):
            permits.check(command, (await batch.person(by)).memberships, case)
        if isinstance(command, c.Ring):
            command = replace(command, manned=await self.roster.manned(batch, case))
        if isinstance(command, c.Assign):
            await self.roster.check_assignee(batch, case, command.to)
        return (await self.decided(batch, case, command))[2]

    async def decided(
        self, batch: Batch, case: Case, command: c.Command
    ) -> tuple[Case, tuple[e.Event, ...], list[Mail]]:
        """What a permitted command leads to, kept: the case after it, what happened, and who is told."""
        events = lifecycle.decide(case, command, batch.at, self.policy)
        for event in events:
            case = lifecycle.evolve(case, event, batch.at)
        return case, events, await self.happened(batch, case, events)

    async def file(self, batch: Batch, command: c.File) -> list[Mail]:
        """Open a case, whether it may be one of those that stand already or not."""
        if await batch.id_of_key(command.key) is not None:
            return []
        if command.parent is not None:
            command = await self._like_parent(batch, command, command.parent)
        command = replace(command, manned=await self.roster.is_manned(batch, command.village))
        event = lifecycle.file(command, batch.at, self.policy)
        case = lifecycle.opened(await batch.next_case_id(), event, batch.at)
        return await self.happened(batch, case, (event,))

    async def _like_parent(self, batch: Batch, command: c.File, parent: int) -> c.File:
        """What is left of a case is about the same people at the same place; nobody has to tell it again."""
        case = await batch.case(parent)
        if case is None or case.teller != command.by:
            raise Refused("refused.unknown_case")
        kept = {k: v for k, v in case.intake.items() if k in PASSED_ON}
        return replace(command, village=case.village, intake={**kept, "story": command.intake["story"]})

    async def happened(self, batch: Batch, case: Case, events: tuple[e.Event, ...]) -> list[Mail]:
        """Keep what has happened to a case, with its bells; who is told."""
        if not events:
            return []
        batch.record(case, events, self.policy.bells(case, events, batch.at))
        mails: list[Mail] = []
        for event in events:
            batch.want_files(case.id, files_of(event))
            for notice in notices(case, event, self.policy.catalogue):
                mails += await self._addressed(batch, case, event, notice)
            mails += await twice.news(self, batch, case, event)
        return mails

    async def _addressed(self, batch: Batch, case: Case, event: e.Event, notice: Notice) -> list[Mail]:
        say = notice.say
        if notice.to == ACTOR:
            return [Mail(event.by, say, batch.at)]
        if notice.to == TELLER:
            if isinstance(event, e.Escalated) and not await self.roster.at_level(batch, case, case.level):
                return []  # nobody is told that somebody looks at it who does not exist
            answers = event.by == case.teller
            return [Mail(case.teller, say, batch.at if answers or notice.urgent else self.rested(batch.at))]
        if notice.to == OWNER and case.owner is not None:
            return [Mail(case.owner, say, batch.at)] if case.owner != event.by else []
        asked = await self.roster.on_level(batch, case)
        if notice.urgent and isinstance(event, e.Filed | e.Completed):
            # The village's own office hears an emergency too, whoever is responsible: the first to claim has it.
            asked = list(dict.fromkeys([*await self.roster.at_village(batch, case), *asked]))
        return [Mail(person, say, batch.at) for person in asked if person not in (event.by, case.owner)]

    def rested(self, at: datetime) -> datetime:
        """``at``, or the end of the night's rest (20:00 to 06:00 local) when it falls into it."""
        return rests_until(at, self.policy.calendar.zone) or at


def files_of(event: e.Event) -> list[Mapping[str, Any]]:
    """The attachments that an event brings along."""
    match event:
        case e.Filed() | e.Completed():
            raw: Any = event.intake.get("story")
        case e.Added() | Joined():
            raw = event.story
        case e.Answered():
            raw = event.answer["value"]  # type: ignore[index]
        case _:
            raw = None
    return list(raw["files"]) if isinstance(raw, Mapping) else []
