"""The public answer to a report whose teller stays unnamed: a text for the notice board that points
at nobody. Pure.

What a person writes can't be made anonymous by a program; what it can see for certain (numbers,
RT/RW, the names that were told) is refused, and the form warns of the rest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import staff
from casework.wording.names import NO_NAMES, SHORTEST_NAME, folded

_DIGITS = re.compile(r"\d(?:[\s.\-/()]{0,2}\d){8,}")
"""Nine digits or more, however they are parted: a phone number, a NIK, a family card. A date has
eight."""

_MONEY = re.compile(r"(?:rp\.?|idr)\s*\d[\d.,]*", re.IGNORECASE)
_HAMLET = re.compile(r"\b(?:rt|rw)\s*[./:]?\s*\d", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class AnswerPublicly(Command):
    """``names``: what the teller is called here, if it is known (told by the desk); no event keeps
    it."""

    by: int
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnsweredPublicly(Event):
    kind: ClassVar[str] = "answered_publicly"
    text: str


def has_number(text: str) -> bool:
    """Whether ``text`` holds something as long as a phone number, sums of money aside."""
    return _DIGITS.search(_MONEY.sub("", folded(text))) is not None


def has_place(text: str) -> bool:
    """Whether ``text`` names an RT or RW."""
    return _HAMLET.search(folded(text)) is not None


def has_name(text: str, names: Iterable[str]) -> bool:
    """Whether ``text`` holds a word of ``names`` that could tell who it is."""
    told = {
        word for name in names for word in _WORD.findall(folded(name)) if len(word) >= SHORTEST_NAME
    }
    return not (told - NO_NAMES).isdisjoint(_WORD.findall(folded(text)))


def is_secret(case: Case) -> bool:
    """Whether the teller asked not to be named."""
    return case.intake.asks_secrecy


def _answer(case: Case, command: AnswerPublicly, at: datetime, policy: Policy) -> Events:
    if not is_secret(case):
        raise Refused("refused.public.not_secret", number=number(case.id))
    if not command.text.strip():
        raise Refused("refused.public.no_text", number=number(case.id))
    if has_number(command.text):
        raise Refused("refused.public.number", number=number(case.id))
    if has_place(command.text):
        raise Refused("refused.public.place", number=number(case.id))
    if has_name(command.text, (*command.names, case.intake.sufferer or "")):
        raise Refused("refused.public.name", number=number(case.id))
    return (AnsweredPublicly(command.by, command.text),)


RULES: tuple[AnyRule, ...] = (
    Rule(AnswerPublicly, frozenset({Status.RESOLVED, Status.CLOSED}), staff(), _answer),
)
CHANGES: tuple[AnyChange, ...] = (Change(AnsweredPublicly),)
