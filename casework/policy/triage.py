"""Triage: how urgent a case is, who answers first and which office holds it. Tables of rows; the
first match wins.

Every step names the row that decided, so that a case can explain itself (texts: ``triage.<key>``).
What a district may not change is here and not in its tables: who accuses an official is never heard
by the village, and what the SLRT answers for lies with the district."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from casework.case.model import Route, Urgency
from casework.policy.catalogue import Catalogue, Service


class AlarmKind(StrEnum):
    """What an emergency is about. The fact ``alarm`` has these values when it is sure, ``unsure``
    when it is not."""

    MEDICAL = "medical"
    DISASTER = "disaster"
    VIOLENCE = "violence"
    CRISIS = "crisis"
    DANGER = "danger"


ALSO = "alarm_also"
"""A fact beside ``alarm``: the other kinds of danger in the same cry, with spaces between."""

SPREADS = "spreads"
"""A fact of an emergency: which danger of places it tells of, a fire or a flood."""

ASKED, UNANSWERED = "asked", "unanswered"
"""A fact beside ``unsure``, and its value: nobody has answered whether it is now."""

DISTRICT_PARTY = "slrt"
FIXED_REASONS = (
    "as_usual",
    "usual_party",
    "accused",
    "by_district",
    "village_unknown",
    "by_village",
    "unmanned",
)
"""Reasons that are no rows of a table; they have texts like the rows."""

_ORDER = tuple(Urgency)


@dataclass(frozen=True)
class TriageRow:
    """One row: when every fact in ``when`` has one of its values, the row says ``urgency`` or
    ``party``."""

    key: str
    when: Mapping[str, frozenset[str]]
    urgency: Urgency | None = None
    party: str = ""

    def matches(self, facts: Mapping[str, str]) -> bool:
        """Whether each fact that this row asks for is told, with a value that it accepts."""
        return all(facts.get(name, "") in values for name, values in self.when.items())


@dataclass(frozen=True)
class Triage:
    """The two tables: rows that may raise the urgency, and rows that name another first party."""

    urgency: tuple[TriageRow, ...]
    party: tuple[TriageRow, ...]


def route(
    service: Service, facts: Mapping[str, str], village: str, district: str, table: Triage
) -> Route:
    """Where a case of ``service`` goes first.

    ``facts`` are answers by question, what the story tells (``words.facts_from``), ``alarm`` and
    ``unsure``. ``village`` is a Kemendagri code, "" while unknown; ``district`` is one too. A row
    never makes a case less urgent than its service."""
    told = {
        **facts,
        "service": service.key,
        "sector": service.sector,
        "urgency": service.urgency.value,
    }
    urgency, why_urgency = _urgency(service, told, table)
    party, why_party = _party(service, {**told, "urgency": urgency.value}, table)
    confidential = service.accuses_official or facts.get("accuses") == "official"
    office, why_office = _office(confidential, party, village, district)
    return Route(
        urgency, office, service.desk, party, confidential, (why_urgency, why_party, why_office)
    )


def _urgency(service: Service, facts: Mapping[str, str], table: Triage) -> tuple[Urgency, str]:
    row = next((row for row in table.urgency if row.matches(facts)), None)
    if (
        row is None
        or row.urgency is None
        or _ORDER.index(row.urgency) >= _ORDER.index(service.urgency)
    ):
        return service.urgency, "as_usual"
    return row.urgency, row.key


def _party(service: Service, facts: Mapping[str, str], table: Triage) -> tuple[str, str]:
    row = next((row for row in table.party if row.matches(facts)), None)
    return (row.party, row.key) if row else (service.party, "usual_party")


def _office(confidential: bool, party: str, village: str, district: str) -> tuple[str, str]:
    if confidential:
        return district, "accused"
    if party == DISTRICT_PARTY:
        return district, "by_district"
    return (village, "by_village") if village else (district, "village_unknown")


def read(
    rows: Mapping[str, Any], catalogue: Catalogue, told: Mapping[str, Collection[str]]
) -> Triage:
    """Build the tables from the parsed ``triage.toml``.

    ``told`` gives the facts that stories may tell, with their values (``Words.facts``); they, the
    questions of the catalogue and the alarms are all that a row may ask for. ``ValueError`` with
    one line per mistake."""
    known = _known(catalogue, told)
    mistakes = [
        f"triage: {name} is not a known key" for name in rows if name not in ("urgency", "party")
    ]
    seen: set[str] = set(FIXED_REASONS)
    for name, results in (("urgency", tuple(Urgency)), ("party", catalogue.parties)):
        for number, row in enumerate(rows.get(name, []), 1):
            mistakes += _mistakes(
                f"triage {name} {number} ({row.get('key')})", row, name, results, known
            )
            if row.get("key") in seen:
                mistakes.append(f"triage {name} {number} ({row.get('key')}): key is used twice")
            seen.add(str(row.get("key")))
    if mistakes:
        raise ValueError("\n".join(mistakes))
    urgency = tuple(
        TriageRow(row["key"], _when(row), urgency=Urgency(row["urgency"]))
        for row in rows.get("urgency", [])
    )
    return Triage(
        urgency,
        tuple(
            TriageRow(row["key"], _when(row), party=row["party"]) for row in rows.get("party", [])
        ),
    )


def _known(catalogue: Catalogue, told: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {fact: set(values) for fact, values in told.items()}
    for question in catalogue.questions.values():
        known.setdefault(question.key, set()).update(choice.key for choice in question.choices)
    known |= {"alarm": set(AlarmKind), "unsure": set(AlarmKind), ASKED: {UNANSWERED}}
    known |= {"urgency": set(Urgency)}
    return known | {"service": set(catalogue.services), "sector": set(catalogue.sectors)}


def _when(row: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {
        fact: frozenset([value] if isinstance(value, str) else value)
        for fact, value in row["when"].items()
    }


def _mistakes(
    where: str,
    row: Mapping[str, Any],
    name: str,
    results: Collection[str],
    known: Mapping[str, Collection[str]],
) -> list[str]:
    found = [
        f"{where}: {key} is not a known key" for key in row if key not in ("key", "when", name)
    ]
    if not row.get("key") or not isinstance(row.get("when"), Mapping) or not row["when"]:
        return [*found, f"{where}: key and when are needed"]
    if row.get(name) not in results:
        found.append(f"{where}: {name} {row.get(name)!r} is not one of {', '.join(results)}")
    for fact, values in _when(row).items():
        if fact not in known:
            found.append(f"{where}: when asks for {fact!r}, which nothing tells")
        else:
            found += [
                f"{where}: {fact} is never {value!r}" for value in sorted(values - set(known[fact]))
            ]
    return found
