"""The morning's list is the queue, counted: held against `/antrian` for everybody, whatever the
cases, roles, stand-ins and referrals."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from bot.desk.own_queue import offices_there, whose
from bot.pages.show import show
from bot.turns.morning_list import DIGEST, EVERYBODY, UNDECIDED, MorningList
from casework.access.own_queue import TO_DO, Whose, as_theirs, of_own_office
from casework.access.stand_in import Absence
from casework.access.visibility import takes, works_on
from casework.actions.correcting.postponement import Postponed
from casework.actions.question import Asked
from casework.case.model import Case, Desk, Membership, Referral, Role, Stage, Status, Urgency
from casework.case.roles import LEADERS
from casework.case.whose_turn import OfficesThere, due_first, is_late, with_office
from casework.policy.bell_subjects import OfCase
from casework.policy.followups import Bell
from casework.search.queue_filter import TOO_LONG
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say, Show, Text
from conversations.protocol.taps import TurnPage
from storage.cases import cases
from storage.cases.cases import CASES, Recorded
from storage.db.database import Database, table_of
from storage.pending import bells
from storage.people import stand_ins
from storage.tables.pending import BellRow
from storage.tables.people import Grant, StandInRow
from storage.unit_of_work import Batch
from tests.casework.cases import AGENCY, DISTRICT, KECAMATAN, OTHER, VILLAGE
from tests.storage.cases.test_office_queue import case
from tests.support.dice import thrown
from tests.support.office import Office

MORNING = datetime.fromisoformat("2026-11-23T07:30:00+07:00")
PEOPLE = range(101, 109)
PLACES: dict[Role, tuple[str, ...]] = {
    Role.VOLUNTEER: (VILLAGE,),
    Role.FRONT_OFFICE: (VILLAGE, OTHER),
    Role.BACK_OFFICE: (VILLAGE, OTHER),
    Role.COORDINATOR: (VILLAGE, OTHER, KECAMATAN),
    Role.DISTRICT_OFFICER: (DISTRICT,),
    Role.DISTRICT_MANAGER: (DISTRICT,),
    Role.AGENCY_OFFICER: (AGENCY,),
}


class Day:
    """A morning thrown with dice: who works where, who is away, and what is open."""

    def __init__(self, dice: random.Random, n: int) -> None:
        self.asked: dict[int, datetime] = {}
        self.later: dict[int, datetime] = {}
        self._dice = dice
        self.roles = {person: self._roles() for person in PEOPLE}
        self.cases = [self._case(100 * n + k) for k in range(dice.randrange(0, 30))]
        self.away = [self._away(person) for person in PEOPLE if dice.random() < 0.25]

    def _roles(self) -> list[tuple[Role, str, tuple[Desk, ...]]]:
        dice, found = self._dice, []
        for role in dice.sample(list(Role), dice.choice((1, 1, 1, 2))):
            desks = tuple(dice.sample(list(Desk), dice.choice((0, 1, 2))))
            found.append((role, dice.choice(PLACES[role]), desks))
        return found

    def _case(self, n: int) -> Case:
        dice = self._dice
        village = dice.choice((VILLAGE, VILLAGE, OTHER, ""))
        status = dice.choice([*TO_DO, Status.WAITING, Status.RESOLVED, Status.CLOSED])
        referral = None
        if dice.random() < 0.3:
            to, stage = dice.choice((AGENCY, DISTRICT)), dice.choice(list(Stage))
            answer_by = MORNING + timedelta(hours=dice.choice((-9, 48)))
            referral = Referral(to, stage, answer_by, asks=dice.random() < 0.3)
        made = case(
            n,
            status=status,
            village=village,
            office=dice.choice((village or DISTRICT, DISTRICT)),
            owner=dice.choice((None, None, *PEOPLE)),
            urgency=dice.choice(list(Urgency)),
            desk=dice.choice(list(Desk)),
            confidential=dice.random() < 0.15,
            sensitive=dice.random() < 0.2,
            excluded=dice.choice(((), (), (dice.choice(PEOPLE),))),
            due_at=MORNING + timedelta(hours=dice.randrange(-80, 80)),
            teller=9,
            level=dice.choice((0, 0, 1, 2, 3)),
        )
        if status in TO_DO and dice.random() < 0.2:
            self.later[made.id] = MORNING + timedelta(days=dice.randrange(2, 9))
        if status is Status.WAITING:
            self.asked[made.id] = MORNING - timedelta(hours=dice.randrange(1, 340))
        left = dice.choice((None, 0, 90)) if status is Status.WAITING else None
        return replace(made, referral=referral, had_by=self._had_by(made), minutes_left=left)

    def _had_by(self, made: Case) -> int | None:
        """Who had a case that nobody holds any more."""
        return None if made.owner else self._dice.choice((None, None, *PEOPLE))

    def _away(self, person: int) -> Absence:
        other = self._dice.choice([0, *(one for one in PEOPLE if one != person)])
        today = MORNING.date()
        return Absence(person, person, other, today, today + timedelta(days=1))

    async def keep(self, office: Office) -> None:
        async with office.db.write() as connection:
            for table in (CASES, table_of(Grant), table_of(StandInRow), table_of(BellRow)):
                await connection.execute(delete(table))
            await cases.save(connection, office.vault, self.cases)
            for away in self.away:
                await stand_ins.put(connection, away, MORNING)
            put_off = [
                Bell(Postponed.kind, OfCase(one), "", day) for one, day in self.later.items()
            ]
            await bells.set_bells(connection, put_off)
        for person, held in self.roles.items():
            for role, scope, desks in held:
                await office.hire(person, role, scope, *desks)


async def asked_of(office: Office, day: Day) -> None:
    """The questions for which cases wait."""
    asked = Asked(1, "?", "text")
    events = [Recorded(case_id, 1, asked, at) for case_id, at in day.asked.items()]
    async with office.db.write() as connection:
        await cases.record(connection, office.vault, events)


def counted(said: Say) -> dict[str, int]:
    """What the list says of how many."""
    lines = [line for line in said.text.args["lines"] if isinstance(line, Text)]
    return {
        line.key.removeprefix("morning."): line.args["count"]
        for line in lines
        if "count" in line.args and "below" not in line.key
    }


async def queued(batch: Batch, office: Office, person: int, view: str) -> list[Case]:
    """Every case on every page of `/antrian`, as its buttons open them, due as its office has
    promised."""
    whose = Whose(person, (await batch.person(person)).memberships)
    begins = f"{view}~" if view else ""
    words, found = begins, list[Case]()
    while True:
        (said,) = await show(batch, office.desk, person, Show("queue", {"words": words}))
        taps = [button.tap for row in said.buttons for button in row]
        opened = [tap.case for tap in taps if isinstance(tap, ActOnCase) and tap.action == "open"]
        read = [one for case_id in opened if (one := await batch.case(case_id)) is not None]
        found += [as_theirs(whose, one) for one in read]
        further = [
            tap.words for tap in taps if isinstance(tap, TurnPage) and tap.words.startswith(begins)
        ]
        further = [one for one in further if one.count(".") == 3 and one != words]
        if not further:
            return found
        words = further[-1]


def wanted(
    day: Day, person: int, pages: Mapping[str, list[Case]], there: OfficesThere
) -> dict[str, int]:
    """What the pages of a queue hold; ``there``: the other offices where somebody works."""
    queue = pages[""]
    midnight = datetime.combine(MORNING.date() + timedelta(days=1), time(), MORNING.tzinfo)
    mine = {x.id for x in pages["m"]}
    asked = {x.id for x in queue if x.stage is Stage.OFFERED and with_office(x, there)}
    free = {x.id for x in queue if x.owner is None and x.referral is None}
    late = {x.id for x in pages["l"]}
    counts = {
        "emergency": sum(x.urgency is Urgency.EMERGENCY for x in queue),
        "late": sum(x.id in late for x in queue),
        "late_there": sum(x.id in late for x in pages["r"]),
        "today_there": sum(
            x.status in TO_DO and MORNING <= due_first(x) < midnight for x in pages["r"]
        ),
        "elsewhere": len(pages["r"]),
        "put_off": len(pages["p"]),
        "today": sum(MORNING <= x.due_at < midnight for x in queue),
        "unread": sum(x.owner is None and x.referral is None for x in queue),
        "offered": len(asked),
        "hands": sum(x.id in mine - asked for x in queue),
        "total": len(queue),
        "others": sum(x.id not in mine | asked | free for x in queue),
        **silence(
            day, pages["w"], leads=bool({role for role, _, _ in day.roles[person]} & LEADERS)
        ),
    }
    besides = ("undecided", "elsewhere", "put_off", "late_waiting", "waiting")
    counts["besides"] = sum(counts[part] for part in besides)
    assert len(pages["t"]) == sum(counts[part] for part in ("undecided", *besides[3:]))
    apart = [x.id for view in ("", *"rpw") for x in pages[view]]
    assert len(apart) == len(set(apart)), "no part of a list holds what another holds"
    parts = ("unread", "offered", "hands", "others")
    assert sum(counts[part] for part in parts) == counts["total"], "nothing is counted twice"
    assert late <= {x.id for view in ("", "r", "p") for x in pages[view]}, "and none is hidden"
    return {name: count for name, count in counts.items() if count}


def silence(day: Day, waiting: list[Case], *, leads: bool) -> dict[str, int]:
    """How many of these wait for their tellers too long; of a leader's, first those to decide; then
    those that were late when asked."""
    decide = [x for x in waiting if leads and day.asked[x.id] < MORNING - UNDECIDED]
    rest = [x for x in waiting if x not in decide]
    late = [x for x in rest if x.minutes_left == 0]
    long_ago = [x for x in rest if x not in late and day.asked[x.id] < MORNING - TOO_LONG]
    return {"undecided": len(decide), "late_waiting": len(late), "waiting": len(long_ago)}


@pytest.mark.parametrize("round_", range(4))
async def test_the_morning_list_is_the_queue_counted(database: Database, round_: int) -> None:
    """For everybody who is there: what the list counts is what `/antrian` shows; whoever gets none
    has nothing in it; leaders always get theirs, with the offices below."""
    seed, dice = thrown()
    print(f"PUSKESOS_TEST_SEED={seed}")
    office = Office(database, at=MORNING)
    for n in range(1, 4):
        day = Day(dice, n)
        await day.keep(office)
        await asked_of(office, day)
        await check(office, day)


async def check(office: Office, day: Day) -> None:
    bell = Bell(DIGEST, EVERYBODY, MORNING.date().isoformat(), MORNING)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, MORNING)
        letters = {mail.to: mail.say for mail in await MorningList(office.desk).ring(batch, bell)}
        out, there = {away.person for away in day.away}, await offices_there(batch)
        for person in set(PEOPLE) - out:
            pages = {x: await queued(batch, office, person, x) for x in ("", *"lmrpwt")}
            counts = wanted(day, person, pages, there)
            held = {role for role, _, _ in day.roles[person]}
            assert bool(counts.keys() - {"others", "total"} or held & LEADERS) == (
                person in letters
            ), (
                person,
                held,
            )
            assert person not in letters or counted(letters[person]) == counts, (person, held)
            await check_below(batch, office, day, person, letters.get(person))
            await check_turns(batch, office, day, person, pages[""])
        assert not out & letters.keys()


async def check_turns(
    batch: Batch, office: Office, day: Day, person: int, queued: list[Case]
) -> None:
    """Whoever is told that a case is their turn finds it in their queue."""
    roles, roster = (await batch.person(person)).memberships, office.desk.roster
    # Nobody holds what they may not see, and what is confidential never lies at a village.
    real = [x for x in day.cases if x.status in TO_DO and works_on(person, roles, x)]
    real = [x for x in real if not x.confidential or x.office == DISTRICT]
    theirs = {x.id for x in real if person in await whose(roster, batch, x)} - day.later.keys()
    queue = {x.id for x in queued}
    assert queue.issuperset(theirs), (person, theirs - queue, roles, day.away)


def _leads_above(membership: Membership, case: Case) -> bool:
    below = case.office.startswith(f"{membership.scope}.") and membership.role in LEADERS
    return below and takes(membership, case.desk, sensitive=case.sensitive)


async def check_below(
    batch: Batch, office: Office, day: Day, person: int, letter: Say | None
) -> None:
    lines: list[Any] = list(letter.text.args["lines"]) if letter else []
    below = [line for line in lines if line.key.startswith("morning.below.")]
    if below:
        found, there = await queued(batch, office, person, "b"), await offices_there(batch)
        roles = (await batch.person(person)).memberships
        out = await office.desk.roster.out(batch)
        theirs = {person, *out.represented_by(person)}
        quiet = [x for x in day.cases if x.status is Status.WAITING and person not in x.excluded]
        quiet = [x for x in quiet if x.owner not in theirs and not of_own_office(roles, x)]
        quiet = [x for x in quiet if any(_leads_above(m, x) for m in roles)]
        counts = {
            "emergency": sum(x.urgency is Urgency.EMERGENCY for x in found),
            "late": sum(is_late(x, MORNING) for x in found if not with_office(x, there)),
            "late_there": sum(is_late(x, MORNING) for x in found if with_office(x, there)),
            "today": sum(MORNING <= x.due_at < MORNING.replace(hour=23, minute=59) for x in found),
            "unread": sum(x.owner is None and x.referral is None for x in found),
            **{part: n for part, n in silence(day, quiet, leads=False).items() if n},
        }
        told = {line.key.rpartition(".")[2]: line.args["count"] for line in below if line.args}
        assert told == {name: count for name, count in counts.items() if count}


async def test_leaders_hear_that_all_is_well(database: Database) -> None:
    """Without a single case the leaders are told so, the district with its offices; nobody else
    hears anything."""
    office = Office(database, at=MORNING)
    await office.hire(101, Role.FRONT_OFFICE)
    await office.hire(102, Role.COORDINATOR)
    await office.hire(103, Role.DISTRICT_MANAGER, DISTRICT)
    bell = Bell(DIGEST, EVERYBODY, MORNING.date().isoformat(), MORNING)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, MORNING)
        letters = {mail.to: mail.say for mail in await MorningList(office.desk).ring(batch, bell)}
    told = {person: [x.key for x in say.text.args["lines"]] for person, say in letters.items()}
    assert told == {
        102: ["morning.all_well"],
        103: ["morning.all_well", "morning.below.well"],
    }


async def test_what_climbs_at_that_very_moment_is_in_the_list(database: Database) -> None:
    """Times that end at night end when the office opens, which is when the list comes: it is made
    after all other bells of its moment."""
    office = Office(database, at=MORNING - timedelta(days=1))
    await office.hire(101, Role.FRONT_OFFICE)
    above = await office.hire(104, Role.DISTRICT_OFFICER, DISTRICT)
    filed = await office.file("sktm", frail="yes")
    assert filed.office != DISTRICT
    await office.ring()
    async with office.db.write() as connection:
        bells = table_of(BellRow)
        unread = bells.update().where(bells.c.kind == "unread")
        await connection.execute(unread.values(due_at=MORNING.astimezone(UTC)))
        await connection.execute(bells.update().where(bells.c.kind == DIGEST).values(id=-1))
    office.at = MORNING - timedelta(minutes=1)
    await office.ring()
    await office.told()
    office.at = MORNING
    await office.ring()
    lists = [x for x in await office.told() if x.to == above and x.delivery == Delivery.BROADCAST]
    assert f"c:open:{filed.id}" in lists[0].taps
