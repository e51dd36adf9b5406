"""Each level reads whose turn a case is, whenever nobody holds it."""

import pytest

from casework.actions.assignment import Assign, Claim
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve
from casework.actions.referral import Refer
from casework.actions.referral_answer import Return, Why
from casework.actions.reminder import Nudge, Raise
from casework.case.model import Case, Decision, Verdict
from storage.db.database import Database
from tests.casework.cases import TELLER
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
