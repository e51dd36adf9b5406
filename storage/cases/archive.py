"""The cases that were referred to another office, newest first, also those that it does not have
any more. Reads only.

Which cases ever came to which office stands in a table of its own, read by its key.

Tested in tests/bot/pages/test_archive.py."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from casework.case.events import Event
from casework.case.model import Case
from storage.cases import cases
from storage.cases.cases import CASES, case_of, open_to
from storage.db.database import table_of
from storage.db.vault import Vault
from storage.tables.cases import ReferralRow

_REFERRALS = table_of(ReferralRow)

READ_AT_ONCE = 40
"""Cases whose trails are opened for one page."""

MOST = 2000
"""Cases of one office that its figures are counted from, the newest first."""

Trail = Sequence[tuple[Event, datetime]]


async def referred(
    connection: AsyncConnection,
    vault: Vault,
    offices: Collection[str],
    viewer: int,
    *,
    before: int = 0,
    most: int = READ_AT_ONCE,
) -> list[tuple[Case, Trail]]:
    """The cases that came to any of ``offices``, each with its trail; ``before``: only those with
    a smaller id. What was closed for the viewer is not among them."""
    wanted = _wanted(offices, viewer, before, most)
    found = [case_of(vault, row) for row in await connection.execute(wanted)]
    trails = await cases.histories(connection, vault, [case.id for case in found])
    return [(case, trails[case.id]) for case in found]


def _wanted(offices: Collection[str], viewer: int, before: int, most: int) -> Select[Any]:
    """Their ids come from the key of the table of referrals alone, those of each office by
    itself."""
    came = _REFERRALS.c
    older = [came.case_id < before] if before else []
    theirs = select(came.case_id).where(came.office.in_(offices), *older)
    ways = [CASES.c.id.in_(theirs), open_to(viewer)]
    return select(CASES).where(*ways).order_by(CASES.c.id.desc()).limit(most)
