"""Whose turn a case is, in words: short for the line of a list, in whole for its page, and for a
notice as what it means for who reads it.

Tested in tests/conversations/pages/test_whose_turn.py."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import reduce

from casework.actions.escalation import next_level
from casework.case.model import Case
from casework.case.whose_turn import (
    EVERY_LEVEL,
    Side,
    There,
    WhoseTurn,
    who_decides,
    whose_turn,
)
from conversations.pages.list_reader import ListReader, free, named
from conversations.protocol.effects import Short, Text, text
from conversations.protocol.notice import (
    ALL_LEVELS,
    GOES_ON,
    LEVEL,
    OWNER,
    RECEIVER,
    TELLER,
    VILLAGE,
    WATCHING,
)


def in_list(case: Case, reader: ListReader) -> Text | str:
    """Whose turn a case is that nobody holds, for the line of a list; "" for every other."""
    goes_on, absent = reader.goes_on.get(case.id), case.had_by
    turn = as_listed(case, reader)
    if turn.side is Side.HAD_IT and absent is not None and absent != goes_on:
        who = text("turn.instead", who=_who(turn, reader), absent=named(absent, reader))
        return text("turn.line", who=who)
    return _free(turn, reader)


def as_listed(case: Case, reader: ListReader) -> WhoseTurn:
    """Whose turn a case is for the line of a list: what is held by who works here no more is
    nobody's."""
    nobodys = replace(case, owner=None) if free(case, reader) else case
    manned = reader.manned.get(case.id, EVERY_LEVEL)
    there = There(manned, reader.goes_on.get(case.id), office=case.id not in reader.silent)
    return whose_turn(nobodys, there)


def asked_in_list(case: Case, reader: ListReader) -> Text | str:
    """Who must answer another office, for the line of a list; "" where none asks."""
    turn = whose_turn(case, There(reader.manned.get(case.id, EVERY_LEVEL)))
    return text("turn.line", who=_who(turn, reader)) if turn.asked else ""


def in_whole(turn: WhoseTurn, reader: ListReader) -> tuple[Text | str, ...]:
    """Whose turn it is while nobody holds it, or another office has it or asks; who looks on, and
    what the village has to do with it."""
    above = "" if turn.above is None else text("turn.above", who=_level(turn.above))
    ours = turn.side is not Side.OFFICE
    whose = _free(turn, reader) if ours else text("turn.line", who=_who(turn, reader))
    village = text("turn.below") if turn.below else text("turn.called") if turn.called else ""
    parts = (whose, above, village)
    return tuple(part for part in parts if part)


def deciding(case: Case, there: There | None, reader: ListReader) -> Text:
    """Whose turn it is to decide about a case whose teller does not answer."""
    return text("turn.decides", who=_who(who_decides(case, there), reader))


def next_turn(case: Case, there: There | None, at: datetime | None) -> Text | str:
    """Whose turn it will be, and from when (``at``), if nobody takes a case; "" where it does not
    climb, or to whom it is already."""
    if there is None or at is None:
        return ""
    turn = whose_turn(case, there)
    level = next_level(case, there.manned, turn.next_level)
    already = turn.side is Side.LEVEL and turn.level == level
    return (
        ""
        if level is None or already
        else text("turn.next", at=Short(at, clock=True), who=_level(level))
    )


def in_notice(
    turn: WhoseTurn, to: str, reader: ListReader, called: Sequence[int] = ()
) -> Text | str:
    """What it means for those to whom a notice goes (``to``, protocol/notice.py); "" where it is
    nobody's turn here. ``called``: the levels that are rung, of which its teller reads."""
    if turn.side not in _THEIRS or (turn.office and to == TELLER):
        return ""
    if to == TELLER and called:
        who = reduce(lambda one, other: text("turn.and", one=one, other=other), map(_level, called))
        return text("turn.asked", who=who)
    if to in _THEIRS[turn.side]:
        return _yours(turn)
    how = "whose" if turn.person in reader.instead else _TOLD.get(to, "whose")
    return text(f"turn.{how}", who=_who(turn, reader))


_THEIRS = {
    Side.HOLDER: (OWNER,),
    Side.HAD_IT: (GOES_ON,),
    Side.LEVEL: (LEVEL, ALL_LEVELS, OWNER),
    Side.OFFICE: (RECEIVER,),
}
"""Whom a notice means when it is whose turn."""

_TOLD = {LEVEL: "watch", WATCHING: "watch", VILLAGE: "know", TELLER: "asked"}
"""What those read whose turn it is not."""


def _yours(turn: WhoseTurn) -> Text:
    if turn.above is None:
        return text("turn.yours")
    return text("turn.yours_watched", who=_level(turn.above))


def _free(turn: WhoseTurn, reader: ListReader) -> Text | str:
    if turn.side not in (Side.LEVEL, Side.HAD_IT) and not turn.asked:
        return ""
    return text("turn.line", who=_who(turn, reader))


def _who(turn: WhoseTurn, reader: ListReader) -> Text | str:
    if turn.office:
        return reader.offices.get(turn.office, "") or text("queue_line.another_office")
    if turn.person is None:
        return _level(turn.level)
    who, other = named(turn.person, reader), reader.instead.get(turn.person)
    return text("turn.instead", who=named(other, reader), absent=who) if other else who


def _level(level: int) -> Text:
    return text(f"turn.level.{level}")
