"""An office where something has been done already, in the same way for several tests: done once,
and then copied, database and clock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.support.begun.databases import Kept, keep, lay
from tests.support.office import Office

Begin = Callable[..., Awaitable[Any]]


@dataclass
class Beginning:
    """How things stand when a beginning is over. ``asked``: how often the desk was asked for
    something; ``gives``: what the beginning has given."""

    database: Kept
    at: datetime
    asked: int
    gives: Any


_made: dict[tuple[Begin, tuple[Any, ...], bool], Beginning] = {}
"""By what is done, with what, and whether on SQLite."""


async def begun(office: Office, begin: Begin, *with_: Any) -> Any:
    """Let an office that was just staffed stand as after ``begin(office, *with_)``; gives what that
    gives. All who ask for the same begin with an office that is staffed alike."""
    about = begin, with_, office.db.dialect == "sqlite"
    if about not in _made:
        gives = await begin(office, *with_)
        await office.db.dispose()
        kept = await keep(office.db.url, f"office{len(_made)}")
        _made[about] = Beginning(kept, office.at, office.asked, gives)
    else:
        await office.db.dispose()
        await lay(office.db.url, _made[about].database)
        office.at, office.asked = _made[about].at, _made[about].asked
        office.restart()
    return _made[about].gives
