"""Nights: whatever happens when, no resident gets a message between 20:00 and 06:00, except in an
emergency or as an answer to what they have just written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from casework.actions.assignment import Assign, Claim
from casework.actions.conflict_of_interest import Exclude
from casework.actions.correspondence import Add, Reply
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Reopen, Resolve, Withdraw
from casework.actions.question import Answer, Ask
from casework.actions.review import Review
from casework.case import commands as c
from casework.case.model import Decision, Role, Urgency, Verdict
from casework.policy.bell_subjects import OfPerson
from casework.policy.followups import Bell
from casework.policy.policy import Policy
from conversations.protocol import requests as rq
from conversations.protocol.dialogue import Draft, Talk
from storage.db.database import Database, table_of
from storage.pending.bells import set_bells
from storage.tables.cases import CaseRow
from storage.tables.pending import BellRow, OutboxRow
from storage.tables.people import Grant, PersonRow, StandInRow, TalkRow
from tests.casework.cases import DISTRICT, TELLER
from tests.support.office import Office, Told, in_zone

ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
POLICIES = {zone: in_zone(zone) for zone in ZONES}
FO, BO, CO, DO = 101, 102, 103, 104
NEWS = {"texts": ["more"], "files": [], "location": None}
SERVICES = ("pkh", "violence", "pbi_reactivation", "official_complaint")

DEEDS: tuple[tuple[int, c.Command], ...] = (
    (BO, Claim(BO)),
    (BO, Review(BO)),
    (BO, Reply(BO, "besok")),
    (BO, Ask(BO, "sejak kapan?", "text")),
    (CO, Assign(CO, BO)),
    (CO, Reply(CO, "tunggu")),
    (CO, Resolve(CO, Decision.HELPED, "sudah")),
    (CO, Exclude(CO, FO)),
    (TELLER, Add(TELLER, NEWS)),
    (TELLER, Withdraw(TELLER, "solved")),
    (TELLER, Answer(TELLER, {"kind": "story", "value": NEWS})),
    (TELLER, Confirm(TELLER, Verdict.NO, "")),
    (TELLER, Confirm(TELLER, Verdict.FIXED, "")),
    (TELLER, Reopen(TELLER, "")),
    (DO, Reply(DO, "kami urus")),
)
STEPS = st.lists(
    st.tuples(st.sampled_from([*DEEDS, *[None] * len(DEEDS)]), st.integers(0, 200)), max_size=12
)
LIVES = st.tuples(
    st.sampled_from(ZONES),
    st.integers(0, 24 * 7),
    st.sampled_from(SERVICES),
    st.booleans(),
    st.booleans(),
    STEPS,
)
Life = tuple[str, int, str, bool, bool, list[tuple[tuple[int, c.Command] | None, int]]]

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True)
class Woken:
    """A letter to the resident, and what surrounds it."""

    letter: Told
    answers: bool
    emergency: bool


async def lived(database: Database, life: Life) -> list[Woken]:
    """Every letter that the resident of a life got. Between two deeds the bot may have been off:
    bells ring late."""
    zone, hour, service, urgent, away, steps = life
    await _anew(database)
    office = Office(database, POLICIES[zone], MONDAY + timedelta(hours=hour))
    for person, role, scope in (
        (FO, Role.FRONT_OFFICE, ""),
        (BO, Role.BACK_OFFICE, ""),
        (CO, Role.COORDINATOR, ""),
    ):
        await office.hire(person, role, *([scope] if scope else []))
    await office.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    if away:
        await office.away(BO, CO)
    case = await office.file(service, **({"alarm": "danger"} if urgent else {}))
    await _draft(office)
    emergency = case.urgency is Urgency.EMERGENCY
    got = [Woken(letter, True, emergency) for letter in await office.told() if letter.to == TELLER]
    for deed, hours in steps:
        office.later(hours=hours)
        if deed is None:
            await office.ring()
        else:
            await office.do(deed[0], deed[1], case.id)
        answers = deed is not None and deed[0] == TELLER
        got += [
            Woken(letter, answers, emergency)
            for letter in await office.told()
            if letter.to == TELLER
        ]
    return got


async def _anew(database: Database) -> None:
    """An empty district. Events stay, since nobody can delete them, and so does the counter of case
    numbers."""
    async with database.write() as connection:
        for table in (BellRow, CaseRow, Grant, OutboxRow, PersonRow, StandInRow, TalkRow):
            await connection.execute(delete(table_of(table)))


async def _draft(office: Office) -> None:
    """The resident has also begun a report that is still open."""
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        batch.keep_profile((await batch.person(TELLER)).profile)
        batch.keep_talk(TELLER, Talk((Draft("half", "report"),)))
        await batch.flush()
        due = office.desk.policy.rested(office.at + timedelta(hours=20))
        await set_bells(connection, [Bell("draft", OfPerson(TELLER), "half", due)])
    await office.do(TELLER, rq.RemindMe("half"))


def at_night(zone: str, got: list[Woken]) -> Iterator[str]:
    """The letters that wake somebody for nothing."""
    for woken in got:
        hour = woken.letter.not_before.astimezone(POLICIES[zone].calendar.zone).hour
        if not 6 <= hour < 20 and not woken.answers and not woken.emergency:
            yield woken.letter.text


slow = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@slow
@given(life=LIVES)
async def test_nobody_is_woken(sqlite_database: Database, life: Life) -> None:
    """In all three zones, at all hours, whatever is done and however late the bells ring."""
    assert list(at_night(life[0], await lived(sqlite_database, life))) == []


@pytest.mark.parametrize("zone", ZONES)
async def test_a_reply_at_ten_in_the_evening_waits_for_six(
    sqlite_database: Database, zone: str
) -> None:
    """One evening in each zone: the reply is held until six of the place; that of an emergency is
    not."""
    offset = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}[zone]
    evening: Life = (zone, 22 - offset, "pkh", False, False, [((BO, Reply(BO, "besok")), 0)])
    (reply,) = [w for w in await lived(sqlite_database, evening) if not w.answers]
    assert reply.letter.not_before == MONDAY + timedelta(hours=24 + 6 - offset)
    urgent: Life = (zone, 22 - offset, "pkh", True, False, [((BO, Reply(BO, "segera")), 0)])
    (reply,) = [w for w in await lived(sqlite_database, urgent) if not w.answers]
    assert reply.letter.not_before == MONDAY + timedelta(hours=22 - offset)


@pytest.mark.parametrize("zone", ZONES)
async def test_bells_that_ring_late_wake_nobody(sqlite_database: Database, zone: str) -> None:
    """The bot was off and comes back at eleven in the evening: the reminder of a half-written
    report waits for six."""
    offset = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}[zone]
    back: Life = (zone, 10 - offset, "pkh", False, False, [(None, 24 + 13)])
    late = [w for w in await lived(sqlite_database, back) if not w.answers]
    assert [w.letter.not_before for w in late] == [MONDAY + timedelta(hours=48 + 6 - offset)]


async def test_the_property_can_fail(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: a desk without night rest wakes the resident, and the test sees it."""
    monkeypatch.setattr(Policy, "rested", lambda policy, at: at)
    evening: Life = ("Asia/Jayapura", 13, "pkh", False, False, [((BO, Reply(BO, "besok")), 0)])
    assert list(at_night("Asia/Jayapura", await lived(sqlite_database, evening))) != []
