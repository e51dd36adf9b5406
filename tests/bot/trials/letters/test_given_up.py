"""A letter that must reach a resident and was given up is told by hand, whatever kind it is and
why ever it did not go out."""

from collections.abc import Sequence
from typing import Any, Literal

import pytest
from sqlalchemy import select, update

from bot.desk.mail import Mail
from bot.telegram.call_errors import CallVerdict
from bot.telegram.delivery import Ended
from bot.telegram.settlement import Settlement
from bot.turns.posting import Post
from bot.turns.receipts import DeliveryReceipts
from casework.case.model import Case, Role, Status
from conversations.notices import notices
from conversations.protocol.notice import TELLER
from storage.db.database import Database, table_of
from storage.pending import outbox
from storage.pending.outbox import Outcome
from storage.tables.pending import Errand, OutboxRow
from storage.unit_of_work import Batch
from tests.casework.cases import TELLER as RESIDENT
from tests.conversations.speaker import CONTENT
from tests.conversations.test_notices import EVENTS, MUST_ARRIVE
from tests.support.office import Office

FO = 101
ROWS = table_of(OutboxRow)
BRINGS = {
    "filed": "receipt",
    "asked": "question",
    "replied": "reply",
    "resolved": "result",
    "reworded": "reply",
}
"""What a letter brings; all others bring news."""
SAID: set[str] = set()
"""Words of officers are found in the trail; here there are none."""


@pytest.fixture
async def office(database: Database) -> Office:
    made = Office(database)
    await made.hire(FO, Role.FRONT_OFFICE)
    return made


def settlement(office: Office) -> Settlement:
    receipts = DeliveryReceipts(office.desk, office.vault)
    return Settlement(office.vault, receipts.lost, receipts.arrived)


async def put(office: Office, kind: str) -> Case:
    """A case, and the letter about an event to its teller as the only one that waits."""
    case = await office.file()
    await office.told()
    await office.delivered()
    case = await office.case(case.id)
    (notice,) = [x for x in notices(case, EVENTS[kind], CONTENT.catalogue) if x.to == TELLER]
    async with office.db.write() as connection:
        batch = Batch(connection, office.vault, office.at)
        await Post(batch, CONTENT.texts, "x").news([Mail(RESIDENT, notice.say, office.at)])
        await batch.flush()
    await office.told()
    return case


async def errands(office: Office) -> Sequence[Any]:
    async with office.db.read() as connection:
        return (await connection.execute(select(table_of(Errand)))).all()


async def asked(office: Office) -> list[int]:
    return [letter.to for letter in await office.told() if "sampai ke orangnya" in letter.text]


@pytest.mark.parametrize("state", ["dead", "parked"])
@pytest.mark.parametrize("kind", sorted(MUST_ARRIVE))
async def test_it_is_told_by_hand(
    office: Office, kind: str, state: Literal["dead", "parked"]
) -> None:
    """Blocked, refused or tried too often: the office is asked, once, for each kind."""
    await put(office, kind)
    async with office.db.write() as connection:
        (letter,) = await outbox.claim(connection, office.vault, office.at, 10)
        ended = [_ended(letter, state)]
        await settlement(office).settle(connection, ended, office.at)
    assert [one.kind for one in await errands(office)] == [BRINGS.get(kind, "news")]
    assert await asked(office) == [FO]


def _ended(letter: outbox.ClaimedLetter, state: Literal["dead", "parked"]) -> Any:
    kind: Any = "unreachable" if state == "dead" else "unknown"
    return Ended(letter, CallVerdict(kind, "no"), Outcome(letter.id, state, error="no"))


def ended_dead(letter: outbox.ClaimedLetter) -> Any:
    """The end of a letter to somebody who has blocked the bot."""
    return _ended(letter, "dead")


async def spoil(office: Office, **values: object) -> None:
    """What waits can't be opened any more."""
    async with office.db.write() as connection:
        waits = ROWS.c.done_at.is_(None)
        other = office.vault.seal("outbox", "payload", "of another letter", "{}")
        await connection.execute(update(ROWS).where(waits).values(payload=other, **values))


@pytest.mark.parametrize("kind", sorted(MUST_ARRIVE))
async def test_what_can_not_be_opened_is_told_by_hand(office: Office, kind: str) -> None:
    """A letter that is parked when it is taken out is no silence either."""
    await put(office, kind)
    await spoil(office)
    async with office.db.write() as connection:
        claimed = await settlement(office).claim(connection, office.at, 10)
    assert claimed == []
    (errand,) = await errands(office)
    opened = office.vault.open_text("errand", "what", errand.mark, errand.what)
    assert ("halaman laporan" in opened) is (kind not in SAID)
    assert errand.kind == BRINGS.get(kind, "news")
    assert await asked(office) == [FO]


async def test_nor_is_one_that_a_dead_process_was_sending(office: Office) -> None:
    """Parked at the start, and not to be opened."""
    await put(office, "resolved")
    await spoil(office, state="sending", tries=2)
    async with office.db.write() as connection:
        await settlement(office).recover(connection, office.at)
    assert [one.kind for one in await errands(office)] == ["result"]


async def test_a_reminder_that_can_not_be_opened_asks_nobody(office: Office) -> None:
    """What need not arrive is only counted."""
    case = await put(office, "replied")
    await spoil(office, delivery="C")
    async with office.db.write() as connection:
        await settlement(office).claim(connection, office.at, 10)
    assert (await errands(office), (await office.case(case.id)).status) == ([], Status.RECEIVED)
