"""Whose turn a case is, told with its notices: each level reads what it means for them.

Tested in tests/bot/desk/test_whose_turn.py."""

from dataclasses import replace

from bot.desk.roster import Roster
from casework.case.model import Case
from casework.case.whose_turn import whose_turn
from conversations.pages.list_reader import ListReader
from conversations.pages.whose_turn import in_notice
from conversations.protocol.notice import Notice, Notices
from storage.unit_of_work import Batch

TURN = "turn"
"""The argument of a notice that says whose turn it is."""


async def told(roster: Roster, batch: Batch, case: Case, notices: Notices) -> Notices:
    """The notices; those that say whose turn it is with the answer for their readers."""
    if not any(_asks(notice) for notice in notices):
        return notices
    turn = whose_turn(case, await roster.there(batch, case))
    person = turn.person
    names = {} if person is None else {person: (await batch.person(person)).profile.name}
    reader = ListReader(names=names)
    return [_filled(one, in_notice(turn, one.to, reader)) if _asks(one) else one for one in notices]


def _asks(notice: Notice) -> bool:
    return TURN in notice.say.text.args


def _filled(notice: Notice, turn: object) -> Notice:
    words = notice.say.text
    said = replace(words, args={**words.args, TURN: turn})
    return replace(notice, say=replace(notice.say, text=said))
