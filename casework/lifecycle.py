"""The life of a case: two tables that say what is possible, and two functions that apply them.

``ALLOWED`` says in which statuses a command is possible, ``BECOMES`` which status an event leads
to; the diagram of the manual is drawn from both. ``decide`` answers a command with events or raises
Refused; ``evolve`` applies one event. Both are pure: an illegal command changes nothing. The rows
are those of the actions (action_tables.py); who may ask is said in access/permissions.py."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from casework.action_tables import CHANGES, RULES
from casework.actions.escalation import level_of
from casework.case.commands import Command, File
from casework.case.events import Event, Events, Filed, Illegible
from casework.case.model import Case, Status, Urgency
from casework.case.stage import Of
from casework.policy.policy import Policy

ALLOWED: Mapping[type[Command], frozenset[Status]] = {
    command: rule.when for command, rule in RULES.items()
}
BECOMES: Mapping[type[Event], Status | None] = {
    Filed: Status.RECEIVED,
    **{event: change.status for event, change in CHANGES.items()},
}
"""Which status an event leads to; None: it stays as it is."""

STAGES_ALLOWED: Mapping[type[Command], frozenset[Of]] = {
    command: rule.stages for command, rule in RULES.items() if rule.stages is not None
}
"""At which stages of a referral a command about it is possible."""

STAGE_BECOMES: Mapping[type[Event], Of] = {
    event: change.stage for event, change in CHANGES.items() if change.stage is not None
}
"""Which stage of a referral an event leads to."""


def file(command: File, at: datetime, policy: Policy) -> Filed:
    """The first event of a case. A case that opens at the district begins at the district's
    level."""
    service = policy.catalogue.service(command.service, command.known)
    route = policy.route(command.service, command.facts, command.village, command.known)
    if not command.manned:
        route = replace(route, office=policy.district, why=(*route.why, "unmanned"))
    return Filed(
        by=command.by,
        key=command.key,
        village=command.village,
        service=command.service,
        urgency=route.urgency,
        office=route.office,
        desk=route.desk,
        party=route.party,
        confidential=route.confidential,
        level=level_of(route.office, policy),
        why=route.why,
        intake=replace(command.intake, facts=dict(command.facts)),
        due_at=policy.due(command.service, route.urgency, at),
        parent=command.parent,
        helper=command.helper,
        sensitive=service.sensitive or (command.sealed and route.urgency is not Urgency.EMERGENCY),
        known=command.known,
    )


def decide(case: Case, command: Command, at: datetime, policy: Policy) -> Events:
    """What a command leads to. Raises Refused (with the text key that says why); then nothing has
    changed."""
    return RULES[type(command)].decided(case, command, at, policy)


def evolve(case: Case, event: Event, at: datetime) -> Case:
    """The case after one event, at ``at`` (UTC)."""
    change = CHANGES[type(event)]
    status = change.status or case.status
    closed_at = (case.closed_at or at) if status is Status.CLOSED else None
    changed = replace(case, status=status, closed_at=closed_at, version=case.version + 1)
    return change.applied(changed, event)


def opened(case_id: int, event: Filed, at: datetime) -> Case:
    """The case that a Filed event opens."""
    return Case(
        id=case_id,
        key=event.key,
        village=event.village,
        service=event.service,
        urgency=event.urgency,
        office=event.office,
        desk=event.desk,
        party=event.party,
        confidential=event.confidential,
        status=Status.RECEIVED,
        teller=event.by,
        opened_at=at,
        due_at=event.due_at,
        intake=event.intake,
        level=event.level,
        parent=event.parent,
        version=1,
        helper=event.helper,
        sensitive=event.sensitive,
        known=event.known,
    )


def as_it_stood(case_id: int, trail: Sequence[tuple[Event, datetime]]) -> Case | None:
    """The case after a part of its trail; None where that does not begin with Filed, or something
    in it can't be read."""
    if not trail or not isinstance(trail[0][0], Filed):
        return None
    if any(isinstance(event, Illegible) for event, _ in trail):
        return None
    case = opened(case_id, trail[0][0], trail[0][1])
    for event, at in trail[1:]:
        case = evolve(case, event, at)
    return case
