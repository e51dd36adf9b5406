"""Whose turn it is has changed without an event of its case: somebody left, is away, came back, or
a case was closed for them. Those whose turn it is now read so once, one message for each with their
cases; an emergency that nobody holds rings them, and its teller reads that others are asked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from bot.desk import alarm_stream, whose_turn
from bot.desk.desk import ComplaintDesk
from bot.desk.duplicates.co_reporting import as_the_teller
from bot.desk.mail import Mail
from bot.desk.own_queue import whose
from bot.desk.roster import Roster
from bot.desk.staff.list_reader import list_reader
from bot.desk.telling import with_numbers
from casework.access.all_queues import in_order
from casework.actions.conflict_of_interest import Excluded
from casework.case.events import Event
from casework.case.model import Case, Membership
from conversations.actions import passing_on as words
from conversations.actions.correcting.letting_go import alarm, called_again
from conversations.pages.queue_line import line
from conversations.protocol.effects import Text, text
from conversations.protocol.notice import TELLER, Notice, urgent
from storage.people import leaving as stored
from storage.unit_of_work import Batch

Turns = Mapping[int, Collection[int]]
"""The people whose turn each case is, by its id."""


async def touched(
    roster: Roster, batch: Batch, person: int, roles: Iterable[Membership]
) -> list[int]:
    """The cases whose turn may change with somebody of these roles: in their hands or in those of
    whom they stand in for, had by them last, or in nobody's hands at their office."""
    hands = {person, *(await roster.out(batch)).represented_by(person)}
    await batch.flush()
    return await stored.of_hands(batch.connection, hands, {m.scope for m in roles})


async def turns(roster: Roster, batch: Batch, cases: Iterable[int]) -> Turns:
    """Whose turn these cases are now."""
    found = [await batch.case(one) for one in cases]
    return {case.id: await whose(roster, batch, case) for case in found if case is not None}


async def told(
    desk: ComplaintDesk,
    batch: Batch,
    before: Turns,
    why: Text,
    *,
    own: Mapping[int, Text] | None = None,
) -> list[Mail]:
    """What those read whose turn some cases are and were not ``before``. ``why``: what has
    happened, as they read it first; ``own``: instead of that, to these people."""
    after = await turns(desk.roster, batch, before)
    mails, theirs = list[Mail](), dict[int, list[Case]]()
    for case_id, people in after.items():
        case, new = await batch.case(case_id), [x for x in people if x not in before[case_id]]
        if case is None or not new:
            continue
        if urgent(case) and case.owner is None:
            mails += await _rings(desk, batch, case, new)
            continue
        for person in new:
            theirs.setdefault(person, []).append(case)
    for person, cases in theirs.items():
        mails.append(
            await _list(desk, batch, person, in_order(cases), (own or {}).get(person, why))
        )
    return mails


async def _rings(
    desk: ComplaintDesk, batch: Batch, case: Case, people: Iterable[int]
) -> list[Mail]:
    """The alarm to those who are asked now; to the teller that they are, if they can be reached."""
    called = called_again(case)
    called = replace(called, text=with_numbers(called.text, case, desk.content.numbers))
    said = Notice(TELLER, called, urgent=True)
    if await desk.roster.reached(batch, case):
        (said,) = await whose_turn.told(desk.roster, batch, case, [said])
    rung = replace(alarm(case), alarm=True)
    calls = [Mail(person, rung, batch.at) for person in people]
    calls = await alarm_stream.rung_anew(batch, case, calls)
    calls = await alarm_stream.naming_the_same(batch, case, calls)
    teller = Mail(case.teller, said.say, batch.at)
    return [*calls, teller, *await as_the_teller(batch, case, [teller])]


async def _list(
    desk: ComplaintDesk, batch: Batch, person: int, cases: list[Case], why: Text
) -> Mail:
    content = desk.content
    here = cases[: words.LISTED]
    reader = await list_reader(desk, batch, person, here)
    lines = [line(one, content.catalogue, content.places, batch.at, reader) for one in here]
    return Mail(person, words.yours(why, cases, lines), batch.at)


async def news(desk: ComplaintDesk, batch: Batch, case: Case, event: Event) -> list[Mail]:
    """What follows when a case is closed for an officer, who reads nothing of it."""
    if not isinstance(event, Excluded):
        return []
    others = tuple(x for x in case.excluded if x != event.who)
    earlier = await whose(desk.roster, batch, replace(case, excluded=others))
    before = {case.id: {*earlier, event.by}}
    return await told(desk, batch, before, text("passing_on.closed"))
