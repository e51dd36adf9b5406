"""A refusal that names who holds a case, for a colleague who reads it.

Tested in tests/bot/pages/test_colleagues.py."""

from casework.case.model import Refused
from conversations.protocol.effects import text
from storage.unit_of_work import Batch


async def naming_holder(batch: Batch, refused: Refused) -> Refused:
    """The refusal with a name instead of the id of whoever holds the case, if it speaks of them."""
    args = refused.args_for_text
    holder = args.get("holder")
    if not isinstance(holder, int):
        return refused
    name = (await batch.person(holder)).profile.name
    args["holder"] = name or text("colleague.unknown")
    return refused
