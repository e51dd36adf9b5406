"""The trail: an event is stored as its ``kind`` and a mapping of its fields; the two functions are
inverse.

Every kind of event that the lifecycle knows can be stored; its table is the list of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

from casework.actions.co_reporting import PARSERS
from casework.actions.handover import How
from casework.actions.referral import Why
from casework.case.events import Event
from casework.case.intake import Consent, Intake
from casework.case.model import Decision, Desk, SaidBy, Urgency, Verdict
from casework.lifecycle import BECOMES
from casework.policy.directory import Channel

KINDS: Mapping[str, type[Event]] = {kind.kind: kind for kind in BECOMES}

_PARSERS: Mapping[str, Callable[[Any], object]] = {
    "urgency": Urgency,
    "intake": Intake.load,
    "consent": Consent,
    "desk": Desk,
    "decision": Decision,
    "verdict": Verdict,
    "said_by": SaidBy,
    "due_at": datetime.fromisoformat,
    "answer_by": datetime.fromisoformat,
    "again_at": datetime.fromisoformat,
    "why": tuple,
    "cause": Why,
    "channel": Channel,
    "how": How,
    "news": tuple,
    **PARSERS,
}


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Intake):
        return value.dump()
    return value.isoformat() if isinstance(value, datetime) else value


def as_mapping(event: Event) -> dict[str, object]:
    """The fields of an event as plain JSON values (times as ISO 8601)."""
    return {f.name: _plain(getattr(event, f.name)) for f in fields(event)}


def from_mapping(kind: str, fields: Mapping[str, Any]) -> Event:
    """The event again. Raises KeyError for a kind that this version does not know."""
    parsed: dict[str, Any] = {
        name: _PARSERS[name](v) if name in _PARSERS else v for name, v in fields.items()
    }
    return KINDS[kind](**parsed)
