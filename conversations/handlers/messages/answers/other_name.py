"""Who needs help was named wrong, and that is said while their form is open ("eh bukan Onah,
Onih"): the name on the form changes, and the words are no part of the story.

Tested in tests/conversations/handlers/messages/answers/test_other_name.py."""

import re
from dataclasses import replace

from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Say, text

SUFFERER = "sufferer"
"""The answer that holds the name."""

_BEGINS = r"\W*(?:(?:eh|aduh|maaf|mf|punten|ralat|koreksi|salah|sori|sorry|pak|bu)\W+)*"
_NOT = r"(?:bukan|bkn|dudu|sanes|lain|not)"
_ENDS = r"(?:\W+(?:pak|bu|ya|yg bener|yang benar))*\W*"
_NAME = r"[^\W\d_]+(?: [^\W\d_]+){0,2}?"
_SAID = (
    re.compile(
        rf"{_BEGINS}{_NOT} (?P<old>{_NAME})\s*[,.;:]\W*(?:tapi |tp )?(?P<new>{_NAME}){_ENDS}", re.I
    ),
    re.compile(
        rf"{_BEGINS}{_NOT} (?P<old>{_NAME}) (?:tapi|tp|melainkan|but) (?P<new>{_NAME}){_ENDS}", re.I
    ),
    re.compile(rf"{_BEGINS}(?P<new>{_NAME})\W+{_NOT} (?P<old>{_NAME}){_ENDS}", re.I),
)
"""How somebody says so."""


def told(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """The form with the other name, and its question again; None where nothing was corrected."""
    name = draft.answers.get(SUFFERER)
    if turn.said.files or not isinstance(name, str):
        return None
    right = corrected(name, turn.said.text)
    if not right:
        return None
    mended = replace(draft, answers={**draft.answers, SUFFERER: right})
    noted = Say(text("form.name_corrected", value=right))
    return talk.with_draft(mended), (noted, *question.ask(turn, mended))


def corrected(name: str, words: str) -> str:
    """The name as the words correct it, "" where they don't: they must say which was wrong."""
    for found in filter(None, (said.fullmatch(words.strip()) for said in _SAID)):
        old, new = re.escape(found["old"]), found["new"]
        mended = re.sub(rf"(?<!\w){old}(?!\w)", new, name, count=1, flags=re.IGNORECASE)
        if mended != name:
            return mended
    return ""
