"""For whom a report is was told wrong, and that is said while it is open ("bukan buat saya, buat
ibu saya"): the answer changes, or is asked for again, and the words are no part of the story.

Tested in tests/conversations/handlers/messages/answers/test_for_whom.py."""

import re
from dataclasses import replace

from conversations.content.content import Answered, Turn
from conversations.content.meant import meant
from conversations.filling import question
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Say, text

WHO, PEOPLE = "who", ("self", "family", "neighbour")
"""The answer that says so, and what it may be."""

_FOR = r"(?:buat|untuk|utk|bwt|kanggo|kangge|nggo|nggon|keur|for)"
_NOT = r"(?:bukan|bkn|dudu|sanes|sanés|lain|not)"
_BEGINS = (
    r"\W*(?:(?:eh|aduh|maaf|mf|punten|ralat|koreksi|salah|sori|ini|iki|laporan|laporannya)\W+)*"
)
_ENDS = r"(?:\W+(?:pak|bu|ya|min|kak))*\W*"
_WHOM = r"[^\W\d_]+(?: [^\W\d_]+){0,4}?"
_SAID = tuple(
    re.compile(rf"{_BEGINS}{said}{_ENDS}", re.IGNORECASE)
    for said in (
        rf"{_NOT} {_FOR} (?P<old>{_WHOM})\s*[,.;:]?\s*(?:(?:tapi|tp|melainkan|but) )?{_FOR} "
        rf"(?P<new>{_WHOM})",
        rf"{_FOR} (?P<new>{_WHOM})\s*[,.;:]?\s*{_NOT} (?:{_FOR} )?(?P<old>{_WHOM})",
        rf"{_NOT} {_FOR} (?P<old>{_WHOM})",
    )
)
"""How somebody says so; the last says only who it is not."""


def corrected(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """The report for whom it is; None where nothing is corrected."""
    said, was = turn.said, draft.answers.get(WHO)
    if was not in PEOPLE or draft.form != "report" or said.files or said.forwarded:
        return None
    found = next(filter(None, (one.fullmatch(said.text) for one in _SAID)), None)
    if found is None or meant(found["old"], PEOPLE) != was:
        return None
    new = meant(found.groupdict().get("new") or "", PEOPLE)
    if new == was:
        return None  # another of the family: the officer reads it in the story
    if not new:
        asked = replace(draft, editing=WHO)
        return talk.with_draft(asked), question.ask(turn, asked)
    mended = replace(draft, answers={**draft.answers, WHO: new}, editing="")
    return talk.with_draft(mended), (Say(text("form.corrected")), *question.ask(turn, mended))
