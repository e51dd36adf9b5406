"""What goes out in two minutes, as whoever wrote it sees it: a look, and two buttons.

Tested in tests/conversations/actions/correcting/test_taking_back.py."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from casework.actions.correcting.taking_back import KINDS, QUESTION, REPLY, RESULT, TakenBack
from casework.actions.correspondence import Replied
from casework.actions.ending.resolution import Resolved
from casework.actions.question import Asked
from casework.case.events import Event
from casework.case.model import Case
from casework.case.number import number
from casework.wording import near_days as near_days_of
from conversations.content.content import Answered, Turn
from conversations.content.numbers.card_numbers import last_four
from conversations.content.on_tap import OnTap
from conversations.protocol.case_taps import ActOnCase, SendAtOnce, TakeItBack
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Button, Do, Long, Rows, Say, Short, Text, text
from conversations.protocol.lock import locked
from conversations.protocol.notice import open_button
from conversations.protocol.requests import SendHeld, TakeBackHeld

ANEW: Mapping[str, str] = {REPLY: "reply", QUESTION: "ask", RESULT: "resolve"}
"""The button with which each is written anew."""


def _words(event: Event) -> Text | str:
    """As they are read at the other end: of a number of a card its last four digits."""
    match event:
        case Replied():
            return last_four(event.text)
        case Asked():
            return last_four(event.question)
        case Resolved():
            decision = text(f"decision.{event.decision}")
            return text("held.of_result", decision=decision, result=last_four(event.result))
        case _:
            return ""


def look(told: Say, case: Case, event: Event, until: datetime, *, rests: bool = False) -> Say:
    """What goes out at ``until`` (UTC), with the buttons that take it back or send it now; below
    them what the message had before. ``rests``: at night nothing goes out now."""
    which, place = case.id, case.version
    words = text(
        f"held.{KINDS[type(event)]}", number=number(which), words=Long(_words(event)), until=until
    )
    now = () if rests else (Button(text("held.send"), SendAtOnce(which, place)),)
    row = (Button(text("held.take_back"), TakeItBack(which, place)), *now)
    words = text("held.at_night", told=words) if rests else words
    return replace(told, text=words, buttons=(row, *told.buttons))


def read_later(look: Say, event: Event, until: datetime, near_days: Sequence[str]) -> Say:
    """The same, of what is read on another day than it was written: a day that it counts from
    today is named, and the button that takes it back says that the words may be changed."""
    day = near_days_in(event, near_days)
    if not day:
        return look
    (back, *now), *rows = look.buttons
    changes = replace(back, label=text("held.change"))
    told = text("held.read_later", told=look.text, day=day, until=until)
    return replace(look, text=told, buttons=((changes, *now), *rows))


def near_days_in(event: Event, near_days: Sequence[str]) -> str:
    """The day counted from today that an officer's words name, "" for none."""
    said = event.result if isinstance(event, Resolved) else _words(event)
    return near_days_of.named(said, near_days) if isinstance(said, str) else ""


def rests(case: Case, at: datetime) -> Say:
    """At night it is not sent now; its card stays as it is."""
    return Say(text("held.rests", number=number(case.id), at=at), case=case.id)


def takes_back(
    case: Case, trail: Sequence[tuple[Event, datetime]], waits: Mapping[int, datetime]
) -> Rows:
    """A button for each that waits, by its place in the trail, with what it is and when it goes
    out (UTC)."""
    what = {place: KINDS[type(trail[place - 1][0])] for place in waits}
    return tuple(
        (Button(text(f"held.still_{what[place]}", until=Short(until, clock=True)), tap),)
        for place, until in waits.items()
        for tap in (TakeItBack(case.id, place),)
    )


def taken_back(case: Case, event: Event, edit: int) -> Say:
    """It reached nobody; here are the words, to be written better."""
    what = KINDS[type(event)]
    again = Button(text(f"held.anew_{what}"), ActOnCase(ANEW[what], case.id))
    words = text(f"held.taken_{what}", number=number(case.id), words=Long(_words(event)))
    return Say(words, ((again,), *open_button(case)), edit=edit, case=case.id)


def overtaken(case: Case, event: Event, why: Text) -> Say:
    """What happened meanwhile would have made it untrue, so it is not sent; its writer has the
    words back."""
    told = text(
        f"held.overtaken_{KINDS[type(event)]}",
        number=number(case.id),
        words=Long(_words(event)),
        why=why,
    )
    return Say(locked(case, told), open_button(case), case=case.id)


def sent(case: Case, edit: int, at: datetime) -> Say:
    """It goes out now, or at the end of the night."""
    return Say(text("held.sent", number=number(case.id), at=at), edit=edit, case=case.id)


def _take_back(turn: Turn, talk: Talk, tap: TakeItBack) -> Answered:
    asked = TakeBackHeld(tap.case, tap.place, turn.said.message_id)
    return talk, (Do(asked, tap.case),)


def _send(turn: Turn, talk: Talk, tap: SendAtOnce) -> Answered:
    return talk, (Do(SendHeld(tap.case, tap.place, turn.said.message_id), tap.case),)


TAPS = (OnTap(TakeItBack, _take_back), OnTap(SendAtOnce, _send))

LINES: Mapping[type[Event], Callable[[Any], object]] = {
    TakenBack: lambda event: text(f"held.name_{event.what}")
}
"""What the history shows of it, to colleagues alone: whoever it was meant for never got it."""
