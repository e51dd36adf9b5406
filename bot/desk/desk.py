"""The complaint desk: does what a conversation or a bell asks. Permit, decide, evolve, record; then
tell those whom it concerns.

Only here do commands change cases in the store. Refusals are told to the person by text key; any
other exception is a bug. Commands that are not about one case are handled in the file of their
subject (bot/topics.py).

Tested in tests/bot/desk/test_conflict_of_interest.py and tests/test_stories.py."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar

from bot.desk import assignees, conflict_of_interest, recipients, unsent, whose_turn
from bot.desk.holder_names import refusing, telling_office
from bot.desk.mail import Mail
from bot.desk.roster import Roster
from bot.desk.telling import Telling
from casework import lifecycle
from casework.access import permissions
from casework.actions.assignment import Assign
from casework.actions.conflict_of_interest import Exclude
from casework.actions.consent import ConsentRecorded
from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.duplicates.co_reporting import Joined, ToldMore
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import Resolved
from casework.actions.escalation import Ring
from casework.actions.question import Answered
from casework.actions.review import Review
from casework.case import commands as c
from casework.case import events as e
from casework.case.intake import Consent
from casework.case.model import Case, Refused
from casework.policy.policy import Policy
from casework.search import keywords
from conversations.actions import full_cases, worse_news
from conversations.content.content import Content
from conversations.notices import notices
from conversations.protocol import requests as rq
from conversations.protocol.effects import Do, Say, text
from storage.cases.given_numbers import GivenNumbers
from storage.unit_of_work import Batch

Asked = c.Command | rq.About | rq.Office
"""All that may be asked of the desk."""

Command = TypeVar("Command")
Command_co = TypeVar("Command_co", covariant=True)


@dataclass(frozen=True)
class Request(Generic[Command_co]):
    """A request to the desk: who asks what, in which batch. A handler is given nothing else.
    ``case``: the one that was named, if it exists."""

    desk: "ComplaintDesk"
    batch: Batch
    by: int
    command: Command_co
    case: Case | None = None
    key: str = ""

    def known_case(self) -> Case:
        """The case that was named; Refused where there is none."""
        if self.case is None:
            raise Refused("refused.unknown_case")
        return self.case


Handler = Callable[[Request[object]], Awaitable[list[Mail]]]
Handlers = Mapping[type, Handler]


def handles(
    kind: type[Command], answer: Callable[[Request[Command]], Awaitable[list[Mail]]]
) -> tuple[type, Handler]:
    """A row of the registry: the kind of command, and what answers it."""

    async def handler(asked: Request[object]) -> list[Mail]:
        if not isinstance(asked.command, kind):
            raise TypeError(f"{type(asked.command)} is no {kind}")
        request = Request(asked.desk, asked.batch, asked.by, asked.command, asked.case, asked.key)
        return await answer(request)

    return kind, handler


@dataclass(frozen=True)
class Topics:
    """The work that the desk leaves to files of one subject each, collected in
    bot/topics.py. ``follow`` and ``news`` are called after each event of a case, ``news`` with the
    letters of its notices, ``held`` with the letters about all of them. ``sealed`` is called before
    the events of a command are kept: what follows where they tell of a sensitive matter."""

    handlers: Handlers
    follow: Callable[[Batch, Case, e.Event], Awaitable[None]]
    news: Callable[["ComplaintDesk", Batch, Case, e.Event, Sequence[Mail]], Awaitable[list[Mail]]]
    held: Callable[["ComplaintDesk", Case, Sequence[e.Event], Sequence[Mail]], list[Mail]]
    sealed: Callable[
        ["ComplaintDesk", Batch, Case, c.Command, Sequence[e.Event]],
        Awaitable[tuple[Case, e.Events, list[Mail]]],
    ]


@dataclass(frozen=True)
class ComplaintDesk:
    """The desk of one district. ``link`` makes the address that opens the bot with a payload, ""
    while it is unknown; ``hold``: how long letters to residents wait so that they can be taken
    back."""

    policy: Policy
    content: Content
    link: Callable[[str], str]
    topics: Topics
    given_numbers: GivenNumbers = field(default_factory=GivenNumbers)
    hold: timedelta = timedelta(0)

    async def next_case_id(self, batch: Batch) -> int:
        """The id of a new case: its number names the year on the office's clock, and was never
        given out before."""
        local = batch.at.astimezone(self.policy.calendar.zone)
        case_id = await batch.next_case_id(local, self.given_numbers.highest(local.year))
        self.given_numbers.note(case_id)
        return case_id

    @property
    def roster(self) -> Roster:
        """Who is there."""
        return Roster(self.policy.district, self.policy.calendar.zone)

    async def do(self, batch: Batch, by: int, asked: Do) -> list[Mail]:
        """Do what was asked; what the speaker and others are told, refusals too."""
        try:
            return await self.handle(batch, by, asked.command, asked.case)
        except Refused as refused:
            if isinstance(asked.command, Review):
                return []  # whoever opens a page without being its officer has just looked at it
            return [Mail(by, Say(text(refused.key, **refused.args_for_text)), batch.at)]

    async def handle(
        self, batch: Batch, by: int, command: Asked, which: int | str | None = None
    ) -> list[Mail]:
        """What a person (``by``) or the clock (0) asks, by its handler or by the rules of the case
        (``which``: its id, or the key under which it was filed)."""
        case_id = await batch.id_of_key(which) if isinstance(which, str) else which
        case = await batch.case(case_id) if case_id is not None else None
        request = Request(self, batch, by, command, case, which if isinstance(which, str) else "")
        try:
            return await self.topics.handlers.get(type(command), of_one_case)(request)
        except Refused as refused:
            raise await refusing(batch, case, by, refused) from refused

    async def would(self, batch: Batch, by: int, command: c.Command, case: Case | None) -> None:
        """Refused when a person could not ask this now; nothing is kept. For pages, and before a
        form opens."""
        if case is None:
            raise Refused("refused.unknown_case")
        try:
            permitted = await self.permitted(batch, by, command, case)
            lifecycle.decide(case, permitted, batch.at, self.policy)
        except Refused as refused:
            raise await refusing(batch, case, by, refused) from refused

    async def permitted(self, batch: Batch, by: int, command: c.Command, case: Case) -> c.Command:
        """The command with what only the desk knows, after checking that this person may ask it."""
        if type(command) not in permissions.CLOCKS:
            stands_in_for = await self.stands_in_for(batch, case, by)
            permissions.check(command, (await batch.person(by)).memberships, case, stands_in_for)
        if isinstance(command, Assign):
            await assignees.check_assignee(self.roster, batch, case, by, command.to)
        if isinstance(command, Exclude):
            await conflict_of_interest.check(self.roster, batch, case, command)
        if isinstance(command, Ring):
            command = await whose_turn.knowing(self.roster, batch, case, command)
        return await self.roster.knowing(batch, case, command)

    async def stands_in_for(self, batch: Batch, case: Case, by: int) -> frozenset[int]:
        """The absent owner for whom somebody acts, if they do."""
        held_by_another = case.owner is not None and case.owner != by
        return (await self.roster.out(batch)).represented_by(by) if held_by_another else frozenset()

    async def decided(
        self, batch: Batch, case: Case, command: c.Command
    ) -> tuple[Case, tuple[e.Event, ...], list[Mail]]:
        """Decide a permitted command and keep the outcome: the case after it, the events, and the
        letters about them."""
        events = lifecycle.decide(case, command, batch.at, self.policy)
        for event in events:
            case = lifecycle.evolve(case, event, batch.at)
        case, more, lost = await self.topics.sealed(self, batch, case, command, events)
        events = (*events, *more)
        return case, events, [*await self.happened(batch, case, events), *lost]

    async def happened(self, batch: Batch, case: Case, events: tuple[e.Event, ...]) -> list[Mail]:
        """Keep what has happened to a case, with its bells; who is told."""
        if not events:
            return []
        events = tuple([await telling_office(batch, case, event) for event in events])
        batch.record(case, events, self.policy.bells(case, events, batch.at))
        self._can_be_found(batch, case, events)
        mails: list[Mail] = []
        for event in events:
            batch.want_files(case.id, files_of(event))
            await self.topics.follow(batch, case, event)
            told = await self._told(batch, case, event)
            mails += [*told, *await self.topics.news(self, batch, case, event, told)]
        return self.topics.held(self, case, events, mails)

    async def _told(self, batch: Batch, case: Case, event: e.Event) -> list[Mail]:
        """The letters of all notices of an event."""
        told: list[Mail] = []
        if self.hold and event.by == case.teller:
            case = await unsent.as_known(batch, case)
        said = notices(case, event, self.policy.catalogue)
        for notice in await whose_turn.told(self.roster, batch, case, said):
            heard = {mail.to for mail in told}
            told += await recipients.letters(
                Telling(
                    self.roster,
                    batch,
                    self.policy,
                    case,
                    event,
                    notice,
                    self.content.numbers,
                    heard,
                )
            )
        return told

    def _can_be_found(self, batch: Batch, case: Case, events: tuple[e.Event, ...]) -> None:
        """Keep the words of what was told, by which a case is found; once consent to the report is
        refused, the case is not found by the person's name any more."""
        vocabulary = self.content.words.vocabulary
        for event in events:
            refused = isinstance(event, ConsentRecorded) and event.consent is Consent.REFUSED
            found = (
                keywords.of_intake(case.intake, vocabulary)
                if refused
                else keywords.of_event(event, vocabulary)
            )
            batch.tell_words(case.id, keywords.with_openings(found), anew=refused)


async def of_one_case(request: Request[object]) -> list[Mail]:
    """Decide an ordinary command about one case, by the rules of its lifecycle."""
    command, case = request.command, request.known_case()
    if not isinstance(command, c.Command):
        raise TypeError(f"nobody handles {type(command)}; give it a row in bot/topics.py")
    command = worse_news.read(command, request.desk.content.words)
    permitted = await request.desk.permitted(request.batch, request.by, command, case)
    batch, note = request.batch, None
    if full_cases.brings_files(permitted):
        has = await batch.count_files(case.id)
        permitted, note = full_cases.fitting(case, permitted, has)
    told = [Mail(request.by, note, batch.at)] if note else []
    return [*told, *(await request.desk.decided(batch, case, permitted))[2]]


def files_of(event: e.Event) -> list[Mapping[str, Any]]:
    """The attachments that an event brings along."""
    match event:
        case e.Filed() | Completed():
            raw: Any = event.intake.story
        case Added() | Joined():
            raw = event.story
        case Replied() | Noted() | Resolved():
            raw = event.along
        case Answered() | ToldMore():
            raw = event.answer["value"]  # type: ignore[index]
        case _:
            raw = None
    return list(raw["files"]) if isinstance(raw, Mapping) else []
