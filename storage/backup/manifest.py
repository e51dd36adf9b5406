"""What a backup says of itself: when and of what it was made, and each of its parts with size and
checksum. Plain values and text.

Tested in tests/storage/backup/test_archive.py."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

FORMAT = 1


@dataclass(frozen=True)
class Head:
    """What is known before anything is packed. ``made_at``: aware UTC; ``schema``: the revision of
    the database; ``faults``: what was damaged in the running office already."""

    made_at: datetime
    program: str
    schema: str
    dialect: str
    key_id: str
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackedPart:
    """A file in the backup. ``size`` in bytes, ``sha256`` in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The head, and every part in the order in which it was packed."""

    head: Head
    parts: tuple[PackedPart, ...]

    def dump(self) -> str:
        """The text that stands in the backup."""
        head: Mapping[str, object] = {**asdict(self.head), "made_at": self.head.made_at.isoformat()}
        told = {"format": FORMAT, **head, "parts": [asdict(part) for part in self.parts]}
        return json.dumps(told, indent=1)


def load(text: str) -> Manifest:
    """The manifest of a text; ValueError, KeyError or TypeError for anything else."""
    told = json.loads(text)
    if told["format"] != FORMAT:
        raise ValueError(f"format {told['format']}")
    head = Head(
        datetime.fromisoformat(told["made_at"]),
        told["program"],
        told["schema"],
        told["dialect"],
        told["key_id"],
        tuple(told["faults"]),
    )
    return Manifest(head, tuple(PackedPart(**part) for part in told["parts"]))
