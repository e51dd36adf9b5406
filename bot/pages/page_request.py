"""Who asks for which page: all that a page is made from. No page lives here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.desk import ComplaintDesk
from casework.case.model import Case, Membership
from conversations.protocol.effects import Say, text
from storage.unit_of_work import Batch


@dataclass(frozen=True)
class PageRequest:
    """Who asks for a page: the batch (flushed), the desk, the person, and the arguments of the
    page."""

    batch: Batch
    desk: ComplaintDesk
    person: int
    args: Mapping[str, Any]

    @property
    def words(self) -> str:
        return str(self.args.get("words", ""))

    async def case(self) -> Case | None:
        """The case that the page is about, whether the person may see it or not."""
        return await self.batch.case(int(self.args["case"]))

    async def memberships(self) -> tuple[Membership, ...]:
        """What the person is, by the database."""
        return (await self.batch.person(self.person)).memberships


Pages = Mapping[str, Callable[[PageRequest], Awaitable[tuple[Say, ...]]]]
"""Pages by the name that a Show gives them."""

NOT_THEIRS = (Say(text("refused.unknown_case")),)
"""Instead of the page of a case that is not there or not theirs: nobody learns which."""
