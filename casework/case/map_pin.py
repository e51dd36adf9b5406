"""A place that somebody has shown on a map, and how it is written down. A value only.

Where it may be shown is the address's rule: whoever may read the address may see the pin."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

DECIMALS = 5
"""Of a degree: about one metre. A phone knows no better."""


@dataclass(frozen=True)
class MapPin:
    """Degrees (WGS 84); ``title`` and ``address`` when a named place was chosen instead of a bare
    point."""

    latitude: float
    longitude: float
    title: str = ""
    address: str = ""

    @classmethod
    def of(cls, location: Sequence[float], venue: Sequence[str] = ("", "")) -> "MapPin":
        """The pin of a location, and of the named place that stands there."""
        return cls(location[0], location[1], venue[0], venue[1])

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> "MapPin":
        """The pin in a stored mapping."""
        return cls(**raw)

    def dump(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def words(self) -> str:
        """The pin in writing: the place's name and address if it has any, and the coordinates as
        every map takes them."""
        point = f"{self.latitude:.{DECIMALS}f}, {self.longitude:.{DECIMALS}f}"
        named = ", ".join(part for part in (self.title, self.address) if part)
        return f"{named} ({point})" if named else point
