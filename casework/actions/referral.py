"""Referrals: another office is asked to take a case, and the request is recalled or comes to its
end. Pure.

*offered → accepted → done | returned | recalled*; unanswered, it escalates like everything that is
late. The sender stays responsible until the other office has accepted; a return keeps the text, the
attachments and the person's own clock. What the office answers is in referral_answer.py, what the
person says to it in sharing_consent.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.assignment import owned
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Referral, Refused, Stage, Status
from casework.case.number import number
from casework.case.sharing import noted, said
from casework.case.stage import NONE
from casework.policy.offices import Channel, Office
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, staff


@dataclass(frozen=True)
class Refer(Command):
    """Offer the case to the office ``to``. ``reason`` is written for it; ``files``: the attachments
    go along.

    ``override``: why it goes to an office outside although the person has not agreed; the person is
    shown it. ``manned``: somebody there uses the bot; else the office is written to or called."""

    by: int
    to: str
    reason: str
    files: bool = False
    override: str = ""
    manned: bool = True


@dataclass(frozen=True)
class Recall(Command):
    by: int


@dataclass(frozen=True)
class Offered(Event):
    """``name`` is the office's, as it was called then; ``channel`` how it is asked."""

    kind = "offered"
    to: str
    name: str
    channel: Channel
    reason: str
    files: bool
    override: str
    answer_by: datetime


@dataclass(frozen=True)
class Recalled(Event):
    """``ends``: the case itself comes to its end, so that the office is not needed any more."""

    kind = "recalled"
    to: str
    name: str
    due_at: datetime
    ends: bool = False


@dataclass(frozen=True)
class Done(Event):
    """The office that had the case has a result; what it is stands in the Resolved event that
    follows."""

    kind = "done"
    to: str
    name: str


def told(event: Event) -> str:
    """The code of the office that must hear of an event of its referral, "" for other events."""
    return event.to if isinstance(event, Offered | Recalled | Done) else ""


def _refer(case: Case, command: Refer, at: datetime, policy: Policy) -> Events:
    office = addressed(case, command.to, policy)
    if not command.reason.strip():
        raise Refused("refused.refer.no_reason", number=number(case.id))
    if office.outside and said(case, office.code) != "yes" and not command.override.strip():
        raise Refused("refused.refer.consent", number=number(case.id), office=office.name)
    answer_by = policy.directory.accept_by(office.code, case.urgency, at)
    override = command.override if office.outside and said(case, office.code) != "yes" else ""
    channel = (
        office.channel if command.manned or office.channel is not Channel.BOT else Channel.LETTER
    )
    offered = Offered(
        command.by,
        office.code,
        office.name,
        channel,
        command.reason,
        command.files,
        override,
        answer_by,
    )
    return (*owned(case, command.by), offered)


def addressed(case: Case, code: str, policy: Policy) -> Office:
    """The office of this code. Raises Refused when the case cannot go there."""
    office = policy.directory.offices.get(code)
    if office is None:
        raise Refused("refused.refer.unknown", number=number(case.id))
    if code == case.office:
        raise Refused("refused.refer.here", number=number(case.id), office=office.name)
    if not office.takes(policy.catalogue.of(case)):
        raise Refused("refused.refer.unfit", number=number(case.id), office=office.name)
    return office


def _recall(case: Case, command: Recall, at: datetime, policy: Policy) -> Events:
    return (
        Recalled(
            command.by, case.referred_to, office_name(case, policy), ours_again(case, at, policy)
        ),
    )


def office_name(case: Case, policy: Policy) -> str:
    """The name of the office that the case was referred to: now, or when it was last in the
    directory."""
    return known_office(case, case.referred_to, policy).name


def known_office(case: Case, code: str, policy: Policy) -> Office:
    """An office that has had to do with the case; the directory may have lost it since."""
    return policy.directory.office(code, case.known.get(f"office {code}", ""))


def naming(case: Case, code: str, name: str) -> Case:
    """The case, knowing what an office is called."""
    return replace(case, known={**case.known, f"office {code}": name})


def ours_again(case: Case, at: datetime, policy: Policy) -> datetime:
    """When a case is due that comes back to us: the person's clock goes on where it was, with time
    enough to read what the office has written."""
    own_due = case.referral.own_due if case.referral else None
    return max(own_due or case.due_at, policy.read_by(case.service, case.urgency, at))


def _offered(case: Case, event: Offered) -> Case:
    # Offered anew after a withdrawn yes, for a written reason that the person is shown.
    if said(case, event.to) == "withdrawn":
        case = noted(case, event.to, "no")
    case = naming(case, event.to, event.name)
    return replace(case, referral=Referral(event.to, Stage.OFFERED, event.answer_by))


def _recalled(case: Case, event: Recalled) -> Case:
    return replace(over(case), due_at=event.due_at)


def over(case: Case) -> Case:
    """The case without a referral."""
    return replace(case, referral=None)


def _done(case: Case, event: Done) -> Case:
    return over(case)


def ended(case: Case, by: int, policy: Policy, *, done: bool) -> Events:
    """The events that end a referral when the case itself comes to an end: a result of the office
    that has it (``done``), or no need any more."""
    if case.referral is None:
        return ()
    to, name = case.referred_to, office_name(case, policy)
    finished = done and case.stage is Stage.ACCEPTED
    return (Done(by, to, name),) if finished else (Recalled(by, to, name, case.due_at, True),)


RULES: tuple[AnyRule, ...] = (
    Rule(
        Refer,
        AT_A_DESK,
        staff(Condition.OWNS, Condition.JUDGES),
        _refer,
        stages=frozenset({NONE}),
    ),
    Rule(
        Recall,
        frozenset({Status.IN_PROGRESS, Status.REFERRED}),
        staff(Condition.OWNS, Condition.JUDGES),
        _recall,
        stages=frozenset(Stage),
    ),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(Offered, Status.IN_PROGRESS, _offered, Stage.OFFERED),
    Change(Recalled, Status.IN_PROGRESS, _recalled, NONE),
    Change(Done, evolve=_done, stage=NONE),
)
