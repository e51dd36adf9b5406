"""The trail of a case in words: one line for each event. What of it is shown to whom is said in
case.py.

Tested in tests/conversations/pages/test_lists.py."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.duplicates import co_reporting
from casework.actions.escalation import Escalated
from casework.actions.places.renumbering import Renumbered
from casework.actions.question import Answered, Asked
from casework.actions.reminder import Raised
from casework.actions.rescheduling import AnswerRescheduled, Rescheduled
from casework.case import events as e
from conversations.actions import (
    confirmation,
    duplicates,
    objection,
    public_answer,
    rating,
    referral,
    resolution,
)
from conversations.content import fields
from conversations.protocol.dialogue import Story
from conversations.protocol.effects import Text, text
from conversations.protocol.places import Places


def story(raw: Any) -> Text | str:
    return fields.told(Story.load(raw)) if raw else "–"


def _answer(raw: Any) -> Text | str:
    kind, value = raw["kind"], raw["value"]
    return (
        story(value)
        if kind in ("story", "photos", "voice")
        else fields.shown(kind, value, Places({}, {}))
    )


_WORDS: Mapping[type[e.Event], Callable[[Any], object]] = {
    Asked: lambda event: event.question,
    Answered: lambda event: _answer(event.answer),
    Added: lambda event: story(event.story),
    co_reporting.Joined: lambda event: story(event.story),
    co_reporting.ToldMore: lambda event: _answer(event.answer),
    Replied: lambda event: event.text,
    Noted: lambda event: event.text,
    Escalated: lambda event: text(f"level.{event.level}"),
    Raised: lambda event: text(f"level.{event.level}"),
    Renumbered: lambda event: f"{event.old} → {event.new}",
    Rescheduled: lambda event: event.due_at,
    **resolution.LINES,
    **confirmation.LINES,
    **rating.LINES,
    **objection.LINES,
    **public_answer.LINES,
    AnswerRescheduled: lambda event: event.answer_by,
    **dict.fromkeys(duplicates.OF_TWO, duplicates.other_number),
}
"""What each kind of event says; the referral's are in its own file."""


def words_of(event: e.Event) -> object:
    """What an event says besides its name, nothing where that it happened says all."""
    say = _WORDS.get(type(event))
    return say(event) if say else referral.words_of(event)


def trail_line(event: e.Event, at: datetime) -> Text:
    """An event in one line."""
    words = words_of(event)
    return text(
        "case.event",
        at=at,
        what=text(f"event.{event.kind}"),
        words=text("case.words", words=words) if words else "",
    )
