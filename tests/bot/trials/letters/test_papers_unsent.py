"""What an officer can still take back is on no paper of the case: not on the resident's, and not on
that of another office."""

from types import SimpleNamespace
from typing import Any

import pytest

from bot.papers import case as papers
from bot.papers import pdf
from bot.papers.paper_request import PaperRequest, PaperSources, Reader
from bot.workshop.workshop import SameProcess
from casework.actions.correcting.rewording import Reword
from casework.actions.ending.resolution import Resolve
from casework.actions.question import Ask
from casework.case.model import Case, Decision, Role
from storage.db.database import Database
from tests.bot.desk.correcting.test_taking_back import FO, held_by, sent_out
from tests.casework.cases import POLICY, TELLER
from tests.conversations.speaker import CONTENT
from tests.support.office import Office
from tests.support.teams import holding

RESULT = Resolve(FO, Decision.HELPED, "the card works again")
QUESTION = Ask(FO, "since when is it so?", "text")


@pytest.fixture
async def office(database: Database) -> Office:
    made = holding(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    return made


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the papers are printed from."""
    found: list[Any] = []

    def keep(paper: Any, *_: object, **__: object) -> bytes:
        found.append(paper)
        return b"%PDF"

    for name in ("slip", "receipt"):
        monkeypatch.setattr(pdf, name, keep)
    return found


async def make(office: Office, what: str, case: Case, reader: int) -> None:
    bot: Any = SimpleNamespace(username="puskesos_bot")
    sources = PaperSources(
        office.db, office.vault, bot, POLICY, CONTENT, lambda: office.at, SameProcess()
    )
    async with office.db.write() as connection:
        person = await (await office.batch_of(connection)).person(reader)
    wanted = {"kind": what, "case": case.id, "size": "a6"}
    request = PaperRequest(sources, Reader(reader, "id", person.memberships), wanted)
    await papers.MAKERS[what](request)


@pytest.mark.parametrize("reader", [FO, TELLER])
async def test_a_slip_tells_what_has_gone_out(
    office: Office, printed: list[Any], reader: int
) -> None:
    """Also one that the officer prints, for it is the resident's; then the words as they stand."""
    case = await held_by(office)
    await office.do(FO, RESULT, case.id)
    await make(office, "slip", case, reader)
    assert "the card works again" not in printed[-1].result
    office.later(minutes=3)
    await sent_out(office)
    await make(office, "slip", case, reader)
    assert printed[-1].result == "the card works again"
    await office.do(FO, Reword(FO, "the card works again", "the new card works"), case.id)
    await make(office, "slip", case, reader)
    assert printed[-1].result == "the new card works"


@pytest.mark.parametrize("asked", [QUESTION, RESULT])
async def test_a_receipt_stands_as_the_resident_knows_it(
    office: Office, printed: list[Any], asked: Any
) -> None:
    """Its date does not move before the letter that moves it."""
    case = await held_by(office)
    await make(office, "receipt", case, TELLER)
    office.later(hours=1)
    await office.do(FO, asked, case.id)
    await make(office, "receipt", case, TELLER)
    assert printed[0] == printed[1]


async def test_every_paper_of_a_case_is_made_from_what_is_known(office: Office) -> None:
    """Whatever it prints: the case and its trail come without what has not gone out."""
    case = await held_by(office)
    await office.do(FO, RESULT, case.id)
    bot: Any = SimpleNamespace(username="puskesos_bot")
    sources = PaperSources(
        office.db, office.vault, bot, POLICY, CONTENT, lambda: office.at, SameProcess()
    )
    request = PaperRequest(sources, Reader(FO, "id", ()), {"kind": "letter", "case": case.id})
    known, trail = await request.case()
    assert known is not None
    assert known.ending.decision is None
    assert "resolved" not in {event.kind for event, _ in trail}
