"""Who is told when a case is without a holder again: those whose turn it is then.

Tested in tests/conversations/test_notices.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.correcting.letting_go import Freed, GivenBack
from casework.case.events import Event
from casework.case.model import Case
from casework.policy.catalogue import Catalogue
from conversations.actions import in_short
from conversations.protocol.delivery import Delivery
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.notice import (
    ACTOR,
    ALL_LEVELS,
    DECIDED,
    GOES_ON,
    LEVEL,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    button,
    open_button,
    say,
    service_name,
    urgent,
)


def called(case: Case) -> Notices:
    """An alarm to the village's own office and to each level up to the one that it has reached."""
    return [Notice(ALL_LEVELS, alarm(case), urgent=True)]


def alarm(case: Case, first: Text | None = None) -> Say:
    """The alarm of an emergency that nobody holds any more; ``first``: its first line, if that is
    not only its service."""
    claim = (button("case.claim_alarm", "claim", case), *open_button(case))
    topic = in_short.about(case, first or service_name(case))
    return say("notice.alarm", case, claim, Delivery.MUST_ARRIVE, topic=topic)


def called_again(case: Case) -> Say:
    """To the teller of an emergency that nobody holds any more: whom we ask now.
    Whoever sends it names the numbers (bot/desk/telling.py)."""
    return say(
        "notice.called_again", case, open_button(case), Delivery.MUST_ARRIVE, turn="", numbers=""
    )


def whose_turn(case: Case, key: str, **given: object) -> Notices:
    """Those whose turn it is read that they may take a case; an emergency rings."""
    if urgent(case):
        return called(case)
    return [Notice(LEVEL, _to_take(case, key, **given))]


def opened(case: Case, key: str, wrote: int | None, **given: object) -> Notices:
    """Who had a case last reads, before the others, that it is theirs to go on with; then who wrote
    the result in question, and those who look on. An emergency rings on all their phones."""
    told, others = _to_take(case, key, **given), LEVEL
    if urgent(case):
        others = ALL_LEVELS
        told = alarm(case, text("notice.topic_opened", topic=service_name(case)))
    return [
        Notice(GOES_ON, told, urgent(case)),
        *not_fixed(case, wrote),
        Notice(others, told, urgent(case)),
    ]


def not_fixed(case: Case, wrote: int | None) -> Notices:
    """Who wrote the result that is in question hears that it was not enough, also at another
    office."""
    if wrote is None:
        return []
    told = say("notice.not_fixed", case, open_button(case), Delivery.MUST_ARRIVE, watched="")
    return [Notice(DECIDED, told, urgent(case))]


def _to_take(case: Case, key: str, **given: object) -> Say:
    claim = (button("act.claim", "claim", case), *open_button(case))
    return say(key, case, claim, Delivery.MUST_ARRIVE, due=case.due_at, turn="", **given)


def _freed(case: Case, event: Event, catalogue: Catalogue) -> Notices:
    return whose_turn(case, "notice.freed", urgency=text(f"urgency.{case.urgency}"))


def _given_back(case: Case, event: GivenBack, catalogue: Catalogue) -> Notices:
    told = whose_turn(case, "notice.given_back", reason=event.reason)
    again = [Notice(TELLER, called_again(case), urgent=True)] if urgent(case) else []
    return [*told, *again, Notice(ACTOR, say("done.given_back", case, turn=""))]


ROWS = (OnEvent(Freed, _freed), OnEvent(GivenBack, _given_back))

LINES: Mapping[type[Event], Callable[[Any], object]] = {GivenBack: lambda event: event.reason}
"""What the history shows of it."""
