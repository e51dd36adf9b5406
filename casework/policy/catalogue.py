"""The catalogue of services: what residents come for, who answers it first, what is asked and which
documents to bring. Data only.

A district may change every row (``policy/catalogue.toml``); this module reads rows and names their
mistakes. It holds no words that people see, opens no file and promises nothing: no amount and no
eligibility is part of a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from casework.case.model import Case, Desk, Urgency

NOTHING: Mapping[str, str] = MappingProxyType({})

FIRST_PARTY = "puskesos"
"""Who answers first where no row says it."""


class Category(StrEnum):
    """What a trouble is about: being in a programme, how it runs, or neither (SLRT practice,
    Permensos 15/2018)."""

    MEMBERSHIP = "membership"
    PROGRAMME = "programme"
    NON_PROGRAMME = "non_programme"


@dataclass(frozen=True)
class Choice:
    """One answer to a question. Its words: ``question.<question>.choice.<key>``."""

    question: str
    key: str

    @property
    def text(self) -> str:
        return f"question.{self.question}.choice.{self.key}"


@dataclass(frozen=True)
class Question:
    """The one thing that a service still has to ask. Its words: ``question.<key>.ask``, and in
    short, where it has that, ``question.<key>.card``."""

    key: str
    choices: tuple[Choice, ...]

    @property
    def text(self) -> str:
        return f"question.{self.key}.ask"

    @property
    def card(self) -> str:
        """Text key of what stands before the answer on the card."""
        return f"question.{self.key}.card"


@dataclass(frozen=True)
class Service:
    """One row of the catalogue.

    ``party`` answers first; ``clock`` names a profile of ``clocks.toml``; ``keywords`` are phrases
    of the story, where ``a + b`` means that both parts occur; those of a ``vague`` service ("no aid
    yet") give way to clearer ones. A report that accuses an official goes to the district, in
    confidence. ``gone``: the row was taken out of the catalogue, and cases of it are left."""

    key: str
    sector: str
    desk: Desk
    category: Category
    party: str
    urgency: Urgency
    question: str = ""
    clock: str = "standard"
    documents: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sensitive: bool = False
    never_auto_close: bool = False
    accuses_official: bool = False
    vague: bool = False
    gone: bool = False

    @property
    def name(self) -> str:
        """Text key of its button (28 characters at most)."""
        return f"service.{self.key}.name"

    @property
    def decides(self) -> str:
        """Text key of what the resident is told about who decides."""
        return f"service.{self.key}.decides"


@dataclass(frozen=True)
class Catalogue:
    """All services of a district, in the order in which they are offered."""

    sectors: tuple[str, ...]
    parties: tuple[str, ...]
    documents: tuple[str, ...]
    questions: Mapping[str, Question]
    services: Mapping[str, Service]

    def service(self, code: str, known: Mapping[str, str] = NOTHING) -> Service:
        """The row of a service. One that is gone is answered by what was ``known`` of it when the
        case was filed (see ``Case.known``), and else as carefully as can be: seen by few, never
        closed by the clock."""
        return self.services.get(code) or _gone(code, known)

    def of(self, case: Case) -> Service:
        """The row of a case's service, never less careful than when the case was filed."""
        row = self.service(case.service, case.known)
        if not row.gone:
            hidden = case.sensitive and not row.sensitive
            return replace(row, sensitive=True) if hidden else row
        return replace(
            row,
            desk=case.desk,
            party=case.party,
            urgency=case.urgency,
            sensitive=case.sensitive,
            accuses_official=case.confidential,
        )

    def by_sector(self, sector: str) -> tuple[Service, ...]:
        """The services of a sector, in order; none for an unknown sector."""
        return self._of_sectors.get(sector, ())

    @cached_property
    def _of_sectors(self) -> Mapping[str, tuple[Service, ...]]:
        return {
            sector: tuple(s for s in self.services.values() if s.sector == sector)
            for sector in self.sectors
        }

    def question(self, service: str) -> Question | None:
        """What ``service`` still asks, if anything."""
        return self.questions.get(self.service(service).question)


def _gone(code: str, known: Mapping[str, str]) -> Service:
    """A service whose row is gone."""
    return Service(
        key=code,
        sector=known.get("sector", ""),
        desk=Desk.named(known.get("desk", "")),
        category=Category.NON_PROGRAMME,
        party=FIRST_PARTY,
        urgency=Urgency.NORMAL,
        sensitive=not known or "sensitive" in known,
        never_auto_close=True,
        accuses_official="accuses_official" in known,
        gone=True,
    )


LISTS = ("sectors", "parties", "documents")
FLAGS = ("sensitive", "never_auto_close", "accuses_official", "vague")
WORDS = ("sector", "desk", "category", "party", "urgency")
FIELDS = frozenset((*WORDS, "question", "clock", "documents", "keywords", *FLAGS))


def read(rows: Mapping[str, Any]) -> Catalogue:
    """Build the catalogue from the parsed ``catalogue.toml``.

    ``rows`` has the lists ``sectors``, ``parties`` and ``documents`` and the tables ``questions``
    and ``service``. Raises ``ValueError`` with one line per mistake, each naming its row and key.
    """
    mistakes = _strays("catalogue", rows, frozenset((*LISTS, "questions", "service")))
    lists = {name: _strings("catalogue", rows, name, mistakes) for name in LISTS}
    questions = {
        key: _question(key, row, mistakes)
        for key, row in _table(rows, "questions", mistakes).items()
    }
    allowed = {
        "sector": lists["sectors"],
        "party": lists["parties"],
        "desk": tuple(Desk),
        "category": tuple(Category),
        "urgency": tuple(Urgency),
        "question": ("", *questions),
        "documents": lists["documents"],
    }
    services = _table(rows, "service", mistakes)
    for key, row in services.items():
        mistakes += _mistakes(f"service {key}", row, allowed)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    built = {key: _service(key, row) for key, row in services.items()}
    return Catalogue(
        **lists, questions=MappingProxyType(questions), services=MappingProxyType(built)
    )


def _service(key: str, row: Mapping[str, Any]) -> Service:
    lists = {name: tuple(row.get(name, ())) for name in ("documents", "keywords")}
    kinds = {
        "desk": Desk(row["desk"]),
        "category": Category(row["category"]),
        "urgency": Urgency(row["urgency"]),
    }
    return Service(key=key, **{**row, **lists, **kinds})


def _mistakes(
    where: str, row: Mapping[str, Any], allowed: Mapping[str, Sequence[str]]
) -> list[str]:
    found = _strays(where, row, FIELDS)
    for name in (*WORDS, "question"):
        value = row.get(name, "" if name == "question" else None)
        if value not in allowed[name]:
            found.append(
                f"{where}: {name} {value!r} is not one of {', '.join(filter(None, allowed[name]))}"
            )
    for document in _strings(where, row, "documents", found, needed=False):
        if document not in allowed["documents"]:
            found.append(
                f"{where}: documents names {document!r}, which is not in the list of documents"
            )
    _strings(where, row, "keywords", found, needed=False)
    found += [
        f"{where}: {name} must be true or false"
        for name in FLAGS
        if not isinstance(row.get(name, False), bool)
    ]
    if not isinstance(row.get("clock", "standard"), str):
        found.append(f"{where}: clock must be the key of a clock profile")
    return found


def _question(key: str, row: Any, mistakes: list[str]) -> Question:
    where, row = f"questions {key}", row if isinstance(row, Mapping) else {}
    mistakes += _strays(where, row, frozenset(("choices",)))
    choices = _strings(where, row, "choices", mistakes)
    if len(choices) < 2:
        mistakes.append(f"{where}: choices needs at least two answers")
    return Question(key, tuple(Choice(key, choice) for choice in choices))


def _strays(where: str, row: Mapping[str, Any], known: frozenset[str]) -> list[str]:
    return [f"{where}: {name} is not a known key" for name in row if name not in known]


def _table(
    rows: Mapping[str, Any], name: str, mistakes: list[str]
) -> Mapping[str, Mapping[str, Any]]:
    table = rows.get(name)
    if isinstance(table, Mapping) and all(isinstance(row, Mapping) for row in table.values()):
        return table
    mistakes.append(f"catalogue: {name} must be a table of rows")
    return {}


def _strings(
    where: str, row: Mapping[str, Any], name: str, mistakes: list[str], needed: bool = True
) -> tuple[str, ...]:
    value = row.get(name, None if needed else [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        mistakes.append(f"{where}: {name} must be a list of words")
        return ()
    if len(set(value)) < len(value):
        mistakes.append(f"{where}: {name} names something twice")
    return tuple(value)
