"""Whether the person who suffers agrees to the report that somebody else made for them. Pure.

Tested in tests/casework/access/test_permissions.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.intake import Consent, Who
from casework.case.model import OPEN, Case, Refused, Urgency
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER, staff


@dataclass(frozen=True)
class RecordConsent(Command):
    """The teller has asked the person who suffers."""

    by: int
    consent: Consent


@dataclass(frozen=True)
class NoteConsent(Command):
    """An officer has asked the person who suffers, by phone or at the counter."""

    by: int
    consent: Consent


@dataclass(frozen=True)
class ConsentRecorded(Event):
    kind = "consent_recorded"
    consent: Consent


def _record_consent(case: Case, command: RecordConsent, at: datetime, policy: Policy) -> Events:
    return (ConsentRecorded(command.by, command.consent),)


def _note_consent(case: Case, command: NoteConsent, at: datetime, policy: Policy) -> Events:
    if not unasked(case):
        raise Refused("refused.consent.noted", number=number(case.id))
    return (ConsentRecorded(command.by, command.consent),)


def unasked(case: Case) -> bool:
    """Whether somebody else has told of a person who was not asked yet; silence counts as not
    asked."""
    told_for = case.intake.who not in (None, Who.SELF)
    return told_for and case.intake.consent in (None, Consent.NOT_ASKED)


def matters(case: Case) -> bool:
    """Whether the answer is still awaited: in danger one helps first (UU 27/2022 article 20, vital
    interest), and of what is over nobody needs to ask."""
    return case.urgency is not Urgency.EMERGENCY and case.status in OPEN


def _consent_recorded(case: Case, event: ConsentRecorded) -> Case:
    # Who does not agree is not named and not called.
    if event.consent is Consent.REFUSED:
        return replace(case, intake=case.intake.unnamed())
    return replace(case, intake=replace(case.intake, consent=event.consent))


RULES: tuple[AnyRule, ...] = (
    Rule(RecordConsent, OPEN, TELLER, _record_consent),
    Rule(NoteConsent, OPEN, staff(), _note_consent),
)
CHANGES: tuple[AnyChange, ...] = (Change(ConsentRecorded, evolve=_consent_recorded),)
