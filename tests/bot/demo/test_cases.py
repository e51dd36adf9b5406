"""What the demo begins with: colleagues, and cases at different stages, filed by phones alone."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from bot.demo.cases import PEOPLE, Player, furnish
from casework.case.model import Status
from storage.cases.cases import CASES
from tests.support.rig import START, rig


async def test_the_demo_is_furnished(sqlite_url: str, tmp_path: Path) -> None:
    """One case is solved, one waits for its resident, two are new, and nobody is left over."""
    async with rig(sqlite_url, tmp_path) as made:

        def move_to(moment: datetime) -> None:
            made.later(seconds=(moment - made.now).total_seconds())

        await furnish(Player(made.telegram, made.program), move_to, START)
        async with made.program.db.read() as connection:
            rows = await connection.execute(select(CASES.c.status).order_by(CASES.c.id))
            assert [row.status for row in rows] == [
                Status.RESOLVED,
                Status.WAITING,
                Status.RECEIVED,
                Status.RECEIVED,
            ]


def test_everybody_has_a_phone_of_their_own() -> None:
    """No two people of the demo share an id."""
    assert len({who.id for who in PEOPLE}) == len(PEOPLE) == 10
