"""Whether the person agrees that their case goes to an office outside: the question and the answer.
Pure.

Their answer may change: a yes that is taken back recalls what was only offered, and lets nothing
further go to an office that has accepted already (case/sharing.py).

Tested in tests/casework/actions/test_referral.py."""

from dataclasses import dataclass
from datetime import datetime

from casework.actions.assignment import owned
from casework.actions.referral import Recalled, addressed, known_office, naming, ours_again
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import OPEN, Case, Refused, Stage
from casework.case.number import number
from casework.case.sharing import noted, said
from casework.case.stage import NONE
from casework.policy.policy import Policy
from casework.rules.rule import AT_A_DESK, AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER, Condition, staff


@dataclass(frozen=True)
class AskSharing(Command):
    """Ask the person whether the case may go to an office outside."""

    by: int
    to: str


@dataclass(frozen=True)
class Agree(Command):
    """The person's answer to that."""

    by: int
    to: str
    agreed: bool


@dataclass(frozen=True)
class SharingAsked(Event):
    kind = "sharing_asked"
    to: str
    name: str


@dataclass(frozen=True)
class SharingAnswered(Event):
    """``stood``: the stage of the referral to that same office when the person answered, "" without
    one."""

    kind = "sharing_answered"
    to: str
    name: str
    agreed: bool
    stood: str = ""


def _ask_sharing(case: Case, command: AskSharing, at: datetime, policy: Policy) -> Events:
    office = addressed(case, command.to, policy)
    if said(case, office.code) == "yes":
        raise Refused("refused.refer.agreed", number=number(case.id), office=office.name)
    if said(case, office.code) == "asked":
        return ()
    return (*owned(case, command.by), SharingAsked(command.by, office.code, office.name))


def _agree(case: Case, command: Agree, at: datetime, policy: Policy) -> Events:
    office, before = known_office(case, command.to, policy), said(case, command.to)
    if not before:
        raise Refused("refused.refer.unknown", number=number(case.id))
    if before != "asked" and command.agreed == (before == "yes"):
        raise Refused("refused.refer.answered", number=number(case.id), office=office.name)
    stood = str(case.stage or "") if case.referred_to == office.code else ""
    answered = SharingAnswered(command.by, office.code, office.name, command.agreed, stood)
    if command.agreed or stood != Stage.OFFERED:
        return (answered,)
    return (answered, Recalled(command.by, office.code, office.name, ours_again(case, at, policy)))


def _asked(case: Case, event: SharingAsked) -> Case:
    return noted(naming(case, event.to, event.name), event.to, "asked")


def _answered(case: Case, event: SharingAnswered) -> Case:
    no = "withdrawn" if event.stood == Stage.ACCEPTED else "no"
    return noted(case, event.to, "yes" if event.agreed else no)


RULES: tuple[AnyRule, ...] = (
    Rule(AskSharing, AT_A_DESK, staff(Condition.JUDGES), _ask_sharing, stages=frozenset({NONE})),
    Rule(Agree, OPEN, TELLER, _agree, stages=frozenset({NONE, *Stage})),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(SharingAsked, evolve=_asked),
    Change(SharingAnswered, evolve=_answered),
)
