"""Whether the person who suffers agrees to the report that somebody else made for them. Pure.

Tested in tests/casework/access/test_permissions.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.intake import Consent
from casework.case.model import OPEN, Case
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER


@dataclass(frozen=True)
class RecordConsent(Command):
    """The teller has asked the person who suffers."""

    by: int
    consent: Consent


@dataclass(frozen=True)
class ConsentRecorded(Event):
    kind = "consent_recorded"
    consent: Consent


def _record_consent(case: Case, command: RecordConsent, at: datetime, policy: Policy) -> Events:
    return (ConsentRecorded(command.by, command.consent),)


def _consent_recorded(case: Case, event: ConsentRecorded) -> Case:
    # Who does not agree is not named and not called.
    if event.consent is Consent.REFUSED:
        return replace(case, intake=case.intake.unnamed())
    return replace(case, intake=replace(case.intake, consent=event.consent))


RULES: tuple[AnyRule, ...] = (Rule(RecordConsent, OPEN, TELLER, _record_consent),)
CHANGES: tuple[AnyChange, ...] = (Change(ConsentRecorded, evolve=_consent_recorded),)
