"""Who is asked: whoever is away or has blocked the bot is skipped upwards, and never silently."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.desk.roster import Roster
from casework.actions.assignment import Assign, Claim
from casework.actions.correspondence import Add
from casework.actions.ending.resolution import Resolve
from casework.actions.escalation import Ring
from casework.case.model import Case, Decision, Desk, Role, Status
from conversations.protocol import requests as rq
from storage.db.database import Database
from storage.unit_of_work import Batch
from tests.casework.cases import DISTRICT, TELLER, VILLAGE, filed
from tests.support.office import Office

FO, BO, CO, DO, DM = 101, 102, 103, 104, 105
STAFF_OF = {
    FO: (Role.FRONT_OFFICE, VILLAGE),
    BO: (Role.BACK_OFFICE, VILLAGE),
    CO: (Role.COORDINATOR, VILLAGE),
    DO: (Role.DISTRICT_OFFICER, DISTRICT),
    DM: (Role.DISTRICT_MANAGER, DISTRICT),
}


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with three officers, and the district's two."""
    made = Office(database)
    for person, (role, scope) in STAFF_OF.items():
        await made.hire(person, role, scope)
    return made


async def asked(office: Office, case: Case) -> tuple[list[int], set[int]]:
    """Whose turn it is, and the levels at which anybody works."""
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        roster = office.desk.roster
        return await roster.on_level(batch, case), set(await roster.manned(batch, case))


NEWS = {"texts": ["masih belum"], "files": [], "location": None}
PLAIN = filed()[0]
SENSITIVE = filed("violence")[0]


async def test_everybody_is_there(office: Office) -> None:
    """With everybody at work a new case is the desk's and each level counts as manned; the counter
    sees no violence."""
    assert await asked(office, PLAIN) == ([FO, BO], {0, 1, 2, 3})
    assert await asked(office, SENSITIVE) == ([BO], {0, 1, 2, 3})


async def test_who_is_away_is_replaced_by_their_stand_in(office: Office) -> None:
    """The stand-in is asked in the place of the absent person, and only for what they may see
    themselves."""
    await office.away(BO, CO)
    assert await asked(office, PLAIN) == ([FO, CO], {0, 1, 2, 3})
    await office.away(CO, FO)
    assert await asked(office, SENSITIVE) == ([DO], {2, 3})


async def test_a_stand_in_who_goes_away_has_one_too(office: Office) -> None:
    """News of a case goes along the chain to who is there, and they may do with it what its owner
    may."""
    third = await office.hire(106, Role.BACK_OFFICE)
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.away(FO, BO)
    await office.away(BO, third)
    await office.told()
    await office.do(TELLER, Add(TELLER, NEWS), case.id)
    [letter] = [letter for letter in await office.told() if letter.to != TELLER]
    assert (letter.to, "rekan yang sedang digantikan" in letter.text.lower()) == (third, True)
    await office.do(third, Resolve(third, Decision.HELPED, "sudah"), case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED


async def test_a_circle_of_stand_ins_ends_above(office: Office) -> None:
    """Where each stands in for the other nobody is there: the coordinator is asked."""
    await office.away(FO, BO)
    await office.away(BO, FO)
    assert await asked(office, PLAIN) == ([CO], {1, 2, 3})


async def test_a_chain_ends_at_who_is_not_reached(office: Office) -> None:
    """Somebody who has blocked the bot has named no stand-in."""
    await office.away(FO, BO)
    await office.blocks(BO)
    assert await asked(office, PLAIN) == ([CO], {1, 2, 3})


@pytest.mark.parametrize("how", ["away", "blocked"])
async def test_a_level_where_all_are_out_is_unmanned(office: Office, how: str) -> None:
    """Those who are out are skipped upwards, one level after the other."""
    for gone, turn, manned in (
        ((FO, BO), [CO], {1, 2, 3}),
        ((CO,), [DO], {2, 3}),
        ((DO,), [DM], {3}),
    ):
        for person in gone:
            await (office.away(person) if how == "away" else office.blocks(person))
        assert await asked(office, PLAIN) == (turn, manned)


async def test_when_everybody_is_away_somebody_is_disturbed(office: Office) -> None:
    """Rather somebody on leave than silence; but nobody who can't be written to."""
    for person in STAFF_OF:
        await office.away(person)
    await office.blocks(FO)
    assert await asked(office, PLAIN) == ([BO], set())


async def test_the_unreachable_are_tried_when_nobody_else_is_left(office: Office) -> None:
    """Nobody can be written to as far as we know: all are tried, for one may be back."""
    for person in STAFF_OF:
        await office.blocks(person)
    assert await asked(office, PLAIN) == ([FO, BO, CO, DO, DM], set())
    assert (await asked(office, SENSITIVE))[0] == [BO, CO, DO, DM]


async def test_nobody_is_left_above(office: Office) -> None:
    """A case that has climbed past those who are there is theirs again before anybody who can't be
    reached is tried."""
    for person in (CO, DO, DM):
        await office.blocks(person)
    top = replace(PLAIN, level=3, office=DISTRICT)
    assert (await asked(office, top))[0] == [FO, BO]
    await office.away(FO)
    await office.away(BO)
    assert (await asked(office, top))[0] == [FO, BO]


async def test_a_confidential_case_is_nobodys_below(office: Office) -> None:
    """A village that must not see a case is not asked about it, whoever is left."""
    for person in (DO, DM):
        await office.blocks(person)
    accused = replace(PLAIN, level=2, office=DISTRICT, confidential=True)
    assert (await asked(office, accused))[0] == [DO, DM]


async def test_back_again(office: Office) -> None:
    """After the last day, and for whoever writes again, the turn is theirs as before."""
    await office.away(FO, days=1)
    await office.blocks(BO)
    assert (await asked(office, PLAIN))[0] == [CO]
    office.later(days=2)
    assert (await asked(office, PLAIN))[0] == [FO]


async def test_an_unmanned_village_files_with_the_district(office: Office) -> None:
    """Where nobody of the village is at work, or only who may not see it, the district answers from
    the start."""
    for person in (BO, CO):
        await office.away(person)
    assert (await office.file()).office == VILLAGE
    assert (await office.file("spm_elderly")).office == DISTRICT
    await office.away(FO)
    assert (await office.file()).office == DISTRICT


# ---- whoever holds a case ------------------------------------------------------------------------


async def _held(office: Office) -> Case:
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.told()
    return case


async def test_news_for_an_absent_owner_goes_to_the_stand_in(office: Office) -> None:
    """The stand-in reads what is meant for the owner, and for whom it is meant."""
    case = await _held(office)
    await office.away(BO, CO)
    await office.do(
        TELLER, Add(TELLER, {"texts": ["more"], "files": [], "location": None}), case.id
    )
    (letter,) = [one for one in await office.told() if one.to != TELLER]
    assert (letter.to, "rekan yang sedang digantikan" in letter.text) == (CO, True)


async def test_news_for_an_unreachable_owner_goes_up(office: Office) -> None:
    """What an officer who has blocked the bot should hear goes to those whose turn it is."""
    case = await _held(office)
    await office.blocks(BO)
    await office.do(
        TELLER, Add(TELLER, {"texts": ["more"], "files": [], "location": None}), case.id
    )
    (letter,) = [one for one in await office.told() if one.to != TELLER]
    assert (letter.to, "tidak bisa dihubungi" in letter.text) == (FO, True)


async def test_a_late_case_of_an_absent_owner_is_told_once_to_each(office: Office) -> None:
    """Those above hear of a late case once, though its owner's part comes to them too."""
    case = await _held(office)
    await office.away(BO)
    await office.away(FO)
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        mails = await office.desk.handle(batch, 0, Ring("late"), case.id)
    assert [mail.to for mail in mails if mail.to != TELLER] == [CO]


async def test_the_stand_in_may_do_what_the_owner_may(office: Office) -> None:
    """While the owner is away the stand-in resolves; before, and for another colleague, it is not
    theirs."""
    await office.hire(106, Role.BACK_OFFICE, VILLAGE)
    case = await _held(office)
    resolve = Resolve(106, Decision.HELPED, "sudah")
    await office.do(106, resolve, case.id)
    assert (await office.case(case.id)).ending.decision is None
    await office.away(BO, 106)
    await office.do(FO, Resolve(FO, Decision.HELPED, "sudah"), case.id)
    assert (await office.case(case.id)).ending.decision is None
    await office.do(106, resolve, case.id)
    assert (await office.case(case.id)).ending.decision is Decision.HELPED


async def test_nobody_gives_a_case_to_who_is_away(office: Office) -> None:
    """A case can't be assigned to somebody who is out, and the refusal says why."""
    case = await office.file()
    await office.away(BO)
    await office.told()
    await office.do(CO, Assign(CO, BO), case.id)
    (letter,) = await office.told()
    assert (letter.to, "sedang berhalangan" in letter.text) == (CO, True)
    assert (await office.case(case.id)).owner is None


async def test_an_officers_own_trouble_is_not_theirs_to_look_after(office: Office) -> None:
    """Who tells of their own trouble is not asked about it at their desk, also when nobody else is
    there."""
    await office.away(FO)
    case = await office.file(teller=BO)
    assert CO in await office.told_to()
    await office.do(BO, Claim(BO), case.id)
    assert (await office.case(case.id)).owner is None


async def test_asking_for_two_hundred_cases_is_cheap(office: Office) -> None:
    """A batch asks once who works at an office and once who is out, however many cases it looks
    at."""
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    async with office.db.write() as connection:
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        batch = Batch(connection, office.vault, office.at)
        for _ in range(200):
            await Roster(DISTRICT, office.desk.policy.calendar.zone).manned(batch, PLAIN)
    assert len(statements) <= 4, (
        statements
    )  # the village, the district, who is away, who is unreachable


# ---- the command ---------------------------------------------------------------------------------


async def _asks(office: Office, by: int, substitute: int, first: int = 0, days: int = 2) -> str:
    """Ask for a stand-in, so many days from today on; gives what is said to the one who asks."""
    await office.told()
    today = office.desk.roster.today(Batch(None, office.vault, office.at))  # type: ignore[arg-type]
    begins = today + timedelta(days=first)
    await office.do(by, rq.StandIn(substitute, begins, begins + timedelta(days=days)))
    return next(letter.text for letter in await office.told() if letter.to == by)


@pytest.mark.parametrize(
    ("substitute", "first", "days", "said"),
    [
        (CO, 0, 2, "Selamat beristirahat"),
        (0, 0, 2, "tingkat di atas"),
        (CO, 0, 59, "Selamat beristirahat"),
        (BO, 0, 2, "perlu orang lain"),
        (CO, -1, 2, "sudah lewat"),
        (CO, 3, -1, "lebih awal"),
        (CO, 0, 60, "60 hari"),
        (FO, 0, 2, "tidak bisa melihat"),
        (DO, 0, 2, "tidak bisa melihat"),
        (999, 0, 2, "tidak bisa melihat"),
    ],
)
async def test_what_a_stand_in_may_be(
    sqlite_database: Database, substitute: int, first: int, days: int, said: str
) -> None:
    """A colleague of the office who sees as much, from today on, for at most 60 days; all else is
    refused kindly."""
    office = Office(sqlite_database)
    for person, (role, scope) in STAFF_OF.items():
        await office.hire(person, role, scope)
    assert said in await _asks(office, BO, substitute, first, days)
    async with office.db.read() as connection:
        out = await Batch(connection, office.vault, office.at).out(office.at.date())
    assert (BO in out.away) is (said in ("Selamat beristirahat", "tingkat di atas"))


async def test_the_newest_word_counts_and_can_be_taken_back(office: Office) -> None:
    """What overlaps is replaced; ended, nobody stands in, and the colleague hears that it is
    over."""
    await office.hire(106, Role.BACK_OFFICE, VILLAGE, Desk.HEALTH, Desk.EDUCATION)
    assert "tidak bisa melihat" in await _asks(office, BO, 106)
    await _asks(office, 106, BO)
    await _asks(office, 106, CO)
    assert (await asked(office, filed("pbi_new")[0]))[0] == [FO, BO, CO]
    await office.told()
    await office.do(106, rq.EndStandIn())
    assert sorted(await office.told_to()) == [CO, 106]
    assert (await asked(office, filed("pbi_new")[0]))[0] == [FO, BO, 106]


async def test_who_is_away_stands_in_for_nobody(office: Office) -> None:
    """A colleague who is away on one of the days, or has blocked the bot, is not offered."""
    await office.away(CO, days=1)
    assert "berhalangan" in await _asks(office, BO, CO, first=1)
    assert "Selamat beristirahat" in await _asks(office, BO, CO, first=2)
    await office.blocks(CO)
    assert "berhalangan" in await _asks(office, BO, CO, first=2)


async def test_who_had_it_last_goes_on_while_they_are_here(office: Office) -> None:
    """Their stand-in while they are away; nobody once they are gone or may not see it."""
    case = replace(PLAIN, level=1, had_by=FO)

    async def goes_on() -> int | None:
        async with office.db.write() as connection:
            batch = Batch(connection, office.vault, office.at)
            return (await office.desk.roster.there(batch, case)).goes_on

    assert await goes_on() == FO
    await office.away(FO, BO)
    assert await goes_on() == BO
    case = replace(case, excluded=(BO,))
    assert await goes_on() is None
    case = replace(PLAIN, had_by=404)
    assert await goes_on() is None


async def test_days_are_named_by_weekday(sqlite_database: Database) -> None:
    """Who sets up a stand-in need not look at a calendar."""
    office = Office(sqlite_database)
    for person, (role, scope) in STAFF_OF.items():
        await office.hire(person, role, scope)
    today = office.desk.roster.today(Batch(None, office.vault, office.at))  # type: ignore[arg-type]
    names = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
    assert f"Dari {names[today.weekday()]}, {today.day} " in await _asks(office, BO, CO)
