"""What an officer looks for by what they know of a case: its service, state, RT, village, office,
officer, whether it is late, or the end of its number. Pure.

Tested in tests/bot/pages/test_lists_wishes.py."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from casework.case.model import Status, Urgency

STATES: Mapping[str, Status] = {
    "baru": Status.RECEIVED,
    "diterima": Status.RECEIVED,
    "ditelaah": Status.REVIEWED,
    "diproses": Status.IN_PROGRESS,
    "menunggu warga": Status.WAITING,
    "tunggu warga": Status.WAITING,
    "dirujuk": Status.REFERRED,
    "ada hasil": Status.RESOLVED,
    "ditutup": Status.CLOSED,
    "new": Status.RECEIVED,
    "waiting": Status.WAITING,
    "referred": Status.REFERRED,
    "has a result": Status.RESOLVED,
    "closed": Status.CLOSED,
}
"""States by what they are called in a list and on a page. Referred is also what another office was
asked to take and has not answered."""

LATE = ("telat", "terlambat", "lewat batas", "late", "overdue")
"""What is past its due time, while it is its office's turn."""

PUT_OFF = ("ditunda", "postponed", "put off")
"""What waits for the day until which its officer has put it off."""

TOO_LONG = ("terlalu lama", "tunggu terlalu lama", "menunggu terlalu lama", "waiting too long")
"""What waits for its teller and was late when they were asked, or was asked long ago."""

URGENT: Mapping[str, Urgency] = {
    "darurat": Urgency.EMERGENCY,
    "emergency": Urgency.EMERGENCY,
    "tinggi": Urgency.HIGH,
    "mendesak": Urgency.HIGH,
    "high": Urgency.HIGH,
    "rendah": Urgency.LOW,
    "low": Urgency.LOW,
}
"""How urgent a case is, as pages and queues say it."""

FREE = ("bebas", "belum diambil", "unclaimed", "free")
"""What waits for its office, and nobody has taken."""

MERGED = ("digabung", "disatukan", "merged")
"""What has become part of another case."""

_RT = re.compile(r"\brt[\s.:]*0*(\d{1,3})\b")
_END = re.compile(r"0*(\d{1,5})\s*[- ]?([a-z])?", re.ASCII)
_OF_YEAR = re.compile(r"(\d{2})\s*[-–—_./]\s*0*(\d{1,5})", re.ASCII)
"""A letter behind both is checked by casework/case/number.py, and wrong where that names no
case."""
_CODE = re.compile(r"(?:#(\S+)|@(\d+)(?!\S))\s*", re.ASCII)
_OFFICER = "@"
"""Before a name: an officer is meant, and nobody else."""

NO_OFFICER = "0"
"""Stands for an officer whom nobody knows: no case is theirs."""

_FIRM = frozenset({"statuses", "late", "put_off", "too_long", "officers"})
"""Kinds of names that are never meant as words of a story, besides an RT and a code."""


def rts_in(told: str) -> frozenset[str]:
    """The RTs that words name."""
    return frozenset(_RT.findall(told.casefold()))


_ADDRESSED = frozenset(("bu", "ibu", "pak", "bapak", "mas", "mbak"))
"""Words before a name that name nobody."""

LONGEST = 4
"""Words of one name."""


Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class SearchNames:
    """What may be named in a search: (name in small letters, code) of services, villages and
    offices, (name, id) of officers."""

    services: Pairs = ()
    villages: Pairs = ()
    offices: Pairs = ()
    officers: Pairs = ()


@dataclass(frozen=True)
class Wishes:
    """What a case must be; empty: whatever. ``end`` and ``letter``: of its number, ``year``: both
    digits of the year before it; then ``end`` is all that stands behind."""

    services: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    villages: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()
    late: frozenset[bool] = frozenset()
    put_off: frozenset[bool] = frozenset()
    too_long: frozenset[bool] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    free: frozenset[bool] = frozenset()
    merged: frozenset[bool] = frozenset()
    rt: str = ""
    year: str = ""
    end: str = ""
    letter: str = ""


def read(words: str, known: SearchNames, *, beginnings: bool = False) -> Wishes | None:
    """What the words wish for, each of them; None where one names nothing of this. ``beginnings``:
    three letters and more of a name are enough, and officers need no @. Behind an @ they always
    are."""
    said = words.casefold().strip()
    if of_year := _OF_YEAR.fullmatch(said):
        return Wishes(year=of_year[1], end=of_year[2])
    if end := _END.fullmatch(said):
        return Wishes(end=end[1], letter=(end[2] or "").upper())
    wishes, left = _unmistakable(said)
    named = _names(known)
    while left:
        found = _longest(left, named, beginnings=beginnings)
        if found is None and left[0] in _ADDRESSED and left[1:]:
            left = left[1:]
            continue
        if found is None:
            return None
        taken, kind, values = found
        wishes, left = _with(wishes, kind, values), left[taken:]
    return wishes if wishes != Wishes() else None


def parted(words: str, known: SearchNames, *, names: bool) -> tuple[Wishes, str]:
    """What some of the words wish for, and the rest of them, which are to be told in the case.

    Without ``names`` only what can be nothing else is a wish: an RT, a state, lateness, a code, and
    whoever stands behind an @. With them also whole names of services, villages and offices."""
    wishes, left = _unmistakable(words.casefold().strip())
    named = [one for one in _names(known) if names or one[1] in _FIRM]
    rest: list[str] = []
    while left:
        found = _longest(left, named, beginnings=False)
        if found is None and left[0].startswith(_OFFICER):
            found = (1, "officers", {NO_OFFICER})
        if found is None:
            rest.append(left.pop(0))
            continue
        taken, kind, values = found
        wishes, left = _with(wishes, kind, values), left[taken:]
    return wishes, " ".join(rest)


def only_state(wishes: Wishes) -> bool:
    """Whether nothing but a state is wished for: its name may be a word of a story all the same."""
    none = frozenset[bool]()
    state = replace(wishes, statuses=frozenset(), late=none, put_off=none, too_long=none)
    return state == Wishes()


def _unmistakable(said: str) -> tuple[Wishes, list[str]]:
    """What codes and an RT wish for, and the words besides."""
    wishes, rest = _of_codes(said)
    if rt := _RT.search(rest):
        wishes, rest = replace(wishes, rt=rt[1]), rest.replace(rt[0], " ")
    return wishes, rest.split()


_SURE = ("darurat", "emergency", "belum diambil", "unclaimed", *MERGED)
"""Of the words above those that are hardly ever said of anything else ("darah tinggi")."""

_STATE = re.compile(rf"\b({'|'.join((*STATES, *LATE, *PUT_OFF, *TOO_LONG, *_SURE))})\b")


def names_state(words: str) -> bool:
    """Whether words name a state in full: what else they say is no other search then."""
    return _STATE.search(words.casefold()) is not None


def short_number(words: str) -> str:
    """The shortened number of a case with which words begin: all there is of it ("6"), or what
    stands behind a year ("26-6"); "" where they begin with none."""
    typed = words.casefold().strip()
    if _END.fullmatch(typed) or _OF_YEAR.fullmatch(typed):
        return typed
    first = typed.partition(" ")[0].rstrip(",.:;")
    return first if _OF_YEAR.fullmatch(first) else ""


def _of_codes(said: str) -> tuple[Wishes, str]:
    """What buttons wish for by codes: ``#service``, ``@officer``."""
    wishes = Wishes()
    for service, officer in _CODE.findall(said):
        wishes = _with(wishes, "services" if service else "officers", {service or officer})
    return wishes, _CODE.sub("", said)


Named = Iterable[tuple[str, str, object]]


def _names(known: SearchNames) -> list[tuple[str, str, object]]:
    """Every name, of which kind it is, and what it stands for."""
    tables: dict[str, Sequence[tuple[str, object]]] = {
        "statuses": list(STATES.items()),
        "late": [(name, True) for name in LATE],
        "put_off": [(name, True) for name in PUT_OFF],
        "too_long": [(name, True) for name in TOO_LONG],
        "urgencies": list(URGENT.items()),
        "free": [(name, True) for name in FREE],
        "merged": [(name, True) for name in MERGED],
        "services": known.services,
        "villages": known.villages,
        "offices": known.offices,
        "officers": known.officers,
    }
    return [(name, kind, of) for kind, table in tables.items() for name, of in table]


def _longest(
    left: list[str], named: Named, *, beginnings: bool
) -> tuple[int, str, set[object]] | None:
    """The longest name at the beginning of the words: how many they are, its kind and values."""
    officer = left[0].startswith(_OFFICER)
    named = [one for one in named if _meant(one[1], officer=officer, beginnings=beginnings)]
    for taken in range(min(LONGEST, len(left)), 0, -1):
        said = " ".join(left[:taken]).removeprefix(_OFFICER)
        found = [(kind, of) for name, kind, of in named if _fits(name, said, beginnings or officer)]
        if found:
            kind = found[0][0]
            return taken, kind, {of for each, of in found if each == kind}
    return None


def _meant(kind: str, *, officer: bool, beginnings: bool) -> bool:
    """Whether words may name something of this kind; ``officer``: they stand behind an @."""
    return kind == "officers" if officer else beginnings or kind != "officers"


def _fits(name: str, said: str, beginnings: bool) -> bool:
    return name == said or (beginnings and len(said) > 2 and name.startswith(said))


def _with(wishes: Wishes, kind: str, values: Iterable[object]) -> Wishes:
    return replace(wishes, **{kind: getattr(wishes, kind) | frozenset(values)})
