"""Sealing: an ordinary case in which a sensitive matter was told is seen by few from then on, as
one of a sensitive service is. Pure.

Of two sensitivities the stricter holds; what the case is about stays as it is. A leader opens it
again by *Betulkan* with the service that it has (classification.py). Which words do it is said in
conversations/actions/correcting/sealing.py.

Tested in tests/bot/desk/correcting/test_sealing.py."""

from dataclasses import dataclass, replace

from casework.actions.assignment import HandedOver
from casework.actions.correcting.letting_go import Freed
from casework.actions.escalation import level_of
from casework.case.events import Event, Events
from casework.case.model import Case, Status, Urgency
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change


@dataclass(frozen=True)
class SealedByWords(Event):
    """``by``: who told the words. ``office``, ``level``: whose the case is now; ``was_office``:
    whose it was."""

    kind = "sealed"
    office: str
    was_office: str
    level: int


def by_words(case: Case, policy: Policy) -> bool:
    """Whether a case is sealed by what was told in it, and not by its service."""
    row = policy.catalogue.service(case.service, case.known)
    return case.sensitive and not row.sensitive


def may_seal(case: Case) -> bool:
    """Whether words can seal a case: an emergency stays with all who were called, who are
    needed."""
    return not case.sensitive and case.urgency is not Urgency.EMERGENCY


def seal(case: Case, by: int, policy: Policy, *, manned: bool) -> SealedByWords:
    """The case goes to the district where nobody at its village may see it (``manned``)."""
    if manned or case.office != case.village:
        return SealedByWords(by, case.office, case.office, case.level)
    return SealedByWords(by, policy.district, case.office, level_of(policy.district, policy))


def passed_on(case: Case, sealed: SealedByWords, heir: int | None) -> Events:
    """What becomes of a sealed case that its holder may not see, or that went to another office: at
    a desk it is new to whoever may; a waiting one goes to ``heir``, if there is one."""
    if case.status in AT_A_DESK:
        return (Freed(sealed.by),)
    if case.owner is None or heir is None or case.status is Status.CLOSED:
        return ()
    return (HandedOver(sealed.by, heir, case.owner),)


def _sealed(case: Case, event: SealedByWords) -> Case:
    return replace(case, sensitive=True, office=event.office, level=event.level)


RULES: tuple[AnyRule, ...] = ()
"""Nobody asks for it: it follows from what is told."""
CHANGES: tuple[AnyChange, ...] = (Change(SealedByWords, evolve=_sealed),)
