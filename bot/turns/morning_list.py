"""The morning list: one message for each officer about what is late, due today and waiting. Made by
queries over many cases, never by one for each officer.

One bell a day, set once (kind, subject and occurrence are unique) and rung in the transaction that
puts the letters out: nobody gets two lists, and a crash costs nobody theirs. A list that would come
a day late is left out; the next one holds it all."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.desk.desk import ComplaintDesk
from bot.desk.mail import Mail
from casework.case.model import Case, Stage
from casework.policy.bell_subjects import OfKey
from casework.policy.followups import Bell
from conversations.pages.morning_list import Morning, digest
from storage.cases import office_queue
from storage.people.stand_ins import Out
from storage.unit_of_work import Batch

DIGEST, EVERYBODY = "digest", OfKey("all")


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
        out = await self._desk.roster.out(batch)
        mornings = await self._mornings(batch, out)
        await batch.load(mornings.keys())
        made = (
            (person, digest(morning, batch.at, midnight))
            for person, morning in sorted(mornings.items())
        )
        return [Mail(person, say, batch.at) for person, say in made]

    async def _mornings(self, batch: Batch, out: Out) -> Mapping[int, Morning]:
        hands: dict[int, list[Case]] = defaultdict(list)
        unread: dict[int, list[Case]] = defaultdict(list)
        offered: dict[int, list[Case]] = defaultdict(list)
        open_cases = await office_queue.to_do(batch.connection)
        await batch.know_staff({self._desk.policy.district, *(case.office for case in open_cases)})
        asked: dict[object, list[int]] = {}
        for case in open_cases:
            if case.owner is not None:
                person = out.instead_of(case.owner)
                if person is not None:
                    hands[person].append(case)
                    continue
            for person in await self._asked(batch, case, asked):
                unread[person].append(case)
        for case in open_cases:
            for person in await self._receivers(batch, case, out):
                (offered if case.stage is Stage.OFFERED else hands)[person].append(_theirs(case))
        people = hands.keys() | unread.keys() | offered.keys()
        return {
            p: Morning(
                tuple(hands[p]), tuple(unread[p]), bool(out.represented_by(p)), tuple(offered[p])
            )
            for p in people
        }

    async def _receivers(self, batch: Batch, case: Case, out: Out) -> list[int]:
        """The people of the office that a case is referred or offered to, but for those who are out
        or excluded from it."""
        if case.referral is None:
            return []
        people = await self._desk.roster.at_office(batch, case, case.referral.to)
        return [person for person in people if out.here(person) and person not in case.excluded]

    async def _asked(self, batch: Batch, case: Case, known: dict[object, list[int]]) -> list[int]:
        """Whose turn it is. Looked up once for all cases in which the answer must be the same."""
        place = (
            case.office,
            case.village,
            case.level,
            case.desk,
            case.confidential,
            case.sensitive,
            case.excluded,
        )
        if place not in known:
            known[place] = await self._desk.roster.on_level(batch, case)
        return known[place]


def _theirs(case: Case) -> Case:
    """The case with the due time of the office that it is referred or offered to."""
    return replace(case, due_at=case.referral.answer_by if case.referral else case.due_at)
