"""Recipients: who gets the letters of a notice, by the part in the case that it names.

One function for each part (conversations/protocol/notice.py). Letters that answer nobody wait at
night until morning (docs/developer.md), unless they are urgent."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from bot.desk import alarm_stream, result_of_office
from bot.desk.assignees import in_place_of, who_tells
from bot.desk.mail import GOOD_NEWS, Mail
from bot.desk.roster import COORDINATOR_LEVEL, STAND_IN, UNREACHED
from bot.desk.telling import (
    Telling,
    behind_lock,
    filled,
    filled_in,
    meaning,
    naming_numbers,
    nobody_called,
    only_to_know,
    own_deed,
    rested,
    said_once,
    saying,
    to_take_over,
    with_warning,
)
from bot.desk.whose_turn import still_new
from casework.access.visibility import works_on
from casework.actions import referral
from casework.actions.correspondence import Replied
from casework.actions.ending.completion import Completed
from casework.actions.ending.resolution import Resolved
from casework.actions.escalation import Escalated
from casework.actions.question import Asked
from casework.case import events as e
from casework.case.model import Urgency
from conversations.protocol import notice as part
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import text
from conversations.protocol.notice import urgent

log = structlog.get_logger()


async def letters(telling: Telling) -> list[Mail]:
    """The letters of a notice. What must arrive in an emergency goes before everything else; what
    is told of an urgent case is not held for long, unless its reader has nothing to do."""
    telling = await filled_in(telling)
    letters = await LETTERS_TO[telling.notice.to](telling)
    if telling.notice.to != part.TELLER:
        letters = [behind_lock(telling.case, mail) for mail in letters]
        letters = await with_warning(telling, letters)
    if telling.notice.to in (part.LEVEL, part.OWNER, part.RECEIVER):
        batch, case, event = telling.batch, telling.case, telling.event
        letters = await still_new(telling.roster, batch, case, event, letters)
    if telling.case.urgency is Urgency.HIGH and not only_to_know(telling):
        return [replace(mail, soon=True) for mail in letters]
    if not urgent(telling.case) or telling.notice.to == part.FORMER:
        return rested(telling, letters)
    if telling.notice.say.delivery is not Delivery.MUST_ARRIVE:
        return letters
    rung = [replace(mail, say=replace(mail.say, alarm=True)) for mail in letters]
    moved = telling.notice.to in MOVED and not isinstance(telling.event, e.Filed)
    if moved:
        rung = await alarm_stream.rung_anew(telling.batch, telling.case, rung)
    to_all = telling.notice.to != part.TELLER
    return await alarm_stream.naming_the_same(telling.batch, telling.case, rung) if to_all else rung


MOVED = frozenset({part.LEVEL, part.VILLAGE, part.GOES_ON})
"""Whom the alarm of a case rings that was moved, let go or opened again."""

TO_A_RESIDENT = (Asked, Replied, Resolved)
"""What an officer writes to a resident; at night it waits, and the officer is told so."""


async def _to_actor(telling: Telling) -> list[Mail]:
    at, told = telling.batch.at, telling.notice.say.text
    waits = telling.policy.rested(at) != at and not urgent(telling.case)
    if isinstance(telling.event, TO_A_RESIDENT):
        if (await telling.batch.person(telling.case.teller)).talk.quiet:
            telling = saying(telling, text("done.muted", number=told.args["number"]))
        elif waits:
            telling = saying(telling, text("done.at_night", told=told))
    return telling.letters([telling.event.by])


async def _to_teller(telling: Telling) -> list[Mail]:
    case, batch = telling.case, telling.batch
    if own_deed(telling):
        return []
    telling, args = naming_numbers(telling), telling.notice.say.text.args
    if isinstance(telling.event, Escalated) and not await _newly_asked(telling):
        if args.keys().isdisjoint(("called", "call")):
            return []  # nobody works there, so the teller is not told that somebody does
        telling = filled(telling, called=text("notice.unanswered_again"))
    if telling.notice.urgent and urgent(case) and not await telling.roster.reached(batch, case):
        # all say: somebody will come
        telling = filled(telling, calling="", called="", decides="", turn="")
    at_once = telling.event.by == case.teller or telling.notice.urgent
    at = batch.at if at_once else telling.policy.rested(batch.at)
    due = telling.notice.say.text.args.get("due")
    if isinstance(due, datetime) and due < at:
        telling = filled(telling, due=text("notice.due_passed", due=due))
    reader = await who_tells(telling.roster, batch, case, telling.notice.say)
    if reader != case.teller:
        telling = saying(telling, text(STAND_IN, text=telling.notice.say.text))
    mail = Mail(reader, telling.notice.say, at, once=said_once(telling))
    return [mail if reader == case.teller else behind_lock(case, mail)]


async def _newly_asked(telling: Telling) -> bool:
    """Whether somebody works at the level that a case has climbed to who does not hold it and was
    not called to this emergency before."""
    batch, case = telling.batch, telling.case
    before = await alarm_stream.called(batch, case) if urgent(case) else {}
    known = {case.owner, *(one for one, sent in before.items() if sent[0].at < batch.at)}
    return not known.issuperset(await telling.roster.at_level(batch, case, case.level))


async def _to_owner(telling: Telling) -> list[Mail]:
    """To whoever holds a case; while they are out to their stand-in, or to those whose turn it is.
    Nobody holds it: to its level."""
    owner, by = telling.case.owner, telling.event.by
    if owner is None:
        return await _to_level(telling)
    if owner == by:
        return []
    people, why = await telling.roster.for_owner(telling.batch, telling.case, owner)
    if not why:
        return telling.letters(people)
    telling = await meaning(telling, owner)
    if why == UNREACHED and telling.notice.say.text.key in GOOD_NEWS:
        why = "notice.good_news"
    told = saying(telling, text(why, text=telling.notice.say.text))
    return told.letters(people, {by, *telling.heard})


async def _to_hands(telling: Telling) -> list[Mail]:
    """To whoever can act: the owner or their stand-in, else the office's first officers, beside
    those whose turn it is."""
    batch, case, roster = telling.batch, telling.case, telling.roster
    mails = await _to_owner(telling)
    if case.owner is not None and (await roster.for_owner(batch, case, case.owner))[1] != UNREACHED:
        return mails
    officers = await roster.first_hands(batch, case)
    told = {mail.to for mail in mails}
    return [*mails, *telling.letters(officers, {*told, *telling.unconcerned})]


async def _to_decided(telling: Telling) -> list[Mail]:
    """To who wrote the result that is in question, if they work here still and may see the case;
    while they are out, to their stand-in. A result of another office is told there; of an objection
    our own officer learns nothing, because somebody else looks at it anew."""
    batch, case = telling.batch, telling.case
    done = await result_of_office.newest(batch, case)
    if done is not None:
        return await _to_writing_office(telling, done)
    wrote = getattr(telling.event, "decided_by", None)
    reader = None if wrote is None else (await telling.roster.out(batch)).instead_of(wrote)
    if wrote is None or reader is None:
        return []
    if not works_on(reader, (await batch.person(reader)).memberships, case):
        return []
    told = await meaning(telling, wrote, reader)
    return told.letters([reader], {telling.event.by, *telling.heard})


async def _to_writing_office(telling: Telling, done: referral.Done) -> list[Mail]:
    """To the other office that wrote the result; where it does not use the bot, whoever goes on is
    asked to tell it."""
    batch, case, roster = telling.batch, telling.case, telling.roster
    people = [x for x in await roster.at_office(batch, case, done.to) if x not in case.excluded]
    if people:
        reader = (await roster.out(batch)).instead_of(done.by)
        told = replace(telling.notice.say, text=result_of_office.told(case), buttons=())
        there = replace(telling, notice=replace(telling.notice, say=told))
        return there.letters([reader] if reader in people else people)
    by_letter = saying(telling, result_of_office.by_letter(case, done.name))
    goes_on = await roster.goes_on(batch, case)
    asked = await roster.on_level(batch, case) if goes_on is None else [goes_on]
    return by_letter.letters(asked, {telling.event.by})


async def _to_goes_on(telling: Telling) -> list[Mail]:
    """To who goes on with a case that was opened again."""
    person = await telling.roster.goes_on(telling.batch, telling.case)
    return telling.letters([] if person is None else [person], {telling.event.by})


async def _to_receiver(telling: Telling) -> list[Mail]:
    """To the office that the case is, or was, referred to."""
    office = referral.told(telling.event) or telling.case.referred_to
    people = await telling.roster.at_office(telling.batch, telling.case, office)
    return telling.letters(people, {telling.event.by, *telling.heard})


async def _to_village(telling: Telling) -> list[Mail]:
    """To the village's own office, which is told of an emergency only once its village is known;
    those at the district who were asked before are left out."""
    batch, case = telling.batch, telling.case
    rung = await telling.roster.rung_without_village(batch, case)
    people = await telling.roster.at_village(batch, case)
    return telling.letters(people, {*rung, *telling.unconcerned, *telling.heard})


async def _to_level(telling: Telling) -> list[Mail]:
    return await _from_level(telling, telling.case.level)


async def _to_alarmed(telling: Telling) -> list[Mail]:
    """To those who were called to an emergency and need not come any more."""
    batch, case = telling.batch, telling.case
    called = [*await alarm_stream.called(batch, case)]
    if not called:  # their alarms are kept no more
        called = await telling.roster.on_duty(batch, await telling.roster.alarmed(batch, case))
    called = await in_place_of(telling.roster, batch, case, called)
    if "at" in telling.notice.say.text.args:
        telling = filled(telling, at=batch.at)
    return telling.letters(called, {*telling.unconcerned, *telling.heard})


async def _to_former(telling: Telling) -> list[Mail]:
    """To who had the case until now, if they may see it still."""
    batch, case, had = telling.batch, telling.case, getattr(telling.event, "had", None)
    people = await in_place_of(telling.roster, batch, case, [] if had is None else [had])
    able = [x for x in people if works_on(x, (await batch.person(x)).memberships, case)]
    return telling.letters(able, telling.unconcerned)


async def _to_all_levels(telling: Telling) -> list[Mail]:
    """In an emergency: to those whose turn it is now, and again to all who were called before."""
    batch, case = telling.batch, telling.case
    now, again = await _to_level(telling), await telling.roster.alarmed(batch, case)
    if isinstance(telling.event, Escalated):  # a new level: at night its officers on duty first
        new = await telling.roster.at_level(batch, case, case.level)
        spared = set(new) - set(await telling.roster.on_duty(batch, new))
        now = [mail for mail in now if mail.to not in spared]
        again = [person for person in again if person not in spared]
    heard = set(telling.heard) - {case.teller}
    told = {*telling.unconcerned, *heard, *(mail.to for mail in now)}
    mails = [*now, *telling.letters(again, told)]
    return await alarm_stream.counted(batch, case, mails)


async def _to_watching(telling: Telling) -> list[Mail]:
    """To all who look on while somebody holds an emergency: from the coordinator up to the level
    that it has reached. Each of them can take it over with one tap."""
    batch, case = telling.batch, telling.case
    levels = range(COORDINATOR_LEVEL, case.level + 1)
    people = [x for level in levels for x in await telling.roster.asked_at(batch, case, level)]
    told = telling.letters(dict.fromkeys(people), {*telling.unconcerned, *telling.heard})
    return [replace(mail, say=to_take_over(mail.say, case, mail.to)) for mail in told]


async def _to_coordinator(telling: Telling) -> list[Mail]:
    return await _from_level(telling, max(telling.case.level, COORDINATOR_LEVEL))


async def _from_level(telling: Telling, level: int) -> list[Mail]:
    """To those whose turn it is at this level or above."""
    batch, case = telling.batch, telling.case
    people = await telling.roster.on_level(batch, replace(case, level=level))
    if not people:
        log.warning(
            "nobody is there to be told", case=case.id, office=case.office, level=case.level
        )
        if urgent(case):
            return nobody_called(case, batch.at, telling.numbers)
    if not (telling.notice.urgent and isinstance(telling.event, e.Filed | Completed)):
        heard = set(telling.heard) - {case.teller}
        return telling.letters(people, {*telling.unconcerned, *heard})
    # An emergency's own village is told too, whoever is responsible: who claims it first has it.
    village = await telling.roster.at_village(batch, case)
    also = await telling.roster.on_duty(batch, village, [x for x in people if x not in village])
    return telling.letters(also, {*telling.unconcerned, *telling.heard})


LETTERS_TO: Mapping[str, Callable[[Telling], Awaitable[list[Mail]]]] = {
    part.ACTOR: _to_actor,
    part.TELLER: _to_teller,
    part.OWNER: _to_owner,
    part.HANDS: _to_hands,
    part.DECIDED: _to_decided,
    part.GOES_ON: _to_goes_on,
    part.RECEIVER: _to_receiver,
    part.VILLAGE: _to_village,
    part.LEVEL: _to_level,
    part.ALARMED: _to_alarmed,
    part.FORMER: _to_former,
    part.ALL_LEVELS: _to_all_levels,
    part.COORDINATOR: _to_coordinator,
    part.WATCHING: _to_watching,
}
"""Every part that a notice may name."""
