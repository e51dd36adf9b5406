"""A notice that is to be told, with all that its letters are made from: who holds the case, who was
told of it too, whether somebody above looks on, and since when its holder is silent, all as it is
when it is told.

Tested in tests/bot/desk/test_recipients.py and tests/bot/trials/alarms/test_forgotten.py."""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.mail import GOOD_NEWS, HELD, Mail
from bot.desk.roster import Roster
from casework.actions import referral
from casework.actions.assignment import Assigned, Claimed
from casework.actions.correspondence import asks_for_no_calls
from casework.actions.ending.completion import Completed
from casework.actions.question import Answered, parts
from casework.actions.referral_answer import Accepted, Returned, TakenUp
from casework.case import events as e
from casework.case.intake import Who
from casework.case.model import CHAIN, Case, Status
from casework.policy.policy import Policy
from conversations.actions.escalation import QUIETLY
from conversations.content.fitting_numbers import of_case
from conversations.protocol.case_taps import AssignCase
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Say, Text, text
from conversations.protocol.lock import locked
from conversations.protocol.notice import (
    ALARMED,
    ALL_LEVELS,
    COORDINATOR,
    FORMER,
    LEVEL,
    VILLAGE,
    WATCHING,
    Notice,
    button,
    open_button,
    say,
)
from storage.cases import cases
from storage.unit_of_work import Batch

_NAMES = re.compile(r"\s*\([^)]*\)")
"""Whom a number is for."""

WHOSE = "whose"
"""The argument of a notice that says what its first reader has to do with the case."""


COLLEAGUES = frozenset({LEVEL, COORDINATOR, VILLAGE, ALARMED, ALL_LEVELS, WATCHING, FORMER})
"""The parts of those who may come to a case that a colleague of theirs holds, or came to it."""

NOT_THEIRS = frozenset({"turn.watch", "turn.know"})
"""What a notice says to those who look on, or only hear of it."""

DEEDS = (Claimed, Assigned, referral.Offered, Accepted, Returned, TakenUp)
"""What an officer does with a case, and its teller reads; no answer to a teller is among them."""

NAMED = 3
"""Colleagues named in one line; of more it is told how many."""


@dataclass(frozen=True)
class Telling:
    """A notice of one event that is to be told. ``numbers``: whom to call in danger; ``heard``: who
    has been told of this event already."""

    roster: Roster
    batch: Batch
    policy: Policy
    case: Case
    event: e.Event
    notice: Notice
    numbers: str
    heard: Collection[int] = ()

    def letters(self, people: Collection[int], left_out: Collection[int | None] = ()) -> list[Mail]:
        """The notice to these people at once, but for some."""
        say, at = self.notice.say, self.batch.at
        return [Mail(person, say, at) for person in people if person not in left_out]

    @property
    def unconcerned(self) -> set[int | None]:
        """Whom notices to colleagues leave out: who did it, who holds the case, and at an objection
        the one whose decision is objected to, who must not judge it again."""
        ending = self.case.ending
        judge = ending.decided_by if ending.objected else None
        return {self.event.by, self.case.owner, judge}


def behind_lock(case: Case, mail: Mail) -> Mail:
    """A letter to a colleague, with the lock where its case is confidential."""
    return replace(mail, say=replace(mail.say, text=locked(case, mail.say.text)))


async def with_warning(telling: Telling, letters: list[Mail]) -> list[Mail]:
    """The letters; one that may bring the number of somebody who asked not to be called says so."""
    batch, case = telling.batch, telling.case
    if not _brings_number(telling.event):
        return letters
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    if not asks_for_no_calls(case, (event for event, _ in trail)):
        return letters
    return [_below(mail, text("notice.no_calls")) for mail in letters]


def _brings_number(event: e.Event) -> bool:
    if isinstance(event, Answered):
        return any(kind == "phone" for kind, _ in parts(event.answer))
    return isinstance(event, Completed)


def _below(mail: Mail, line: Text) -> Mail:
    told = text("in_short.below", before=mail.say.text, line=line)
    return replace(mail, say=replace(mail.say, text=told))


def filled(telling: Telling, **args: object) -> Telling:
    """The same notice with other arguments in its text."""
    told = telling.notice.say.text
    return saying(telling, replace(told, args={**told.args, **args}))


def naming_numbers(telling: Telling) -> Telling:
    """What tells somebody to call names the numbers that fit."""
    told = telling.notice.say.text
    return saying(telling, with_numbers(told, telling.case, telling.numbers))


def with_numbers(told: Text, case: Case, numbers: str) -> Text:
    """A text about a case, with the emergency numbers where it leaves room for them."""
    if "call" in told.args:  # whoever reads along learns from no name what was told
        return replace(told, args={**told.args, "call": _NAMES.sub("", numbers)})
    if "numbers" not in told.args:
        return told
    return replace(told, args={**told.args, "numbers": of_case(numbers, case)})


def saying(telling: Telling, text: Text) -> Telling:
    """The same notice in other words."""
    notice = telling.notice
    told: Say = replace(notice.say, text=text)
    return replace(telling, notice=replace(notice, say=told))


async def meaning(telling: Telling, whose: int, reader: int | None = None) -> Telling:
    """The same notice for its reader; where it speaks of somebody else, "yours" is said with their
    name."""
    said = telling.notice.say.text.args.get(WHOSE)
    if not isinstance(said, Text) or reader == whose:
        return telling
    name = (await telling.batch.person(whose)).profile.name or text("staff.colleague")
    if said.key == "yours.wrote":
        return filled(telling, whose=text("theirs.wrote", name=name))
    return filled(telling, whose=text("theirs.holds", name=name))


def only_to_know(telling: Telling) -> bool:
    """Whether its readers have nothing to do: it is good news, or somebody else's turn."""
    return telling.notice.say.text.key in GOOD_NEWS or looks_on(telling)


def own_deed(telling: Telling) -> bool:
    """Whether an officer would be told what they have just done themselves, because they wrote down
    a visitor; what must be told to that visitor still comes."""
    case, event = telling.case, telling.event
    at_counter = case.intake.who is Who.WALK_IN and event.by == case.teller
    return at_counter and isinstance(event, DEEDS)


def looks_on(telling: Telling) -> bool:
    """Whether it is somebody else's turn, as the notice says."""
    turn = telling.notice.say.text.args.get("turn")
    return isinstance(turn, Text) and turn.key in NOT_THEIRS


def rested(telling: Telling, letters: list[Mail]) -> list[Mail]:
    """The letters; what can wait a little wakes no colleague at night. Who only looks on gets the
    button that opens the case, so that it can be told together with others."""
    if telling.notice.say.text.key not in HELD:
        return letters
    if looks_on(telling):
        opens = open_button(telling.case)
        letters = [replace(mail, say=replace(mail.say, buttons=opens)) for mail in letters]
    return [replace(mail, not_before=telling.policy.rested(mail.not_before)) for mail in letters]


def said_once(telling: Telling) -> str:
    """The name under which a notice is said a single time, "" for all others."""
    quietly = telling.notice.say.text.key == QUIETLY
    return f"once.unanswered.{telling.case.id}" if quietly else ""


def nobody_called(case: Case, at: datetime, numbers: str) -> list[Mail]:
    """In an emergency nobody can be called: the teller reads so, and whom to call. Once a day for
    each case, however often we try."""
    if case.status in (Status.RESOLVED, Status.CLOSED):
        return []
    told = say(
        "notice.nobody_called",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        numbers=of_case(numbers, case),
    )
    return [Mail(case.teller, told, at, once=f"nobody.{case.id}.{at:%Y%m%d}")]


async def filled_in(telling: Telling) -> Telling:
    """The notice with what only the desk knows, where its words ask for it."""
    telling, asked = await _naming_the_holder(telling), telling.notice.say.text.args
    known = {name: await ask(telling) for name, ask in _KNOWS.items() if name in asked}
    return filled(telling, **known) if known else telling


def to_take_over(say: Say, case: Case, person: int) -> Say:
    """What somebody above a silent holder reads, with the buttons to give the case to a colleague
    or to take it themselves."""
    take = Button(text("act.take_over"), AssignCase(case.id, person))
    rows = ((take,), button("act.assign", "assign", case), *open_button(case))
    return replace(say, buttons=rows)


async def _naming_the_holder(telling: Telling) -> Telling:
    """Colleagues read who holds the case that they are told of."""
    owner, args = telling.case.owner, telling.notice.say.text.args
    if owner is None or telling.notice.to not in COLLEAGUES:
        return telling
    name = (await telling.batch.person(owner)).profile.name
    if not name:
        return telling
    if "owner" in args:
        return filled(telling, owner=name)
    if "why" not in args:
        return telling
    return filled(telling, why=text("notice.why_held", why=args["why"], owner=name))


async def _seen(telling: Telling) -> Text | str:
    """Who was told of the same event before, by name; "" where nobody was."""
    told = [x for x in telling.heard if x not in (telling.case.teller, telling.case.owner)]
    names = [(await telling.batch.person(x)).profile.name for x in told[:NAMED]]
    who = ", ".join(filter(None, names))
    if not who:
        return ""
    more = text("notice.seen_more", count=len(told) - NAMED) if len(told) > NAMED else ""
    return text("notice.seen", names=who, more=more)


async def _watched(telling: Telling) -> Text | str:
    """That somebody above looks on, where the case has climbed to a level at which somebody is."""
    case, roster = telling.case, telling.roster
    levels = range(case.level, len(CHAIN)) if case.level else ()
    there = [x for level in levels for x in await roster.at_level(telling.batch, case, level)]
    return text("notice.watched") if set(there) - {case.ending.decided_by} else ""


async def _silent(telling: Telling) -> object:
    """When the holder of a case did something in it last."""
    batch, case = telling.batch, telling.case
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    return max((at for event, at in trail if event.by == case.owner), default=case.opened_at)


async def _call(telling: Telling) -> Text | str:
    """The number of the holder, for a colleague in an emergency; "" where they gave none."""
    owner = telling.case.owner
    phone = "" if owner is None else (await telling.batch.person(owner)).profile.phone
    return text("notice.call", phone=phone) if phone else ""


_KNOWS: Mapping[str, Callable[[Telling], Awaitable[object]]] = {
    "seen": _seen,
    "watched": _watched,
    "silent": _silent,
    "call": _call,
}
"""What each argument of a notice asks."""
