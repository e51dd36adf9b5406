"""Referrals, decided and applied: what a command of referral.py leads to, and what its events
change. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from casework.actions.escalation import DISTRICT_LEVEL, Events
from casework.actions.referral import (
    Accept,
    Accepted,
    Agree,
    AskSharing,
    Done,
    Offered,
    Recall,
    Recalled,
    Refer,
    Return,
    Returned,
    SharingAnswered,
    SharingAsked,
    TakenUp,
    agreed,
    may,
    said,
    stage,
)
from casework.actions.work import owned
from casework.case.commands import Command
from casework.case.model import Case, Referral, Refused, Stage
from casework.case.number import number
from casework.policy.directory import Channel, Kind, Office
from casework.policy.policy import Policy


def _checked(decide: Callable[..., Events]) -> Callable[..., Events]:
    def guarded(case: Case, command: Command, at: datetime, policy: Policy) -> Events:
        if not may(case, type(command)):
            raise Refused(f"refused.referral.{stage(case)}", number=number(case.id))
        return decide(case, command, at, policy)

    return guarded


@_checked
def _refer(case: Case, command: Refer, at: datetime, policy: Policy) -> Events:
    office = _office(case, command.to, policy)
    if not command.reason.strip():
        raise Refused("refused.refer.no_reason", number=number(case.id))
    if office.outside and agreed(case, office) != "yes" and not command.override.strip():
        raise Refused("refused.refer.consent", number=number(case.id), office=office.name)
    answer_by = policy.directory.accept_by(office.code, case.urgency, at)
    override = command.override if office.outside and agreed(case, office) != "yes" else ""
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


def _office(case: Case, code: str, policy: Policy) -> Office:
    office = policy.directory.offices.get(code)
    if office is None:
        raise Refused("refused.refer.unknown", number=number(case.id))
    if code == case.office:
        raise Refused("refused.refer.here", number=number(case.id), office=office.name)
    if not office.takes(policy.catalogue.services[case.service]):
        raise Refused("refused.refer.unfit", number=number(case.id), office=office.name)
    return office


@_checked
def _ask_sharing(case: Case, command: AskSharing, at: datetime, policy: Policy) -> Events:
    office = _office(case, command.to, policy)
    if agreed(case, office) == "asked":
        return ()
    return (*owned(case, command.by), SharingAsked(command.by, office.code, office.name))


@_checked
def _share(case: Case, command: Agree, at: datetime, policy: Policy) -> Events:
    office = policy.directory.offices.get(command.to)
    before = agreed(case, office) if office else ""
    if office is None or not before:
        raise Refused("refused.refer.unknown", number=number(case.id))
    if before != "asked" and command.agreed == (before == "yes"):
        raise Refused("refused.refer.answered", number=number(case.id), office=office.name)
    stood = str(case.stage or "") if case.referred_to == office.code else ""
    answered = SharingAnswered(command.by, office.code, office.name, command.agreed, stood)
    if command.agreed or stood != Stage.OFFERED:
        return (answered,)
    return (answered, Recalled(command.by, office.code, office.name, _ours_again(case, at, policy)))


@_checked
def _accept(case: Case, command: Accept, at: datetime, policy: Policy) -> Events:
    code, name = case.referred_to, _name(case, policy)
    office = policy.directory.offices.get(code)
    if office is None:  # it was taken out of the directory meanwhile
        return (Accepted(command.by, code, name, policy.due(case.service, case.urgency, at)),)
    if office.kind is Kind.SLRT:
        return (TakenUp(command.by, code, name),)
    return (Accepted(command.by, code, name, policy.directory.result_by(code, case.urgency, at)),)


@_checked
def _return(case: Case, command: Return, at: datetime, policy: Policy) -> Events:
    if not command.words.strip():
        raise Refused("refused.referral.no_words", number=number(case.id))
    due_at = _ours_again(case, at, policy)
    return (
        Returned(
            command.by, case.referred_to, _name(case, policy), command.why, command.words, due_at
        ),
    )


@_checked
def _recall(case: Case, command: Recall, at: datetime, policy: Policy) -> Events:
    return (
        Recalled(command.by, case.referred_to, _name(case, policy), _ours_again(case, at, policy)),
    )


def _name(case: Case, policy: Policy) -> str:
    """The office's name now; its code, should it have been taken out of the directory."""
    office = policy.directory.offices.get(case.referred_to)
    return office.name if office else case.referred_to


def _ours_again(case: Case, at: datetime, policy: Policy) -> datetime:
    """The person's clock goes on where it was, with time enough to read what the office has
    written."""
    own_due = case.referral.own_due if case.referral else None
    return max(own_due or case.due_at, policy.read_by(case.service, case.urgency, at))


def _offered(case: Case, event: Offered) -> Case:
    if (
        said(case, event.to) == "withdrawn"
    ):  # offered anew, for a written reason that the person is shown
        case = _said(case, event.to, "no")
    return replace(case, referral=Referral(event.to, Stage.OFFERED, event.answer_by))


def _accepted(case: Case, event: Accepted) -> Case:
    referral = Referral(event.to, Stage.ACCEPTED, event.due_at, own_due=case.due_at)
    return replace(case, referral=referral, due_at=event.due_at)


def _taken_up(case: Case, event: TakenUp) -> Case:
    return replace(
        over(case), office=event.to, level=max(case.level, DISTRICT_LEVEL), owner=event.by
    )


def _ours(case: Case, event: Returned | Recalled) -> Case:
    return replace(over(case), due_at=event.due_at)


def over(case: Case) -> Case:
    """The case without a referral."""
    return replace(case, referral=None)


def _done(case: Case, event: Done) -> Case:
    return over(case)


def ended(case: Case, by: int, policy: Policy, *, done: bool) -> Events:
    """What ends a referral when the case itself comes to an end: a result, or no need any more."""
    if case.referral is None:
        return ()
    to, name = case.referred_to, _name(case, policy)
    finished = done and case.stage is Stage.ACCEPTED
    return (Done(by, to, name),) if finished else (Recalled(by, to, name, case.due_at),)


def _asked(case: Case, event: SharingAsked) -> Case:
    return _said(case, event.to, "asked")


def _answered(case: Case, event: SharingAnswered) -> Case:
    no = "withdrawn" if event.stood == Stage.ACCEPTED else "no"
    return _said(case, event.to, "yes" if event.agreed else no)


def _said(case: Case, office: str, answer: str) -> Case:
    sharing = {**(case.intake.sharing or {}), office: answer}
    return replace(case, intake=replace(case.intake, sharing=sharing))


DECIDE: Mapping[type, Callable[..., Events]] = {
    Refer: _refer,
    AskSharing: _ask_sharing,
    Agree: _share,
    Accept: _accept,
    Return: _return,
    Recall: _recall,
}

CHANGES: Mapping[type, Callable[..., Case]] = {
    Offered: _offered,
    SharingAsked: _asked,
    SharingAnswered: _answered,
    Accepted: _accepted,
    TakenUp: _taken_up,
    Returned: _ours,
    Recalled: _ours,
    Done: _done,
}
