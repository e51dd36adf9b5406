"""An address that was shown instead of written: a pin, or a photo of the house number.

As the answer of a form it is a story; as a case keeps it, it is words, a pin and files."""

from collections.abc import Mapping
from typing import Any

from conversations.content.content import Turn
from conversations.content.fields import COUNTED
from conversations.protocol.dialogue import Draft, Story

SHOWN = {"photo": "📷", "video": "🎬", "voice": "🎤"}
"""How an address begins that is to be seen or heard; all else is a paper."""


def placed(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a form as an intake keeps them: the words of the address, its pin, and its
    files behind those of the story."""
    place = answers.get("place")
    if not isinstance(place, Mapping):
        return dict(answers)
    shown = Story.load(place)
    kept = {**answers, "place": words(shown)}
    if shown.pin is not None:
        kept["pin"] = shown.pin.dump()
    if shown.files:
        told = Story.load(answers["story"]) if answers.get("story") else Story()
        kept["story"] = told.with_files(shown.files).dump()
    return kept


def words(shown: Story) -> str:
    """An address that was shown, in writing."""
    kinds = [COUNTED.get(file["kind"], file["kind"]) for file in shown.files]
    signs = [SHOWN.get(kind, "📄") for kind in kinds]
    parts = [*dict.fromkeys(signs), shown.text]
    parts += [f"📍 {shown.pin.words}"] if shown.pin else []
    return " ".join(part for part in parts if part)


def still_asked(turn: Turn, draft: Draft) -> str:
    """The address that the form has still to ask for, "" when there is none: somebody in need shows
    where they are before they are asked."""
    steps = turn.content.forms[draft.form].steps
    return next((s.key for s in steps if s.kind == "address" and s.key not in draft.answers), "")
