"""A result that another office has written waits like everybody's: its writer can take it back, and
then the referral runs on there as before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.turns.around import short_numbers
from casework.actions.assignment import Claim
from casework.actions.correcting.taking_back import HELD_FOR
from casework.actions.correspondence import Reply
from casework.actions.ending.resolution import Resolve
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case.model import Case, Decision, Role, Stage, Status, Urgency
from casework.case.number import number
from casework.reports.at_other_office import last_ended, moments
from casework.reports.first_times import first_times
from conversations.protocol.effects import Said
from conversations.protocol.requests import SendHeld, TakeBackHeld
from storage.cases import cases
from storage.db.database import Database
from storage.pending.bells import due_bells
from storage.unit_of_work import Batch
from tests.bot.desk.test_conflict_of_interest import shown
from tests.casework.cases import DINSOS, TELLER
from tests.support.office import Office, Told
from tests.support.teams import AG, BO, CO, holding

AG2 = 905
PAID = Resolve(AG, Decision.HELPED, "the money was paid")


@pytest.fixture
async def office(database: Database) -> Office:
    """A village, and another office with two people; letters wait two minutes."""
    made = holding(database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(AG, Role.AGENCY_OFFICER, DINSOS)
    await made.hire(AG2, Role.AGENCY_OFFICER, DINSOS)
    return made


async def accepted(office: Office) -> Case:
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, DINSOS, "please"), case.id)
    await office.do(AG, Accept(AG), case.id)
    office.later(minutes=1)
    await office.told()
    await office.delivered()
    return await office.case(case.id)


async def bells(office: Office) -> set[tuple[str, str]]:
    async with office.db.write() as connection:
        due = await due_bells(connection, office.at + timedelta(days=400), 1000)
    return {(bell.kind, bell.due_at.isoformat()) for _, bell in due if bell.kind != "digest"}


def to(letters: list[Told], person: int) -> list[Told]:
    return [letter for letter in letters if letter.to == person]


async def test_it_waits_two_minutes_for_everybody(office: Office) -> None:
    """The resident, the sender and colleagues hear of it in two minutes; its writer reads what goes
    out, with the two buttons."""
    case = await accepted(office)
    await office.do(AG, PAID, case.id)
    letters = list(await office.told())
    (mine,) = to(letters, AG)
    place = (await office.case(case.id)).version
    assert mine.taps[:2] == (f"tb:{case.id}:{place}", f"sa:{case.id}:{place}")
    assert "the money was paid" in mine.text
    for person in (TELLER, BO, AG2):
        assert [one.not_before for one in to(letters, person)] == [office.at + HELD_FOR], person


async def test_taken_back_the_referral_runs_there_as_before(office: Office) -> None:
    """Case, referral and bells stand as they stood, nobody was told, and its figures and archive
    know nothing of it; then the office writes a better one."""
    case, rings = await accepted(office), await bells(office)
    await office.do(AG, PAID, case.id)
    place = (await office.case(case.id)).version
    await office.do(AG, TakeBackHeld(case.id, place, 5), case.id)
    back = await office.case(case.id)
    assert replace(back, version=case.version) == case
    assert back.stage is Stage.ACCEPTED
    assert await bells(office) == rings
    async with office.db.read() as connection:
        trail = await cases.history(connection, office.vault, case.id)
    assert last_ended(trail, DINSOS) is None
    assert "answered" not in moments(trail, DINSOS, office.at)
    office.later(minutes=5)
    after = list(await office.delivered())
    assert not [one for one in after if one.to in (TELLER, BO, AG2)]
    await office.do(AG, PAID, case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED
    async with office.db.read() as connection:
        trail = await cases.history(connection, office.vault, case.id)
    assert first_times(trail, office.at).words["answered"].office == DINSOS


async def test_only_its_writer_takes_it_back(office: Office) -> None:
    """Neither a colleague there nor the sender; and nobody once it has gone out."""
    case = await accepted(office)
    await office.do(AG, PAID, case.id)
    place = (await office.case(case.id)).version
    for other in (AG2, BO):
        await office.do(other, TakeBackHeld(case.id, place, 5), case.id)
        assert (await office.case(case.id)).status is Status.RESOLVED
    await office.do(AG, SendHeld(case.id, place, 5), case.id)
    await office.delivered()
    await office.do(AG, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED
    assert "sudah terkirim" in to(list(await office.delivered()), AG)[-1].text


async def test_who_works_there_no_more_takes_nothing_back(office: Office) -> None:
    """A role that ended meanwhile counts no more."""
    case = await accepted(office)
    await office.do(AG, PAID, case.id)
    place = (await office.case(case.id)).version
    await office.leaves(AG)
    await office.do(AG, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED


async def test_a_reply_of_the_sender_meanwhile_stays(office: Office) -> None:
    """A neighbour: words of somebody else build on nothing of it."""
    case = await accepted(office)
    await office.do(AG, PAID, case.id)
    place = (await office.case(case.id)).version
    await office.do(BO, Reply(BO, "we asked them"), case.id)
    await office.do(AG, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).stage is Stage.ACCEPTED


async def test_an_emergency_is_told_at_once(office: Office) -> None:
    """A neighbour: never held, whoever writes it."""
    case = await office.file("disaster")
    assert case.urgency is Urgency.EMERGENCY
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, DINSOS, "please"), case.id)
    await office.do(AG, Accept(AG), case.id)
    await office.told()
    await office.do(AG, PAID, case.id)
    assert [one.not_before for one in to(list(await office.told()), TELLER)] == [office.at]


@pytest.mark.parametrize("reader", [AG, AG2])
async def test_its_page_and_its_queue_say_that_it_waits(office: Office, reader: int) -> None:
    """Nobody there writes the same again: no act is offered while the result waits to be sent, and
    again once it was taken back. A result of the sender is none of theirs."""
    case = await accepted(office)
    assert WAITS not in await queue(office, reader)
    await office.do(AG, PAID, case.id)
    for page in (await shown(office, reader, "case", case=case.id), await queue(office, reader)):
        assert WAITS in page
        assert number(case.id) in page
    assert not await acts(office, reader, case.id)
    place = (await office.case(case.id)).version
    await office.do(AG, TakeBackHeld(case.id, place, 5), case.id)
    assert WAITS not in await queue(office, reader)
    assert {"resolve", "return"} <= await acts(office, reader, case.id)
    await office.do(BO, Resolve(BO, Decision.HELPED, "the bank has paid"), case.id)
    assert WAITS not in await queue(office, reader)
    assert WAITS not in await shown(office, reader, "case", case=case.id)


async def test_what_was_sent_waits_no_more(office: Office) -> None:
    """Once the two minutes are over, the queue says nothing of it."""
    case = await accepted(office)
    await office.do(AG, PAID, case.id)
    office.later(minutes=3)
    await office.delivered()
    assert WAITS not in await queue(office, AG)


@pytest.mark.parametrize("reader", [AG, AG2])
async def test_its_case_is_found_meanwhile(office: Office, reader: int) -> None:
    """While the result can be taken back the office opens its case as before, by the shortened
    number, too; once it has gone out, or for another office, there is none."""
    case = await accepted(office)
    await office.hire(906, Role.AGENCY_OFFICER, "32.74/disdik")
    before = await shown(office, reader, "case", case=case.id)
    await office.do(AG, PAID, case.id)
    assert number(case.id) in await shown(office, reader, "case", case=case.id)
    assert number(case.id) in before
    assert await spelt_out(office, reader, "/kasus 26-1") == f"/kasus {number(case.id)}"
    assert number(case.id) not in await shown(office, 906, "case", case=case.id)
    assert await spelt_out(office, 906, "/kasus 26-1") == "/kasus 26-1"
    office.later(minutes=3)
    await office.told()
    await office.delivered()
    assert number(case.id) not in await shown(office, reader, "case", case=case.id)


async def spelt_out(office: Office, person: int, typed: str) -> str:
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        said = Said(person, 1, office.at, text=typed)
        return (await short_numbers.spelt(batch, said, await batch.person(person))).text


WAITS = "menunggu kirim"


async def queue(office: Office, person: int) -> str:
    return await shown(office, person, "queue", words="")


async def acts(office: Office, person: int, case_id: int) -> set[str]:
    """What the page of the case offers to do, and what stands behind its last button."""
    taps = [await shown(office, person, page, case=case_id) for page in ("case", "more")]
    lines = "\n".join(taps).split("\n")
    named = {line.split(":")[1] for line in lines if line.startswith("c:")}
    return named & {"resolve", "return", "accept", "ask_sender", "progress"}
