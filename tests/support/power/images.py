"""Draws, from the notes of what was written, what a disk may hold when the power goes: all that was
synced, and of the rest some sectors, as the dice fall."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.power.noted_files import Note

SECTOR = 512
KEPT = (0.0, 0.1, 0.5, 0.9, 1.0)
"""How likely a sector is there that was written and not synced, in one image or another."""


@dataclass
class File:
    """One file. ``synced``: what is sure to be there, None for no file; ``since``: what was done
    since, in order; ``ghost``: a deleted file that may come back until there is a new one."""

    synced: bytearray | None = None
    since: list[Note] = field(default_factory=list)
    ghost: bytearray | None = None

    def happens(self, note: Note) -> None:
        what = note[0]
        if what == "sync":
            self.synced = self.drawn(None, 1.0)
            self.since = []
        elif what == "delete":
            self.ghost, self.synced, self.since = self.drawn(None, 1.0), None, []
        else:
            self.since.append(note)
            self.ghost = None

    def drawn(self, dice: random.Random | None, kept: float) -> bytearray | None:
        """The file as it may be found; without dice, all of what was done."""
        if self.ghost is not None and dice and dice.random() < 0.5:
            return self.ghost
        if self.synced is None and not self.since:
            return None
        found = bytearray(self.synced or b"")
        for what, _, at, data in self.since:
            if what == "truncate":
                if dice is None or dice.random() < kept:
                    del found[at:]
                continue
            for begin in range(0, len(data), SECTOR):
                if dice is None or dice.random() < kept:
                    _put(found, at + begin, data[begin : begin + SECTOR])
        return found


def _put(found: bytearray, at: int, data: bytes) -> None:
    if len(found) < at:
        found.extend(bytes(at - len(found)))
    found[at : at + len(data)] = data


@dataclass
class DiskImage:
    """The two files of a database in WAL mode; the third, -shm, is made anew."""

    files: dict[str, File]

    def happens(self, note: Note) -> None:
        if note[1] in self.files and note[0] in ("write", "truncate", "sync", "delete"):
            self.files[note[1]].happens(note)

    def draw(self, path: Path, dice: random.Random) -> None:
        """Write the files as the dice leave them."""
        kept = dice.choice(KEPT)
        for end in ("", "-wal", "-shm"):
            here = Path(f"{path}{end}")
            found = self.files[end].drawn(dice, kept) if end in self.files else None
            here.unlink(missing_ok=True)
            if found is not None:
                here.write_bytes(found)
