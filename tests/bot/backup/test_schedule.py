"""The backups that a running bot makes by itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from structlog.testing import capture_logs

from bot.backup import schedule
from bot.backup.schedule import BackupSchedule, Made
from bot.settings.backup_section import BackupSection
from storage.backup import shelf
from storage.backup.age import new_identity
from tests.support.backups.kept_office import Office, office_in, opened_up

ZONE = ZoneInfo("Asia/Jakarta")
NIGHT = datetime(2026, 11, 22, 19, 20, tzinfo=UTC)  # 02:20 on the 23rd, in Cirebon


class Days:
    """A bot of many days, and how its backups end."""

    def __init__(self, folder: Path, *, keys: bool = True) -> None:
        self.now, self.ends, self.made = NIGHT, (0, ""), list[datetime]()
        section = BackupSection(recipients=(new_identity()[1],) if keys else (), folder=folder)
        self.backups = BackupSchedule(section, ZONE, lambda: self.now, self._make)
        self._folder = folder

    async def _make(self) -> Made:
        self.made.append(self.now)
        if not self.ends[0]:
            (self._folder / shelf.name_at(self.now.astimezone(ZONE))).write_text("x")
        return self.ends

    async def go_by(self, time: timedelta) -> list[datetime]:
        """The moments at which a backup was tried, with a look every five minutes."""
        until, self.made = self.now + time, []
        while self.now < until:
            await self.backups.look()
            self.now += timedelta(minutes=schedule.MINUTES)
        return self.made


async def test_each_night(tmp_path: Path) -> None:
    """At once where there is none; then every night soon after the time, also after a restart."""
    days = Days(tmp_path)
    assert await days.go_by(timedelta(days=1)) == [NIGHT, NIGHT + timedelta(hours=23, minutes=55)]
    again = Days(tmp_path)
    again.now = days.now
    assert len(await again.go_by(timedelta(days=3))) == 3


async def test_a_failure_is_told(tmp_path: Path) -> None:
    """The operator reads why, each hour until it works; the bot goes on."""
    days = Days(tmp_path)
    days.ends = (2, "the disk is full")
    with capture_logs() as logs:
        tried = await days.go_by(timedelta(hours=3))
    assert [at - NIGHT for at in tried] == [timedelta(hours=hour) for hour in range(3)]
    assert [(one["event"], one["why"], one["log_level"]) for one in logs] == [
        ("the backup failed", "the disk is full", "error")
    ] * 3
    days.ends = (0, "")
    assert len(await days.go_by(timedelta(hours=3))) == 1


async def test_off_without_keys(tmp_path: Path) -> None:
    """Without a public key none is made."""
    assert await Days(tmp_path, keys=False).go_by(timedelta(days=1)) == []


async def test_a_process_of_its_own(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real one: what it makes lies in the folder, and what it says when it can't is handed
    on."""
    office: Office = await opened_up(office_in(tmp_path / "office", sqlite_url))
    assert await schedule.by_own_process(office.config) == (0, "")
    assert len(shelf.on(office.home / "backups")) == 1
    code, said = await schedule.by_own_process(tmp_path / "none.toml")
    assert (code, "none.toml does not exist" in said) == (2, True)
    monkeypatch.setattr(schedule, "LONGEST", timedelta(0))
    code, said = await schedule.by_own_process(office.config)
    assert (code != 0, "it took longer" in said) == (True, True)
