"""By what a person tells their own cases apart, on a line or a button: whose trouble it is, else
the words with which it was told, else where; of a secret one not a word. Long numbers are masked.

Tested in tests/conversations/protocol/test_recognised.py."""

from casework.case.model import Case
from casework.wording.names import MASK
from casework.wording.told_numbers import without_long
from conversations.protocol.effects import Short
from conversations.protocol.lock import quiet
from conversations.protocol.texts import CUT

MOST = 32
"""Letters of words; a button of a small phone shows about as many."""

CRY = "cry"
"""In the story of an emergency: the number of the text that has raised it."""


def recognised(case: Case) -> str | Short:
    """Whose or what, else the moment at which it was told."""
    return of(case) or Short(case.opened_at, clock=True)


def of(case: Case) -> str:
    """Whose or what; "" where nothing is told, or nothing may be."""
    if case.intake.sufferer or quiet(case):
        return without_long(case.intake.sufferer or "", MASK)
    return _cut(without_long(_words(case) or case.intake.place or "", MASK))


def _words(case: Case) -> str:
    """The cry, where one of the texts is that, else the first that says anything."""
    raw = case.intake.story or {}
    texts, cry = [" ".join(one.split()) for one in raw.get("texts", ())], raw.get(CRY, -1)
    return texts[cry] if 0 <= cry < len(texts) else next(filter(None, texts), "")


def _cut(words: str) -> str:
    """Words that end in whole where they are too long."""
    if len(words) <= MOST:
        return words
    return f"{words[: MOST + 1].rpartition(' ')[0] or words[:MOST]} {CUT}"
