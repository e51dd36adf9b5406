"""A live location: a pin that moves. The first point is told to the case; the next ones take its
place silently wherever it is shown.

Tested in tests/conversations/protocol/test_live_location.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from casework.case.map_pin import MapPin

Point = tuple[float, float]


@dataclass(frozen=True)
class LiveLocation:
    """The pin that was sent last in a chat: its message, the point that was told, and where it is
    now."""

    message_id: int
    told: Point
    now: Point

    @classmethod
    def load(cls, raw: Sequence[Any]) -> "LiveLocation":
        message_id, told, now = raw
        return cls(message_id, (told[0], told[1]), (now[0], now[1]))

    def dump(self) -> list[Any]:
        return [self.message_id, self.told, self.now]

    def moved(self, message_id: int, to: Point) -> "LiveLocation":
        """The pin at its next point; an update of another message is nobody's."""
        return replace(self, now=to) if message_id == self.message_id else self

    def current(self, pin: MapPin) -> MapPin:
        """A pin as it stands now: moved, if it is this one."""
        if (pin.latitude, pin.longitude) != self.told or self.now == self.told:
            return pin
        return MapPin.of(self.now)
