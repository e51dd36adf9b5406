"""The options of a measurement, as chosen at the command line; the same for every measurement.
Nothing is measured here."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """``runs``: how often everything is measured. ``small``: only see whether it works. ``folder``:
    empty, on a disk, thrown away afterwards. ``filled``: where databases full of cases are made,
    and found again by a later call that names the same place. ``areas``: a CSV of places
    (code,name), or None for made-up ones."""

    runs: int
    small: bool
    folder: Path
    filled: Path
    areas: Path | None

    def some(self, usual: int, small: int) -> int:
        """An amount, or the small one."""
        return small if self.small else usual


def load() -> float:
    """How many processes have wanted to run in the last minute; above 1.0 the figures are not worth
    much."""
    return os.getloadavg()[0]


def in_memory(folder: Path) -> bool:
    """Whether a folder lies in memory, where a commit costs nothing and every figure of a database
    is wrong."""
    rows = [line.split()[1:3] for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    above = [(len(place), kind) for place, kind in rows if folder.resolve().is_relative_to(place)]
    return max(above)[1] in {"tmpfs", "ramfs"}
