"""Reads the list of those who are to be invited: a CSV file, a line for each role at each place.

Head lines, roles and desks may be Indonesian. Nothing of it is a secret, and no names of people
belong into it."""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings.mistakes import Mistakes, meant
from casework.case.model import Desk, Membership, Role
from storage.places.column_names import columns, value

NEEDED = ("role", "code")
COLUMNS = (*NEEDED, "name", "desk", "count")
MOST = 50
"""People of one role at one place: a higher number is a slip."""

_ROLES, _DESKS = [str(role) for role in Role], [str(desk) for desk in Desk]


@dataclass(frozen=True)
class WantedRole:
    """So many people (``count``) are to have a role; ``line`` of the file, ``name`` of the place as
    it stands there, "" for none."""

    line: int
    role: Membership
    count: int = 1
    name: str = ""


def read(path: Path) -> tuple[list[WantedRole], list[str]]:
    """The lines of a file, and what is wrong with the others, each with how to mend it. Mistakes
    when it can't be read at all."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise Mistakes(f"{path}: is not UTF-8; save it as CSV UTF-8") from error
    except OSError as error:
        raise Mistakes(f"{path}: {error.strerror}") from error
    head = lines[0] if lines else ""
    rows = csv.DictReader(
        lines, delimiter=";" if ";" in head and "," not in head else ",", restkey="", restval=""
    )
    rows.fieldnames = named = columns(str(name) for name in rows.fieldnames or ())
    if wrong := _wrong_head(named):
        raise Mistakes(f"{path}: the head line {wrong}; the columns are {','.join(COLUMNS)}")
    found, bad = _rows(rows)
    if not found and not bad:
        bad = ["the file names nobody; write one role per line below the head line"]
    return found, bad


def _wrong_head(named: Collection[str]) -> str:
    missing = [name for name in NEEDED if name not in named]
    strange = [name for name in named if name not in COLUMNS]
    if missing:
        return f"has no column {', '.join(missing)}"
    return f"has an unknown column {', '.join(strange)}" if strange else ""


def _rows(rows: "csv.DictReader[str]") -> tuple[list[WantedRole], list[str]]:
    found, bad, seen = list[WantedRole](), list[str](), dict[Membership, int]()
    try:
        for row in rows:
            told = {name: str(cell or "").strip() for name, cell in row.items()}
            if not any(told.values()):
                continue
            try:
                one = _wanted(rows.line_num, told)
                _once(seen, one)
                found.append(one)
            except ValueError as error:
                bad.append(f"line {rows.line_num}: {error}")
    except csv.Error as error:
        bad.append(f"the quotes don't match ({error})")
    return found, bad


def _once(seen: dict[Membership, int], one: WantedRole) -> None:
    if one.role in seen:
        raise ValueError(
            f"says the same as line {seen[one.role]}; take it out, or write there how many"
            " people it is in a column count"
        )
    seen[one.role] = one.line


def _wanted(line: int, told: dict[str, Any]) -> WantedRole:
    if "" in told:
        raise ValueError("too many columns; put a name with a comma in quotes")
    role = value("role", told["role"])
    if role not in _ROLES:
        raise ValueError(f"no role {told['role']!r}; {meant(role, _ROLES)}")
    desks = frozenset(map(_desk, told.get("desk", "").replace("+", " ").split()))
    given = Membership(Role(role), told["code"], desks)
    return WantedRole(line, given, _count(told.get("count", "")), told.get("name", ""))


def _desk(written: str) -> Desk:
    desk = value("desk", written)
    if desk not in _DESKS:
        raise ValueError(f"no desk {written!r}; {meant(desk, _DESKS)}")
    return Desk(desk)


def _count(written: str) -> int:
    if not written:
        return 1
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= MOST):
        raise ValueError(f"count {written!r} is no number from 1 to {MOST}")
    return int(written)


def people(rows: Iterable[WantedRole]) -> int:
    """How many people they are."""
    return sum(one.count for one in rows)
