"""Patience with the database: trouble is waited out and told once a minute, faults are raised."""

import pytest
from structlog.testing import capture_logs

from bot import patience
from bot.patience import Patience


async def test_trouble_is_waited_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the disk or the way to the server does, the loop goes on, and one line tells of
    it."""
    monkeypatch.setattr(patience, "PAUSE_SECONDS", 0.0)
    tried = [0]

    async def work() -> None:
        tried[0] += 1
        if tried[0] < 4:
            raise ConnectionRefusedError

    loop = Patience("bells")
    with capture_logs() as logs:
        done = [await loop.through(work) for _ in range(4)]
    assert done == [False, False, False, True]
    assert [(entry["who"], entry["error"]) for entry in logs] == [
        ("bells", "ConnectionRefusedError")
    ]


async def test_a_long_trouble_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a minute the operator reads of it once more."""
    monkeypatch.setattr(patience, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(patience, "SAY_SECONDS", 0.0)

    async def work() -> None:
        raise OSError

    loop = Patience("bells")
    with capture_logs() as logs:
        assert [await loop.through(work) for _ in range(3)] == [False] * 3
    assert len(logs) == 3


async def test_a_fault_is_raised() -> None:
    """What waiting does not mend is not waited for."""

    async def work() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await Patience("bells").through(work)
