"""A correction that is typed where a report is about to be sent ("eh nomornya 0812…", "bukan rt 4
tapi rt 5"): the answer on the card changes, and the words are no part of the story.

Tested in tests/conversations/handlers/messages/answers/test_at_card.py."""

import re
from dataclasses import replace

from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.telling import without_numbers
from conversations.filling.where.told_place import holds_address
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Say, text

FORMS = frozenset({"report", "neighbour"})

FEW = 6
"""Words that may stand beside a number that takes the place of another."""

_SAYS = (
    r"(?:harusnya|seharusnya|yang benar|yg benar|yg bener|yang betul|ganti(?: jadi)?|diganti|ralat"
    r"|koreksi|maksudnya|should be|correct is)"
)
_WRONG = r"(?:salah|keliru|kleru|bukan|ralat|koreksi|ganti|wrong)"
_LABEL = r"(?P<label>rt|rw|no|nomor|gang|gg|blok)"
_WHOLE = re.compile(rf"(?:.*\b{_WRONG}\b.*?)?\b{_SAYS}\b\W*(?P<new>.+)", re.I | re.S)
_CORRECTS = re.compile(rf"\b(?:{_WRONG}|{_SAYS}|(?:no|nomor|nomer|hp)nya|eh)\b", re.I)
_ADDRESS = re.compile(r"\b(?:alamat|rumah)\w*\b", re.I)
_ONE = (
    re.compile(
        rf"\b{_LABEL}(?: ?nya)? ?(?P<new>\d+)\W+(?:bukan|bkn|not) (?:\w+ )?(?P<old>\d+)", re.I
    ),
    re.compile(
        rf"\b(?:bukan|bkn|not) {_LABEL} ?(?P<old>\d+)\W+(?:(?:tapi|tp|melainkan|but)\W+)?"
        r"(?:(?P=label) ?)?(?P<new>\d+)",
        re.I,
    ),
)


def corrected(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """The card with the answer as it is corrected; None where nothing is."""
    said = turn.said
    at_card = draft.form in FORMS and question.current(turn, draft) is None
    if not at_card or not said.text or said.files or said.location or said.forwarded:
        return None
    answers = _phone(turn, draft) or _place(turn, draft)
    if answers is None:
        return None
    mended = replace(draft, answers={**draft.answers, **answers})
    return talk.with_draft(mended), (Say(text("form.corrected")), *question.ask(turn, mended))


def _phone(turn: Turn, draft: Draft) -> dict[str, str] | None:
    """Another phone number, with few words that say so; a bare one may be of anybody."""
    words = turn.said.text
    number = fields.phone(words)
    steps = [one.key for one in question.walk(turn, draft).route if one.kind == "phone"]
    beside = without_numbers(words)
    few = len(beside.split()) <= FEW and _CORRECTS.search(beside)
    return {steps[0]: number} if number and steps and few else None


def _place(turn: Turn, draft: Draft) -> dict[str, str] | None:
    """Another address: one of its numbers, or the whole."""
    words, place = turn.said.text, draft.answers.get("place")
    if not isinstance(place, str):
        return None
    for found in filter(None, (said.search(words) for said in _ONE)):
        part = re.compile(rf"(\b{found['label']}\W*)0*{int(found['old'])}\b", re.I)
        if part.search(place):
            return {"place": part.sub(rf"\g<1>{found['new']}", place, count=1)}
    whole = _WHOLE.fullmatch(words)
    told = whole["new"].strip() if whole and _ADDRESS.search(words) else ""
    return {"place": told} if told and holds_address(told, turn.content) else None
