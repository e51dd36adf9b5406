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
from casework.case.model import Desk
from casework.lifecycle import BECOMES

KINDS: Mapping[str, type[Event]] = {kind.kind: kind for kind in BECOMES}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Intake):
        return value.dump()
    return value.isoformat() if isinstance(value, datetime) else value


def as_mapping(event: Event) -> dict[str, object]:
    """The fields of an event as plain JSON values (times as ISO 8601)."""
    return {f.name: _plain(getattr(event, f.name)) for f in fields(event)}


def from_mapping(kind: str, stored: Mapping[str, Any]) -> Event:
    """The event again. Raises KeyError for a kind that this version does not know."""
    parsers = _PARSERS[kind]
    parsed: dict[str, Any] = {
        name: parsers[name](v) if name in parsers else v for name, v in stored.items()
    }
    return KINDS[kind](**parsed)


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
    if get_origin(hint) is tuple:
        inner = _parser(get_args(hint)[0])
        return (lambda values: tuple(map(inner, values))) if inner else tuple
    return None


def _parsers(event: type[Event]) -> Mapping[str, Callable[[Any], object]]:
    """How those fields of an event are read back that are no plain JSON values."""
    found = {name: _parser(hint) for name, hint in get_type_hints(event).items()}
    return {name: parser for name, parser in found.items() if parser is not None}


_PARSERS = {kind: _parsers(event) for kind, event in KINDS.items()}
