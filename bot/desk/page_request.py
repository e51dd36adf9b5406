"""Who looks at what: all that a page is made from. No page lives here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.desk import ComplaintDesk
from storage.unit_of_work import Batch


@dataclass(frozen=True)
class Look:
    """Who looks at what: the batch (flushed), the desk, the person, and the arguments of the
    page."""

    batch: Batch
    desk: ComplaintDesk
    person: int
    args: Mapping[str, Any]

    @property
    def words(self) -> str:
        return str(self.args.get("words", ""))
