"""Who holds a case: named in a refusal, for a colleague who reads it; and where they work, told
with the event from which they have it, because roles change and a report of last month must not.

Tested in tests/bot/pages/test_colleagues.py and tests/bot/trials/office/test_holder_office.py."""

from dataclasses import replace

from casework.access.own_queue import of_district
from casework.access.visibility import sees
from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.case.events import Event
from casework.case.model import Case, Refused
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


async def telling_office(batch: Batch, case: Case, event: Event) -> Event:
    """The event with the office of whoever has the case from then on; other events as they are."""
    match event:
        case Claimed():
            return replace(event, office=await _office(batch, case, event.by))
        case Assigned() | HandedOver():
            return replace(event, office=await _office(batch, case, event.to))
        case _:
            return event


async def _office(batch: Batch, case: Case, person: int) -> str:
    """Of somebody who may work on the case: its village's own, else the district's; "" of who may
    not."""
    able = [m for m in (await batch.person(person)).memberships if sees(m, case)]
    if any(not of_district(m) for m in able):
        return case.village or case.office
    return next((m.scope for m in able), "")
