"""What a notice says of people, as it is when it is told: who holds the case, who was told of it
too, whether somebody above looks on, and since when its holder is silent.

Tested in tests/bot/trials/alarms/test_forgotten.py."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.desk.telling import Telling, filled
from casework.case.model import CHAIN, Case
from conversations.protocol.case_taps import AssignCase
from conversations.protocol.effects import Button, Say, Text, text
from conversations.protocol.notice import (
    ALARMED,
    ALL_LEVELS,
    COORDINATOR,
    LEVEL,
    VILLAGE,
    WATCHING,
    button,
    open_button,
)
from storage.cases import cases

COLLEAGUES = frozenset({LEVEL, COORDINATOR, VILLAGE, ALARMED, ALL_LEVELS, WATCHING})
"""The parts of those who may come to a case that a colleague of theirs holds."""

NAMED = 3
"""Colleagues named in one line; of more it is told how many."""


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
