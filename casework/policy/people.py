"""The officers' day: when each gets the morning's list, and which offices share new work out
evenly. Pure.

Reads the parsed ``policy/people.toml``; ``ROTA`` is what counts when nothing is said: a list at
07:30, nothing shared."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from casework.case.model import Case, Urgency
from casework.case.places import now
from casework.clock.hours import minutes
from casework.clock.open_time import Calendar

WEIGHTS: Mapping[Urgency, int] = {
    Urgency.EMERGENCY: 8,
    Urgency.HIGH: 3,
    Urgency.NORMAL: 2,
    Urgency.LOW: 1,
}
"""How much an open case weighs (proposal of the project; a district may change it)."""


@dataclass(frozen=True)
class Rota:
    """``digest``: minutes since local midnight. ``balanced``: codes of the offices that share new
    work out."""

    digest: int
    balanced: frozenset[str]
    weights: Mapping[Urgency, int]

    def renumbered(self, moves: Mapping[str, str]) -> "Rota":
        """The same, where places have other codes now (old → new)."""
        return replace(self, balanced=frozenset(now(code, moves) for code in self.balanced))

    def morning_of(self, day: date, calendar: Calendar) -> datetime:
        """When the list of a local day is due (UTC)."""
        clock = time(self.digest // 60, self.digest % 60)
        return datetime.combine(day, clock, calendar.zone).astimezone(UTC)

    def digest_day(self, at: datetime, calendar: Calendar) -> date:
        """The local day whose list comes next, or is due now: today until the office closes, else
        the next open day."""
        return calendar.next_open(at).astimezone(calendar.zone).date()


ROTA = Rota(7 * 60 + 30, frozenset(), WEIGHTS)


def shares_out(rota: Rota, case: Case) -> bool:
    """Whether a new case is given to somebody at once. Never an emergency: whoever is there first
    takes it."""
    return (
        case.office in rota.balanced
        and not case.confidential
        and case.urgency is not Urgency.EMERGENCY
    )


def lightest(
    people: Collection[int], loads: Mapping[int, Mapping[Urgency, int]], rota: Rota
) -> int:
    """Of some people the one with the least open weight, the lowest id of several. ``loads``: open
    cases by urgency."""

    def weight(person: int) -> int:
        return sum(rota.weights[urgency] * n for urgency, n in loads.get(person, {}).items())

    return min(people, key=lambda person: (weight(person), person))


def read(rows: Mapping[str, object]) -> Rota:
    """The rota in ``people.toml``. Raises ValueError with one line per mistake."""
    mistakes = [
        f"{key} is not a known key; known are digest, balance"
        for key in rows
        if key not in ("digest", "balance")
    ]
    balance = rows.get("balance", {})
    if not isinstance(balance, Mapping):
        raise ValueError("balance must be a table; write it under [balance]")
    mistakes += [
        f"balance.{k} is not a known key; known are offices, weights"
        for k in balance
        if k not in _BALANCE
    ]
    try:
        digest = minutes(str(rows.get("digest", "07:30")))
    except ValueError as mistake:
        mistakes.append(f"digest: {mistake}")
        digest = 0
    if digest >= 24 * 60:
        mistakes.append("digest: write a time before midnight, such as '07:30'")
    offices = balance.get("offices", [])
    if not isinstance(offices, list) or not all(isinstance(code, str) for code in offices):
        mistakes.append(
            'balance.offices must be a list of codes in quotes, such as ["32.74.05.1003"]'
        )
    weights = _weights(balance.get("weights", {}), mistakes)
    if mistakes:
        raise ValueError("\n".join(mistakes))
    return Rota(digest, frozenset(offices), weights)


_BALANCE = ("offices", "weights")


def _weights(rows: object, mistakes: list[str]) -> Mapping[Urgency, int]:
    if not isinstance(rows, Mapping):
        mistakes.append("balance.weights must be a table; write it under [balance.weights]")
        return WEIGHTS
    for name, weight in rows.items():
        if name not in set(Urgency):
            mistakes.append(
                f"balance.weights.{name} is not a known key; known are {', '.join(Urgency)}"
            )
        elif type(weight) is not int or not 0 < weight <= 100:
            mistakes.append(f"balance.weights.{name}: write a whole number from 1 to 100")
    return {
        **WEIGHTS,
        **{Urgency(name): weight for name, weight in rows.items() if name in set(Urgency)},
    }
