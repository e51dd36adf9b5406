"""Events as the trail stores them: each as its ``kind`` and a mapping of its fields. The two
functions are inverse.

Every kind of event that the lifecycle knows can be stored; its table is the list of them. How a
field is read back is said by its type."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from casework.case.events import Event
from casework.case.intake import Intake
from casework.case.model import Desk, Referral
from casework.lifecycle import BECOMES

KINDS: Mapping[str, type[Event]] = {kind.kind: kind for kind in BECOMES}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Intake):
        return value.dump()
    if isinstance(value, Referral):
        return _fields(value)
    return value.isoformat() if isinstance(value, datetime) else value


def as_mapping(event: Event) -> dict[str, object]:
    """The fields of an event as plain JSON values (times as ISO 8601)."""
    return _fields(event)


def _fields(value: Event | Referral) -> dict[str, object]:
    return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}


def from_mapping(kind: str, stored: Mapping[str, Any]) -> Event:
    """The event again. Raises KeyError for a kind that this version does not know."""
    return KINDS[kind](**_parsed(_PARSERS[kind], stored))


def _parsed(parsers: Mapping[str, Callable[[Any], object]], stored: Mapping[str, Any]) -> Any:
    return {name: parsers[name](v) if name in parsers else v for name, v in stored.items()}


def _parser(hint: object) -> Callable[[Any], object] | None:
    """How a value of a type is made of a plain one, None: it is plain."""
    if hint is Desk:
        return Desk.named
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if hint is Intake:
        return Intake.load
    if hint is datetime:
        return datetime.fromisoformat
    if hint == datetime | None:
        return lambda value: datetime.fromisoformat(value) if value else None
    if hint == Referral | None:
        return lambda stored: Referral(**_parsed(_OF_REFERRAL, stored)) if stored else None
    if get_origin(hint) is tuple:
        inner = _parser(get_args(hint)[0])
        return (lambda values: tuple(map(inner, values))) if inner else tuple
    return None


def _parsers(event: type[Event | Referral]) -> Mapping[str, Callable[[Any], object]]:
    """How those fields are read back that are no plain JSON values."""
    found = {name: _parser(hint) for name, hint in get_type_hints(event).items()}
    return {name: parser for name, parser in found.items() if parser is not None}


_OF_REFERRAL = _parsers(Referral)
_PARSERS = {kind: _parsers(event) for kind, event in KINDS.items()}
