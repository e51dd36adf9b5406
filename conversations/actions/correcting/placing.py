"""Who is told when a case goes to another village or office: its teller, with the date that stays.
Those whose turn it is now hear of it by *Freed* (letting_go.py).

Tested in tests/conversations/test_notices.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.correcting.placing import PlaceCorrected
from casework.case.events import Event
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
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
    told = say("notice.moved", case, open_button(case), where=where(event), due=case.due_at)
    return [Notice(TELLER, told, urgent(case)), done]


def where(event: PlaceCorrected) -> Text | str:
    """The office that has the case now, in words."""
    if event.office != event.village:
        return text("correct.at_district")
    return text("correct.at_village", village=event.known.get(f"village {event.village}", ""))


ROWS = (OnEvent(PlaceCorrected, _place_corrected),)

LINES: Mapping[type[Event], Callable[[Any], object]] = {
    PlaceCorrected: lambda event: text("correct.line", what=where(event), reason=event.reason)
}
"""What the history shows of it."""
