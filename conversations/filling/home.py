"""Where somebody lives and which number reaches them, as their last report said: a known resident
is not asked again. The card shows both before anything is sent, and both can be changed there.

A report for somebody else may be about another house: there the known address is a button."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversations.content.content import Turn
from conversations.filling.question import current
from conversations.filling.where.address import words
from conversations.protocol.dialogue import Draft, Story, Talk

HOME = "home"
"""The value of the button that takes the known address."""


def known(talk: Talk) -> Mapping[str, Any]:
    """What a new report carries with it of the last one."""
    return {HOME: dict(talk.home)} if talk.home else {}


def remembered(talk: Talk, draft: Draft, kept: Mapping[str, Any]) -> Talk:
    """The talk after a report that was sent; only one's own says where one lives. So does what was
    told beside the village in first contact."""
    if draft.form == "hello":
        met = {key: draft.answers[key] for key in ("place", "phone") if draft.answers.get(key)}
        return replace(talk, home={**talk.home, **met})
    if draft.form != "report" or kept.get("who") != "self":
        return talk
    told = {key: _written(kept[key]) for key in ("place", "phone") if kept.get(key)}
    return replace(talk, home={**talk.home, **{key: said for key, said in told.items() if said}})


def _written(value: Any) -> str:
    """An answer in writing; a pin by its words, a photo of the house number not at all."""
    if not isinstance(value, Mapping):
        return str(value)
    shown = Story.load(value)
    return words(shown) if shown.pin else ""


def filled(turn: Turn, before: Draft | None, draft: Draft) -> Draft:
    """The draft with what is known already, when the next question asks for just that. Who has just
    gone back wants to be asked."""
    if before is None or len(draft.answers) < len(before.answers) or draft.editing:
        return draft
    step = current(turn, draft)
    value = _value(draft, step.key) if step is not None else ""
    return filled(turn, draft, draft.answered(step.key, value)) if step and value else draft


def _value(draft: Draft, step: str) -> str:
    house = draft.about.get(HOME, {})
    if step == "phone" or (step == "place" and draft.answers.get("who") == "self"):
        return str(house.get(step, ""))
    return ""
