"""The request for a page, which every page is made from.

Tested in tests/bot/test_registry.py."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.desk import ComplaintDesk
from casework.case.model import Case, Membership
from conversations.protocol.effects import Say, text
from storage.unit_of_work import Batch


@dataclass(frozen=True)
class PageRequest:
    """The request for a page: who asks, at which desk, in which batch (flushed), and with which
    arguments."""

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
        """The person's roles, as they stand in the database."""
        return (await self.batch.person(self.person)).memberships


Pages = Mapping[str, Callable[[PageRequest], Awaitable[tuple[Say, ...]]]]
"""Pages by the name that a Show gives them."""

NOT_THEIRS = (Say(text("refused.unknown_case")),)
"""What is shown for a case that does not exist or that the person may not see: nobody learns which
of the two it is."""
