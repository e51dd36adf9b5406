"""An update that was put aside is played again, all or nothing."""

from pathlib import Path
from typing import Any

import pytest

from bot.turns.turn import Turns
from storage.pending import poison
from tests.support.rig import Rig, rig


async def listed(made: Rig) -> list[poison.PutAside]:
    async with made.program.db.read() as connection:
        return await poison.listed(connection)


def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """No message can be handled."""

    async def fails(*_: Any) -> Any:
        raise KeyError("the name of somebody")

    monkeypatch.setattr(Turns, "_said", fails)


async def test_again(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put aside, it fails again and stays; mended, it is answered as if it had just come, once."""
    async with rig(database_url, tmp_path) as made:
        phone = made.phone(1)
        with monkeypatch.context() as patch:
            broken(patch)
            await made.write(phone, "/start")
            (one,) = await listed(made)
            assert (one.error, one.at) == ("KeyError", made.now)
            with pytest.raises(KeyError):
                await made.program.turns.again(one.update_id)
            assert await listed(made) == [one]
        sorry, before = phone.last.text, len(made.telegram.ledger)
        await made.program.turns.again(one.update_id)
        await made.settle()
        assert phone.last.text != sorry
        assert len(made.telegram.ledger) > before
        assert await listed(made) == []
        with pytest.raises(LookupError):
            await made.program.turns.again(one.update_id)


async def test_telegram_repeats_it(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was played again is not played once more when Telegram repeats it; what was dropped
    neither."""
    async with rig(sqlite_url, tmp_path) as made:
        raws: list[Any] = []
        play = made.program.turns.play

        async def noting(some: Any) -> None:
            raws.extend(some)
            await play(some)

        monkeypatch.setattr(made.program.turns, "play", noting)
        with monkeypatch.context() as patch:
            broken(patch)
            await made.write(made.phone(1), "/start")
            await made.write(made.phone(2), "/start")
        first, second = await listed(made)
        await made.program.turns.again(first.update_id)
        async with made.program.db.write() as connection:
            assert await poison.drop(connection, second.update_id)
            assert not await poison.drop(connection, second.update_id)
        await made.settle()
        before = len(made.telegram.ledger)
        await play(raws)
        await made.settle()
        assert len(made.telegram.ledger) == before
