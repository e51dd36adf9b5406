"""Taps about colleagues: who is away, on duty, or works here no longer.

Tested in tests/conversations/protocol/test_taps.py."""

from dataclasses import dataclass

from conversations.protocol.tap_codec import Day, PersonId, Tap


@dataclass(frozen=True)
class EndAbsence(Tap):
    """Whoever was away is back."""

    kind = "si:end"


@dataclass(frozen=True)
class ChooseStandIn(Tap):
    """A colleague stands in from ``first`` to ``last``."""

    kind = "si"
    substitute: PersonId
    first: Day
    last: Day


@dataclass(frozen=True)
class ChangeStandIn(Tap):
    """Another colleague is to stand in during the absence that ends on ``last``."""

    kind = "si:new"
    last: Day


@dataclass(frozen=True)
class ToggleDuty(Tap):
    """Somebody is on duty in a night, or not any more."""

    kind = "jg"
    person: PersonId
    night: Day


@dataclass(frozen=True)
class AskEndRoles(Tap):
    """A leader wants to end somebody's roles."""

    kind = "pk:ask"
    person: PersonId


@dataclass(frozen=True)
class MeanEndRoles(Tap):
    """It is meant."""

    kind = "pk:yes"
    person: PersonId


COLLEAGUE_TAPS: tuple[type[Tap], ...] = (
    EndAbsence,
    ChangeStandIn,
    ChooseStandIn,
    ToggleDuty,
    AskEndRoles,
    MeanEndRoles,
)
"""Every one of them."""
