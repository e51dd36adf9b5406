"""All that an office has written itself, checked: forms, texts, policy, templates and logos.

Tested in tests/bot/cli/test_main.py."""

from datetime import date

from bot.papers import pdf
from bot.settings import contents
from bot.settings.config import Config
from conversations.content.letterheads import Letterheads


def mistakes(config: Config, today: date) -> list[str]:
    """Every mistake in words for an operator; nothing when all is well. ``today`` is local."""
    folder = config.letters.folder
    letters = pdf.check(folder) if folder else []
    return [*contents.check(config, today), *letters, *_logos(config.letterhead)]


def _logos(heads: Letterheads) -> list[str]:
    """What is wrong with the pictures at the top of papers; one of the district once."""
    logos = {head.logo for head in (heads.district, *heads.villages.values()) if head.logo}
    return [line for logo in sorted(logos) for line in pdf.check_logo(logo)]


def notes(config: Config, today: date) -> list[str]:
    """What somebody should look at some day, in words for an operator, of contents that are
    well."""
    return contents.notes(config, today)
