"""What is told beside the name of a village, where only that was asked: the address, the phone
number, and a trouble. None of it is lost, and none is asked again.

Tested in tests/conversations/filling/where/test_beside_village.py."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from casework.policy.classifier import suggest
from conversations.content import fields
from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.content.numbers.card_numbers import identity_masked
from conversations.content.numbers.phone_numbers import in_digits
from conversations.filling.where.told_place import holds_address, names_place
from conversations.protocol.dialogue import Draft
from conversations.protocol.places import Places

KINDS = {"address": "place", "phone": "phone"}
"""Kinds of answers that may stand beside a village, and under which key first contact keeps each:
it has no questions of its own for them."""

_CALLED = r"(?:\b(?:no|nomor|nomer|nmr|hp|wa|telp|telepon|telpon|tlp|phone)(?:nya)?\b[\s.:]*)*"
_DIGITS = r"(?<!\d)(?:(?:\+?62[\s.-]?|0)8|0\d)(?:[\s.-]?\d){7,11}(?!\d)"
NUMBER = re.compile(rf"[\s,;(]*{_CALLED}{_DIGITS}\)?", re.IGNORECASE)
"""A phone number, with the words that only say that it is one."""


def answered(turn: Turn, draft: Draft, step: Step, value: Any) -> Draft:
    """The form with this answer, and with what was told beside it where it is a village."""
    after = draft.answered(step.key, value)
    anew = bool(draft.editing)
    return kept(turn, after, value, anew=anew) if step.kind == "place" else after


def kept(turn: Turn, draft: Draft, village: str, *, anew: bool = False) -> Draft:
    """The form with the address and the number that stand in a message beside the name of this
    village (its code), each under its question unless that is answered already. ``anew``: the
    village was changed on the card, and what is told with it takes the place of the old."""
    told = _told(turn, village)
    keys = {step.kind: step.key for step in turn.content.forms[draft.form].steps}
    if draft.form == "hello":
        keys |= KINDS
    new = {keys[kind]: value for kind, value in told.items() if kind in keys and value}
    new = {key: value for key, value in new.items() if anew or not draft.answers.get(key)}
    return replace(draft, answers={**draft.answers, **new}) if new else draft


def _told(turn: Turn, village: str) -> Mapping[str, str | None]:
    words = in_digits(turn.said.text)
    found = NUMBER.search(words)
    number = fields.phone(found[0]) if found else None
    place = (words.replace(found[0], "", 1) if found and number else words).strip(" ,.;:-")
    place = _no_trouble(turn, place)
    rest = without(place, village, turn.content.places)
    where = holds_address(rest, turn.content) or (rest and names_place(rest, turn.content))
    fits = where and turn.content.alarms.places and len(place) <= fields.LONGEST
    numbers = dict.fromkeys(("phone", "their_phone"), number)
    return {"address": identity_masked(place) if fits else None, **numbers}


def pieces(words: str) -> list[str]:
    """The parts of a message that commas, stops and lines make."""
    return [piece.strip() for piece in re.split(r"[,;.](?!\d)|\n", words) if piece.strip()]


def _no_trouble(turn: Turn, words: str) -> str:
    """Words without the parts that name a trouble and no address."""
    kept = [
        piece
        for piece in pieces(words)
        if holds_address(piece, turn.content) or not suggest(piece, turn.content.words, 1)
    ]
    return ", ".join(kept) if len(kept) < len(pieces(words)) else words


def without(words: str, village: str, places: Places) -> str:
    """Words without the names of the village and of its kecamatan."""
    district = places.districts.get(village.rpartition(".")[0], "").casefold().split()
    return " ".join(
        one
        for one in words.split()
        if any(sign.isdigit() for sign in one)
        or not (places.is_all(one, village) or one.casefold().strip(",.") in district)
    )
