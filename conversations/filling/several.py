"""An officer's question that wants several things ("a photo of the KTP and of the KK"): what has
come, what is missing, and the one answer that all of it makes together.

What was given so far stands in the draft: words, photos and places as a story under ``PARTS`` among
its answers, which thing has come under ``given`` in what it is about. The answer is a story with
``numbers`` (kind → value) and ``lacks`` (kinds that the resident does not have)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from casework.actions.question import kinds
from conversations.content import fields
from conversations.content.content import Turn
from conversations.protocol.dialogue import Draft, Story
from conversations.protocol.effects import Said, Text, text

PARTS = "parts"

WHOLE = "several"
"""What a draft wants once its answer is put together."""

PHOTOS = frozenset({"photo_ktp", "photo_kk"})
"""One photo each."""

NUMBERS = frozenset({"nik", "kk", "phone"})

MOST_WORDS = 5
"""A longer "no" may tell of something else."""


def waits(draft: Draft) -> bool:
    """Whether the draft answers a question that wants several things."""
    return len(kinds(str(draft.about.get("wants", "")))) > 1


def missing(draft: Draft) -> list[str]:
    """The kinds that have not come yet, in the officer's order; none: this is no such question."""
    if not waits(draft):
        return []
    given = draft.about.get("given", {})
    return [kind for kind in kinds(str(draft.about["wants"])) if kind not in given]


def asks(draft: Draft) -> Text:
    """The question, with what is still missing."""
    key = "answer.several_more" if draft.about.get("given") else "answer.several"
    lines = tuple(text("answer.missing", what=name(kind)) for kind in missing(draft))
    about = draft.about
    return text(key, number=about["number"], question=about["question"], missing=lines)


def name(kind: str) -> Text:
    """What a kind of answer is called."""
    return text(f"ask.kinds.{kind}")


def read(turn: Turn, draft: Draft) -> tuple[Draft, str] | Text:
    """The draft with the part that a message brings, and the kind of that part; or why none
    of it is understood."""
    said, rest = turn.said, missing(draft)
    if rest[0] != "text" and fields.says_no(said, MOST_WORDS):
        return lacking(_with(draft, said)), rest[0]
    for kind in sorted(rest, key=lambda one: one == "text"):
        value = fields.READERS[kind](said, turn.content.places)
        if not isinstance(value, fields.Problem | fields.Several):
            return _taken(draft, said, kind, value), kind
    if said.files or said.location:  # shown instead of written: an officer can read a photo
        return _given(_with(draft, said), {rest[0]: True}), rest[0]
    wrong = fields.READERS[rest[0]](said, turn.content.places)
    return wrong.text if isinstance(wrong, fields.Problem) else text("field.choice.unknown")


def lacking(draft: Draft) -> Draft:
    """The draft of somebody who does not have what is asked first now."""
    return _given(draft, {missing(draft)[0]: None})


def _taken(draft: Draft, said: Said, kind: str, value: Any) -> Draft:
    if kind in NUMBERS:
        return _given(draft, {kind: value})
    photos = sum(file.kind in ("photo", "document") for file in said.files)
    further = [one for one in missing(draft) if one in PHOTOS and one != kind]
    filled = [kind, *further[: photos - 1]] if kind in PHOTOS else [kind]
    return _given(_with(draft, said), dict.fromkeys(filled, True))


def _with(draft: Draft, said: Said) -> Draft:
    """The draft with what a message tells and shows."""
    before = draft.answers.get(PARTS)
    story = (Story.load(before) if before else Story()).plus(said)
    return replace(draft, answers={**draft.answers, PARTS: story.dump()})


def _given(draft: Draft, more: Mapping[str, Any]) -> Draft:
    """The draft with more of what was asked; answered, once nothing is missing."""
    given = {**draft.about.get("given", {}), **more}
    draft = replace(draft, about={**draft.about, "given": given})
    if missing(draft):
        return draft
    whole = replace(draft, about={**draft.about, "wants": WHOLE})
    return whole.answered("answer", _whole(draft, given))


def _whole(draft: Draft, given: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": "story",
        "value": draft.answers.get(PARTS) or Story().dump(),
        "numbers": {kind: given[kind] for kind in given if isinstance(given[kind], str)},
        "lacks": [kind for kind, value in given.items() if value is None],
    }


def lines(answer: Mapping[str, Any]) -> Iterable[Text]:
    """What such an answer says besides its story, for whoever reads the case."""
    for kind, number in answer.get("numbers", {}).items():
        yield text("answered.number", name=name(kind), number=fields.masked(number))
    for kind in answer.get("lacks", ()):
        yield text("answered.lacks", name=name(kind))
