"""A name that fits several villages: which one is asked with buttons, and the words that named it
wait for the answer with all that stood beside the name.

Tested in tests/conversations/filling/where/test_which.py."""

import re
from dataclasses import replace

from conversations.content import fields
from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.filling.where.beside_village import pieces
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Button, Rows, Text, text
from conversations.protocol.taps import AnswerStep

WHICH = "which"
"""In what a draft is about: by step, the words that fit several villages."""


def asked(turn: Turn, draft: Draft, step: Step) -> Draft:
    """The form that asks which village the message means."""
    return replace(draft, about={**draft.about, WHICH: {step.key: turn.said.text}})


def held(draft: Draft, step: Step) -> str:
    """The words of which it is asked, "" for none."""
    return str(draft.about.get(WHICH, {}).get(step.key, ""))


def settled(draft: Draft) -> Draft:
    """The form that asks it no more."""
    if WHICH not in draft.about:
        return draft
    return replace(draft, about={k: v for k, v in draft.about.items() if k != WHICH})


def asks(turn: Turn, draft: Draft, step: Step) -> Text | None:
    """The question; None where it is not asked."""
    return text("field.place.which") if _places(turn, draft, step) else None


def rows(turn: Turn, draft: Draft, step: Step) -> Rows:
    """A button for each of the villages."""
    found = _places(turn, draft, step)
    buttons = [Button(name, AnswerStep(draft.id, step.key, code)) for code, name in found]
    return tuple((button,) for button in buttons)


def typed(turn: Turn, draft: Draft, step: Step) -> str:
    """The code of the one of them that is meant by words: its number, or what only its label says
    ("yang Lemahwungkuk"); "" for none."""
    found, words = _places(turn, draft, step), turn.said.text.casefold()
    numbered = {str(at): code for at, (code, _) in enumerate(found, 1)}
    if chosen := numbered.get(words.strip(" .")):
        return chosen
    labels = {code: set(_words(name)) for code, name in found}
    if not labels:
        return ""
    shared = set.intersection(*labels.values())
    told = set(_words(words)) - shared
    fitting = [code for code, label in labels.items() if not told.isdisjoint(label)]
    if len(fitting) != 1:
        return ""
    return fitting[0]


def whole(turn: Turn, draft: Draft, step: Step) -> Turn:
    """The turn in which the words that named the village are said, with what is said now besides
    the choice."""
    told = [held(draft, step)]
    if not turn.said.tap:
        told += _besides(turn, draft, step)
    return _saying(turn, "\n".join(filter(None, told)))


def _besides(turn: Turn, draft: Draft, step: Step) -> list[str]:
    """What a message says besides the choice."""
    return [
        piece for piece in pieces(turn.said.text) if not typed(_saying(turn, piece), draft, step)
    ]


def _saying(turn: Turn, words: str) -> Turn:
    return replace(turn, said=replace(turn.said, text=words))


def _places(turn: Turn, draft: Draft, step: Step) -> tuple[tuple[str, str], ...]:
    """Code and label of each village that fits."""
    told = held(draft, step)
    if not told:
        return ()
    said = _saying(turn, told).said
    found = fields.READERS["place"](said, turn.content.places)
    if not isinstance(found, fields.Several):
        return ()
    return found.places


def _words(label: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", label.casefold())
