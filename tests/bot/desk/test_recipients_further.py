"""Who wrote a result hears that it was not fixed, and a resident's reminder rings who can act."""

import pytest

from casework.actions.assignment import Assign, Claim
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Reopen, Resolve
from casework.actions.objection import Object
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.actions.reminder import Nudge
from casework.case.model import Case, Decision, Role, Verdict
from storage.db.database import Database
from tests.casework.cases import TELLER
from tests.support.office import Office
from tests.support.teams import AG, BO, CO, DINSOS, DM, DO, FO, staffed

AGENCY = DINSOS
STAFF = (FO, BO, CO, DO, DM, AG)


@pytest.fixture
async def office(database: Database) -> Office:
    return await staffed(database, *STAFF)


async def rung(office: Office) -> list[int]:
    """Which officers are told now."""
    return [letter.to for letter in await office.delivered() if letter.to in STAFF]


async def resolved(office: Office, by: int = BO) -> Case:
    """A case with a result that its teller has heard."""
    case = await office.file()
    await office.do(by, Resolve(by, Decision.HELPED, "sudah aktif"), case.id)
    await office.delivered()
    return case


async def test_who_wrote_the_result_hears_that_it_was_not_fixed(office: Office) -> None:
    """Besides the leader who looks at it next, once."""
    case = await resolved(office)
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "masih mati"), case.id)
    assert sorted(await rung(office)) == [BO, CO]


async def test_a_leader_who_wrote_it_hears_it_once(office: Office) -> None:
    """Who would be asked anyway gets one message."""
    case = await resolved(office, CO)
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "masih mati"), case.id)
    assert await rung(office) == [CO]


async def test_their_stand_in_hears_it_while_they_are_away(office: Office) -> None:
    """Nothing is told into somebody's days off."""
    case = await resolved(office)
    await office.away(BO, FO)
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "masih mati"), case.id)
    assert sorted(await rung(office)) == [FO, CO]


async def test_a_closed_case_that_is_opened_again_is_told_too(office: Office) -> None:
    """Whatever way it was opened again."""
    case = await resolved(office)
    await office.do(TELLER, Confirm(TELLER, Verdict.FIXED, ""), case.id)
    await office.delivered()
    await office.do(TELLER, Reopen(TELLER, "mati lagi"), case.id)
    assert sorted(await rung(office)) == [BO, CO]


async def test_who_left_hears_nothing(office: Office) -> None:
    """Whoever has no role any more is told nothing of a case."""
    case = await resolved(office)
    await office.leaves(BO)
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "masih mati"), case.id)
    assert await rung(office) == [CO]


async def at_the_top(office: Office) -> Case:
    """A case that nobody has taken and that has climbed to the manager."""
    case = await office.file()
    for _ in range(60):
        office.later(days=1)
        await office.ring()
    case = await office.case(case.id)
    assert case.level == 3
    await office.delivered()
    return case


async def test_a_reminder_rings_who_can_act(office: Office) -> None:
    """Nobody holds the case: the office's own officers are asked beside the top that it has
    reached."""
    case = await at_the_top(office)
    await office.do(TELLER, Nudge(TELLER), case.id)
    assert sorted(await rung(office)) == [FO, BO, DM]


async def test_a_reminder_rings_the_holder(office: Office) -> None:
    """Somebody holds it: they alone are asked."""
    case = await at_the_top(office)
    await office.do(FO, Claim(FO), case.id)
    office.later(days=30)
    await office.delivered()
    await office.do(TELLER, Nudge(TELLER), case.id)
    assert await rung(office) == [FO]


async def test_a_holder_who_is_out_is_no_dead_end(office: Office) -> None:
    """The holder is away without a stand-in: the office's other officers are asked, too."""
    case = await at_the_top(office)
    await office.do(DM, Assign(DM, FO), case.id)
    await office.away(FO, days=60)
    office.later(days=30)
    await office.delivered()
    await office.do(TELLER, Nudge(TELLER), case.id)
    assert sorted(await rung(office)) == [BO, DM]


async def test_a_reminder_reaches_the_office_that_has_it(office: Office) -> None:
    """A case that another office has accepted: both that office and who has sent it are asked."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.do(FO, Refer(FO, AGENCY, "mohon dibantu", override="mendesak"), case.id)
    await office.do(AG, Accept(AG), case.id)
    office.later(days=60)
    await office.delivered()
    await office.do(TELLER, Nudge(TELLER), case.id)
    assert sorted(await rung(office)) == [FO, AG]


async def test_a_reminder_of_an_accusation_never_reaches_the_village(office: Office) -> None:
    """A confidential case lies with the district: those who must not see it are not rung."""
    case = await office.file(accuses="official")
    assert case.confidential
    for _ in range(60):
        office.later(days=1)
        await office.ring()
    await office.delivered()
    await office.do(TELLER, Nudge(TELLER), case.id)
    assert set(await rung(office)) <= {DO, DM}


async def done_by_agency(office: Office) -> Case:
    """A case with a result that another office has written for the front office."""
    case = await office.file()
    await office.do(FO, Refer(FO, AGENCY, "mohon dibantu"), case.id)
    await office.do(AG, Accept(AG), case.id)
    await office.do(AG, Resolve(AG, Decision.HELPED, "sudah cair"), case.id)
    await office.delivered()
    return case


async def test_another_office_hears_that_its_result_was_not_enough(office: Office) -> None:
    """Beside the sender, who goes on, and the coordinator; it may open the case no more."""
    case = await done_by_agency(office)
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "belum cair"), case.id)
    told = {x.to: x for x in await office.delivered() if x.to in STAFF}
    assert sorted(told) == [FO, CO, AG]
    assert "kantor Anda" in told[AG].text
    assert told[AG].taps == ()


async def test_who_wrote_it_there_has_left(office: Office) -> None:
    """Then their colleagues hear it; also of what a leader opens again, and of an objection."""
    case = await done_by_agency(office)
    await office.hire(107, Role.AGENCY_OFFICER, AGENCY)
    await office.leaves(AG)
    await office.do(DO, OpenAgain(DO, "warga menelepon"), case.id)
    assert 107 in [x.to for x in await office.delivered()]


async def test_an_objection_is_told_to_another_office_that_decided(office: Office) -> None:
    """Our own officer learns nothing of it: somebody else looks at it anew."""
    ours, theirs = await resolved(office), await done_by_agency(office)
    for case, wrote, hears in ((ours, BO, False), (theirs, AG, True)):
        await office.do(TELLER, Object(TELLER, "tidak diperiksa"), case.id)
        assert (wrote in await rung(office)) is hears


async def test_an_office_without_the_bot_is_told_by_who_goes_on(office: Office) -> None:
    """Its answer was written down by the sender, who is asked to tell it."""
    await office.leaves(AG)
    case = await office.file()
    await office.do(FO, Refer(FO, AGENCY, "mohon dibantu"), case.id)
    await office.do(FO, Accept(FO), case.id)
    await office.do(FO, Resolve(FO, Decision.HELPED, "sudah cair"), case.id)
    await office.delivered()
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "belum cair"), case.id)
    asked = [x.to for x in await office.delivered() if "tidak memakai bot" in x.text]
    assert asked == [FO]


async def test_good_news_asks_nobody_for_help(office: Office) -> None:
    """Whoever reads it for a holder who is out is told that there is nothing to do; what needs
    somebody still asks."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.do(FO, Refer(FO, AGENCY, "mohon dibantu", override="mendesak"), case.id)
    await office.away(FO, days=60)
    await office.delivered()
    await office.do(AG, Accept(AG), case.id)
    told = [one.text for one in await office.delivered() if one.to in (BO, CO, DO)]
    assert any("Tidak perlu apa-apa" in one for one in told)
    assert not any("Mohon dibantu" in one for one in told)
    office.later(days=30)
    await office.do(TELLER, Nudge(TELLER), case.id)
    told = [one.text for one in await office.delivered() if one.to in (BO, CO, DO)]
    assert any("Mohon dibantu" in one for one in told)
