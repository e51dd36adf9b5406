"""What an emergency that has become part of another tells of it: to those who told it and who were
called to it, and beside the words of the one that goes on.

Tested in tests/bot/trials/alarms/test_merged_alarms.py."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from casework.actions.duplicates.co_reporting import Joined
from casework.actions.duplicates.merging import Absorbed
from casework.actions.duplicates.unmerging import still_absorbed
from casework.case.events import Event
from casework.case.model import Case
from casework.case.number import number
from conversations.actions import in_short
from conversations.actions.escalation import at_home
from conversations.content.numbers.card_numbers import identity_masked
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Say, Text, text
from conversations.protocol.lock import locked, quiet
from conversations.protocol.notice import button, open_button, urgent

BESIDES = 2
"""Of so many others an alarm and a page tell: of those who came last."""


def besides(case: Case, events: Iterable[Event]) -> tuple[Text, ...]:
    """Place and words of what has become part of a case, and of who has joined it."""
    trail = [] if quiet(case) else list(events)
    parts = still_absorbed(trail)
    told = [event for event in trail if isinstance(event, Joined) or event in parts]
    return tuple(_besides(event) for event in told[-BESIDES:])


def _besides(event: Event) -> Text:
    if isinstance(event, Absorbed):
        first = text("duplicates.besides", number=number(event.other))
        return in_short.told(first, event.where, Story(event.texts).dump())
    story: Any = event.story if isinstance(event, Joined) else None
    return in_short.told(text("duplicates.besides_joined"), "", story)


def absorbed(event: Absorbed) -> Text:
    """The line of the history: which report, where and in what words."""
    words, where = identity_masked(" ".join(event.texts)), identity_masked(event.where)
    said = ", ".join(part for part in (number(event.other), where) if part)
    return text("duplicates.told", report=said, words=words or "–")


def to_its_teller(say: Say, case: Case, main: Case, numbers: Text | str) -> Say:
    """To who told of an emergency that goes on in another: whether somebody has that one."""
    here, there = number(case.id), number(main.id)
    if main.owner is not None:
        return replace(say, text=text("duplicates.merged_held", number=here, main=there))
    free = text("duplicates.merged_free", number=here, main=there, numbers=numbers)
    return replace(say, text=free)


def discreetly(case: Case) -> bool:
    """Whether its teller is not told of danger: the phone may be in the hands of who causes it."""
    return at_home(case)


def ring(case: int, main: Case, owner: Text | str) -> Say:
    """What the alarm of an emergency becomes that goes on in another, on the phone of each who was
    called to it. Whoever sends it says when."""
    here, there = number(case), number(main.id)
    if main.owner is not None or not urgent(main):
        held = text("notice.alarm_merged", number=here, main=there, owner=owner, at=None)
        return Say(locked(main, held), open_button(main), case=main.id)
    told = text("notice.alarm_merged_free", number=here, main=there, at=None)
    claim = button("case.claim_alarm", "claim", main)
    return Say(locked(main, told), (claim, *open_button(main)), case=main.id)


def in_hands(case: Case, owner: Text | str) -> Say:
    """What it becomes when the emergency stands alone again, and somebody has it."""
    told = text("notice.alarm_in_hands", number=number(case.id), owner=owner, at=None)
    return Say(locked(case, told), open_button(case), case=case.id)
