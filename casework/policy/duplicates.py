"""Duplicates: which cases a new report may be about, ranked, each with its reason. Pure.

People and households are compared by keyed marks that the store makes; no name and no number comes
here. It suggests and never decides. Nothing may hint that a confidential or sensitive case of
somebody else exists: such candidates, and such reports, meet only what the same person told.
Numbers: ``policy/duplicates.toml``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz import fuzz

from casework.case.model import Status, Urgency
from casework.policy.catalogue import Catalogue
from casework.policy.followups import Delay
from casework.wording.plain import Vocabulary, plain

PERSON, HOUSEHOLD, WORDS = REASONS = ("person", "household", "words")
"""Why a case may be about the same trouble, the surest reason first."""

JOINABLE = frozenset(
    {Status.RECEIVED, Status.REVIEWED, Status.IN_PROGRESS, Status.WAITING, Status.REFERRED}
)
"""Statuses in which somebody else may still join: no result is written yet."""

_RT = re.compile(r"\brt[\s.:]*0*(\d{1,3})(?!\d)", re.IGNORECASE)
_RW = re.compile(
    r"\brw[\s.:]*0*(\d{1,3})(?!\d)|\brt[\s.:]*\d{1,3}\s*/\s*0*(\d{1,3})(?!\d)", re.IGNORECASE
)
_DAYS = ("person_days", "household_days", "words_days", "undo_days")
_COUNTS = ("alike", "least_words", "shown")
_LISTS = ("shared", "ignore")


@dataclass(frozen=True)
class Rules:
    """The parsed ``duplicates.toml``. ``alike``: from 0 to 100; ``shared``: services that concern
    many households."""

    person: timedelta
    household: timedelta
    words: timedelta
    undo: timedelta
    alike: int
    least_words: int
    shown: int
    send_after: Delay
    shared: frozenset[str]
    ignore: frozenset[str]


@dataclass(frozen=True)
class Report:
    """A report that is about to be filed at ``at`` (UTC). ``persons`` and ``households`` are keyed
    marks.

    ``place`` is the address as it was told; ``private``: confidential or sensitive; ``neighbour``:
    for somebody else."""

    service: str
    village: str
    words: str
    at: datetime
    persons: frozenset[bytes] = frozenset()
    households: frozenset[bytes] = frozenset()
    place: str = ""
    private: bool = False
    neighbour: bool = False


@dataclass(frozen=True)
class Candidate:
    """A case that stands already; like ``Report``. ``own``: told by the same person; ``marks``:
    persons, households."""

    id: int
    service: str
    village: str
    words: str
    opened_at: datetime
    status: Status
    marks: frozenset[bytes] = frozenset()
    place: str = ""
    private: bool = False
    neighbour: bool = False
    own: bool = False


@dataclass(frozen=True)
class Likely:
    """A case that the report may be about: why, and for ``words`` how alike they are (0 to 100)."""

    id: int
    reason: str
    alike: float


def likely(
    report: Report, candidates: Iterable[Candidate], rules: Rules, vocabulary: Vocabulary
) -> tuple[Likely, ...]:
    """The cases to ask about, the likeliest first, at most ``rules.shown``."""
    told = _telling(report.words, rules, vocabulary)
    found = []
    for case in candidates:
        if case.service != report.service or not _may_be_shown(report, case):
            continue
        why = _why(report, case, rules) or _by_words(report, told, case, rules, vocabulary)
        if why:
            found.append((REASONS.index(why.reason), -why.alike, -case.opened_at.timestamp(), why))
    return tuple(why for *_, why in sorted(found, key=lambda row: row[:3])[: rules.shown])


def _may_be_shown(report: Report, case: Candidate) -> bool:
    return case.own or (not report.private and not case.private and case.status in JOINABLE)


def _why(report: Report, case: Candidate, rules: Rules) -> Likely | None:
    age = report.at - case.opened_at
    if not case.own and case.village != report.village:
        return None  # a number or a name alone is no key to what goes on in another village
    if report.persons & case.marks and age <= rules.person:
        return Likely(case.id, PERSON, 100)
    # Who tells of neighbours leaves their own number for all of them: it says nothing about the
    # household then.
    of_teller = case.own and (report.neighbour or case.neighbour)
    if report.households & case.marks and age <= rules.household and not of_teller:
        return Likely(case.id, HOUSEHOLD, 100)
    return None


def _by_words(
    report: Report, told: list[str], case: Candidate, rules: Rules, vocabulary: Vocabulary
) -> Likely | None:
    if (
        case.village != report.village
        or report.at - case.opened_at > rules.words
        or not _one_trouble(report, case, rules)
    ):
        return None
    score = alike(told, _telling(case.words, rules, vocabulary), rules.least_words)
    return Likely(case.id, WORDS, score) if score >= rules.alike else None


def _one_trouble(report: Report, case: Candidate, rules: Rules) -> bool:
    """Whether two people with these words can have one trouble at all."""
    if case.status is Status.CLOSED:
        return False
    if report.service in rules.shared:
        return True
    return (report.neighbour or case.neighbour) and "" != rt_of(report.place) == rt_of(case.place)


def alike(a: list[str], b: list[str], least: int) -> float:
    """How alike two lists of telling words are, 0 to 100; 0 when one of them says too little."""
    if min(len(set(a)), len(set(b))) < least:
        return 0
    return float(fuzz.token_set_ratio(" ".join(a), " ".join(b)))


def _telling(story: str, rules: Rules, vocabulary: Vocabulary) -> list[str]:
    return [
        word
        for word in plain(story, vocabulary).split()
        if word != "." and word not in rules.ignore
    ]


def rt_of(place: str) -> str:
    """The number of the RT in an address as people write it ("RT 03/07" → "3"), "" when there is
    none."""
    found = _RT.search(place)
    return found[1] if found else ""


def rt_and_rw(place: str) -> tuple[str, str]:
    """The numbers of RT and RW in an address ("RT 03/07" → "3", "7"), "" for what is not told."""
    found = _RW.search(place)
    return rt_of(place), (found[1] or found[2]) if found else ""


def read(rows: Mapping[str, Any], catalogue: Catalogue) -> Rules:
    """The parsed ``duplicates.toml``. ``ValueError`` with one line per mistake."""
    known = (*_DAYS, *_COUNTS, *_LISTS, "send_after")
    wrong = [
        f"duplicates: {name} is not a known key; known are {', '.join(known)}"
        for name in rows
        if name not in known
    ]
    wrong += [f"duplicates: {name} is missing" for name in known if name not in rows]
    wrong += [
        f"duplicates: {name} must be a whole number of at least 1"
        for name in (*_DAYS, *_COUNTS)
        if name in rows and (type(rows[name]) is not int or rows[name] < 1)
    ]
    if isinstance(rows.get("alike"), int) and rows["alike"] > 100:
        wrong.append("duplicates: alike is at most 100")
    wrong += [
        f"duplicates: {name} must be a list of words"
        for name in _LISTS
        if not _is_list(rows.get(name, []))
    ]
    wrong = wrong or _services(rows["shared"], catalogue)
    if wrong:
        raise ValueError("\n".join(wrong))
    numbers: dict[str, Any] = {
        name.removesuffix("_days"): timedelta(days=rows[name]) for name in _DAYS
    }
    numbers |= {name: rows[name] for name in _COUNTS} | {
        name: frozenset(rows[name]) for name in _LISTS
    }
    return Rules(**numbers, send_after=Delay.read(str(rows["send_after"])))


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _services(shared: Iterable[str], catalogue: Catalogue) -> list[str]:
    wrong = []
    for name in shared:
        service = catalogue.services.get(name)
        if service is None:
            wrong.append(f"duplicates: shared names {name!r}, which is no service of the catalogue")
        elif service.sensitive or service.accuses_official or service.urgency is Urgency.EMERGENCY:
            wrong.append(f"duplicates: shared names {name!r}, about which nobody is ever asked")
    return wrong
