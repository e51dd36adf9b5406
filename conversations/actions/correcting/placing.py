"""Who is told when a case goes to another village or office, or its address was wrong: its teller,
with the date that stays.
Those whose turn it is now hear of it by *Freed* (letting_go.py).

Tested in tests/conversations/test_notices.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.correcting.address import AddressCorrected
from casework.actions.correcting.placing import PlaceCorrected
from casework.case.events import Event
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.actions.correcting.what_changed import from_to, holder, why
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Text, text
from conversations.protocol.notice import (
    ACTOR,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    open_button,
    say,
    urgent,
)


def _place_corrected(case: Case, event: PlaceCorrected, catalogue: Catalogue) -> Notices:
    done = Notice(ACTOR, say("done.moved", case, where=where(event)))
    told = say(
        "notice.moved",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        where=where(event),
        why=why(_change(event), event.reason),
        due=case.due_at,
    )
    return [Notice(TELLER, told, urgent(case)), *holder(case, event.by, event.reason), done]


def _address_corrected(case: Case, event: AddressCorrected, catalogue: Catalogue) -> Notices:
    """To the teller; on a phone that others may read no address of a case that few may see."""
    change = None if case.sensitive or case.confidential else from_to(event.was, event.place)
    told = say("notice.corrected_address", case, open_button(case), why=why(change, event.reason))
    done = Notice(ACTOR, say("done.corrected", case, open_button(case)))
    return [Notice(TELLER, told, urgent(case)), *holder(case, event.by, event.reason), done]


def _change(event: PlaceCorrected) -> Text:
    if event.village != event.was:
        return from_to(_named(event, event.was), _named(event, event.village))
    return from_to(_office(event, event.was_office), where(event))


def where(event: PlaceCorrected) -> Text:
    """The office that has the case now, in words."""
    return _office(event, event.office)


def _office(event: PlaceCorrected, office: str) -> Text:
    if office not in (event.village, event.was):
        return text("correct.at_district")
    return text("correct.at_village", village=_named(event, office))


def _named(event: PlaceCorrected, village: str) -> str:
    return event.known.get(f"village {village}", "")


ROWS = (
    OnEvent(PlaceCorrected, _place_corrected),
    OnEvent(AddressCorrected, _address_corrected),
)

LINES: Mapping[type[Event], Callable[[Any], object]] = {
    PlaceCorrected: lambda event: text("correct.line", what=where(event), reason=event.reason),
    AddressCorrected: lambda event: text("correct.line", what=event.place, reason=event.reason),
}
"""What the history shows of it."""
