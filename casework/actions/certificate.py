"""*Surat keterangan Puskesos*: what an officer has verified about a household, and what the letter
is for. Pure.

The decile is the one of DTSEN, 1 to 10, None when the household is not listed; BPS sets it, nobody
here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import staff

DECILES = 10
FRESH = timedelta(days=365)
"""How old a verification may be: DTSEN is updated every quarter, a letter about last year helps
nobody (ours)."""


@dataclass(frozen=True)
class Certify(Command):
    """``verified_on``: the local date on which somebody looked, as ISO 8601."""

    by: int
    purpose: str
    decile: int | None
    verified_on: str


@dataclass(frozen=True)
class Certified(Event):
    kind: ClassVar[str] = "certified"
    purpose: str
    decile: int | None
    verified_on: str


def _certify(case: Case, command: Certify, at: datetime, policy: Policy) -> Events:
    if not command.purpose.strip():
        raise Refused("refused.certify.no_purpose", number=number(case.id))
    today = at.astimezone(policy.calendar.zone).date()
    seen = date.fromisoformat(command.verified_on)
    if not (today - FRESH <= seen <= today) or command.decile not in (None, *range(1, DECILES + 1)):
        raise Refused("refused.certify.date", number=number(case.id))
    return (Certified(command.by, command.purpose, command.decile, command.verified_on),)


RULES: tuple[AnyRule, ...] = (Rule(Certify, EVERY, staff(), _certify),)
CHANGES: tuple[AnyChange, ...] = (Change(Certified),)
