"""The lock before the number of a case whose teller must not be named, wherever colleagues are told
of it."""

from dataclasses import replace

from casework.case.model import Case
from casework.case.number import number
from conversations.protocol.effects import Text

LOCK = "🔒"
"""Stands before, or instead of, whoever is not to be named."""


def quiet(case: Case) -> bool:
    """Whether colleagues are told nothing of a case but its number and what kind of trouble it
    is."""
    return case.sensitive or case.confidential or case.intake.asks_secrecy


def locked(case: Case, told: Text) -> Text:
    """A text for colleagues; of such a case the number in it, and in the texts within it, stands
    behind a lock."""
    return _marked(number(case.id), told) if quiet(case) else told


def _marked(named: str, told: Text) -> Text:
    return replace(told, args={key: _value(named, key, arg) for key, arg in told.args.items()})


def _value(named: str, key: str, arg: object) -> object:
    if isinstance(arg, Text):
        return _marked(named, arg)
    if isinstance(arg, tuple):
        return tuple(_value(named, key, one) for one in arg)
    return f"{LOCK} {named}" if key == "number" and arg == named else arg
