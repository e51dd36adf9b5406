"""The life of a case as two tables and two functions.

``ALLOWED`` says in which statuses a command is possible, ``BECOMES`` which status an event leads to; both are law, and
the diagram of the manual is drawn from them. ``decide`` answers a command with events or raises Refused; ``evolve``
applies one event. Both are pure: an illegal command changes nothing. Who may ask is said in permits.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from casework import commands as c
from casework import events as e
from casework.model import OPEN, Case, Consent, Decision, Refused, Status, Verdict
from casework.numbers import number
from casework.policy import Policy

REOPEN_WITHIN = timedelta(days=30)
"""How long one tap reopens a closed case (domain: complaint channels allow 10 to 30 days; we take the kindest)."""

CHAIN = ("desk", "coordinator", "district_officer", "district_manager")
"""Who is asked at each level of a case. From level 2 on the district is the responsible office."""

DISTRICT_LEVEL = 2

UNSAID = frozenset({"sufferer", "phone"})
"""What is not kept of a person who has refused the report that somebody else made for them."""

_S = Status
ALLOWED: Mapping[type, frozenset[Status]] = {
    c.Complete: OPEN,
    c.RecordConsent: OPEN,
    c.Review: frozenset(Status),
    c.Claim: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS}),
    c.Assign: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS, _S.WAITING}),
    c.Ask: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS}),
    c.Answer: frozenset({_S.WAITING}),
    c.Add: OPEN,
    c.Reply: OPEN,
    c.Note: frozenset(Status),
    c.Resolve: frozenset({_S.RECEIVED, _S.REVIEWED, _S.IN_PROGRESS, _S.WAITING}),
    c.Confirm: frozenset({_S.RESOLVED}),
    c.Reopen: frozenset({_S.CLOSED}),
    c.Withdraw: OPEN,
    c.Reveal: frozenset(Status),
    c.Ring: frozenset(Status),
}

BECOMES: Mapping[type[e.Event], Status | None] = {
    e.Filed: _S.RECEIVED,
    e.Completed: None,
    e.ConsentRecorded: None,
    e.Reviewed: _S.REVIEWED,
    e.Claimed: _S.IN_PROGRESS,
    e.Assigned: _S.IN_PROGRESS,
    e.HandedOver: None,
    e.Asked: _S.WAITING,
    e.Answered: _S.IN_PROGRESS,
    e.Added: None,
    e.Replied: None,
    e.Noted: None,
    e.Resolved: _S.RESOLVED,
    e.Confirmed: _S.CLOSED,
    e.Reopened: _S.REVIEWED,
    e.Withdrawn: _S.CLOSED,
    e.Lapsed: _S.CLOSED,
    e.Escalated: None,
    e.Rung: None,
    e.Reminded: None,
    e.Revealed: None,
}
"""None: the status stays as it is."""

Events = tuple[e.Event, ...]


def file(command: c.File, at: datetime, policy: Policy) -> e.Filed:
    """The first event of a case. A case that opens at the district begins at the district's level."""
    route = policy.route(command.service, command.facts, command.village)
    if not command.manned:
        route = replace(route, office=policy.district, why=(*route.why, "unmanned"))
    return e.Filed(
        by=command.by, key=command.key, village=command.village, service=command.service, urgency=route.urgency,
        office=route.office, desk=route.desk, party=route.party, confidential=route.confidential,
        level=_level(route.office, policy), why=route.why, intake={**command.intake, "facts": dict(command.facts)},
        due_at=policy.due(command.service, route.urgency, at), parent=command.parent,
    )  # fmt: skip


def decide(case: Case, command: c.Command, at: datetime, policy: Policy) -> Events:
    """What a command leads to. Raises Refused (with the text key that says why); then nothing has changed."""
    if case.status not in ALLOWED[type(command)]:
        raise Refused(f"refused.status.{case.status}", number=number(case.id))
    return _DECIDE[type(command)](case, command, at, policy)


def evolve(case: Case, event: e.Event, at: datetime) -> Case:
    """The case after one event, at ``at`` (UTC)."""
    status = BECOMES[type(event)] or case.status
    closed_at = (case.closed_at or at) if status is Status.CLOSED else None
    changed = replace(case, status=status, closed_at=closed_at, version=case.version + 1)
    return _changed(changed, event)


def opened(case_id: int, event: e.Filed, at: datetime) -> Case:
    """The case that a Filed event opens."""
    return Case(
        id=case_id, key=event.key, village=event.village, service=event.service, urgency=event.urgency,
        office=event.office, desk=event.desk, party=event.party, confidential=event.confidential,
        status=Status.RECEIVED, teller=event.by, opened_at=at, due_at=event.due_at, intake=event.intake,
        level=event.level, parent=event.parent, version=1,
    )  # fmt: skip


def _level(office: str, policy: Policy) -> int:
    return DISTRICT_LEVEL if office == policy.district else 0


def _owned(case: Case, by: int) -> Events:
    """Acting on a case that nobody has claimed claims it."""
    return () if case.owner is not None else (e.Claimed(by),)


def _complete(case: Case, command: c.Complete, at: datetime, policy: Policy) -> Events:
    village, office, level = command.village or case.village, case.office, case.level
    # Once the place is known the case goes where it belongs, unless somebody has read it or it has climbed meanwhile.
    if village and not case.village and case.status is Status.RECEIVED and level <= DISTRICT_LEVEL:
        facts: Mapping[str, str] = case.intake["facts"]  # type: ignore[assignment]
        office = policy.route(case.service, facts, village).office
        level = _level(office, policy)
    return (e.Completed(command.by, village, office, level, office != case.office, command.intake),)


def _record_consent(case: Case, command: c.RecordConsent, at: datetime, policy: Policy) -> Events:
    return (e.ConsentRecorded(command.by, command.consent),)


def _review(case: Case, command: c.Review, at: datetime, policy: Policy) -> Events:
    return (e.Reviewed(command.by),) if case.status is Status.RECEIVED else ()


def _claim(case: Case, command: c.Claim, at: datetime, policy: Policy) -> Events:
    if case.owner == command.by:
        raise Refused("refused.claim.yours", number=number(case.id))
    if case.owner is not None:
        raise Refused("refused.claim.taken", number=number(case.id))
    return (e.Claimed(command.by),)


def _assign(case: Case, command: c.Assign, at: datetime, policy: Policy) -> Events:
    if case.owner == command.to:
        raise Refused("refused.assign.same", number=number(case.id))
    held = case.owner is not None and case.status in (Status.WAITING, Status.IN_PROGRESS)
    event = e.HandedOver if held else e.Assigned
    return (event(command.by, command.to),)


def _ask(case: Case, command: c.Ask, at: datetime, policy: Policy) -> Events:
    return (*_owned(case, command.by), e.Asked(command.by, command.question, command.wants))


def _answer(case: Case, command: c.Answer, at: datetime, policy: Policy) -> Events:
    return (e.Answered(command.by, command.answer, policy.due(case.service, case.urgency, at)),)


def _add(case: Case, command: c.Add, at: datetime, policy: Policy) -> Events:
    return (e.Added(command.by, command.story),)


def _reply(case: Case, command: c.Reply, at: datetime, policy: Policy) -> Events:
    return (e.Replied(command.by, command.text),)


def _note(case: Case, command: c.Note, at: datetime, policy: Policy) -> Events:
    return (e.Noted(command.by, command.text),)


def _resolve(case: Case, command: c.Resolve, at: datetime, policy: Policy) -> Events:
    if not command.result.strip():
        raise Refused("refused.resolve.no_result", number=number(case.id))
    return (*_owned(case, command.by), e.Resolved(command.by, command.decision, command.result))


def _confirm(case: Case, command: c.Confirm, at: datetime, policy: Policy) -> Events:
    if command.verdict is Verdict.NO:
        return _again(case, command.by, command.words, at, policy)
    return (e.Confirmed(command.by, command.verdict, command.words),)


def _reopen(case: Case, command: c.Reopen, at: datetime, policy: Policy) -> Events:
    if case.closed_at is None or at - case.closed_at > REOPEN_WITHIN:
        raise Refused("refused.reopen.too_late", number=number(case.id))
    return _again(case, command.by, command.words, at, policy)


def _again(case: Case, by: int, words: str, at: datetime, policy: Policy) -> Events:
    due_at = policy.due(case.service, case.urgency, at)
    return (e.Reopened(by, words, max(case.level, 1), due_at),)


def _withdraw(case: Case, command: c.Withdraw, at: datetime, policy: Policy) -> Events:
    if not command.words.strip():
        raise Refused("refused.resolve.no_result", number=number(case.id))
    return (e.Withdrawn(command.by, command.words),)


def _reveal(case: Case, command: c.Reveal, at: datetime, policy: Policy) -> Events:
    return (e.Revealed(command.by),)


def _ring(case: Case, command: c.Ring, at: datetime, policy: Policy) -> Events:
    row = policy.followups.get(command.kind)
    if row is None or case.status not in row.while_in:
        return ()
    return _RINGS[row.does](case, command, policy)


def _climb(case: Case, ring: c.Ring, policy: Policy) -> Events:
    """One step up, to the next level where somebody works; when nobody does, the step is taken all the same."""
    above = [level for level in range(case.level + 1, len(CHAIN)) if level in ring.manned]
    if not above and case.level in ring.manned:
        return (e.Rung(0, ring.kind),)
    level = above[0] if above else case.level + 1
    if level >= len(CHAIN):
        return (e.Rung(0, ring.kind),)
    return (e.Escalated(0, level, policy.district if level >= DISTRICT_LEVEL else case.office, ring.kind),)


_RINGS: Mapping[str, Callable[[Case, c.Ring, Policy], Events]] = {
    "climb": _climb,
    "remind": lambda case, ring, policy: (e.Reminded(0, ring.kind),),
    "close": lambda case, ring, policy: (e.Lapsed(0),),
}

_DECIDE: Mapping[type, Callable[..., Events]] = {
    c.Complete: _complete, c.RecordConsent: _record_consent, c.Review: _review, c.Claim: _claim, c.Assign: _assign,
    c.Ask: _ask, c.Answer: _answer,
    c.Add: _add, c.Reply: _reply, c.Note: _note, c.Resolve: _resolve, c.Confirm: _confirm, c.Reopen: _reopen,
    c.Withdraw: _withdraw, c.Reveal: _reveal, c.Ring: _ring,
}  # fmt: skip


def _changed(case: Case, event: e.Event) -> Case:
    """What an event changes besides the status."""
    match event:
        case e.Completed():
            return replace(
                case, village=event.village or case.village, office=event.office, level=event.level,
                intake={**case.intake, **event.intake},
            )  # fmt: skip
        case e.ConsentRecorded():
            # Who does not agree is not named and not called.
            hidden = UNSAID if event.consent is Consent.REFUSED else frozenset()
            told = {key: value for key, value in case.intake.items() if key not in hidden}
            return replace(case, intake={**told, "consent": event.consent.value})
        case e.Claimed():
            return replace(case, owner=event.by)
        case e.Assigned() | e.HandedOver():
            return replace(case, owner=event.to)
        case e.Answered():
            return replace(case, due_at=event.due_at)
        case e.Resolved():
            return replace(case, decision=event.decision)
        case e.Reopened():
            return replace(case, owner=None, level=event.level, due_at=event.due_at, decision=None)
        case e.Withdrawn():
            return replace(case, decision=Decision.WITHDRAWN)
        case e.Escalated():
            return replace(case, level=event.level, office=event.office)
        case _:
            return case
