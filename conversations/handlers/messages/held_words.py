"""Words typed instead of a tap while a report is held back for "is it one of these?": which of
them it is, none, or that it shall not be sent at all.

Tested in tests/bot/desk/duplicates/test_held_report_words.py."""

import re

from conversations.content.content import Answered, Turn
from conversations.handlers.messages.never_mind import never_mind
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Do
from conversations.protocol.requests import SameAs

CALLED_BACK, ONLY, NONE = "x", "only", "0"
"""What else than a place in the question may be answered: it is not sent, it is the one that was
named (asked again where several were), it is none of them."""

_SAME = frozenset(
    """ya iya y yes sama betul benar nggih muhun podo same
    leres""".split()  # noqa: SIM905
)
_OTHER = frozenset(
    """tidak tdk gak ga nggak ngga bukan beda baru lain dudu sanes ora no
    different""".split()  # noqa: SIM905
)
_BESIDE = frozenset(
    """pak bu bapak ibu itu ini yang yg kok sih memang laporan kirim saja aja dengan
    nomor""".split()  # noqa: SIM905
)


def answer(words: str) -> str:
    """The answer that a message may be to that question, "" for none."""
    if never_mind(words):
        return CALLED_BACK
    spoken = re.findall(r"[^\W_]+", words.casefold())
    meant = [word for word in spoken if word not in _BESIDE]
    if len(meant) == 1 and meant[0] in ("1", "2", "3"):
        return str(meant[0])
    if meant and _OTHER.issuperset(meant[:1]) and (_OTHER | _SAME).issuperset(meant):
        return NONE
    return ONLY if meant and _SAME.issuperset(meant) else ""


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words; None where no report is held, or they mean something else."""
    said = turn.said
    if not turn.around.held or talk.draft is not None or not talk.loose.empty:
        return None
    if said.files or said.location or said.forwarded or not (which := answer(said.text)):
        return None
    return talk, (Do(SameAs(turn.around.held, which, 0)),)
