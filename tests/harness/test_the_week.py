"""A week of a district: what colleagues are told in the morning, all day and at night, and what the
report says of it, holds together. 22 villages, 24 colleagues, 70 cases, nights, somebody who is
away with a stand-in, somebody who leaves."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from bot.turns import posting
from casework.access.own_queue import TO_DO, Whose, in_queue
from casework.case.model import Membership, Status, Urgency
from casework.clock.periods import QUARTER, Period
from casework.reports.figures import Rows, figures
from storage.cases import cases, report_queries
from storage.cases.report_queries import TimeRange
from storage.db.database import Database
from tests.casework.cases import DISTRICT
from tests.casework.shipped import CATALOGUE
from tests.figures import Figure
from tests.harness.rounds import played
from tests.harness.working_week import (
    BEGIN,
    CASES,
    COLLEAGUES,
    EMERGENCIES,
    STAFF,
    VILLAGES,
    ZONE,
    Week,
)
from tests.support.dice import dice, thrown
from tests.support.office import Office

CALM_DAY = 15
"""Messages to one colleague on a day without emergencies."""

BUSY = 1021
"""The dice of a week with a busy calm day, for the control: not every week has one."""

BUSY_DAY = 20
"""The same on a day with an emergency, what is about that left out."""

ENDS = {"confirmed", "lapsed", "withdrawn", "merged"}
"""The events of a trail that close a case."""

LISTS = 30
"""The six leaders get one each working day."""


@pytest.fixture
async def week(sqlite_database: Database) -> Week:
    """A week that has been played, with fresh dice."""
    seed, chance = thrown()
    print("seed", seed)
    played = Week(Office(sqlite_database, at=BEGIN), chance)
    played.office.receipts = True
    await played.play()
    return played


@played("a week")
async def test_a_week_holds_together(week: Week, go: int, figure: Figure) -> None:
    """Lists are queues, figures are cases, calm days are bearable, and no emergency is left."""
    figure(
        "also",
        "a week of a district",
        cases=len(week.filed),
        morning_lists=len(week.lists),
        wrong_lists=sum(told != queue for _, told, queue in week.lists),
        most_messages_on_a_calm_day=_most_on_a_calm_day(week),
    )
    assert (len(COLLEAGUES), len(VILLAGES), len(week.filed)) == (24, 22, CASES + EMERGENCIES)
    assert len(STAFF) == len(COLLEAGUES)
    _lists_are_queues(week)
    _calm_days_are_bearable(week)
    await _nothing_is_nobodys(week)
    await _emergencies_are_held_or_rung(week)
    assert await _closed_as_told(week, Period(2026, 11)) == {"confirmed"}
    await week.fortnight()
    assert await _closed_as_told(week, Period(2026, 10, QUARTER)) == {"confirmed", "lapsed"}


def _calm(week: Week) -> dict[tuple[int, date], int]:
    """By colleague and calm day the messages; what an emergency rings that somebody holds and has
    forgotten is left out, because a day with it is none without emergencies."""
    return {key: n for key, n in week.everyday.items() if key[1] not in week.alarm_days}


def _most_on_a_calm_day(week: Week) -> int:
    return max(_calm(week).values())


async def test_a_week_without_gathering(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """The control: where nothing waits for what comes after it, a calm day is too loud."""

    async def as_they_come(batch: object, texts: object, mails: Sequence[Any]) -> list[Any]:
        return list(mails)

    monkeypatch.setattr(posting, "gather", as_they_come)
    week = Week(Office(sqlite_database, at=BEGIN), dice(BUSY))
    week.office.receipts = True
    await week.play()
    most = _most_on_a_calm_day(week)
    name = "control: a week in which each thing is told by itself"
    figure("also", name, cases=len(week.filed), most_messages_on_a_calm_day=most)
    assert most > CALM_DAY


def _lists_are_queues(week: Week) -> None:
    assert len(week.lists) >= LISTS
    wrong = [(who, told, queue) for who, told, queue in week.lists if told != queue]
    assert wrong == [], wrong


def _calm_days_are_bearable(week: Week) -> None:
    calm = _calm(week)
    much = {key: n for key, n in calm.items() if n > CALM_DAY}
    assert calm
    assert much == {}
    # Whatever else is going on: an emergency adds what is about it, and nothing more.
    busy = {key: n for key, n in week.everyday.items() if n > BUSY_DAY}
    assert busy == {}


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


async def _closed_as_told(week: Week, period: Period) -> set[str]:
    """The figures as the manager reads them, against the trails counted by hand; gives how cases
    were closed: by their teller or, when they are silent, by a timer."""
    office = week.office
    manager = next(p for p, (role, _) in COLLEAGUES.items() if role == "district_manager")
    span = TimeRange(period.starts(ZONE), period.ends(ZONE))
    async with office.db.read() as connection:
        trails = [await cases.history(connection, office.vault, one) for one in week.filed]
        memberships = (await (await office.batch_of(connection)).person(manager)).memberships
        rows = await report_queries.rows(connection, office.vault, memberships, span, office.at)
    services = {service.key: service.sector for service in CATALOGUE.services.values()}
    places = Rows(VILLAGES, (DISTRICT, *VILLAGES), services)
    told = figures(rows.values(), period, places, office.at, ZONE)
    happened = [{event.kind for event, _ in trail} for trail in trails]
    assert told.total("received") == len(week.filed)
    assert told.total("answered") == sum("resolved" in kinds for kinds in happened)
    assert told.total("closed") == sum(bool(kinds & ENDS) for kinds in happened)
    now = [(await office.case(one)).status for one in week.filed]
    assert told.total("open") == sum(status is not Status.CLOSED for status in now)
    return set().union(*happened) & ENDS
