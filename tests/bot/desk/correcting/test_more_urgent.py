"""What a teller adds may show that their case is more urgent than was thought: its officer is told
so on notice and page, and one tap corrects it."""

import pytest

from casework.actions.assignment import Claim
from casework.actions.correcting.classification import CorrectUrgency
from casework.actions.correspondence import Add
from casework.case.model import Case, Role, Status, Urgency
from conversations.protocol.requests import HeedNews
from storage.db.database import Database
from tests.bot.desk.test_conflict_of_interest import shown
from tests.casework.cases import OFFICER, TELLER
from tests.support.office import Office

MARK = "mungkin lebih mendesak"
HEED = "c:worse:"


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(OFFICER, Role.FRONT_OFFICE)
    return made


async def told(office: Office, words: str, *, corrects: bool = False) -> Case:
    """A held case to which its teller has added something."""
    case = await office.file("bpnt")
    assert case.urgency is Urgency.NORMAL
    await office.do(OFFICER, Claim(OFFICER), case.id)
    await office.told()
    story = {"texts": [words], "files": [], "location": None}
    await office.do(TELLER, Add(TELLER, story, corrects=corrects), case.id)
    return case


@pytest.mark.parametrize("corrects", [False, True])
@pytest.mark.parametrize(
    "words", ["istri saya hamil 9 bulan", "neneknya lumpuh dan tinggal sendirian"]
)
async def test_one_tap_makes_it_more_urgent(office: Office, words: str, corrects: bool) -> None:
    """Notice and page say so and have the tap; after it neither mark nor tap is left."""
    case = await told(office, words, corrects=corrects)
    (news,) = [one for one in await office.told() if one.to == OFFICER]
    assert MARK in news.text
    assert news.taps[0] == f"{HEED}{case.id}"
    page = await shown(office, OFFICER, "case", case=case.id)
    assert MARK in page.splitlines()[0]
    await office.do(OFFICER, HeedNews(), case.id)
    after = await office.case(case.id)
    assert (after.urgency, after.status) == (Urgency.HIGH, Status.IN_PROGRESS)
    assert MARK not in await shown(office, OFFICER, "case", case=case.id)


@pytest.mark.parametrize(
    "words", ["kapan cair ya bu", "tidak hamil, cuma tanya", "sudah saya kirim"]
)
async def test_ordinary_news_stay_ordinary(office: Office, words: str) -> None:
    """No mark, no tap; a tap of an old button changes nothing."""
    case = await told(office, words)
    (news,) = [one for one in await office.told() if one.to == OFFICER]
    assert MARK not in news.text
    await office.do(OFFICER, HeedNews(), case.id)
    assert (await office.case(case.id)).urgency is Urgency.NORMAL


async def test_who_has_sorted_it_is_not_told_again(office: Office) -> None:
    """A correction after the news, in whichever direction, is the officer's word."""
    case = await told(office, "istri saya hamil 9 bulan")
    for urgency in (Urgency.HIGH, Urgency.LOW):
        await office.do(OFFICER, CorrectUrgency(OFFICER, urgency, "sudah ditelepon"), case.id)
        assert MARK not in await shown(office, OFFICER, "case", case=case.id)


async def test_only_who_works_on_it_may(office: Office) -> None:
    """Neither the teller nor an officer of another village."""
    case = await told(office, "istri saya hamil 9 bulan")
    await office.hire(77, Role.FRONT_OFFICE, "32.74.01.1001")
    for who in (TELLER, 77):
        await office.do(who, HeedNews(), case.id)
    assert (await office.case(case.id)).urgency is Urgency.NORMAL
