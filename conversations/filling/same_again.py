"""An address or a number told by pointing to the one before: "sama", "sda", "yang kemarin".

It is never kept as it stands. What it means is put in and shown, so that it can be changed; where
nothing was told before, it is asked again."""

import re

from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.filling.home import HOME
from conversations.filling.question import in_words
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, text

KINDS = {"address": "address", "phone": "phone", "their_phone": "phone"}
"""Kinds of answers that may be told so, and how each is called in the texts."""

COUNTER = "walk_in"
"""The form of a visitor: what is known of the officer is not theirs."""

_POINTS = frozenset(
    [
        "sama",
        "sda",
        "sd",
        "idem",
        "ditto",
        "podo",
        "padha",
        "sami",
        "same",
        "tadi",
        "kemarin",
        "kmrn",
        "kemaren",
        "wingi",
        "sebelumnya",
        "before",
    ]
)
_BESIDE = frozenset(
    """yang yg s d a seperti sprti kayak kaya kyk spt dengan dgn alamat alamatnya nomor nomer
    nomornya nomernya no hp hpnya rumah rumahnya laporan saja aja mawon wae bae ya pak bu bapak ibu
    mas mbak min kok masih tetap itu ini persis di dr dari as the it is one last time address
    number""".split()  # noqa: SIM905 (a list of words reads best as words)
)

Read = tuple[Talk, tuple[Effect, ...]] | Say


def points_back(words: str) -> bool:
    """Whether words only point to what was told before."""
    spoken = re.findall(r"[^\W_]+", words.casefold())
    if spoken == ["s", "d", "a"]:
        return True
    return bool(_POINTS.intersection(spoken)) and _POINTS.union(_BESIDE).issuperset(spoken)


def asked(turn: Turn, talk: Talk, draft: Draft, step: Step, kind: str) -> Read | None:
    """What follows from such words; None where they are an answer of their own."""
    called = KINDS.get(kind)
    if called is None or turn.said.files or turn.said.location or not points_back(turn.said.text):
        return None
    known = _known(talk, draft, "place" if called == "address" else "phone")
    if not known:
        return in_words(turn, draft, problem=text(f"field.same.{called}"))
    taken = text(f"field.same.{called}_taken", value=known)
    return talk.with_draft(draft.answered(step.key, known)), (Say(taken),)


def _known(talk: Talk, draft: Draft, key: str) -> str:
    """What was told last: before this answer was to be changed, or in the last report."""
    if draft.form == COUNTER:
        return ""
    house = draft.about.get(HOME) or talk.home
    return str(house.get(key, ""))
