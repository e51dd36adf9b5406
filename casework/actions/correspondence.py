"""What is written to a case: more news from its teller, a reply to them, a note for colleagues.
Pure.

Tested in tests/casework/actions/test_conflict_of_interest.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from casework.actions.review import read_first
from casework.case.commands import Command
from casework.case.events import Event, Events
from casework.case.intake import QUIET
from casework.case.model import OPEN, Case, Status, Urgency
from casework.policy.policy import Policy
from casework.rules.rule import EVERY, AnyChange, AnyRule, Change, Rule
from casework.rules.who import TELLER, staff


@dataclass(frozen=True)
class Add(Command):
    """More news from the teller, asked or not. ``corrects``: it stands for what they told us
    before, as they have changed their message; ``instead``: what it corrects in the report itself
    (``Intake.corrected``), None for nothing. ``more``: it belongs to what was told just before,
    and nobody need hear of it once more. ``over``: by these words an emergency may be over;
    ``cry``: by these it goes on or grows. ``facts``: what the words tell by themselves (told by the
    desk). ``silent``: it goes on with what was told, so that only the office hears of it. ``died``:
    by these words somebody in it has died. ``answers``: it answers what we have asked, while a
    result waits that may still be taken back."""

    by: int
    story: object
    corrects: bool = False
    more: bool = False
    instead: Mapping[str, str] | None = None
    over: bool = False
    cry: bool = False
    facts: Mapping[str, str] | None = None
    silent: bool = False
    died: bool = False
    answers: bool = False


@dataclass(frozen=True)
class AddLate(Command):
    """A later photo of an album, after its case has ended: it is kept there, and nobody need hear
    of it."""

    by: int
    story: object


@dataclass(frozen=True)
class Reply(Command):
    """``along``: files that go with the words, as a story without any; None for none."""

    by: int
    text: str
    along: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Note(Command):
    """A note for colleagues; never shown to the teller."""

    by: int
    text: str
    along: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Added(Event):
    """``worse``: how urgent the case may be by these words, "" where they show no more than is
    known. ``secret``: by them the teller asks not to be named from now on; ``quiet``: to be sent no
    messages, because somebody else holds the phone. ``silent``, ``died``, ``answers``: see
    ``Add``."""

    kind = "added"
    story: object
    corrects: bool = False
    more: bool = False
    instead: Mapping[str, str] | None = None
    over: bool = False
    cry: bool = False
    worse: str = ""
    secret: bool = False
    quiet: bool = False
    silent: bool = False
    died: bool = False
    answers: bool = False


@dataclass(frozen=True)
class Replied(Event):
    kind = "replied"
    text: str
    along: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Noted(Event):
    kind = "noted"
    text: str
    along: Mapping[str, object] | None = None


def said_to_be_over(trail: Iterable[tuple[Event, datetime]]) -> datetime | None:
    """When its teller has said that an emergency may be over (UTC); None where they have not, or
    where they have told something else since."""
    news = [(e, at) for e, at in trail if isinstance(e, Added) and not (e.more or e.corrects)]
    return news[-1][1] if news and news[-1][0].over else None


def last_said_over(trail: Iterable[tuple[Event, datetime]]) -> datetime | None:
    """When its teller has last said that an emergency may be over (UTC), whatever they have told
    since; None where they have not."""
    return max((at for e, at in trail if isinstance(e, Added) and e.over), default=None)


def over_until_cry(trail: Iterable[tuple[Event, datetime]]) -> datetime | None:
    """When its teller has last said that an emergency may be over (UTC), whatever else they have
    told since; None where they have not, or where a cry came after it."""
    told = [(e, at) for e, at in trail if isinstance(e, Added) and (e.over or e.cry)]
    return told[-1][1] if told and told[-1][0].over else None


def asks_for_no_calls(case: Case, events: Iterable[Event]) -> bool:
    """Whether the teller has ever said that somebody else hears the phone: in the words that made
    the case, or in later ones."""
    return case.intake.phone_is_held or any(
        isinstance(event, Added) and event.quiet for event in events
    )


def _add(case: Case, command: Add, at: datetime, policy: Policy) -> Events:
    told = (command.story, command.corrects, command.more, command.instead)
    facts = command.facts or {}
    worse = _worse(case, facts, policy)
    secret = facts.get("secrecy") == "yes" and not case.intake.asks_secrecy
    quiet = facts.get(QUIET) == "yes"
    news = Added(command.by, *told, over=command.over, cry=command.cry, worse=worse)
    news = replace(news, secret=secret, quiet=quiet)
    told_so = replace(news, silent=command.silent, died=command.died)
    return (replace(told_so, answers=command.answers),)


def _worse(case: Case, facts: Mapping[str, str], policy: Policy) -> str:
    """How urgent a case of this service would be by some facts alone, where they make it more
    urgent than the service is and the case counts for."""
    by_facts, usual = (
        policy.route(case.service, told, case.village, case.known).urgency for told in (facts, {})
    )
    levels = tuple(Urgency)
    known = min(usual, case.urgency, key=levels.index)
    return str(by_facts) if levels.index(by_facts) < levels.index(known) else ""


def _add_late(case: Case, command: AddLate, at: datetime, policy: Policy) -> Events:
    return (Added(command.by, command.story, more=True),)


def _reply(case: Case, command: Reply, at: datetime, policy: Policy) -> Events:
    return (*read_first(case, command.by), Replied(command.by, command.text, command.along))


def _note(case: Case, command: Note, at: datetime, policy: Policy) -> Events:
    return (Noted(command.by, command.text, command.along),)


def _told_more(case: Case, event: Added) -> Case:
    intake = case.intake.corrected(event.instead) if event.instead else case.intake
    intake = intake.unnamed_teller() if event.secret else intake
    intake = intake.with_held_phone() if event.quiet else intake
    intake = intake.in_mourning() if event.died else intake
    return case if intake is case.intake else replace(case, intake=intake)


RULES: tuple[AnyRule, ...] = (
    Rule(Add, OPEN, TELLER, _add),
    Rule(AddLate, frozenset({Status.CLOSED}), TELLER, _add_late),
    Rule(Reply, OPEN, staff(), _reply),
    Rule(Note, EVERY, staff(), _note),
)
CHANGES: tuple[AnyChange, ...] = (Change(Added, evolve=_told_more), Change(Replied), Change(Noted))
