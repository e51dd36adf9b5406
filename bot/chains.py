"""Chains of follow-ups that end nowhere: found by walking every way through the life of a case, before it is lived.

A bell is set by an event and taken back when the case leaves the statuses that its row names. So a status may look
guarded and still fall silent, because no bell that climbs lives through the step that leads there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casework import commands as c
from casework import events as e
from casework.followups import FollowUp, FollowUps
from casework.lifecycle import ALLOWED, BECOMES
from casework.model import OPEN, Status, Urgency
from casework.trail import KINDS

OURS = OPEN - {Status.REFERRED}
"""Statuses in which the next step is ours, or we answer for it that it comes."""

STEPS: Mapping[type[e.Event], frozenset[Status]] = {
    e.Reviewed: frozenset({Status.RECEIVED}),
    e.Claimed: ALLOWED[c.Claim],
    # A case that waits for the teller has an owner, so it is handed over and goes on waiting (casework/working.py).
    e.Assigned: ALLOWED[c.Assign] - {Status.WAITING},
    e.Asked: ALLOWED[c.Ask],
    e.Answered: ALLOWED[c.Answer],
    e.Resolved: ALLOWED[c.Resolve],
    e.Reopened: ALLOWED[c.Reopen] | ALLOWED[c.Confirm],
}
"""Events that lead from one status of ours to another, and the statuses in which they may happen."""


@dataclass(frozen=True)
class Standing:
    """A status, and the kinds of bells that climb and are surely set in it."""

    status: Status
    guards: frozenset[str]


def silences(rows: FollowUps) -> list[str]:
    """For each urgency every way that leads to a status of ours in which nothing climbs."""
    found = []
    for urgency in Urgency:
        climbs = [row for row in rows.values() if row.does == "climb" and urgency in row.only]
        for label, status in _silent(climbs):
            found.append(
                f"followups: a case that is {urgency} falls silent: after '{label}' it is {status} and nothing climbs;"
                f" let a row that climbs name '{label}' in 'starts' and '{status}' in 'while'"
            )
    return found


def _silent(climbs: list[FollowUp]) -> list[tuple[str, Status]]:
    first = _after(Standing(Status.CLOSED, frozenset()), e.Filed.kind, Status.RECEIVED, climbs)
    waiting, seen = [first], {first}
    silent: dict[tuple[str, Status], None] = {} if first.guards else {(e.Filed.kind, Status.RECEIVED): None}
    while waiting:
        here = waiting.pop(0)
        for label, status in _steps(here.status):
            there = _after(here, label, status, climbs)
            if not there.guards:
                silent[label, status] = None
            elif there not in seen:  # from a silent one on everything that happens mends or repeats the same mistake
                seen.add(there)
                waiting.append(there)
    return list(silent)


def _steps(status: Status) -> Iterator[tuple[str, Status]]:
    for event, possible in STEPS.items():
        leads_to = BECOMES[event]
        if status in possible and leads_to is not None:
            yield event.kind, leads_to


def _after(here: Standing, label: str, status: Status, climbs: list[FollowUp]) -> Standing:
    """As ``followups.changes`` does it: what starts is set, what goes on matters still, the rest is taken back."""
    living = {row.kind for row in climbs if status in row.while_in and (label in row.starts or row.kind in here.guards)}
    return Standing(status, frozenset(living))


def pointless(row: Mapping[str, Any]) -> Iterator[str]:
    """Why a row of follow-ups (as it is written) can never ring, or can climb for nobody."""
    starts = [KINDS[name] for name in row.get("starts", ()) if name in KINDS]
    others = [name for name in row.get("starts", ()) if name not in KINDS]
    wanted = row.get("while", ())
    if starts and wanted and not others and all(BECOMES[event] not in (None, *wanted) for event in starts):
        leads = ", ".join(f"'{event.kind}' leads to {BECOMES[event]}" for event in starts)
        yield f"never rings: {leads}, and 'while' names only {', '.join(map(str, wanted))}"
    if row.get("does") == "climb" and wanted and not set(wanted) & OPEN:
        yield "climbs only when the case is closed, when nobody waits any more"
