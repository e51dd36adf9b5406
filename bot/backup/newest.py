"""How old the newest backup is, in words for an operator."""

from datetime import datetime, timedelta
from typing import Literal

from bot.settings.backup_section import BackupSection
from storage.backup import shelf

TOO_OLD = timedelta(days=2)

Verdict = Literal["ok", "note", "mend"]


def told(section: BackupSection, now: datetime) -> tuple[Verdict, str]:
    """How it is, and what to do. ``now``: local."""
    if not section.recipients:
        return "note", "none is made; see: puskesos backup-key --help"
    last = shelf.newest(section.folder, now.tzinfo) if now.tzinfo else None
    if last is None:
        return "note", f"none in {section.folder} yet; run: puskesos backup"
    words = f"the newest in {section.folder} is of {last:%Y-%m-%d %H:%M}"
    if now - last > TOO_OLD:
        mend = "look in the log for 'the backup failed', or run: puskesos backup"
        return "mend", f"{words}; {mend}"
    return "ok", words
