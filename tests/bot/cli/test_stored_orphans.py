"""What `check` and `doctor` read of the database, to name what has lost its row."""

from pathlib import Path

from pydantic import SecretBytes

from bot.cli import stored_orphans
from bot.settings.config import KeysSection
from tests.support.rig import START, VILLAGE, config_of, rig
from tests.support.walking import report

TODAY = START.date()


async def test_the_database_is_asked(sqlite_url: str, tmp_path: Path) -> None:
    """A village that is gone from the list is named with its cases; nothing else is."""
    async with rig(sqlite_url, tmp_path) as made:
        await report(made, made.phone(1), "butuh sktm")
        assert await stored_orphans.lines(made.config, TODAY) == []
        rows = tuple(row for row in made.config.area.villages if row[0] != VILLAGE)
        area = made.config.area.model_copy(update={"villages": rows})
        lines = await stored_orphans.lines(made.config.model_copy(update={"area": area}), TODAY)
    assert [line.partition(":")[0] for line in lines] == [
        f"village '{VILLAGE}' is gone",
        f"village '{VILLAGE}' is gone",
    ]


async def test_without_a_database_there_is_nothing_to_ask(tmp_path: Path) -> None:
    """`check` comes before the first start, too; and no file is made by it."""
    config = config_of(f"sqlite:///{tmp_path}/none.db", tmp_path, "42:x")
    assert await stored_orphans.lines(config, TODAY) == []
    assert not (tmp_path / "none.db").exists()


async def test_another_key_is_told_and_breaks_nothing(sqlite_url: str, tmp_path: Path) -> None:
    """With a wrong key open forms can't be read; that is said, in one line."""
    async with rig(sqlite_url, tmp_path) as made:
        made.phone(1).start()
        await made.settle()
        keys = KeysSection.model_construct(master=SecretBytes(b"\x08" * 32))
        (line,) = await stored_orphans.lines(made.config.model_copy(update={"keys": keys}), TODAY)
    assert "key" in line
