"""A week of a district: what colleagues are told in the morning, all day and at night, and what the
report says of it, holds together. 22 villages, 24 colleagues, 70 cases, nights, somebody who is
away with a stand-in, somebody who leaves."""

import pytest

from casework.access.own_queue import TO_DO, Whose, in_queue
from casework.actions.ending.resolution import Resolved
from casework.case.model import Membership, Status, Urgency
from casework.clock.periods import Period
from casework.reports.figures import Rows, figures
from storage.cases import cases, report_queries
from storage.cases.report_queries import TimeRange
from storage.db.database import Database
from tests.bot.trials.office.working_week import (
    BEGIN,
    CASES,
    COLLEAGUES,
    DAYS,
    EMERGENCIES,
    STAFF,
    VILLAGES,
    ZONE,
    Week,
)
from tests.casework.cases import DISTRICT
from tests.casework.shipped import CATALOGUE
from tests.support.dice import thrown
from tests.support.office import Office

CALM_DAY = 15
"""Messages to one colleague on a day without emergencies."""

LISTS = 30
"""The six leaders get one each working day."""


@pytest.fixture
async def week(sqlite_database: Database) -> Week:
    """A week that has been played, with fresh dice."""
    seed, dice = thrown()
    print("seed", seed)
    played = Week(Office(sqlite_database, at=BEGIN), dice)
    await played.play()
    return played


async def test_a_week_holds_together(week: Week) -> None:
    """Lists are queues, figures are cases, calm days are bearable, and no emergency is left."""
    assert (len(COLLEAGUES), len(VILLAGES), len(week.filed)) == (24, 22, CASES + EMERGENCIES)
    assert len(STAFF) == len(COLLEAGUES)
    _lists_are_queues(week)
    _calm_days_are_bearable(week)
    await _nothing_is_nobodys(week)
    await _emergencies_are_held_or_rung(week)
    await _figures_are_the_cases(week)


def _lists_are_queues(week: Week) -> None:
    assert len(week.lists) >= LISTS
    wrong = [(who, told, queue) for who, told, queue in week.lists if told != queue]
    assert wrong == [], wrong


def _calm_days_are_bearable(week: Week) -> None:
    calm = {key: n for key, n in week.unasked.items() if key[1] not in week.alarm_days}
    much = {key: n for key, n in calm.items() if n > CALM_DAY}
    assert calm
    assert much == {}


async def _nothing_is_nobodys(week: Week) -> None:
    """Whatever waits for us is in the queue of somebody who is there, also what who left held."""
    there = [Whose(p, (Membership(*COLLEAGUES[p], frozenset()),)) for p in week.who()]
    for one in week.filed:
        case = await week.office.case(one)
        assert case.status not in TO_DO or any(in_queue(whose, case) for whose in there), case


async def _emergencies_are_held_or_rung(week: Week) -> None:
    found = [await week.office.case(one) for one in week.filed]
    emergencies = [case for case in found if case.urgency is Urgency.EMERGENCY]
    assert len(emergencies) == EMERGENCIES
    async with week.office.db.write() as connection:
        for case in emergencies:
            if case.owner is not None or case.status in (Status.RESOLVED, Status.CLOSED):
                continue
            batch = await week.office.batch_of(connection)
            levels = range(4)
            called = [await week.office.desk.roster.at_level(batch, case, x) for x in levels]
            everybody = {person for people in called for person in people}
            assert everybody <= week.alarmed.get(case.id, set()), case


async def _figures_are_the_cases(week: Week) -> None:
    """As the manager reads them, against the trails counted by hand."""
    office, now = week.office, week.office.at
    manager = next(p for p, (role, _) in COLLEAGUES.items() if role == "district_manager")
    month = Period(2026, 11)
    span = TimeRange(month.starts(ZONE), month.ends(ZONE))
    async with office.db.read() as connection:
        trails = [await cases.history(connection, office.vault, one) for one in week.filed]
        memberships = (await (await office.batch_of(connection)).person(manager)).memberships
        rows = await report_queries.rows(connection, office.vault, memberships, span, now)
    services = {service.key: service.sector for service in CATALOGUE.services.values()}
    told = figures(rows.values(), month, Rows(VILLAGES, (DISTRICT, *VILLAGES), services), now, ZONE)
    answered = sum(any(isinstance(event, Resolved) for event, _ in trail) for trail in trails)
    closed = 0
    for one in week.filed:
        closed += (await office.case(one)).status is Status.CLOSED
    assert told.total("received") == len(week.filed)
    assert told.total("answered") == answered
    assert (told.total("closed") or 0) >= closed
    assert DAYS == 7
