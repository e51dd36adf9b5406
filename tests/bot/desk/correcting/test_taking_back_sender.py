"""A result that the sender writes while another office has the case is the sender's own: it waits,
can be taken back, and nobody reads that the other office has written it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.desk import ComplaintDesk
from bot.turns.case_heads import headed
from casework.actions.assignment import Claim
from casework.actions.correcting.taking_back import HELD_FOR
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.resolution import Resolve, Withdraw
from casework.actions.referral import Refer
from casework.actions.referral_answer import Accept
from casework.case.model import Case, Decision, Role, Stage, Status, Verdict
from casework.reports.at_other_office import last_ended, moments
from conversations.protocol.effects import AboutCase, Say, Text, text
from conversations.protocol.requests import TakeBackHeld
from storage.cases import cases
from storage.db.database import Database
from storage.pending import held_letters
from storage.pending.bells import due_bells
from tests.casework.cases import DISTRICT, TELLER
from tests.conversations.speaker import CONTENT
from tests.support.office import Office, Told
from tests.support.teams import AG, BO, CO, DINSOS, DO, holding

WRITTEN = Resolve(BO, Decision.HELPED, "the card works again")


@pytest.fixture
async def office(database: Database) -> Office:
    """A village, the district and another office; letters wait two minutes."""
    made = holding(database)
    await made.hire(BO, Role.BACK_OFFICE)
    await made.hire(CO, Role.COORDINATOR)
    await made.hire(DO, Role.DISTRICT_OFFICER, DISTRICT)
    await made.hire(AG, Role.AGENCY_OFFICER, DINSOS)
    return made


async def referred(office: Office, *, accepted: bool = True) -> Case:
    case = await office.file()
    await office.do(BO, Claim(BO), case.id)
    await office.do(BO, Refer(BO, DINSOS, "please"), case.id)
    if accepted:
        await office.do(AG, Accept(AG), case.id)
    office.later(minutes=1)
    await office.told()
    await office.delivered()
    return await office.case(case.id)


async def trail(office: Office, case: Case) -> list[tuple[object, object]]:
    async with office.db.read() as connection:
        return list(await cases.history(connection, office.vault, case.id))


async def bells(office: Office) -> set[tuple[str, str]]:
    async with office.db.write() as connection:
        due = await due_bells(connection, office.at + timedelta(days=400), 1000)
    return {(bell.kind, bell.due_at.isoformat()) for _, bell in due if bell.kind != "digest"}


def to(letters: list[Told], person: int) -> list[Told]:
    return [letter for letter in letters if letter.to == person]


@pytest.mark.parametrize("accepted", [True, False])
async def test_it_waits_like_any_result(office: Office, accepted: bool) -> None:
    """Its writer can take it back; the other office hears in two minutes that it is not needed any
    more, and not that it has written something."""
    case = await referred(office, accepted=accepted)
    await office.do(BO, WRITTEN, case.id)
    letters = list(await office.told())
    (mine,) = to(letters, BO)
    place = (await office.case(case.id)).version
    assert mine.taps[:2] == (f"tb:{case.id}:{place}", f"sa:{case.id}:{place}")
    (theirs,) = to(letters, AG)
    assert theirs.not_before == office.at + HELD_FOR
    assert "tidak perlu" in theirs.text
    assert "ada hasilnya" not in theirs.text


@pytest.mark.parametrize("accepted", [True, False])
async def test_taken_back_the_referral_runs_as_before(office: Office, accepted: bool) -> None:
    """The case, its referral and its bells stand as they stood, and nobody was told."""
    case, rings = await referred(office, accepted=accepted), await bells(office)
    await office.do(BO, WRITTEN, case.id)
    place = (await office.case(case.id)).version
    await office.do(BO, TakeBackHeld(case.id, place, 5), case.id)
    back = await office.case(case.id)
    assert replace(back, version=case.version) == case
    assert await bells(office) == rings
    assert last_ended(await trail(office, case), DINSOS) is None  # type: ignore[arg-type]
    office.later(minutes=5)
    assert not to(list(await office.delivered()), AG)


async def test_who_sent_nothing_yet_may_go_on_there(office: Office) -> None:
    """After it was taken back the other office writes its own result, which is its answer."""
    case = await referred(office)
    await office.do(BO, WRITTEN, case.id)
    place = (await office.case(case.id)).version
    await office.do(BO, TakeBackHeld(case.id, place, 5), case.id)
    await office.do(AG, Resolve(AG, Decision.HELPED, "paid"), case.id)
    assert (await office.case(case.id)).status is Status.RESOLVED
    found = moments(await trail(office, case), DINSOS, office.at)  # type: ignore[arg-type]
    assert "answered" in found


async def test_it_is_no_answer_of_the_other_office(office: Office) -> None:
    """Its archive says that the sender has ended it, and its figures count no answer."""
    case = await referred(office)
    await office.do(BO, WRITTEN, case.id)
    history = await trail(office, case)
    ended = last_ended(history, DINSOS)  # type: ignore[arg-type]
    assert ended is not None
    assert ended.how == "not_needed"
    assert "answered" not in moments(history, DINSOS, office.at)  # type: ignore[arg-type]


@pytest.mark.parametrize("late", [False, True])
async def test_a_wrong_result_of_ours_blames_nobody_else(office: Office, late: bool) -> None:
    """Whoever takes it back reads what is to be done about the referral; the other office reads
    once that it is not needed, whether the result had gone out or not."""
    case = await referred(office)
    await office.do(BO, WRITTEN, case.id)
    office.later(minutes=5 if late else 1)
    before = to(list(await office.delivered()), AG)
    await office.do(BO, RetractResult(BO, "wrong card"), case.id)
    after = await office.delivered()
    (mine,) = to(list(after), BO)
    assert f"c:refer:{case.id}" in mine.taps
    assert "Dinas Sosial" in mine.text
    read = [*before, *to(list(after), AG)]
    assert ["tidak perlu" in one.text for one in read] == [True]
    assert "kantor Anda belum" not in read[0].text


async def test_a_resident_who_says_no_blames_nobody_else(office: Office) -> None:
    """The other office wrote nothing, and hears nothing more."""
    case = await referred(office)
    await office.do(BO, WRITTEN, case.id)
    office.later(minutes=5)
    await office.delivered()
    await office.do(TELLER, Confirm(TELLER, Verdict.NO, "still off"), case.id)
    assert not to(list(await office.delivered()), AG)


async def test_a_wrong_result_of_theirs_can_be_referred_again(office: Office) -> None:
    """The same next step, and that office is told as before."""
    case = await referred(office)
    await office.do(AG, Resolve(AG, Decision.HELPED, "paid"), case.id)
    office.later(minutes=5)
    await office.delivered()
    await office.do(BO, RetractResult(BO, "not paid"), case.id)
    after = await office.delivered()
    assert f"c:refer:{case.id}" in to(list(after), BO)[0].taps
    assert "kantor Anda belum" in to(list(after), AG)[0].text


async def test_who_withdraws_is_not_told_to_handle_it(office: Office) -> None:
    """A neighbour: the referral ends with the case, and its teller reads nothing of whose it is."""
    case = await referred(office)
    await office.do(TELLER, Withdraw(TELLER, "solved"), case.id)
    letters = list(await office.told())
    assert not any("kembali Anda tangani" in one.text for one in to(letters, TELLER))
    assert any("tidak perlu" in one.text for one in to(letters, AG))


HEADS = {(BO, True): True, (DO, True): True, (AG, True): False, (BO, False): True}


@pytest.mark.parametrize(("writer", "accepted"), HEADS)
async def test_the_card_says_who_has_it(office: Office, writer: int, accepted: bool) -> None:
    """Before it is sent, whoever is not of the other office reads that it has the case."""
    case = await referred(office, accepted=accepted)
    desk: ComplaintDesk = office.desk
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        card = Say(text("form.review"), about=AboutCase(case.id, sends=True, ends=True))
        shown = (await headed(batch, desk, writer, card)).text
    keys = _keys(shown)
    assert (f"form.ends_referral.{case.stage}" in keys) is HEADS[writer, accepted]
    assert case.stage is (Stage.ACCEPTED if accepted else Stage.OFFERED)


def _keys(told: object) -> set[str]:
    if not isinstance(told, Text):
        return set()
    return {told.key}.union(*(_keys(one) for one in told.args.values()))


async def test_words_beside_a_result_say_nothing_of_it(office: Office) -> None:
    """A reply ends no referral."""
    case = await referred(office)
    async with office.db.write() as connection:
        batch = await office.batch_of(connection)
        card = Say(text("form.review"), about=AboutCase(case.id, sends=True))
        shown = (await headed(batch, office.desk, BO, card)).text
    assert not any(key.startswith("form.ends_referral") for key in _keys(shown))
    assert CONTENT.texts


async def test_what_waits_is_known_by_its_deed(office: Office) -> None:
    """The letter to the other office is one of the deed, so that all go or stay."""
    case = await referred(office)
    await office.do(BO, WRITTEN, case.id)
    async with office.db.read() as connection:
        assert set(await held_letters.waiting(connection, case.id)) == {case.version + 2}
