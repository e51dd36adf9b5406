"""The offices of Puskesos as their papers name them: government, address, phone, logo, and who
signs. Values only.

Tested in tests/bot/settings/test_letterheads.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Signer:
    """Who signs. ``nip`` with its label ("NIP 1980…"); "" for whoever has none."""

    post: str
    name: str = ""
    nip: str = ""


@dataclass(frozen=True)
class OfficeHead:
    """``government`` is "Kota Cirebon", ``office`` "" where it is called by its place. ``logo``:
    the bytes of a picture. ``known_by``: the head of the village."""

    government: str = ""
    office: str = ""
    address: str = ""
    phone: str = ""
    logo: bytes | None = field(default=None, repr=False)
    signed_by: Signer | None = None
    known_by: Signer | None = None


@dataclass(frozen=True)
class Letterheads:
    """The district's own, and those of its villages by their codes."""

    district: OfficeHead = OfficeHead()
    villages: Mapping[str, OfficeHead] = field(default_factory=dict)

    def of(self, code: str) -> OfficeHead:
        """The one of the office at a place; a village that has none takes only what is the same for
        all: an address or a name of another office would mislead."""
        if code.count(".") < VILLAGE_DOTS:
            return self.district
        shared = OfficeHead(self.district.government, logo=self.district.logo)
        return self.villages.get(code, shared)


VILLAGE_DOTS = 3
"""The code of a village has so many dots (``32.74.05.1003``)."""
