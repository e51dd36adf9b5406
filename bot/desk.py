"""The desk: does what a conversation or a bell asks. Permit, decide, evolve, record; then tell whom it concerns.

Only here do commands meet the store. Refusals are told to the person by text key; nothing else may go wrong here
without being a bug. Messages that nobody has asked for rest at night (docs/developer.md), unless they are urgent.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog

from bot import balance, conflicts
from bot.mail import Mail
from bot.roster import Roster
from casework import commands as c
from casework import conflict, finding, lifecycle, permits, referrals
from casework import events as e
from casework.calendar import rests_until
from casework.joining import Joined
from casework.model import Case, Consent, Refused
from casework.policy import Policy
from casework.pressing import Raise
from conversations import requests as rq
from conversations.effects import Do, Say, T
from conversations.house import House
from conversations.notice import ACTOR, COORDINATOR, OWNER, RECEIVER, TELLER, VILLAGE, Notice
from conversations.notices import notices
from storage.batch import Batch

log = structlog.get_logger()

PASSED_ON = frozenset({"who", "sufferer", "consent", "place", "phone", "secret"})
"""What the smaller case takes over from the case that was only partly solved."""


Handler = Callable[..., Awaitable[list[Mail]]]


@dataclass(frozen=True)
class Topics:
    """What the desk hands on: each subject has a file of its own, and all of them meet in bot/topics.py.

    ``about`` and ``office`` by request (conversations/requests.py), ``several`` by command about two cases;
    ``ask_first`` before a report is filed; ``follow`` and ``news`` after each event.
    """

    about: Mapping[type, Handler]
    office: Mapping[type, Handler]
    several: Mapping[type, Handler]
    ask_first: Handler
    follow: Callable[..., Awaitable[None]]
    news: Handler


@dataclass(frozen=True)
class Desk:
    """The desk of one district. ``link`` makes the address that opens the bot with a payload, "" while
    it is unknown."""

    policy: Policy
    house: House
    link: Callable[[str], str]
    topics: Topics

    @property
    def roster(self) -> Roster:
        """Who is there."""
        return Roster(self.policy.district, self.policy.calendar.zone)

    async def do(self, batch: Batch, by: int, asked: Do) -> list[Mail]:
        """Do what was asked; what the speaker and others are told."""
        try:
            if isinstance(asked.command, rq.About):
                return await self.topics.about[type(asked.command)](self, batch, by, asked.command)
            if isinstance(asked.command, rq.Office):
                return await self.topics.office[type(asked.command)](self, batch, by, asked)
            return await self.case(batch, by, asked.command, asked.case)
        except Refused as refused:
            if isinstance(asked.command, c.Review):
                return []  # whoever opens a page without being its officer has just looked at it
            return [Mail(by, Say(T(refused.key, refused.args_for_text)), batch.at)]

    async def case(self, batch: Batch, by: int, command: c.Command, which: int | str | None) -> list[Mail]:
        """A command about a case: of a person (``by``), or of the clock (0)."""
        if isinstance(command, c.File):
            return await self.topics.ask_first(self, batch, command) or await self.file(batch, command)
        case_id = await batch.id_of_key(which) if isinstance(which, str) else which
        case = await batch.case(case_id) if case_id is not None else None
        if case is None:
            raise Refused("refused.unknown_case")
        if type(command) in self.topics.several:
            return await self.topics.several[type(command)](self, batch, command, case)
        return (await self.decided(batch, case, await self._permitted(batch, by, command, case)))[2]

    async def would(self, batch: Batch, by: int, command: c.Command, case: Case | None) -> None:
        """Refused when a person could not ask this now; nothing is kept. For pages, and before a form opens."""
        if case is None:
            raise Refused("refused.unknown_case")
        lifecycle.decide(case, await self._permitted(batch, by, command, case), batch.at, self.policy)

    async def _permitted(self, batch: Batch, by: int, command: c.Command, case: Case) -> c.Command:
        """The command with what only the desk knows, once it is sure that this person may ask it."""
        if type(command) not in permits.CLOCKS:
            stands_in_for = await self.stands_in_for(batch, case, by)
            permits.check(command, (await batch.person(by)).memberships, case, stands_in_for)
        if isinstance(command, c.Ring | Raise):
            command = replace(command, manned=await self.roster.manned(batch, case))
        if isinstance(command, referrals.Refer):
            command = replace(command, manned=bool(await self.roster.at_office(batch, case, command.to)))
        if isinstance(command, c.Assign):
            await self.roster.check_assignee(batch, case, command.to)
        if isinstance(command, conflict.Exclude):
            await conflicts.check(self.roster, batch, case, command)
        return await self.roster.knowing(batch, case, command)

    async def decided(
        self, batch: Batch, case: Case, command: c.Command
    ) -> tuple[Case, tuple[e.Event, ...], list[Mail]]:
        """What a permitted command leads to, kept: the case after it, what happened, and who is told."""
        events = lifecycle.decide(case, command, batch.at, self.policy)
        for event in events:
            case = lifecycle.evolve(case, event, batch.at)
        return case, events, await self.happened(batch, case, events)

    async def stands_in_for(self, batch: Batch, case: Case, by: int) -> frozenset[int]:
        """The absent owner for whom somebody acts, if they do."""
        held_by_another = case.owner is not None and case.owner != by
        return (await self.roster.out(batch)).represented_by(by) if held_by_another else frozenset()

    async def file(self, batch: Batch, command: c.File) -> list[Mail]:
        """Open a case, whether it may be one of those that stand already or not."""
        if await batch.id_of_key(command.key) is not None:
            return []
        if command.parent is not None:
            command = await self._like_parent(batch, command, command.parent)
        sensitive = self.policy.catalogue.services[command.service].sensitive
        manned = await self.roster.is_manned(batch, command.village, sensitive=sensitive)
        event = lifecycle.file(replace(command, manned=manned), batch.at, self.policy)
        case = lifecycle.opened(await batch.next_case_id(), event, batch.at)
        given = await balance.given(self.roster, batch, case, self.policy.rota)
        for each in given:
            case = lifecycle.evolve(case, each, batch.at)
        return await self.happened(batch, case, (event, *given))

    async def _like_parent(self, batch: Batch, command: c.File, parent: int) -> c.File:
        """What is left of a case is about the same people at the same place; nobody has to tell it again."""
        case = await batch.case(parent)
        if case is None or case.teller != command.by:
            raise Refused("refused.unknown_case")
        kept = {k: v for k, v in case.intake.items() if k in PASSED_ON}
        helper = case.helper
        return replace(command, village=case.village, helper=helper, intake={**kept, "story": command.intake["story"]})

    async def happened(self, batch: Batch, case: Case, events: tuple[e.Event, ...]) -> list[Mail]:
        """Keep what has happened to a case, with its bells; who is told."""
        if not events:
            return []
        batch.record(case, events, self.policy.bells(case, events, batch.at))
        self._can_be_found(batch, case, events)
        mails: list[Mail] = []
        for event in events:
            batch.want_files(case.id, files_of(event))
            await self.topics.follow(batch, case, event)
            told: list[Mail] = []
            for notice in notices(case, event, self.policy.catalogue):
                told += await self._addressed(batch, case, event, notice, {mail.to for mail in told})
            mails += [*told, *(await self.topics.news(self, batch, case, event))]
        return mails

    def _can_be_found(self, batch: Batch, case: Case, events: tuple[e.Event, ...]) -> None:
        """Keep the words that were told; who has refused the report is not found by their name any more."""
        vocabulary = self.house.words.vocabulary
        for event in events:
            refused = isinstance(event, e.ConsentRecorded) and event.consent is Consent.REFUSED
            found = finding.of_intake(case.intake, vocabulary) if refused else finding.of_event(event, vocabulary)
            batch.tell_words(case.id, found, anew=refused)

    async def _addressed(
        self, batch: Batch, case: Case, event: e.Event, notice: Notice, heard: Collection[int]
    ) -> list[Mail]:
        """The letters of one notice. ``heard``: who has been told of this event already."""
        say = notice.say
        if notice.to == ACTOR:
            return [Mail(event.by, say, batch.at)]
        if notice.to == TELLER:
            if isinstance(event, e.Escalated) and not await self.roster.at_level(batch, case, case.level):
                return []  # nobody is told that somebody looks at it who does not exist
            answers = event.by == case.teller
            return [Mail(case.teller, say, batch.at if answers or notice.urgent else self.rested(batch.at))]
        if notice.to == OWNER and case.owner is not None:
            return await self._to_owner(batch, case, event.by, say, heard)
        if notice.to == RECEIVER:
            people = await self.roster.at_office(batch, case, referrals.told(event) or case.referred_to)
            return [Mail(person, say, batch.at) for person in people if person != event.by and person not in heard]
        # An objection is no business of the one to whose decision it objects.
        left_out = {event.by, case.owner, case.decided_by if case.objected else None}
        if notice.to == VILLAGE:
            return await self._to_village(batch, case, say, left_out)
        least = 1 if notice.to == COORDINATOR else 0
        asked = await self.roster.on_level(batch, replace(case, level=max(case.level, least)))
        if not asked:
            log.warning("nobody is there to be told", case=case.id, office=case.office, level=case.level)
        if notice.urgent and isinstance(event, e.Filed | e.Completed):
            # The village's own office hears an emergency too, whoever is responsible: the first to claim has it.
            asked = list(dict.fromkeys([*await self.roster.at_village(batch, case), *asked]))
            left_out |= set(heard)
        return [Mail(person, say, batch.at) for person in asked if person not in left_out]

    async def _to_village(self, batch: Batch, case: Case, say: Say, left_out: Collection[int | None]) -> list[Mail]:
        """To those who hear of an emergency only when its village is known; the district was rung before."""
        if case.owner is not None:
            name = (await batch.person(case.owner)).profile.name
            named = {"owner": name} if name else {}
            say = replace(say, text=replace(say.text, args={**say.text.args, **named}))
        rung = set(await self.roster.rung_without_village(batch, case))
        asked = await self.roster.at_village(batch, case)
        return [Mail(person, say, batch.at) for person in asked if person not in rung and person not in left_out]

    async def _to_owner(self, batch: Batch, case: Case, by: int, say: Say, heard: Collection[int]) -> list[Mail]:
        """To whoever holds a case; while they are out to their stand-in, or to those whose turn it is."""
        owner = case.owner
        if owner is None or owner == by:
            return []
        people, why = await self.roster.for_owner(batch, case, owner)
        if why:
            people = [person for person in people if person != by and person not in heard]
            say = replace(say, text=T(why, {"text": say.text}))
        return [Mail(person, say, batch.at) for person in people]

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
