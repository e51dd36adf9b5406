"""The answer to "are you sure that it is no emergency?", typed instead of tapped. In doubt it stays
one; words that may mean both are asked about once more.

Tested in tests/conversations/handlers/emergencies/off/test_typed_sure.py."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from casework.changed import changed
from conversations.content import alarm_words
from conversations.content.content import Turn
from conversations.protocol.dialogue import Talk
from conversations.protocol.taps import CallOffAlarm, SureOfNoAlarm

YesOrNo = Callable[[Turn, Sequence[str]], str]
"""How a yes or a no is read in a few words (handlers/typed_answers.py)."""

STAYS = "stays"
"""The answer that it stays an emergency."""

STANDS = timedelta(minutes=15)
"""For so long the question is answered by words."""

FEW = 4
"""Words of such an answer, at most: "iya yakin bukan darurat"."""

_SURE = frozenset({"yakin", "betul", "bener", "benar", "leres", "sure", "right"})
_STAYS = frozenset({"tetap", "tetep", "masih", "jangan", "darurat", "still", "keep", "emergency"})
_NONE = frozenset({"bukan", "bkn", "udu", "dudu", "sanes", "lain", "not", "no"})
"""Words for "it is none", with which the others mean something else."""


def asked(turn: Turn, talk: Talk, key: str) -> Talk:
    """The talk in which this was just asked of an emergency."""
    return changed(talk, sure=(key, turn.said.at.isoformat()))


def once(before: Talk, talk: Talk) -> Talk:
    """The talk after any message: the question stands for one answer."""
    return changed(talk, sure=()) if talk.sure and talk.sure == before.sure else talk


def tap(turn: Turn, talk: Talk, read: YesOrNo) -> CallOffAlarm | SureOfNoAlarm | None:
    """The button that was meant; None where nothing is asked, or the words tell something else."""
    said = turn.said
    if not talk.sure or said.files or said.forwarded or turn.around.replied is not None:
        return None
    key, since = talk.sure
    spoken = re.findall(r"[^\W\d_]+", said.text.casefold())
    if said.at - datetime.fromisoformat(since) > STANDS or not 0 < len(spoken) <= FEW:
        return None
    heard = alarm_words.hear(said.text, turn.content.alarms)
    if heard is not None and not heard.faint:
        return None
    match _answer(turn, spoken, read):
        case "yes":
            return CallOffAlarm(key)
        case "no":
            return SureOfNoAlarm(STAYS, key)
        case "both":
            return SureOfNoAlarm("ask", key)
        case _:
            return None


def _answer(turn: Turn, spoken: list[str], read: YesOrNo) -> str:
    """Yes, it is none; no, it stays; both, which must be asked once more; else ""."""
    none, first = not _NONE.isdisjoint(spoken), read(turn, spoken[:1])
    if alarm_words.calls_off(turn.said.text, turn.content.alarms):
        return "yes"
    if not _STAYS.isdisjoint(spoken):
        return "both" if none else "no"
    if first == "yes" or spoken[0] in _SURE:
        return "yes"
    if none and spoken != ["no"]:
        return "both"
    denied = alarm_words.in_plain(spoken[0], turn.content.alarms).strip() == "tidak"
    return "no" if denied or spoken == ["no"] else first
