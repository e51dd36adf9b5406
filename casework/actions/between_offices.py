"""What two offices write to each other while a referral runs: a question to the sender, its answer,
and news before there is a result. Pure.

None of it changes where the case lies or when it is due; while the office waits for the sender's
answer, the turn is the sender's (case/whose_turn.py).

Tested in tests/casework/actions/test_between_offices.py."""

from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.referral import office_name
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.model import Case, Refused, Stage, Status
from casework.case.number import number
from casework.policy.policy import Policy
from casework.rules.rule import AnyChange, AnyRule, Change, Rule
from casework.rules.who import Condition, other_office, staff, workers


@dataclass(frozen=True)
class AskSender(Command):
    """The office that was asked wants to know something from whoever has sent the case."""

    by: int
    words: str


@dataclass(frozen=True)
class AnswerOffice(Command):
    """The sender's answer, or more news for that office."""

    by: int
    words: str


@dataclass(frozen=True)
class TellProgress(Command):
    """News of the office that has the case, before there is a result; the teller reads it."""

    by: int
    words: str


@dataclass(frozen=True)
class SenderAsked(Event):
    kind = "sender_asked"
    to: str
    name: str
    words: str


@dataclass(frozen=True)
class OfficeAnswered(Event):
    kind = "office_answered"
    to: str
    name: str
    words: str


@dataclass(frozen=True)
class ProgressTold(Event):
    kind = "progress_told"
    to: str
    name: str
    words: str


Written = SenderAsked | OfficeAnswered | ProgressTold


def _words(case: Case, words: str) -> str:
    if not words.strip():
        raise Refused("refused.between.no_words", number=number(case.id))
    return words


def _ask(case: Case, command: AskSender, at: datetime, policy: Policy) -> Events:
    words = _words(case, command.words)
    return (SenderAsked(command.by, case.referred_to, office_name(case, policy), words),)


def _answer(case: Case, command: AnswerOffice, at: datetime, policy: Policy) -> Events:
    words = _words(case, command.words)
    return (OfficeAnswered(command.by, case.referred_to, office_name(case, policy), words),)


def _tell(case: Case, command: TellProgress, at: datetime, policy: Policy) -> Events:
    words = _words(case, command.words)
    return (ProgressTold(command.by, case.referred_to, office_name(case, policy), words),)


def _asked(case: Case, event: SenderAsked) -> Case:
    return _waits(case, asks=True)


def _told(case: Case, event: OfficeAnswered) -> Case:
    return _waits(case, asks=False)


def _waits(case: Case, *, asks: bool) -> Case:
    return replace(case, referral=replace(case.referral, asks=asks)) if case.referral else case


_REFERRED = frozenset({Status.IN_PROGRESS, Status.REFERRED})

RULES: tuple[AnyRule, ...] = (
    Rule(AskSender, _REFERRED, other_office(), _ask, stages=frozenset(Stage)),
    Rule(
        AnswerOffice,
        _REFERRED,
        staff(Condition.OWNS),
        _answer,
        stages=frozenset(Stage),
    ),
    Rule(
        TellProgress,
        _REFERRED,
        workers(Condition.ACCEPTED),
        _tell,
        stages=frozenset({Stage.ACCEPTED}),
    ),
)
CHANGES: tuple[AnyChange, ...] = (
    Change(SenderAsked, evolve=_asked),
    Change(OfficeAnswered, evolve=_told),
    Change(ProgressTold),
)
