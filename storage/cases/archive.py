"""The cases that were referred to another office, newest first, also those that it does not have
any more. Reads only.

Which offices a case has had to do with stands in clear in its row (``known``); whether it really
came there says its trail.

Tested in tests/bot/pages/test_archive.py."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.events import Event
from casework.case.model import Case
from storage.cases import cases
from storage.cases.cases import CASES, case_of, open_to
from storage.db.vault import Vault

READ_AT_ONCE = 40
"""Cases whose trails are opened for one page."""

MOST = 2000
"""Cases of one office that its figures are counted from, the newest first."""

Trail = Sequence[tuple[Event, datetime]]


async def referred(
    connection: AsyncConnection,
    vault: Vault,
    office: str,
    viewer: int,
    *,
    before: int = 0,
    most: int = READ_AT_ONCE,
) -> list[tuple[Case, Trail]]:
    """The cases that may have come to ``office``, each with its trail; ``before``: only those with
    a smaller id. What was closed for the viewer is not among them."""
    named = CASES.c.known.contains(f'"office {office}"', autoescape=True)
    ways = [named, open_to(viewer), *([CASES.c.id < before] if before else [])]
    wanted = select(CASES).where(*ways).order_by(CASES.c.id.desc()).limit(most)
    found = [case_of(vault, row) for row in await connection.execute(wanted)]
    trails = await cases.histories(connection, vault, [case.id for case in found])
    return [(case, trails[case.id]) for case in found]
