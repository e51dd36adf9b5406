"""Of many cases a report is read without keeping others waiting."""

from threading import current_thread, main_thread
from typing import Any

import pytest

from storage.cases import report_queries
from storage.db.database import Database
from storage.db.vault import Vault
from tests.storage.cases.test_report_queries import DAY, START, closed, counted, keep


@pytest.mark.parametrize("work", ["first_times", "case_of", "from_mapping"])
async def test_not_in_the_loop(
    database: Database, vault: Vault, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    """What is done for each case is done in a thread: trails opened, moments found, cases
    opened."""
    does, where = getattr(report_queries, work), set()

    def seen(*given: Any) -> Any:
        where.add(current_thread())
        return does(*given)

    monkeypatch.setattr(report_queries, work, seen)
    await keep(database, vault, *(closed(n, START + DAY, START + 3 * DAY) for n in range(1, 4)))
    assert await counted(database, vault) == [1, 2, 3]
    assert where
    assert main_thread() not in where
