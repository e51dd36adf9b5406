"""What stands on the pages with which officers are invited: one page, one person, one use.

Tested in tests/bot/papers/test_pdf_invitations.py."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.papers.pdf.values import bare_bot


@dataclass(frozen=True)
class InvitationPage:
    """One invitation. ``role`` and ``place`` in words ("Kesambi, Kecamatan Kesambi"), ``desks`` in
    words or ""; ``code`` is the secret with which somebody begins: whoever has the page can use
    it."""

    role: str
    place: str
    code: str = field(repr=False)
    desks: str = ""


@dataclass(frozen=True)
class Invitations:
    """A page for each person. ``until``: aware, in the zone of the office."""

    pages: tuple[InvitationPage, ...]
    bot: str
    dated: date
    until: datetime
    links: tuple[str, ...] = field(init=False, repr=False)
    """What opens the bot with each page's code."""

    def __post_init__(self) -> None:
        bot = bare_bot(self.bot)
        links = tuple(f"https://t.me/{bot}?start={page.code}" for page in self.pages)
        object.__setattr__(self, "bot", bot)
        object.__setattr__(self, "links", links)
