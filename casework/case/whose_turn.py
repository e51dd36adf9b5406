"""Whose turn a case is: the one definition, for its page, for every list and for what each level is
told. Pure.

What somebody holds stays theirs however far it has climbed; those above look on. What nobody holds
is the turn of the level that it has reached, and the village of a case that the district answers
for hears of it only. Opened again, it is the turn of who had it last, until it climbs. Another
office has its turn from the referral on, and the sender stays responsible until it has accepted;
while that office waits for an answer of the sender, the turn is the sender's again."""

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
    """Who is there for a case. ``manned``: the levels at which somebody works. ``goes_on``: who
    goes on for the one who had it last (themselves, their stand-in, None: nobody), and ``rank``:
    how high who goes on, or else who holds it, stands (access/visibility.py). ``village``:
    somebody works there."""

    manned: frozenset[int] = EVERY_LEVEL
    goes_on: int | None = None
    rank: int = 0
    village: bool = True


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
    if with_office(case):
        return WhoseTurn(Side.OFFICE, case.owner, office=case.referred_to)
    return replace(_ours(case, there), asked=case.referral is not None)


def who_decides(case: Case, there: There | None) -> WhoseTurn:
    """Whose turn it is to decide what becomes of a case whose teller does not answer: of the level
    that it has reached, unless its holder stands as high."""
    if case.owner is not None and _above(case, there) is None:
        return WhoseTurn(Side.HOLDER, case.owner)
    return WhoseTurn(Side.LEVEL, level=_level(case, there))


def with_office(case: Case) -> bool:
    """Whether another office has its turn: it was asked, and waits for no answer itself."""
    return case.referral is not None and not case.referral.asks


def is_late(case: Case, now: datetime) -> bool:
    """Whether its time has passed, or that of the office that was asked. While it waits for its
    teller no time of ours runs."""
    due = [case.due_at, *([case.referral.answer_by] if case.referral else [])]
    return case.status not in _ENDS and min(due) < now


def late_when_asked(case: Case) -> bool:
    """Whether it waits for its teller, and its time had passed when they were asked."""
    return case.status is Status.WAITING and case.minutes_left == 0


def _ours(case: Case, there: There | None) -> WhoseTurn:
    if case.owner is not None:
        return WhoseTurn(Side.HOLDER, case.owner, above=_above(case, there))
    goes_on = _goes_on(case) if there is None else there.goes_on
    if goes_on is not None:
        return WhoseTurn(Side.HAD_IT, goes_on, above=_above(case, there))
    village = (there is None or there.village) and _passed_on(case)
    rings = case.urgency is Urgency.EMERGENCY
    turn = WhoseTurn(Side.LEVEL, level=_level(case, there))
    return replace(turn, below=village and not rings, called=village and rings)


def _goes_on(case: Case) -> int | None:
    return None if case.had_by in case.excluded else case.had_by


def _above(case: Case, there: There | None) -> int | None:
    """The level that looks on: the one that the case has reached, above whoever acts."""
    if there is None or case.level <= there.rank:
        return None
    return _level(case, there)


def _level(case: Case, there: There | None) -> int:
    """The level that the case has reached, or the next one up at which somebody works."""
    manned = EVERY_LEVEL if there is None else there.manned
    return next((x for x in range(case.level, len(CHAIN)) if x in manned), case.level)


def _passed_on(case: Case) -> bool:
    """Whether the district answers for a case of which its village may know."""
    return case.level >= DISTRICT_LEVEL and bool(case.village) and not case.confidential
