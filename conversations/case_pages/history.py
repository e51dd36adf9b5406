"""The trail of a case in words: one line for each event. What of it is shown to whom is said in
case.py.

Tested in tests/conversations/pages/test_lists.py."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from casework.actions.assignment import Assigned, HandedOver
from casework.actions.consent import ConsentRecorded
from casework.actions.correspondence import Added, Noted, Replied
from casework.actions.duplicates import co_reporting
from casework.actions.duplicates.merging import Absorbed
from casework.actions.escalation import Escalated
from casework.actions.person_data import PersonRecorded
from casework.actions.places.renumbering import Renumbered
from casework.actions.question import Answered, Asked
from casework.actions.reminder import Raised
from casework.actions.rescheduling import AnswerRescheduled, Rescheduled
from casework.case import events as e
from conversations.actions import between_offices, referral
from conversations.actions.correcting import (
    classification,
    letting_go,
    opening_again,
    placing,
    postponement,
    rewording,
    taking_back,
    wrong_result,
)
from conversations.actions.duplicates import held_report, merged_words
from conversations.actions.ending import (
    calling_off,
    confirmation,
    objection,
    public_answer,
    rating,
    resolution,
)
from conversations.content import fields
from conversations.content.numbers.card_numbers import identity_masked, story_masked
from conversations.filling import several
from conversations.protocol.dialogue import Story
from conversations.protocol.each_word import each
from conversations.protocol.effects import Long, Text, text
from conversations.protocol.places import Places
from conversations.protocol.texts import CUT


def story(raw: Any) -> Text | str:
    """Words, files and a place as they stand on a page: without the numbers of cards."""
    return fields.told(story_masked(Story.load(raw))) if raw else "–"


def _answer(raw: Any) -> Text | str:
    kind, value = raw["kind"], raw["value"]
    if kind not in ("story", "photos", "voice"):
        return fields.shown(kind, value, Places({}, {}))
    besides = tuple(several.lines(raw))
    told = () if besides and Story.load(value).empty else (story(value),)
    return text("field.parts", parts=(*told, *besides)) if besides else story(value)


def _added(event: Added) -> Text | str:
    told = story(event.story)
    return text("case.corrected", words=told) if event.corrects else told


_WORDS: Mapping[type[e.Event], Callable[[Any], object]] = {
    Asked: lambda event: event.question,
    Answered: lambda event: _answer(event.answer),
    Added: _added,
    co_reporting.Joined: lambda event: story(event.story),
    co_reporting.ToldMore: lambda event: _answer(event.answer),
    PersonRecorded: lambda event: text(f"person.name.{event.field}"),
    Replied: lambda event: resolution.shown_with(event.text, event.along),
    Noted: lambda event: resolution.shown_with(event.text, event.along),
    Escalated: lambda event: text(f"level.{event.level}"),
    Raised: lambda event: text(f"level.{event.level}"),
    ConsentRecorded: lambda event: text(f"consent.{event.consent}"),
    Renumbered: lambda event: f"{event.old} → {event.new}",
    Rescheduled: lambda event: event.due_at,
    **resolution.LINES,
    **calling_off.LINES,
    **confirmation.LINES,
    **rating.LINES,
    **objection.LINES,
    **public_answer.LINES,
    **classification.LINES,
    **placing.LINES,
    **letting_go.LINES,
    **taking_back.LINES,
    **opening_again.LINES,
    **postponement.LINES,
    **wrong_result.LINES,
    **rewording.LINES,
    AnswerRescheduled: lambda event: event.answer_by,
    **dict.fromkeys(held_report.OF_TWO, held_report.other_number),
    Absorbed: merged_words.absorbed,
}
"""What each kind of event says; the referral's are in its own file."""


def words_of(event: e.Event) -> object:
    """What an event says besides its name, nothing where that it happened says all; without the
    numbers of cards, whoever wrote them."""
    say = _WORDS.get(type(event))
    told = say(event) if say else referral.words_of(event) or between_offices.words_of(event)
    return each(told, identity_masked)


Dated = tuple[e.Event, datetime]
"""An event, and when it happened (UTC)."""


def newest_whole(shown: Sequence[Dated]) -> tuple[Text, ...]:
    """Events in a line each; where there is no room for all, the older ones are shortened."""
    last = len(shown) - 1
    return tuple(trail_line(x, at, rank=int(n == last)) for n, (x, at) in enumerate(shown))


Names = Mapping[int, str]
"""The names of colleagues by their ids, for a colleague who reads."""

NOBODY: Names = {}


def trail_line(
    event: e.Event, at: datetime, rank: int = 0, names: Names = NOBODY, most: int = 0
) -> Text:
    """An event in one line, with the names of those who did it; ``rank``: of its words, where they
    must be shortened; ``most``: characters of each part of them, 0 for all."""
    words, who = words_of(event), _who(event, names)
    words = in_short(words, most) if most else words
    what = text(f"event.{event.kind}")
    said = text("case.words", words=Long(words, rank)) if words else ""
    if who:
        return text("case.event_by", at=at, what=what, who=who, words=said)
    return text("case.event", at=at, what=what, words=said)


def in_short(words: object, most: int) -> object:
    """The beginning of what was written, also where it is part of a sentence of ours."""
    return each(words, lambda one: f"{one[:most].rstrip()} {CUT}" if len(one) > most else one)


def _who(event: e.Event, names: Names) -> Text | str:
    """Who did it and, where a case was given to somebody, to whom; whoever takes it over themselves
    stands once. Who held it until then is named, too."""
    by = names.get(event.by, "")
    if not isinstance(event, Assigned | HandedOver):
        return by
    to, had = names.get(event.to, ""), ""
    if isinstance(event, HandedOver) and event.had not in (None, event.to, event.by):
        had = names.get(event.had, "")
    if event.by == event.to:
        return _to(had, to)
    return text("case.who_from", who=_to(by, to), had=had) if had else _to(by, to)


def _to(*names: str) -> str:
    return " → ".join(name for name in names if name)
