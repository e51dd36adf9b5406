"""To which cases a person's words may go besides their own open ones, on both databases."""

from datetime import timedelta
from typing import Any

from casework.case.intake import Intake
from casework.case.model import Status
from conversations.protocol.effects import Tie
from storage.cases import cases, co_reporters, ties
from storage.db.database import Database
from storage.db.vault import Vault
from tests.casework.cases import NOW, TELLER, filed, having

FIRST = 260_000_001


async def test_what_else_may_be_told_something(database: Database, vault: Vault) -> None:
    """What one follows and what of one's own was closed lately; nothing that has become part of
    another, that was closed long ago, or that is somebody else's."""
    closed: dict[str, Any] = {"teller": TELLER, "status": Status.CLOSED}
    lately, long_ago = NOW - timedelta(days=29), NOW - timedelta(days=31)
    kept = [
        having(filed()[0], id=FIRST + n, key=f"t{n}", **changed)
        for n, changed in enumerate(
            (
                {"teller": TELLER},
                {**closed, "closed_at": lately},
                {**closed, "closed_at": long_ago},
                {**closed, "closed_at": lately, "merged_into": FIRST + 4},
                {"teller": 98, "others": 1},
                {"teller": 98, "status": Status.CLOSED, "closed_at": long_ago, "others": 1},
            )
        )
    ]
    joined = co_reporters.Teller(TELLER, NOW, Intake())
    async with database.write() as connection:
        await cases.save(connection, vault, kept)
        for case in kept[4:]:
            await co_reporters.join(connection, vault, case.id, [joined])
    async with database.read() as connection:
        found = await ties.of_people(connection, [TELLER, 98], NOW - timedelta(days=30))
        own = await cases.open_of(connection, vault, [TELLER, 98])
        both = await ties.all_of_people(connection, vault, [TELLER, 98], NOW - timedelta(days=30))
        goes_on = [await ties.kept(connection, FIRST + n) for n in (0, 3, 77)]
    assert [(brief.id - FIRST, brief.tie) for brief in found[TELLER]] == [
        (4, Tie.FOLLOWS),
        (1, Tie.ENDED),
    ]
    assert 98 not in found
    assert [brief.id - FIRST for brief in own[TELLER]] == [0]
    assert both == (own, found), "asked together they are the same"
    assert goes_on == [FIRST, FIRST + 4, FIRST + 77]
