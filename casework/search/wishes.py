"""What an officer looks for by what they know of a case: its service, state, RT, village, office,
officer, whether it is late, or the end of its number. Pure.

Tested in tests/bot/pages/test_lists_wishes.py."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from casework.case.model import Status, Urgency
from casework.search import keywords
from casework.search.state_words import MARKS, MINE, STATES, TURN, TURNS, URGENT, Mark
from casework.wording.plain import Vocabulary

_RT = re.compile(r"\brt[\s.:]*0*(\d{1,3})\b(?:\s*/\s*0*(\d{1,3})\b)?")
"""An RT, and the RW that may stand behind a stroke."""

_RW = re.compile(r"\brw[\s.:]*0*(\d{1,3})\b")

DIGITS = 5
"""Digits of a case's place in its year."""

_END = re.compile(r"0*(\d{1,5})\s*[- ]?([a-z])?", re.ASCII)
_OF_YEAR = re.compile(r"(\d{2})\s*[-–—_./]\s*0*(\d{1,5})", re.ASCII)
"""A letter behind both is checked by casework/case/number.py, and wrong where that names no
case."""
_CODE = re.compile(r"(?:#(\S+)|@(\d+)(?!\S))\s*", re.ASCII)
_OFFICER = "@"
"""Before a name: an officer is meant, and nobody else."""

NO_OFFICER = "0"
"""Stands for an officer whom nobody knows: no case is theirs."""

_FIRM = frozenset({"statuses", "marks", "turns", "officers", "own"})
"""Kinds of names that are never meant as words of a story, besides RT, RW and a code."""

_TOO = frozenset({"services", "offices"})
"""Kinds of names that may be words of a story, too: whatever they name is found."""


def rts_in(told: str) -> frozenset[str]:
    """The RTs that words name."""
    return frozenset(found[1] for found in _RT.finditer(told.casefold()))


def rws_in(told: str) -> frozenset[str]:
    """The RWs that words name."""
    said = told.casefold()
    behind = (found[2] for found in _RT.finditer(said) if found[2])
    return frozenset(behind) | frozenset(_RW.findall(said))


_ADDRESSED = frozenset(("bu", "ibu", "pak", "bapak", "mas", "mbak"))
"""Words before a name that name nobody."""

LONGEST = 4
"""Words of one name."""


Pairs = Sequence[tuple[str, str]]
_NO_WORDS = Vocabulary({}, {})


@dataclass(frozen=True)
class SearchNames:
    """What may be named in a search: (name in small letters, code) of services, villages and
    offices, (name, id) of officers; the ``vocabulary`` by which words of stories are kept; the id
    of the ``viewer``, "" where nobody's own cases are meant."""

    services: Pairs = ()
    villages: Pairs = ()
    offices: Pairs = ()
    officers: Pairs = ()
    vocabulary: Vocabulary = _NO_WORDS
    viewer: str = ""


@dataclass(frozen=True)
class Meaning:
    """All that some words (``said``) may mean: one of these services, one of these offices, or
    words that a case tells (``told``, as the index keeps them)."""

    said: str
    services: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wishes:
    """What a case must be; empty: whatever. ``turns``: whose turn, as in state_words.py, or the
    code of an office. ``meanings``: each of them must hold in one of its ways. ``end`` and
    ``letter``: of its number, ``year``: both digits of the year before it; then ``end`` is all that
    stands behind."""

    services: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    villages: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()
    marks: frozenset[Mark] = frozenset()
    turns: frozenset[str] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    meanings: tuple[Meaning, ...] = ()
    rt: str = ""
    rw: str = ""
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
        wishes, left = _add(wishes, found, left, known)
    return wishes if wishes != Wishes() else None


def parted(words: str, known: SearchNames, *, names: bool) -> tuple[Wishes, str]:
    """What some of the words wish for, and the rest of them, which are to be told in the case.

    Without ``names`` only what can be nothing else is a wish: RT, RW, how a case stands, whose turn
    it is, a code, and whoever stands behind an @. With them also whole names of services, villages
    and offices."""
    wishes, left = _unmistakable(words.casefold().strip())
    named = [one for one in _names(known) if names or one[1] in _FIRM]
    rest: list[str] = []
    while left:
        found = _longest(left, named, beginnings=False)
        if found is None and left[0].startswith(_OFFICER):
            found = (1, {"officers": {NO_OFFICER}})
        if found is None:
            rest.append(left.pop(0))
            continue
        wishes, left = _add(wishes, found, left, known)
    return wishes, " ".join(rest)


def only_state(wishes: Wishes) -> bool:
    """Whether nothing but a state is wished for: its name may be a word of a story all the same."""
    none = frozenset[Mark]()
    state = replace(wishes, statuses=frozenset(), marks=none, turns=frozenset())
    return state == Wishes()


def _unmistakable(said: str) -> tuple[Wishes, list[str]]:
    """What codes, an RT and an RW wish for, and the words besides."""
    wishes, rest = _of_codes(said)
    if rt := _RT.search(rest):
        wishes = replace(wishes, rt=rt[1], rw=rt[2] or "")
        rest = rest.replace(rt[0], " ")
    if rw := _RW.search(rest):
        wishes, rest = replace(wishes, rw=rw[1]), rest.replace(rw[0], " ")
    return wishes, rest.split()


_SURE = ("darurat", "emergency", *TURN)
"""Of words that name no state alone those that are hardly ever said of anything else ("darah
tinggi")."""

_UNSURE = ("bebas", "free")
_OF_MARKS = [name for names in MARKS.values() for name in names if name not in _UNSURE]
_STATE = re.compile(rf"\b({'|'.join((*STATES, *_OF_MARKS, *_SURE))})\b")


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


def exactly(wanted: Wishes) -> Wishes:
    """Of a shortened number the cases that it is all of ("4": the fourth of a year), and not those
    that only end so (the 14th)."""
    return replace(wanted, end=wanted.end.zfill(DIGITS))


def _of_codes(said: str) -> tuple[Wishes, str]:
    """What buttons wish for by codes: ``#service``, ``@officer``."""
    wishes = Wishes()
    for service, officer in _CODE.findall(said):
        wishes = _with(wishes, "services" if service else "officers", {service or officer})
    return wishes, _CODE.sub("", said)


Named = Iterable[tuple[str, str, object]]
_Found = tuple[int, Mapping[str, set[object]]]


def _names(known: SearchNames) -> list[tuple[str, str, object]]:
    """Every name, of which kind it is, and what it stands for."""
    tables: dict[str, Sequence[tuple[str, object]]] = {
        "statuses": list(STATES.items()),
        "marks": [(name, mark) for mark, names in MARKS.items() for name in names],
        "turns": [
            (f"{before} {who}", whose)
            for before in TURN
            for who, whose in (*TURNS.items(), *known.offices)
        ],
        "urgencies": list(URGENT.items()),
        "services": known.services,
        "villages": known.villages,
        "offices": known.offices,
        "officers": known.officers,
        "own": [(name, known.viewer) for name in MINE if known.viewer],
    }
    return [(name, kind, of) for kind, table in tables.items() for name, of in table]


def _longest(left: list[str], named: Named, *, beginnings: bool) -> _Found | None:
    """The longest name at the beginning of the words: how many they are, and its values by kind;
    of several kinds only where words of stories may be meant, too."""
    officer = left[0].startswith(_OFFICER)
    named = [one for one in named if _meant(one[1], officer=officer, beginnings=beginnings)]
    for taken in range(min(LONGEST, len(left)), 0, -1):
        said = " ".join(left[:taken]).removeprefix(_OFFICER)
        found = [(kind, of) for name, kind, of in named if _fits(name, said, beginnings or officer)]
        if found:
            kinds = _TOO if found[0][0] in _TOO else {found[0][0]}
            return taken, {kind: {of for each, of in found if each == kind} for kind in kinds}
    return None


def _add(
    wishes: Wishes, found: _Found, left: list[str], known: SearchNames
) -> tuple[Wishes, list[str]]:
    """The wishes with what the first words name, and the words behind these."""
    (taken, values), said = found, " ".join(left[: found[0]])
    if set(values) & _TOO:
        codes = {kind: frozenset(str(of) for of in each) for kind, each in values.items()}
        told = keywords.sought(said, known.vocabulary)
        wishes = replace(wishes, meanings=(*wishes.meanings, Meaning(said, told=told, **codes)))
    else:
        for kind, each in values.items():
            wishes = _with(wishes, kind, each)
    return wishes, left[taken:]


def _meant(kind: str, *, officer: bool, beginnings: bool) -> bool:
    """Whether words may name something of this kind; ``officer``: they stand behind an @."""
    return kind == "officers" if officer else beginnings or kind != "officers"


def _fits(name: str, said: str, beginnings: bool) -> bool:
    return name == said or (beginnings and len(said) > 2 and name.startswith(said))


def _with(wishes: Wishes, kind: str, values: Iterable[object]) -> Wishes:
    kind = "officers" if kind == "own" else kind
    return replace(wishes, **{kind: getattr(wishes, kind) | frozenset(values)})
