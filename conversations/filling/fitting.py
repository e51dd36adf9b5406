"""Whether a message looks like the answer to the question on the screen, and like nothing else.

Tested in tests/conversations/handlers/messages/test_bursts.py and
tests/conversations/handlers/messages/test_resuming.py."""

import re
from datetime import datetime, timedelta

from conversations.content import fields
from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.content.hearing import consent_words
from conversations.filling.question import current, kind_of, options_of
from conversations.filling.typed import typed_way
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import text

STRICT = frozenset({"phone", "their_phone", "nik", "kk", "number", "date", "confirm", "place"})
"""Kinds whose answers look like nothing else, when they are short."""

FEW = 4
"""Words of such an answer, at most, numbers aside."""

OLD_AFTER = timedelta(hours=3)
"""A question that was asked longer ago is asked about before words become its answer."""


def left(draft: Draft, at: datetime) -> bool:
    """Whether the person has left the question of a form, at ``at`` (UTC)."""
    return draft.aside or old(draft, at)


def old(draft: Draft, at: datetime) -> bool:
    """Whether the question of a form was asked hours before ``at`` (UTC)."""
    return bool(draft.asked) and at - datetime.fromisoformat(draft.asked) >= OLD_AFTER


def fits(turn: Turn, draft: Draft) -> bool:
    """Whether this is the answer that the form waits for, or the way out of it."""
    step = current(turn, draft)
    if step is None:
        return False
    if turn.said.location or turn.said.phone:
        return kind_of(step, draft) in ("location", "address", "phone", "their_phone")
    if not turn.said.text or turn.said.files:
        return False
    return bool(typed_way(turn, step)) or _reads(turn, draft, step)


def _reads(turn: Turn, draft: Draft, step: Step) -> bool:
    kind = kind_of(step, draft)
    if kind == "choice":
        labelled = turn.said.text.strip().casefold() in _labels(turn, draft, step)
        return labelled or consent_words.answered(turn.said.text, step.key)
    words = re.findall(r"[^\W\d_]+", turn.said.text)
    if kind not in STRICT or len(words) > FEW:
        return False
    value = fields.READERS[kind](turn.said, turn.content.places)
    return not isinstance(value, fields.Problem | fields.Several)


def _labels(turn: Turn, draft: Draft, step: Step) -> set[str]:
    """What may be typed instead of tapping: a label, or its place in the list."""
    texts, language = turn.content.texts, turn.person.language
    offered = options_of(turn, draft, step)
    labels = [o.label if o.plain else texts.plain(language, text(o.label)) for o in offered]
    return {label.casefold() for label in labels} | {str(i + 1) for i in range(len(labels))}
