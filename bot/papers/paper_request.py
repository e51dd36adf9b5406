"""The request for a paper, and what papers are made from.

Tested in tests/bot/papers/test_maker.py."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from telegram import Bot, InputFile

from bot.desk import unsent
from bot.papers import pdf
from bot.settings.mistakes import Mistakes
from bot.workshop.workshop import Unfinished, Work, Workshop
from casework.case.events import Event
from casework.case.model import Case, Membership
from casework.policy.policy import Policy
from conversations.content.content import Content
from conversations.protocol.effects import Text
from storage.cases import cases
from storage.db.database import Database
from storage.db.vault import Vault
from storage.unit_of_work import Batch

log = structlog.get_logger()

Params = dict[str, Any]
"""The parameters of a call to Telegram."""

PRINTED = "id"
"""Printed papers are Indonesian, whatever their reader reads."""


@dataclass(frozen=True)
class Reader:
    """The person for whom a paper is made."""

    id: int
    language: str
    memberships: tuple[Membership, ...]


@dataclass(frozen=True)
class PaperSources:
    """What papers are made from: the store, the rules, the words, the clock."""

    db: Database
    vault: Vault
    bot: Bot
    policy: Policy
    content: Content
    clock: Callable[[], datetime]
    workshop: Workshop
    templates: Path | None = None
    """Where the office's own templates lie, if it has some."""

    @property
    def zone(self) -> ZoneInfo:
        return self.policy.calendar.zone

    def today(self) -> date:
        """The local date."""
        return self.clock().astimezone(self.zone).date()


@dataclass(frozen=True)
class PaperRequest:
    """The request for a paper: for whom it is made, and from what. ``wanted``: its kind, and what
    it is about."""

    sources: PaperSources
    reader: Reader
    wanted: Mapping[str, Any]

    def say(self, text: Text) -> str:
        """A text in the reader's language, for a message."""
        return self.sources.content.texts.html(self.reader.language, text)

    def printed(self, text: Text) -> str:
        """A text as it is printed."""
        return self.sources.content.texts.plain(PRINTED, text)

    async def print(self, press: Work, *values: Any, **named: Any) -> bytes:
        """A paper from its values, printed in the workshop. ``press`` is told in ``folder`` where
        the office's own templates lie; where they can't be printed any more, or take too long,
        people get the packaged paper.

        What is wrong is not logged: a template may tell it in words of the case."""
        own, work = self.sources.templates, self.sources.workshop
        try:
            return await work.do(press, *values, **named, folder=own)
        except (Mistakes, Unfinished):
            if own is None:
                raise
            told = "the packaged one was printed; see why with: puskesos check"
            log.error("an own template can't be printed", paper=self.wanted["kind"], what=told)
        return await work.do(press, *values, **named, folder=None)

    async def case(self) -> tuple[Case | None, list[tuple[Event, datetime]]]:
        """The case that a paper is about and what has happened to it, whoever asks: without what an
        officer can still take back, for papers go to residents and to other offices."""
        case_id, vault = int(self.wanted["case"]), self.sources.vault
        async with self.sources.db.read() as connection:
            case = await cases.load(connection, vault, case_id, lock=False)
            if case is None:
                return None, []
            history = tuple(await cases.history(connection, vault, case_id))
            batch = Batch(connection, vault, self.sources.clock())
            case, history = await unsent.with_trail(batch, case, history)
        return case, list(history)

    async def told(self, case: Case, kinds: Collection[str]) -> str:
        """What officers have told of a case, as it stands now and has gone out."""
        async with self.sources.db.read() as connection:
            batch = Batch(connection, self.sources.vault, self.sources.clock())
            return "\n\n".join(await unsent.words(batch, case, kinds))

    def head(self, code: str) -> pdf.Letterhead:
        """The top of a paper from the office of a place."""
        content = self.sources.content
        own = content.letterheads.of(code)
        at_village = code in content.places.villages
        place = content.places.name(code)
        office = own.office or (f"Puskesos {place}" if at_village else "SLRT Kabupaten/Kota")
        phone = f"Telepon {own.phone}" if own.phone else ""
        address = "\n".join(line for line in (own.address, phone) if line)
        return pdf.Letterhead(office, address, own.government, own.logo)


Makers = Mapping[str, Callable[[PaperRequest], Awaitable[Params]]]
"""What makes a paper of each kind. PermissionError for who may not have it."""


def document(content: bytes, name: str) -> Params:
    """A paper as the file of a message."""
    return {"document": InputFile(content, name)}
