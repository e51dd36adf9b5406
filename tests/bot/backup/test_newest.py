"""What the doctor says of backups."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.backup import newest
from bot.settings.backup_section import BackupSection
from storage.backup import shelf
from storage.backup.age import new_identity

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=7)))


def test_age_of_the_newest(tmp_path: Path) -> None:
    """No key and no backup yet are notes; two days without a new one are to mend."""
    assert newest.told(BackupSection(folder=tmp_path), NOW)[0] == "note"
    section = BackupSection(recipients=(new_identity()[1],), folder=tmp_path)
    verdict, words = newest.told(section, NOW)
    assert (verdict, "yet" in words) == ("note", True)
    for days, expected in ((3, "mend"), (1, "ok")):
        (tmp_path / shelf.name_at(NOW - timedelta(days=days))).write_text("x")
        verdict, words = newest.told(section, NOW)
        assert verdict == expected
        assert f"2026-11-{23 - days}" in words
