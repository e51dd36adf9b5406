"""Whose turn a case is, in words: short for the line of a list, in whole for its page.

Tested in tests/conversations/pages/test_whose_turn.py."""

from casework.case.model import Case
from casework.case.whose_turn import Side, There, WhoseTurn, whose_turn
from conversations.pages.list_reader import ListReader, named
from conversations.protocol.effects import Text, text


def in_list(case: Case, reader: ListReader) -> Text | str:
    """Whose turn a case is that nobody holds, for the line of a list; "" for every other."""
    turn = whose_turn(case, There(goes_on=reader.goes_on.get(case.id)))
    return _whose(turn, reader)


def in_whole(turn: WhoseTurn, reader: ListReader) -> tuple[Text | str, ...]:
    """Whose turn it is, who looks on, and who only hears of it; nothing for what is said
    elsewhere."""
    parts = (
        _whose(turn, reader),
        "" if turn.above is None else text(f"turn.above.{turn.above}"),
        text("turn.below") if turn.below else "",
    )
    return tuple(part for part in parts if part)


def _whose(turn: WhoseTurn, reader: ListReader) -> Text | str:
    if turn.side is Side.LEVEL:
        return text(f"turn.level.{turn.level}")
    if turn.side is Side.HAD_IT and turn.person is not None:
        return text("turn.person", name=named(turn.person, reader))
    return ""
