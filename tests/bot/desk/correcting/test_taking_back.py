"""What an officer has written waits two minutes: it can be taken back, sent at once, or goes out by
itself; what is too late is refused, and the case stands as it stood."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.taking_back import HELD_FOR
from casework.actions.correspondence import Add, Reply
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Answer, Ask
from casework.case.model import Case, Decision, Role, Status
from casework.reports.first_times import first_times
from conversations.protocol.requests import SendHeld, TakeBackHeld
from storage.cases import cases
from storage.db.database import Database
from storage.pending import outbox
from storage.pending.bells import due_bells
from tests.casework.cases import DISTRICT, TELLER
from tests.support.office import Office, Told
from tests.support.teams import holding

FO, CO, DO = 101, 102, 103


@pytest.fixture
async def office(database: Database) -> Office:
    """A village with counter and coordinator, and the district; letters wait two minutes."""
    made = holding(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    return made


async def to(office: Office, person: int) -> list[Told]:
    return [letter for letter in await office.told() if letter.to == person]


async def bells(office: Office) -> set[tuple[str, str]]:
    """What is still to ring: kind and moment."""
    async with office.db.write() as connection:
        due = await due_bells(connection, office.at + timedelta(days=400), 1000)
    return {(bell.kind, bell.due_at.isoformat()) for _, bell in due if bell.kind != "digest"}


async def held_by(office: Office) -> Case:
    case = await office.file()
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    office.later(minutes=1)
    await sent_out(office)
    return await office.case(case.id)


def last(case: Case) -> int:
    return case.version


async def sent_out(office: Office) -> list[int]:
    """The sender takes what is due, as it does when it is about to send it."""
    async with office.db.write() as connection:
        claimed = await outbox.claim(connection, office.vault, office.at, 100)
    return [letter.chat_id for letter in claimed]


WRITTEN = {
    "reply": Reply(FO, "the card works on Monday"),
    "question": Ask(FO, "since when is it so?", "text"),
    "result": Resolve(FO, Decision.HELPED, "the card works again"),
}


@pytest.mark.parametrize("what", WRITTEN)
async def test_it_waits_and_its_writer_reads_what_goes_out(office: Office, what: str) -> None:
    """To the resident it goes in two minutes, to its writer at once, with the words and two
    buttons."""
    case = await held_by(office)
    await office.do(FO, WRITTEN[what], case.id)
    letters = await office.told()
    teller = next(x for x in letters if x.to == TELLER)
    writer = next(x for x in letters if x.to == FO)
    assert teller.not_before == office.at + HELD_FOR
    assert writer.not_before == office.at
    place = last(await office.case(case.id))
    assert writer.taps[:2] == (f"tb:{case.id}:{place}", f"sa:{case.id}:{place}")
    words = {"reply": "on Monday", "question": "since when", "result": "works again"}
    assert words[what] in writer.text


@pytest.mark.parametrize("what", WRITTEN)
async def test_taken_back_it_reaches_nobody_and_the_case_stands_as_before(
    office: Office, what: str
) -> None:
    """The letter is gone, status, holder and bells are what they were, and the trail says so."""
    case = await held_by(office)
    rings = await bells(office)
    await office.do(FO, WRITTEN[what], case.id)
    office.later(minutes=1)
    place = last(await office.case(case.id))
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    back = await office.case(case.id)
    assert replace(back, version=case.version) == case
    assert back.version == place + 1
    assert await bells(office) == rings
    office.later(minutes=5)
    assert TELLER not in await sent_out(office)
    async with office.db.read() as connection:
        trail = await cases.history(connection, office.vault, case.id)
    assert "answered" not in first_times(trail, office.at).words


async def test_who_asked_a_free_case_holds_it_no_more(office: Office) -> None:
    """A question on a free case has claimed it; taken back, it is free and rings as before."""
    case = await office.file()
    rings = await bells(office)
    await office.do(FO, WRITTEN["question"], case.id)
    asked = await office.case(case.id)
    await office.do(FO, TakeBackHeld(case.id, last(asked), 5), case.id)
    back = await office.case(case.id)
    assert (back.owner, back.status) == (None, Status.RECEIVED)
    assert await bells(office) == rings


async def test_sent_now_it_goes_now_and_stays(office: Office) -> None:
    """After *kirim sekarang* the letter goes out, and ↩ comes too late."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["result"], case.id)
    place = last(await office.case(case.id))
    await office.do(FO, SendHeld(case.id, place, 5), case.id)
    assert TELLER in await sent_out(office)
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED
    assert "sudah terkirim" in (await to(office, FO))[-1].text


async def test_the_sender_was_first(office: Office) -> None:
    """When the sender has the letter in its hands, taking back and sending are refused kindly, and
    nothing has changed."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["question"], case.id)
    asked = await office.case(case.id)
    office.later(minutes=2)
    assert TELLER in await sent_out(office)
    for late in (TakeBackHeld, SendHeld):
        await office.do(FO, late(case.id, last(asked), 5), case.id)
        assert "sudah terkirim" in (await to(office, FO))[-1].text
    assert await office.case(case.id) == asked


async def test_the_resident_was_first(office: Office) -> None:
    """Who reads the question on their page and answers it before its letter is not overruled."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["question"], case.id)
    place = last(await office.case(case.id))
    await office.do(TELLER, Answer(TELLER, {"kind": "text", "value": "May"}), case.id)
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).status is Status.IN_PROGRESS
    assert "berjalan lagi" in (await to(office, FO))[-1].text


async def test_more_words_of_the_resident_hinder_nobody(office: Office) -> None:
    """What its teller adds meanwhile builds on nothing, and stays."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["result"], case.id)
    place = last(await office.case(case.id))
    story = {"texts": ["more"], "files": [], "location": None}
    await office.do(TELLER, Add(TELLER, story), case.id)
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    assert (await office.case(case.id)).status is Status.IN_PROGRESS


@pytest.mark.parametrize("who", [CO, TELLER])
async def test_only_its_writer_takes_it_back(office: Office, who: int) -> None:
    """Neither a leader nor the resident takes back what somebody else wrote."""
    case = await held_by(office)
    await office.do(FO, WRITTEN["reply"], case.id)
    place = last(await office.case(case.id))
    await office.do(who, TakeBackHeld(case.id, place, 5), case.id)
    await office.do(who, SendHeld(case.id, place, 5), case.id)
    office.later(minutes=2)
    assert TELLER in await sent_out(office)


async def test_of_two_replies_each_is_its_own(office: Office) -> None:
    """The first of two is taken back, once; the second goes out."""
    case = await held_by(office)
    await office.do(FO, Reply(FO, "first"), case.id)
    await office.do(FO, Reply(FO, "second"), case.id)
    first = last(await office.case(case.id)) - 1
    for _ in range(2):
        await office.do(FO, TakeBackHeld(case.id, first, 5), case.id)
    assert "sudah ditarik" in (await to(office, FO))[-1].text
    office.later(minutes=2)
    assert (await sent_out(office)).count(TELLER) == 1


async def test_emergencies_are_never_held(office: Office) -> None:
    """In danger every word goes at once."""
    case = await office.file(alarm="medical")
    await office.do(FO, Claim(FO), case.id)
    await office.told()
    await office.do(FO, Reply(FO, "we are coming"), case.id)
    assert (await to(office, TELLER))[-1].not_before == office.at
    place = last(await office.case(case.id))
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    assert "sudah terkirim" in (await to(office, FO))[-1].text


async def test_at_night_it_waits_for_the_morning_and_can_be_taken_back_until_then(
    office: Office,
) -> None:
    """What goes out at six is held until six."""
    case = await held_by(office)
    office.later(hours=13)  # 22:00
    await office.do(FO, WRITTEN["reply"], case.id)
    assert (await to(office, TELLER))[-1].not_before > office.at + timedelta(hours=7)
    office.later(hours=3)
    place = last(await office.case(case.id))
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    office.later(hours=9)
    assert TELLER not in await sent_out(office)


@pytest.mark.parametrize("place", [0, 1, 99])
async def test_what_is_no_message_is_refused(office: Office, place: int) -> None:
    """An old button, or one that somebody made up, changes nothing."""
    case = await held_by(office)
    await office.do(FO, TakeBackHeld(case.id, place, 5), case.id)
    await office.do(FO, SendHeld(case.id, place, 5), case.id)
    assert await office.case(case.id) == case
