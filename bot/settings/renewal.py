"""A config that was read again while the bot runs with an older one: what of it holds at once, and
what only after a restart.

Tested in tests/bot/test_rereading.py."""

from bot.settings.config import Config
from bot.settings.section import Section

FIXED = ("telegram", "database", "files", "keys", "log", "health", "backup")
"""Sections that are read at the start only."""


def renewed(running: Config, written: Config) -> tuple[Config, list[str]]:
    """The config to go on with, and the keys that have changed and wait for a restart."""
    waits = [key for name in FIXED for key in _changed(name, running, written)]
    of_the_area = [key for key in _changed("area", running, written) if key != "area.villages"]
    kept = {name: getattr(running, name) for name in FIXED}
    if of_the_area:
        kept["area"] = running.area
    return written.model_copy(update=kept), [*waits, *of_the_area]


def _changed(name: str, running: Config, written: Config) -> list[str]:
    before: Section = getattr(running, name)
    after: Section = getattr(written, name)
    keys = type(after).model_fields
    return [f"{name}.{key}" for key in keys if getattr(before, key) != getattr(after, key)]
