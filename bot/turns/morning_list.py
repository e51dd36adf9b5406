"""The morning list: one message for each officer, their queue counted. Made by queries over many
cases, never by one for each officer.

One bell a day, set once (kind, subject and occurrence are unique) and rung in the transaction that
puts the letters out: nobody gets two lists, and a crash costs nobody theirs. A list that would come
a day late is left out; the next one holds it all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from bot.desk.own_queue import district_people, offices_there, passed_up
from casework.access.all_queues import AllQueues
from casework.access.own_queue import TO_DO, Whose, in_hands, steps_elsewhere
from casework.actions.question import UNDECIDED
from casework.case.model import Case, Membership, Status
from casework.case.roles import LEADERS, WORKERS
from casework.case.whose_turn import fell_silent, late_when_asked
from casework.policy.bell_subjects import OfKey
from casework.policy.followups import Bell
from casework.search.queue_filter import TOO_LONG
from conversations.pages.morning_list import Morning, digest
from storage.cases import office_queue
from storage.people import people
from storage.unit_of_work import Batch

DIGEST, EVERYBODY = "digest", OfKey("all")


@dataclass(frozen=True)
class Unanswered:
    """The ids of cases whose teller was asked ``long_ago``; of those, of which somebody was asked
    to decide what is to become of them (``undecided``)."""

    long_ago: frozenset[int]
    undecided: frozenset[int]

    def of(self, cases: Iterable[Case]) -> tuple[int, int]:
        """How many of these wait for their tellers and were late when these were asked; how many
        of the others were asked long ago."""
        waiting = [case for case in cases if case.status is Status.WAITING]
        late = [case for case in waiting if late_when_asked(case)]
        long_ago = [case for case in waiting if case.id in self.long_ago and case not in late]
        return len(late), len(long_ago)


class MorningList:
    """Sets the bell of the morning list in one district, and makes the lists when it rings.
    ``planned``: the day whose bell this process has set."""

    def __init__(self, desk: ComplaintDesk) -> None:
        self._desk = desk
        self.planned = ""

    def to_plan(self, at: datetime) -> Bell | None:
        """The bell of the next list, unless it was set already."""
        policy = self._desk.policy
        day = policy.rota.digest_day(at, policy.calendar)
        if day.isoformat() == self.planned:
            return None
        return Bell(
            DIGEST, EVERYBODY, day.isoformat(), policy.rota.morning_of(day, policy.calendar)
        )

    async def ring(self, batch: Batch, bell: Bell) -> list[Mail]:
        """The lists of all officers who have anything to do; none for a day that is over, or that a
        decree has closed since the bell was set."""
        calendar = self._desk.policy.calendar
        zone, today = calendar.zone, batch.at.astimezone(calendar.zone).date()
        if bell.occurrence != today.isoformat() or not calendar.hours.on(today).windows:
            return []
        midnight = datetime.combine(today + timedelta(days=1), time(), zone)
        mornings = await self._mornings(batch, midnight)
        made = {
            person: said
            for person, morning in sorted(mornings.items())
            if (said := digest(morning, batch.at, midnight)) is not None
        }
        await batch.load(made.keys())
        return [Mail(person, said, batch.at) for person, said in made.items()]

    async def _mornings(self, batch: Batch, midnight: datetime) -> Mapping[int, Morning]:
        """The morning of everybody who is at work today and can be written to."""
        connection, out = batch.connection, await self._desk.roster.out(batch)
        queues = AllQueues(await office_queue.in_clear(connection))
        put_off = await office_queue.put_off(connection, midnight)
        long_ago = await office_queue.asked_before(connection, batch.at - TOO_LONG)
        undecided = await office_queue.asked_before(connection, batch.at - UNDECIDED)
        turns = await passed_up(batch, self._desk.roster)
        roles: dict[int, list[Membership]] = defaultdict(list)
        for person, membership in await people.working(connection, WORKERS):
            roles[person].append(membership)
        above = district_people(out, roles)
        offices = await offices_there(batch)
        return {
            person: _morning(
                Whose(
                    person,
                    tuple(held),
                    out.represented_by(person),
                    turns.get(person, frozenset()),
                    above,
                    offices,
                ),
                queues,
                Unanswered(long_ago, undecided),
                put_off,
            )
            for person, held in roles.items()
            if out.here(person)
        }


def _morning(
    whose: Whose, queues: AllQueues, unanswered: Unanswered, put_off: frozenset[int]
) -> Morning:
    found, leads = queues.of(whose), any(m.role in LEADERS for m in whose.memberships)
    elsewhere = tuple(case for case in found if steps_elsewhere(whose, case))
    found = [case for case in found if case not in elsewhere]
    here = [case for case in found if case.status in TO_DO]
    queue = tuple(case for case in here if case.id not in put_off)
    below = queues.below(whose)
    decide = unanswered.undecided if leads else frozenset[int]()
    return Morning(
        queue,
        frozenset(case.id for case in queue if in_hands(whose, case)),
        elsewhere,
        len(here) - len(queue),
        *unanswered.of([case for case in found if case.id not in decide]),
        bool(whose.stands_in_for),
        leads,
        None if below is None else tuple(below),
        sum(case.id in decide for case in found),
        *unanswered.of(queues.below(whose, (Status.WAITING,)) or ()),
        _silent(whose, here, below),
    )


def _silent(whose: Whose, here: Iterable[Case], below: Iterable[Case] | None) -> frozenset[int]:
    """Those of some cases (ids) whose other office answers no more."""
    offices, cases = whose.offices, (*here, *(below or ()))
    return frozenset(x.id for x in cases if offices is not None and fell_silent(x, offices))
