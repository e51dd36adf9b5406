"""Corrections at the desk: whose the case is then, who hears of it, and who sees it no more."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.address import CorrectAddress
from casework.actions.correcting.classification import CorrectService, CorrectUrgency
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.placing import CorrectPlace
from casework.actions.correcting.postponement import Postpone
from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.correcting.taking_back import HELD_FOR
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Answer, Ask
from casework.case.commands import Command
from casework.case.model import Decision, Desk, Role, Status, Urgency
from casework.case.number import number
from storage.db.database import Database
from tests.bot.desk.test_conflict_of_interest import shown
from tests.casework.cases import DISTRICT, OTHER, TELLER, VILLAGE
from tests.support.office import Office

FO, BO, CO, DO, THERE, TOP = 101, 102, 103, 104, 105, 106


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with counter, back office and coordinator, another with a counter, the district."""
    made = Office(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(BO, Role.BACK_OFFICE, VILLAGE, Desk.HEALTH)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    await made.hire(THERE, Role.FRONT_OFFICE, OTHER)
    return made


async def heard(office: Office) -> dict[int, str]:
    """The last words that each person was told since the last look."""
    return {letter.to: letter.text for letter in await office.told()}


async def test_the_right_village_has_it_in_its_queue_and_the_wrong_one_no_more(
    office: Office,
) -> None:
    """The other village reads of it and sees it; this one does not; its teller reads where it is
    and that the date stays."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    await office.do(CO, CorrectPlace(CO, "the house is there", village=OTHER), case.id)
    told = await heard(office)
    which = number(case.id)
    assert which in told[THERE]
    assert "tetap" in told[TELLER]
    assert "pindah ke kantor lain" in told[FO]
    assert which in await shown(office, THERE, "queue", words="")
    assert which not in await shown(office, FO, "queue", words="")
    assert "tidak kami temukan" in await shown(office, FO, "case", case=case.id)


async def test_an_emergency_rings_in_the_right_village(office: Office) -> None:
    """Those who were called in the wrong village hear that it has gone; those in the right one are
    called, with the tap that takes it."""
    case = await office.file(alarm="disaster")
    await office.told()
    await office.do(CO, CorrectPlace(CO, "the fire is there", village=OTHER), case.id)
    letters = await office.told()
    alarm = next(x for x in letters if x.to == THERE)
    assert "DARURAT" in alarm.text
    assert any(tap.startswith("c:claim") for tap in alarm.taps)
    assert "pindah ke kantor lain" in {x.to: x.text for x in letters}[FO]


async def test_who_may_not_see_it_any_more_does_not_hold_it(office: Office) -> None:
    """The counter corrects its own case to a sensitive service: it is free again for those who may
    see it, and the counter sees nothing more."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    await office.do(FO, CorrectService(FO, "dtsen_objection", "about their data"), case.id)
    after = await office.case(case.id)
    assert (after.sensitive, after.owner, after.status) == (True, None, Status.RECEIVED)
    assert "tidak kami temukan" in await shown(office, FO, "case", case=case.id)
    told = await heard(office)
    assert "pindah ke antrean Anda" in told[CO]
    assert "pindah ke antrean Anda" not in told.get(FO, "")
    assert TELLER not in told  # neither date nor office is another one


async def test_who_still_may_keeps_it(office: Office) -> None:
    """A coordinator corrects the service of a case that they hold, and goes on holding it."""
    case = await office.file()
    await office.do(CO, Claim(CO), case.id)
    await office.do(CO, CorrectService(CO, "dtsen_objection", "about their data"), case.id)
    after = await office.case(case.id)
    assert (after.owner, after.status) == (CO, Status.IN_PROGRESS)
    assert after.known["service"] != case.known.get("service")


async def test_rank_is_told_by_the_desk(office: Office) -> None:
    """Whatever rank a command claims, the desk counts the roles: an officer does not lower an
    emergency, a coordinator does, and everybody who was called hears it."""
    case = await office.file(alarm="disaster")
    await office.do(FO, CorrectUrgency(FO, Urgency.NORMAL, "smoke", rank=3), case.id)
    assert (await office.case(case.id)).urgency is Urgency.EMERGENCY
    await office.told()
    await office.do(CO, CorrectUrgency(CO, Urgency.NORMAL, "smoke"), case.id)
    assert (await office.case(case.id)).urgency is Urgency.NORMAL
    assert "bukan darurat lagi" in (await heard(office))[FO]


async def test_given_back_it_is_offered_to_the_others(office: Office) -> None:
    """The reason goes to those whose turn it is, not back to whoever gave it."""
    case = await office.file()
    await office.do(CO, Claim(CO), case.id)
    await office.told()
    await office.do(CO, GiveBack(CO, "it is my neighbour"), case.id)
    told = await heard(office)
    assert "it is my neighbour" in told[FO]
    assert "kembali ke antrean" in told[CO]


@pytest.mark.parametrize(
    "correction",
    [
        CorrectAddress(CO, "RT 09 RW 01", "it is there"),
        CorrectUrgency(CO, Urgency.HIGH, "it is there"),
        CorrectService(CO, "sktm", "it is there"),
    ],
)
async def test_the_holder_hears_what_somebody_else_corrects(
    office: Office, correction: Command
) -> None:
    """Whoever has the case may be on the way there: they read that it changed, and why; who has
    corrected it is told nothing twice."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    await office.do(CO, correction, case.id)
    assert "it is there" in (await heard(office))[FO]


async def test_the_holder_hears_that_it_went_to_another_office(office: Office) -> None:
    """Also where they may go on reading it, because it is of their village."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    await office.do(CO, CorrectPlace(CO, "it is there", office="district"), case.id)
    assert "pindah ke kantor lain" in (await heard(office))[FO]


async def test_another_village_does_not_correct(office: Office) -> None:
    """Who does not see a case cannot correct it, and learns nothing of it."""
    case = await office.file()
    await office.told()
    await office.do(THERE, CorrectPlace(THERE, "mine", village=OTHER), case.id)
    assert "tidak kami temukan" in (await heard(office))[THERE]


async def test_put_off_once_and_once_more_by_a_leader(office: Office) -> None:
    """How often a case was put off the desk counts; its teller reads day and reason, its holder is
    told on the morning of the day."""
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    await office.do(FO, Postpone(FO, "2026-12-10", "the next payment"), case.id)
    first = (await office.case(case.id)).due_at
    assert "the next payment" in (await heard(office))[TELLER]
    await office.do(FO, Postpone(FO, "2026-12-14", "again", rank=3), case.id)
    assert (await office.case(case.id)).due_at == first
    await office.do(CO, Postpone(CO, "2026-12-14", "again"), case.id)
    assert (await office.case(case.id)).due_at > first
    await office.do(CO, Postpone(CO, "2026-12-16", "a third time"), case.id)
    assert "dua kali ditunda" in (await heard(office))[CO]
    for day in (13, 14):  # on the first the resident is told that we are still at it
        office.at = datetime(2026, 12, day, 1, 30, tzinfo=UTC)
        await office.ring()
    assert "hari yang ditunggu" in " ".join(x.text for x in await office.told() if x.to == FO)


@pytest.mark.parametrize("hold", [timedelta(0), HELD_FOR])
async def test_a_dropped_question_is_told_only_to_who_got_it(
    office: Office, hold: timedelta
) -> None:
    """While its letter is held it is taken back without a word; delivered, the resident is told
    kindly that no answer is needed."""
    office.desk = replace(office.desk, hold=hold)
    case = await office.file()
    await office.do(FO, Ask(FO, "since when?", "text"), case.id)
    await office.told()
    await office.do(FO, DropQuestion(FO), case.id)
    assert (await office.case(case.id)).status is Status.IN_PROGRESS
    told = await heard(office)
    assert ("tidak perlu dijawab" in told.get(TELLER, "")) is (not hold)


async def test_the_answer_was_first(office: Office) -> None:
    """A question that was answered a moment ago is not dropped, and the answer stays."""
    case = await office.file()
    await office.do(FO, Ask(FO, "since when?", "text"), case.id)
    await office.do(TELLER, Answer(TELLER, {"kind": "text", "value": "May"}), case.id)
    answered = await office.case(case.id)
    await office.do(FO, DropQuestion(FO), case.id)
    assert await office.case(case.id) == answered


async def test_only_a_leader_opens_again(office: Office) -> None:
    """The counter may not; the coordinator may, and the resident reads why."""
    case = await office.file()
    await office.do(FO, Resolve(FO, Decision.HELPED, "done"), case.id)
    await office.do(FO, OpenAgain(FO, "mine"), case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED
    await office.told()
    await office.do(CO, OpenAgain(CO, "the card is off again"), case.id)
    assert (await office.case(case.id)).status is Status.REVIEWED
    assert "the card is off again" in (await heard(office))[TELLER]


async def test_the_resident_reads_what_was_corrected(office: Office) -> None:
    """From what to what, and why: the service, the village, the address."""
    case = await office.file()
    await office.do(CO, Claim(CO), case.id)
    await office.told()
    await office.do(CO, CorrectService(CO, "bpnt", "it is the other card"), case.id)
    told = (await heard(office))[TELLER]
    assert "PKH" in told
    assert "sembako" in told.lower()
    assert "it is the other card" in told
    await office.do(CO, CorrectPlace(CO, "the house is there", village=OTHER), case.id)
    told = (await heard(office))[TELLER]
    assert "Kesambi → " in told
    assert "the house is there" in told
    await office.do(THERE, CorrectAddress(THERE, "RT 03 RW 05", "RT was another"), case.id)
    told = (await heard(office))[TELLER]
    assert "RT 03 RW 05" in told
    assert "RT was another" in told
    assert (await office.case(case.id)).intake.place == "RT 03 RW 05"


async def test_of_a_sensitive_case_the_change_is_not_named(office: Office) -> None:
    """Neither service nor address stand on a phone that others may read."""
    case = await office.file("dtsen_objection")
    await office.do(CO, Claim(CO), case.id)
    await office.told()
    await office.do(CO, CorrectAddress(CO, "RT 03 RW 05", "RT was another"), case.id)
    assert "RT 03" not in (await heard(office))[TELLER]
    await office.do(CO, CorrectService(CO, "bpnt", "it is the card"), case.id)
    assert "DTSEN" not in (await heard(office)).get(TELLER, "")
