"""Whose turn a case is, told with its notices: each level reads what it means for them, and
nobody reads twice on one day what has not changed.

Tested in tests/bot/desk/test_whose_turn.py and tests/bot/desk/test_whose_turn_told_today.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time

from bot.desk.mail import Mail
from bot.desk.roster import Roster
from casework.access.asked_before import CLIMBING, CLIMBS, KINDS, levels_asked
from casework.access.stand_in import NOBODY
from casework.actions.escalation import Escalated, Ring, Rung
from casework.case.events import Event
from casework.case.model import Case, Stage
from casework.case.whose_turn import Side, There, WhoseTurn, whose_turn
from casework.policy.bell_subjects import OfCase
from casework.policy.policy import Policy
from conversations.actions.escalation import still_waits
from conversations.pages.list_reader import ListReader
from conversations.pages.whose_turn import in_notice
from conversations.protocol.notice import ALL_LEVELS, Notice, Notices, urgent
from storage.cases import cases, moved_bells
from storage.unit_of_work import Batch

COMES = "notice.escalated"
"""What somebody reads when a case comes to them."""

TURN = "turn"
"""The argument of a notice that says whose turn it is."""


async def told(roster: Roster, batch: Batch, case: Case, notices: Notices) -> Notices:
    """The notices; those that say whose turn it is with the answer for their readers."""
    if not any(_asks(notice) for notice in notices):
        return notices
    there = await roster.there(batch, case)
    turn, called = whose_turn(case, there), _called(case, there, notices)
    instead = await _instead(roster, batch, turn)
    named = [x for x in (turn.person, *instead.values()) if x]
    names = {person: (await batch.person(person)).profile.name for person in named}
    offices = {case.referred_to: case.known.get(f"office {case.referred_to}", "")}
    reader = ListReader(names=names, offices=offices, instead=instead)
    return [
        _filled(notice, in_notice(turn, notice.to, reader, called)) if _asks(notice) else notice
        for notice in notices
    ]


def _called(case: Case, there: There, notices: Notices) -> list[int]:
    """The levels of the chain that these notices ring beside whose turn it is: all that an
    emergency has reached and where somebody works, the village first."""
    if not any(notice.urgent and notice.to == ALL_LEVELS for notice in notices):
        return []
    manned = there.manned | {0} if there.village else there.manned
    reached = [level for level in sorted(manned) if level <= case.level]
    return reached if there.manned.intersection(reached) else []


async def _instead(roster: Roster, batch: Batch, turn: WhoseTurn) -> dict[int, int]:
    """Who stands in for the holder whose turn it is, if they are away."""
    if turn.side is not Side.HOLDER or turn.person is None:
        return {}
    other = (await roster.out(batch)).instead_of(turn.person)
    if other in (None, turn.person):
        return {}
    return {turn.person: other or NOBODY}


async def told_today(roster: Roster, batch: Batch, case: Case, event: Event) -> set[int]:
    """Whom a bell would tell what they were told on this day already, whatever its kind. Of an
    emergency that is ours to act on nobody: it rings again with every step."""
    if _rings(case) or not isinstance(event, Escalated | Rung) or _turned(event):
        return set()
    midnight = datetime.combine(roster.today(batch), time(), roster.zone)
    before = await cases.since(batch.connection, batch.vault, case, KINDS, midnight)
    levels = levels_asked([event for event, _ in before], event.bell)
    if not levels:
        return set()
    told = [await roster.asked_at(batch, case, level) for level in set(levels)]
    owner = [] if case.owner is None else (await roster.for_owner(batch, case, case.owner))[0]
    office = await roster.at_office(batch, case, case.referred_to) if case.referred_to else []
    return {case.owner or 0}.union(owner, office, *told)


async def still_new(
    roster: Roster, batch: Batch, case: Case, event: Event, mails: Sequence[Mail]
) -> list[Mail]:
    """The letters of a notice without those that repeat what was told today. That a case has come
    to somebody is told once: who had it before reads that it still waits."""
    told = await told_today(roster, batch, case, event)
    left = [mail for mail in mails if mail.to not in told]
    if not any(mail.say.text.key == COMES for mail in left) or _turned(event):
        return left
    had = await _asked_before(roster, batch, case)
    return [
        replace(mail, say=still_waits(mail.say))
        if mail.to in had and mail.say.text.key == COMES
        else mail
        for mail in left
    ]


async def _asked_before(roster: Roster, batch: Batch, case: Case) -> set[int]:
    """Who is asked at the levels that a case had reached before its newest event."""
    trail = await cases.since(batch.connection, batch.vault, case, CLIMBS, case.opened_at)
    levels = {event.level for event, _ in trail if isinstance(event, CLIMBING)}
    return {x for level in levels for x in await roster.asked_at(batch, case, level)}


async def knowing(roster: Roster, batch: Batch, case: Case, ring: Ring) -> Ring:
    """The question of a bell, with whether all whom it would ask again were told today."""
    after = replace(case, version=case.version + 1)
    told = await told_today(roster, batch, after, Rung(0, ring.kind))
    asked = await roster.on_level(batch, case) if told else []
    return replace(ring, told=bool(told) and told.issuperset(asked))


async def climbs_at(batch: Batch, policy: Policy, case: Case) -> datetime | None:
    """When a case that nobody holds climbs unless somebody acts (UTC); None: it does not."""
    if case.owner is not None or case.stage in tuple(Stage):
        return None
    await batch.flush()
    waiting = await moved_bells.waiting(batch.connection, OfCase(case.id))
    rows = policy.followups
    climbing = {kind for kind, row in rows.items() if row.does == "climb" and row.asks(case)}
    return next((bell.due_at for _, bell in waiting if bell.kind in climbing), None)


def _turned(event: Event) -> bool:
    """Whether who looked on until now reads that it is their turn, which they were not told yet."""
    return isinstance(event, Escalated) and event.watched


def _rings(case: Case) -> bool:
    return urgent(case) and case.stage not in tuple(Stage)


def _asks(notice: Notice) -> bool:
    return TURN in notice.say.text.args


def _filled(notice: Notice, turn: object) -> Notice:
    words = notice.say.text
    said = replace(words, args={**words.args, TURN: turn})
    return replace(notice, say=replace(notice.say, text=said))
