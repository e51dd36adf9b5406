"""Each level reads whose turn a case is, whenever nobody holds it."""

from dataclasses import replace

import pytest

from bot.desk.staff.list_reader import list_reader
from bot.desk.whose_turn import climbs_at
from bot.pages.show import show
from casework.actions.assignment import Assign, Claim
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.referral import Refer
from casework.actions.referral_answer import Return, Why
from casework.actions.reminder import Nudge, Raise
from casework.case.model import DISTRICT_LEVEL, Case, Decision, Verdict
from casework.case.whose_turn import whose_turn
from conversations.pages.whose_turn import as_listed
from conversations.protocol.effects import Show
from storage.db.database import Database
from tests.casework.cases import DISTRICT, TELLER
from tests.conversations.speaker import CONTENT
from tests.support.office import Office
from tests.support.teams import AG, CO, DINSOS, DM, DO, FO, staffed


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, FO, CO, DO, DM, AG)


async def turns(office: Office) -> dict[int, str]:
    """What each officer is told last of whose turn it is."""
    told = [letter for letter in await office.delivered() if "Giliran" in letter.text]
    return {one.to: next(x for x in one.text.splitlines() if "Giliran" in x) for one in told}


async def refused(office: Office) -> Case:
    """A result of the front office that its teller does not accept."""
    case = await office.file()
    await office.do(FO, Resolve(FO, Decision.HELPED, "sudah aktif"), case.id)
    await office.delivered()
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "masih mati"), case.id)
    return case


async def test_a_refused_result_is_the_turn_of_who_had_it(office: Office) -> None:
    """They read that it is theirs, the coordinator whose it is; each one message."""
    await refused(office)
    assert await turns(office) == {
        FO: "👉 Giliran Anda; koordinator mengawasi.",
        CO: "👀 Giliran officer 101; Anda mengawasi.",
    }


async def test_who_has_left_is_not_waited_for(office: Office) -> None:
    """Then it is the coordinator's turn, and they read it."""
    case = await office.file()
    await office.do(FO, Resolve(FO, Decision.HELPED, "sudah aktif"), case.id)
    await office.delivered()
    await office.leaves(FO)
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "masih mati"), case.id)
    assert await turns(office) == {CO: "👉 Giliran Anda."}


async def test_climbing_to_the_district_tells_both(office: Office) -> None:
    """The district reads that it is its turn, the village that it hears of it only; the coordinator
    before that, too."""
    case = await office.file()
    seen: list[dict[int, str]] = []
    while (await office.case(case.id)).level < 2:
        office.later(days=1)
        await office.ring()
        seen.append(await turns(office))
    told = [one for one in seen if one]
    assert told[0] == {CO: "👉 Giliran Anda."}
    know = "👉 Giliran SLRT; desa tahu saja."
    assert told[-1] == {DO: "👉 Giliran Anda.", FO: know, CO: know}


async def test_a_held_case_that_climbs_stays_with_its_holder(office: Office) -> None:
    """The holder reads that it is still theirs, those above that they look on."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    seen: list[dict[int, str]] = []
    while (await office.case(case.id)).level < 2:
        office.later(days=1)
        await office.ring()
        seen.append(await turns(office))
    told = [one for one in seen if one]
    assert told[-1] == {
        FO: "👉 Giliran Anda; SLRT mengawasi.",
        DO: "👀 Giliran officer 101; Anda mengawasi.",
    }


async def test_taken_up_by_its_teller_it_says_the_same(office: Office) -> None:
    """Also when the resident takes it higher, and when they only remind."""
    case = await office.file()
    office.later(days=30)
    await office.do(TELLER, Nudge(TELLER), case.id)
    assert set((await turns(office)).values()) == {"👉 Giliran petugas desa."}
    for _ in range(2):
        await office.do(TELLER, Raise(TELLER), case.id)
        office.later(days=2)
    know = "👉 Giliran SLRT; desa tahu saja."
    assert await turns(office) == {DO: "👉 Giliran Anda.", FO: know, CO: know}


async def test_given_back_it_is_the_offices_turn(office: Office) -> None:
    """Whoever is left of it; opened again by a leader, it is whose it was."""
    case = await office.file()
    await office.do(CO, Assign(FO, CO), case.id)
    await office.delivered()
    await office.do(CO, GiveBack(CO, "keluarga"), case.id)
    assert (await turns(office))[FO] == "👉 Giliran Anda."
    await office.do(FO, Resolve(FO, Decision.HELPED, "sudah aktif"), case.id)
    await office.delivered()
    await office.do(DO, OpenAgain(DO, "keliru"), case.id)
    assert (await turns(office))[FO] == "👉 Giliran Anda; koordinator mengawasi."


async def test_a_referral_that_came_back_is_its_senders_turn(office: Office) -> None:
    """The holder reads it with the answer."""
    case = await office.file()
    await office.do(FO, Refer(FO, DINSOS, "mohon dicek"), case.id)
    await office.delivered()
    await office.do(AG, Return(AG, Why.NO_MEANS, "anggaran habis"), case.id)
    assert await turns(office) == {FO: "👉 Giliran Anda."}


async def climbed(office: Office, case: Case, level: int) -> list[dict[int, str]]:
    """What is told of whose turn it is, day by day, until a case has reached a level."""
    seen: list[dict[int, str]] = []
    while (await office.case(case.id)).level < level:
        office.later(days=1)
        await office.ring()
        seen.append(await turns(office))
    return [one for one in seen if one]


async def test_who_was_told_to_look_on_is_not_passed_over(office: Office) -> None:
    """Opened again and left lying: first it is the coordinator's turn, then the district's."""
    case = await refused(office)
    await turns(office)
    told = await climbed(office, case, 2)
    assert told[0] == {CO: "👉 Giliran Anda."}
    assert told[-1][DO] == "👉 Giliran Anda."


async def test_a_resident_who_raises_it_passes_nobody_over(office: Office) -> None:
    """Who takes an opened case higher takes it to who looks on."""
    case = await refused(office)
    office.later(days=30)
    await turns(office)
    await office.do(TELLER, Raise(TELLER), case.id)
    assert (await turns(office))[CO] == "👉 Giliran Anda."
    assert (await office.case(case.id)).level == 1


async def test_one_climb_has_one_reason(office: Office) -> None:
    """The village reads the reason that the district reads."""
    case = await office.file()
    reasons: dict[int, str] = {}
    while (await office.case(case.id)).level < 2:
        office.later(days=1)
        await office.ring()
        told = [x for x in await office.delivered() if x.to != TELLER and "Giliran" in x.text]
        reasons |= {x.to: x.text.splitlines()[1] for x in told}
    assert reasons[FO] == reasons[CO] == reasons[DO]


@pytest.mark.parametrize("opened", [False, True])
@pytest.mark.parametrize("page", ["case", "why"])
async def test_a_page_says_whose_turn_comes_next(office: Office, page: str, opened: bool) -> None:
    """When and to whom an unclaimed case goes; what it says is what comes about."""
    case = await refused(office) if opened else await office.file()
    said = await shown(office, FO, page, case.id)
    office.later(days=0)
    async with office.db.read() as connection:
        batch = await office.batch_of(connection)
        at = await climbs_at(batch, office.desk.policy, await office.case(case.id))
    assert at is not None
    local = at.astimezone(office.desk.policy.calendar.zone)
    assert f"{local:%H.%M} giliran koordinator" in said
    office.at = at
    await office.ring()
    assert (await turns(office)).get(CO) == "👉 Giliran Anda."
    await office.do(CO, Claim(CO), case.id)
    assert "sesudah" not in await shown(office, FO, page, case.id)


async def shown(office: Office, person: int, page: str, case: int) -> str:
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        (said, *_) = await show(batch, office.desk, person, Show(page, {"case": case}))
    return CONTENT.texts.html("id", said.text)


async def test_who_lets_go_reads_whose_turn_it_is(office: Office) -> None:
    """Of a case that the district answers for, only the district is told to take it, and whoever
    let go reads so; the page says the same."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    while (await office.case(case.id)).level < 2:
        office.later(days=1)
        await office.ring()
    await office.delivered()
    await office.do(FO, GiveBack(FO, "keluarga"), case.id)
    assert await turns(office) == {DO: "👉 Giliran Anda.", FO: "👉 Giliran SLRT."}


async def test_who_opens_again_reads_whose_turn_it_is(office: Office) -> None:
    """Not only that it is in a queue."""
    case = await office.file()
    await office.do(FO, Resolve(FO, Decision.HELPED, "sudah aktif"), case.id)
    await office.delivered()
    await office.do(CO, OpenAgain(CO, "keliru"), case.id)
    assert (await turns(office))[CO] == "👉 Giliran officer 101."


async def queue_of(office: Office, person: int) -> str:
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        return str(await show(batch, office.desk, person, Show("queue", {"words": ""})))


@pytest.mark.parametrize("to", [FO, DO])
async def test_an_office_without_anybody_gives_the_step_back(database: Database, to: int) -> None:
    """Its time has passed and nobody there reads us: who sent the case reads that it is theirs, and
    finds it in their own queue; while the time runs it waits there."""
    office = await staffed(database, FO, CO, DO, DM)
    case = await office.file()
    await office.do(to, Claim(to), case.id)
    await office.do(to, Refer(to, DINSOS, "mohon ditindaklanjuti"), case.id)
    assert f"case={case.id}" not in await queue_of(office, to)
    await office.delivered()
    answer_by = (await office.case(case.id)).referral
    assert answer_by is not None
    office.at = answer_by.answer_by
    office.later(minutes=1)
    await office.ring()
    told = await turns(office)
    assert "Giliran Anda" in told[to]
    assert f"case={case.id}" in await queue_of(office, to)


async def test_with_nobody_above_the_village_is_named(database: Database) -> None:
    """What has climbed to a district without anybody is asked of its village, and says so."""
    office = await staffed(database, FO, CO)
    case = await office.file()
    case = replace(case, level=DISTRICT_LEVEL, office=DISTRICT)
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        asked = await office.desk.roster.on_level(batch, case)
        turn = whose_turn(case, await office.desk.roster.there(batch, case))
        reader = await list_reader(office.desk, batch, CO, [case])
    assert (asked, turn.level, turn.below) == ([CO], 1, False)
    assert as_listed(case, reader).level == 1
