"""Whose turn a case is: the one definition, for its page, for every list and for what each level is
told. Pure.

What somebody holds stays theirs however far it has climbed; those above look on. What nobody holds
is the turn of the level that it has reached, and the village of a case that the district answers
for hears of it only. Opened again, it is the turn of who had it last, until it climbs. Another
office has its turn from the referral on, and the sender stays responsible until it has accepted;
while that office waits for an answer of the sender, the turn is the sender's again, and so it is
once the time to answer of an office has passed at which nobody works who would read us."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from casework.case.model import CHAIN, DISTRICT_LEVEL, Case, Status, Urgency

EVERY_LEVEL = frozenset(range(len(CHAIN)))


class Side(StrEnum):
    """Who is to act next (texts: ``turn.<value>``)."""

    HOLDER = "holder"
    HAD_IT = "had_it"
    LEVEL = "level"
    OFFICE = "office"
    TELLER = "teller"
    NOBODY = "nobody"


@dataclass(frozen=True)
class There:
    """Who is there for a case. ``manned``: the levels at which somebody works, or is asked.
    ``goes_on``: who goes on for the one who had it last (themselves, their stand-in, None: nobody),
    and ``rank``: how high who goes on, or else who holds it, stands (access/visibility.py).
    ``village``: somebody works there. ``office``: False once the office that was asked has fallen
    silent."""

    manned: frozenset[int] = EVERY_LEVEL
    goes_on: int | None = None
    rank: int = 0
    village: bool = True
    office: bool = True


@dataclass(frozen=True)
class OfficesThere:
    """The codes of the other offices at which somebody works, at a moment (UTC)."""

    codes: frozenset[str]
    at: datetime


@dataclass(frozen=True)
class WhoseTurn:
    """``person``: the holder, or who had it last. ``level``: of the chain, where it is a level's
    turn. ``above``: the level that looks on, None for nobody. ``below``: the village hears of it
    only; ``called``: it is called besides, as to every emergency. ``office``: the code of the other
    office whose turn it is; ``asked``: another office has asked something, which is to be
    answered."""

    side: Side
    person: int | None = None
    level: int = 0
    above: int | None = None
    below: bool = False
    called: bool = False
    office: str = ""
    asked: bool = False

    @property
    def next_level(self) -> int | None:
        """The level that looks on while whoever had it goes on: it is its turn before any other's,
        so that nobody is passed over who was told that they look on."""
        return self.above if self.side is Side.HAD_IT else None


_ENDS = {
    Status.CLOSED: Side.NOBODY,
    Status.RESOLVED: Side.TELLER,
    Status.WAITING: Side.TELLER,
}
"""Statuses in which it is not ours to act."""


def whose_turn(case: Case, there: There | None = None) -> WhoseTurn:
    """Whose turn a case is. Without ``there``, as of a list, everybody counts as being there and
    nobody as looking on."""
    if case.status in _ENDS:
        return WhoseTurn(_ENDS[case.status], case.owner)
    if with_office(case) and (there is None or there.office):
        return WhoseTurn(Side.OFFICE, case.owner, office=case.referred_to)
    return replace(_ours(case, there), asked=case.referral is not None and case.referral.asks)


def who_decides(case: Case, there: There | None) -> WhoseTurn:
    """Whose turn it is to decide what becomes of a case whose teller does not answer: of the level
    that it has reached, unless its holder stands as high."""
    if case.owner is not None and _above(case, there) is None:
        return WhoseTurn(Side.HOLDER, case.owner)
    return WhoseTurn(Side.LEVEL, level=_level(case, there))


def with_office(case: Case, offices: OfficesThere | None = None) -> bool:
    """Whether another office has its turn: it was asked, waits for no answer itself and, where it
    is known at which offices somebody works, has not fallen silent."""
    asked = case.referral is not None and not case.referral.asks
    return asked and not (offices is not None and fell_silent(case, offices))


def fell_silent(case: Case, offices: OfficesThere) -> bool:
    """Whether the office that was asked has let its time pass and nobody works there: it is asked
    by letter or phone, so that whoever has sent the case must do the next step. The set-based twin
    is storage/cases/queue_ways.py."""
    asked = case.referral
    if asked is None or "/" not in asked.to or asked.to in offices.codes:
        return False
    return asked.answer_by < offices.at


def is_late(case: Case, now: datetime) -> bool:
    """Whether its time has passed, or that of the office that was asked. While it waits for its
    teller no time of ours runs."""
    return case.status not in _ENDS and due_first(case) < now


def due_first(case: Case) -> datetime:
    """When it is due to its teller, or the office that was asked owes its answer, whichever comes
    first (UTC)."""
    return min([case.due_at, *([case.referral.answer_by] if case.referral else [])])


def late_when_asked(case: Case) -> bool:
    """Whether it waits for its teller, and its time had passed when they were asked."""
    return case.status is Status.WAITING and case.minutes_left == 0


def _ours(case: Case, there: There | None) -> WhoseTurn:
    if case.owner is not None:
        return WhoseTurn(Side.HOLDER, case.owner, above=_above(case, there))
    goes_on = _goes_on(case) if there is None else there.goes_on
    if goes_on is not None:
        return WhoseTurn(Side.HAD_IT, goes_on, above=_above(case, there))
    turn = WhoseTurn(Side.LEVEL, level=_level(case, there))
    above = _passed_on(case) and turn.level >= DISTRICT_LEVEL
    village = (there is None or there.village) and above
    rings = case.urgency is Urgency.EMERGENCY
    return replace(turn, below=village and not rings, called=village and rings)


def _goes_on(case: Case) -> int | None:
    return None if case.had_by in case.excluded else case.had_by


def _above(case: Case, there: There | None) -> int | None:
    """The level that looks on: the one that the case has reached, above whoever acts."""
    if there is None or case.level <= there.rank:
        return None
    level = _level(case, there)
    return level if level > there.rank else None


def _level(case: Case, there: There | None) -> int:
    """The level that the case has reached, or the next one up at which somebody works; where nobody
    does, the next one down."""
    manned = EVERY_LEVEL if there is None else there.manned
    ladder = (*range(case.level, len(CHAIN)), *reversed(range(case.level)))
    return next((x for x in ladder if x in manned), case.level)


def _passed_on(case: Case) -> bool:
    """Whether the district answers for a case of which its village may know."""
    return case.level >= DISTRICT_LEVEL and bool(case.village) and not case.confidential
