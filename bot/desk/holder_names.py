"""Who holds a case: named in a refusal, for a colleague who reads it, or for who has moved it to
another office; and where they work, told with the event from which they have it, because roles
change and a report of last month must not.

Tested in tests/bot/pages/test_colleagues.py, tests/bot/trials/office/test_holder_office.py,
tests/bot/trials/office/test_holder_named.py and
tests/bot/desk/correcting/test_corrections_moved_away.py."""

from dataclasses import replace

from casework.access.own_queue import of_district
from casework.access.visibility import sees
from casework.actions.assignment import Assigned, Claimed, HandedOver
from casework.actions.correcting.placing import PlaceCorrected
from casework.case.events import Event
from casework.case.model import Case, Refused
from casework.case.number import number
from conversations.actions.correcting import placing
from conversations.protocol.effects import Text, text
from storage.cases import cases
from storage.unit_of_work import Batch

HOLDER = "holder"
"""The argument of a refusal that says who holds the case: first an id, then a name."""


async def naming_holder(batch: Batch, refused: Refused) -> Refused:
    """The refusal with a name instead of the id of whoever holds the case, if it speaks of them."""
    args = refused.args_for_text
    for name, arg in args.items():
        args[name] = await _named(batch, name, arg)
    return refused


async def _named(batch: Batch, name: str, arg: object) -> object:
    """An argument of a text as it is read, also where it is a text itself."""
    if isinstance(arg, Text):
        named = {inner: await _named(batch, inner, one) for inner, one in arg.args.items()}
        return replace(arg, args=named)
    if name == HOLDER and isinstance(arg, int):
        return (await batch.person(arg)).profile.name or text("colleague.unknown")
    return arg


async def reason(batch: Batch, refused: Refused) -> Text:
    """Why something was refused, in words that a colleague may read."""
    named = await naming_holder(batch, refused)
    return text(named.key, **named.args_for_text)


async def where_now(batch: Batch, case: Case | None, person: int) -> Refused | None:
    """Where a case is that this officer has moved away themselves, so that it is not theirs any
    more; None for every other case and person."""
    if case is None or not (await batch.person(person)).memberships:
        return None
    await batch.flush()
    trail = await cases.history(batch.connection, batch.vault, case.id)
    moves = [event for event, _ in trail if isinstance(event, PlaceCorrected)]
    if not moves or moves[-1].by != person:
        return None
    return Refused("refused.moved", number=number(case.id), where=placing.where(moves[-1]))


async def refusing(batch: Batch, case: Case | None, person: int, refused: Refused) -> Refused:
    """A refusal as this person reads it."""
    if refused.key == "refused.unknown_case":
        return await where_now(batch, case, person) or refused
    return await naming_holder(batch, refused)


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
