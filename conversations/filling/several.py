"""An officer's question that wants several things ("a photo of the KTP and of the KK"): what has
come, what is missing, and the one answer that all of it makes together.

What was given so far stands in the draft: words, photos and places as a story under ``PARTS`` among
its answers, which thing has come under ``given`` in what it is about. The answer is a story with
``numbers`` (kind → number of a card or phone), ``values`` (kind → date, count, yes or no) and
``lacks`` (kinds that the resident does not have)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from casework.actions.question import kinds
from conversations.content import fields
from conversations.content.content import Turn
from conversations.filling.wants import named_kinds
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Said, Text, text
from conversations.protocol.places import Places

PARTS = "parts"

WHOLE = "several"
"""What a draft wants once its answer is put together."""

PHOTOS = frozenset({"photo_ktp", "photo_kk"})
"""One photo each."""

NUMBERS = frozenset({"nik", "kk", "jkn_number", "phone"})
VALUES = frozenset({"date", "number", "confirm"})

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
    about, lines = draft.about, still_missing(missing(draft))
    given = have_come(about.get("given", {}))
    return text(key, number=about["number"], question=about["question"], missing=lines, given=given)


def still_missing(kinds: Iterable[str]) -> tuple[Text, ...]:
    """A line for each thing that has not come."""
    return tuple(text("answer.missing", what=name(kind)) for kind in kinds)


def have_come(given: Mapping[str, Any]) -> tuple[Text, ...]:
    """A line for each thing that has come, or that the resident does not have."""
    return tuple(
        text("answer.none" if value is None else "answer.given", what=name(kind))
        for kind, value in given.items()
    )


def begun(talk: Talk, case: int) -> Draft | None:
    """The half-filled answer of somebody to such a question about a case."""
    for draft in talk.drafts:
        about = draft.about
        if draft.form == "answer" and about.get("case") == case and about.get("given"):
            return draft
    return None


def as_it_is(draft: Draft) -> dict[str, Any]:
    """The answer as far as it has come, for an officer who goes on with that (``closed``); the rest
    is lacking."""
    come = _whole(draft, {**draft.about["given"], **dict.fromkeys(missing(draft))})
    return {**come, "closed": True}


def so_far(draft: Draft) -> Text:
    """For the officer: what has come, and what has not."""
    given = _names(draft.about["given"])
    return text("staff.parts", given=given, missing=_names(missing(draft)))


def _names(kinds: Iterable[str]) -> Text:
    return reduce(_and, map(name, kinds))


def _and(before: Text, one: Text) -> Text:
    return text("staff.parts_and", before=before, one=one)


def name(kind: str) -> Text:
    """What a kind of answer is called."""
    return text(f"ask.kinds.{kind}")


def read(turn: Turn, draft: Draft) -> tuple[Draft, str] | Text:
    """The draft with the part that a message brings, and the kind of that part; or why none
    of it is understood."""
    said, rest = turn.said, missing(draft)
    if lacks := named_kinds.lacking(said.text, rest) if not said.files else []:
        return _given(_with(draft, said), dict.fromkeys(lacks)), lacks[0]
    for kind in sorted(rest, key=lambda one: one == "number"):  # many a message holds digits
        value = _fitting(turn, kind)
        if kind != "text" and value is not None:
            return _taken(draft, said, kind, value), kind
    if rest[0] != "text" and fields.says_no(said, MOST_WORDS) and _is_no(said, rest[0]):
        return _refusing(_with(draft, said)), rest[0]
    if "text" in rest and _fitting(turn, "text") is not None:
        return _given(_with(draft, said), {"text": True}), "text"
    if said.files or said.location:  # shown instead of written: an officer can read a photo
        return _given(_with(draft, said), {rest[0]: True}), rest[0]
    wrong = fields.READERS[rest[0]](said, turn.content.places)
    return wrong.text if isinstance(wrong, fields.Problem) else text("field.choice.unknown")


def _fitting(turn: Turn, kind: str) -> Any | None:
    """A message read as this kind, by the office's clock; None: it is none, or it holds several
    numbers, and nobody guesses which was meant."""
    if kind == "number" and len(re.findall(r"\d+", turn.said.text)) != 1:
        return None
    local = turn.said.at.astimezone(turn.content.texts.zone)
    value = fields.READERS[kind](replace(turn.said, at=local), turn.content.places)
    return None if isinstance(value, fields.Problem | fields.Several) else value


def _is_no(said: Said, kind: str) -> bool:
    """Whether "not yet" answers: a yes-or-no question."""
    return kind == "confirm" or not named_kinds.later(said.text)


def _refusing(draft: Draft) -> Draft:
    """The draft after "no": to a yes-or-no question that is the answer."""
    return tapped(draft, "no") if missing(draft)[0] == "confirm" else lacking(draft)


def tapped(draft: Draft, value: str) -> Draft:
    """The draft after a tap on one of the answers to what is asked first now."""
    return _given(draft, {missing(draft)[0]: value})


def lacking(draft: Draft) -> Draft:
    """The draft of somebody who does not have what is asked first now."""
    return _given(draft, {missing(draft)[0]: None})


def _taken(draft: Draft, said: Said, kind: str, value: Any) -> Draft:
    if kind in NUMBERS:
        return _given(draft, {kind: value})
    if kind in VALUES:
        worded = kind == "number" and any(map(str.isalpha, said.text))
        return _given(_with(draft, said) if worded else draft, {kind: value})
    photos = sum(file.kind in ("photo", "document") for file in said.files)
    shows = [one for one in missing(draft) if one in PHOTOS]
    named = named_kinds.named(said.text, shows)
    in_order = [*named, *(one for one in shows if one not in named)]
    filled = in_order[: max(photos, 1)] if kind in PHOTOS else [kind]
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
    story = draft.answers.get(PARTS) or Story().dump()
    return {
        "kind": "story",
        "value": story,
        "numbers": _written(given, NUMBERS),
        "values": _written(given, VALUES),
        "lacks": [kind for kind, value in given.items() if value is None],
    }


def _written(given: Mapping[str, Any], kinds: frozenset[str]) -> dict[str, Any]:
    """What was written of these kinds, neither shown as a photo nor lacking."""
    told = {}
    for kind, value in given.items():
        if kind in kinds and value is not None and value is not True:
            told[kind] = value
    return told


def lines(answer: Mapping[str, Any]) -> Iterable[Text]:
    """What such an answer says besides its story, for whoever reads the case."""
    for kind, number in answer.get("numbers", {}).items():
        yield text("answered.number", name=name(kind), number=fields.masked(number))
    for kind, value in answer.get("values", {}).items():
        told = fields.shown(kind, value, Places({}, {}))
        yield text("answered.number", name=name(kind), number=told)
    for kind in answer.get("lacks", ()):
        yield text("answered.lacks", name=name(kind))
