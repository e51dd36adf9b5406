"""When the newest backup was made: what monitors and the doctor ask.

Tested in tests/bot/backup/test_last.py."""

from datetime import datetime

from bot.settings.config import Config
from storage.backup import shelf


def last(config: Config) -> datetime | None:
    """The moment of the newest one (aware); None where none are made by this config, or none is
    there yet."""
    section = config.backup
    return shelf.newest(section.folder, config.area.timezone) if section.recipients else None
