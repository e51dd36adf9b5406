"""Who is told when a case is sorted anew: its teller when the date or the office has changed, those
who were called when it is no emergency any more, and those who are called when it has become one.

Tested in tests/conversations/test_notices.py and tests/conversations/actions/correcting."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from casework.actions.correcting.classification import ServiceCorrected, UrgencyCorrected
from casework.case.events import Event
from casework.case.model import Case, Urgency
from casework.policy.catalogue import Catalogue
from conversations.actions import in_short
from conversations.actions.correcting.letting_go import called
from conversations.actions.correcting.what_changed import from_to, holder, why
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Text, text
from conversations.protocol.notice import (
    ACTOR,
    ALARMED,
    OWNER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    button,
    open_button,
    say,
    service_named,
    urgent,
)


def _service_corrected(case: Case, event: ServiceCorrected, catalogue: Catalogue) -> Notices:
    return [
        *_teller(case, event, _service_change(case, event, catalogue)),
        *(_called_off(case) if event.lowered else []),
        *holder(case, event.by, event.reason),
        Notice(ACTOR, say("done.corrected", case)),
    ]


def _urgency_corrected(case: Case, event: UrgencyCorrected, catalogue: Catalogue) -> Notices:
    over = event.was is Urgency.EMERGENCY
    if event.by == case.teller:
        return _raised_again(case, event)
    return [
        *_teller(case, event, _urgency_change(case, event)),
        *(_called_off(case) if over else []),
        *(called(case) if urgent(case) and case.owner is None else []),
        *holder(case, event.by, event.reason),
        Notice(ACTOR, say("done.corrected", case)),
    ]


def _raised_again(case: Case, event: UrgencyCorrected) -> Notices:
    """Its teller takes the call-off back: all who were called, and who holds it, read at once what
    they say now and where it is."""
    told = say("notice.raised_again", case, open_button(case), Delivery.MUST_ARRIVE)
    again = say("notice.alarm_raised_again", case, open_button(case), Delivery.MUST_ARRIVE)
    again = replace(again, text=in_short.about_anew(case, again.text, [event]))
    held = [Notice(to, again, urgent=True) for to in (OWNER, ALARMED)]
    return [Notice(TELLER, told, urgent=True), *(called(case) if case.owner is None else held)]


def _called_off(case: Case) -> Notices:
    """To all who were called: it is no emergency any more."""
    lowered = say("notice.alarm_lowered", case, open_button(case), Delivery.MUST_ARRIVE)
    return [Notice(ALARMED, lowered, urgent=True)]


def _service_change(case: Case, event: ServiceCorrected, catalogue: Catalogue) -> Text | None:
    """From which service to which, None where one of them is not to be read on a phone."""
    opened = event.service == event.was  # it was sealed; what it is about stays (sealing.py)
    if opened or case.sensitive or catalogue.service(event.was).sensitive:
        return None
    return from_to(service_named(event.was, {}), service_named(event.service, event.known))


def _urgency_change(case: Case, event: UrgencyCorrected) -> Text | None:
    if case.sensitive:
        return None
    return from_to(text(f"urgency.{event.was}"), text(f"urgency.{event.urgency}"))


def _teller(case: Case, event: ServiceCorrected | UrgencyCorrected, change: Text | None) -> Notices:
    """To the teller: what was corrected; of what is not to be named only that the date or the
    office is another one."""
    moved = isinstance(event, ServiceCorrected) and event.office != event.was_office
    same = event.due_at == event.was_due and not moved
    if same and (change is None or isinstance(event, UrgencyCorrected)):
        return []
    key = (
        "notice.corrected_moved"
        if moved
        else "notice.sorted_anew"
        if same
        else "notice.corrected_due"
    )
    rows = (*open_button(case), button("case.why", "why", case))
    reason = why(change, event.reason)
    told = say(key, case, rows, Delivery.MUST_ARRIVE, due=case.due_at, why=reason)
    return [Notice(TELLER, told)]


ROWS = (
    OnEvent(ServiceCorrected, _service_corrected),
    OnEvent(UrgencyCorrected, _urgency_corrected),
)


def _service(event: ServiceCorrected) -> object:
    what = service_named(event.service, event.known)
    named = text("case.sensitive") if event.sensitive else what
    return text("correct.line", what=named, reason=event.reason)


LINES: Mapping[type[Event], Callable[[Any], object]] = {
    ServiceCorrected: _service,
    UrgencyCorrected: lambda event: text(
        "correct.line", what=text(f"urgency.{event.urgency}"), reason=event.reason
    ),
}
"""What the history shows of it."""
