"""All that an office has written itself, checked: forms, texts, policy, templates of letters.

Tested in tests/bot/cli/test_main.py."""

from datetime import date

from bot.papers import pdf
from bot.settings import contents
from bot.settings.config import Config


def mistakes(config: Config, today: date) -> list[str]:
    """Every mistake in words for an operator; nothing when all is well. ``today`` is local."""
    folder = config.letters.folder
    return [*contents.check(config, today), *(pdf.check(folder) if folder else [])]


def notes(config: Config, today: date) -> list[str]:
    """What somebody should look at some day, in words for an operator, of contents that are
    well."""
    return contents.notes(config, today)
