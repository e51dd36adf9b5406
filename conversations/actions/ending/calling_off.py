"""An emergency is called off: everybody who was called hears it, and its teller is asked whether it
stays as a plain report. While they do not answer, it does.

Tested in tests/conversations/handlers/emergencies/test_emergency_words.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.ending.calling_off import CalledOff
from casework.case.events import Event
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Button, Rows, text
from conversations.protocol.notice import (
    ALARMED,
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    open_button,
    say,
)
from conversations.protocol.taps import SortCalledOff

KEEP, DROP = "keep", "drop"


def choices(key: str) -> Rows:
    """Whether it stays; ``key`` is the one under which it was raised."""
    return (
        (Button(text("alarm.keep"), SortCalledOff(KEEP, key)),),
        (Button(text("alarm.drop"), SortCalledOff(DROP, key)),),
    )


def _called_off(case: Case, event: CalledOff, catalogue: Catalogue) -> Notices:
    asked = say("notice.called_off", case, choices(case.key), Delivery.MUST_ARRIVE)
    off = say("notice.alarm_over", case, open_button(case), Delivery.MUST_ARRIVE)
    told = [Notice(TELLER, asked, urgent=True), Notice(ALARMED, off, urgent=True)]
    return told if case.owner is None else [*told, Notice(OWNER, off, urgent=True)]


ROWS = (OnEvent(CalledOff, _called_off),)

LINES: Mapping[type[Event], Callable[[Any], object]] = {CalledOff: lambda event: event.words}
"""What the history shows of it."""
