"""How old the newest backup is, for whoever looks after the bot."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.backup.last import last
from bot.cli import running
from bot.settings.backup_section import BackupSection
from bot.settings.config import Config
from tests.support.rig import config_of

ZONE = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 11, 29, 8, 0, tzinfo=ZONE)


def _config(folder: Path, *recipients: str) -> Config:
    section = BackupSection.model_construct(recipients=recipients, folder=folder)
    config = config_of("sqlite:///none.db", folder, "1:none")
    return config.model_copy(update={"backup": section})


@pytest.mark.parametrize(
    ("hours", "verdict", "words"),
    [
        (None, "mend", "there is none in"),
        (6, "ok", "the newest is 6 hours old"),
        (27, "ok", "the newest is 27 hours old"),
        (29, "mend", "the newest is 29 hours old; see the log"),
    ],
)
def test_its_age(tmp_path: Path, hours: int | None, verdict: str, words: str) -> None:
    """Of several the newest counts; what is no backup does not."""
    config = _config(tmp_path, "age1somebody")
    (tmp_path / "puskesos-notes.txt").touch()
    if hours is not None:
        for each in (hours, 90):
            (tmp_path / f"puskesos-{NOW - timedelta(hours=each):%Y-%m-%d-%H%M%S}.age").touch()
    assert last(config) == (NOW - timedelta(hours=hours) if hours else None)
    found = running.backup(config, NOW)
    assert (found.verdict, words in found.words) == (verdict, True), found


def test_none_are_made(tmp_path: Path) -> None:
    """Whoever makes copies in another way has no age to look at, and reads how to begin."""
    config = _config(tmp_path)
    assert last(config) is None
    assert running.backup(config, NOW).verdict == "note"
