""" "Ga jadi deh": nothing shall come of it. That is no part of a story.

In a form it is the way out, which can be taken back; words that wait to be asked about are let go.
An officer's question may be answered so, and an officer may write so to a resident."""

import re

from conversations.content.content import Answered, Turn
from conversations.filling import answer
from conversations.handlers import commands
from conversations.handlers.messages import free_messages
from conversations.pages.home import home
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Say, text

_NOT = r"g[aei]?k?|gag|ga+k|ngga+k?|engga+k?|tidak|tdk|tak|ora|ndak|nda|teu|henteu|mboten"
_AFTER_ALL = r"(usah )?(jadi|jd|sida|sido|janten|estu)"
_PLAIN = r"batal(in|kan|ken|aken)?|dibatal(in|kan)|cancel|urung|wurung|bolay|never ?mind|forget it"
_SOFTLY = (
    r"deh|dah|aja|saja|wae|bae|lah|ya|yah|dulu|pak|bu|bapak|ibu|mas|mba|mbak|kang|teh|min|kak|"
    r"ah|wis|atuh|sih|kok|lapor|laporan|laporannya|lapornya|that|it"
)
_SAID = re.compile(
    rf"((eh|oh|ya|maaf|punten|pak|bu) )*(({_NOT}) {_AFTER_ALL}|{_PLAIN})( ({_SOFTLY}))*"
)

KEEPS = frozenset({"answer", "emergency"})
"""Forms where such words are an answer, or must reach whoever is on the way."""


def said(words: str) -> bool:
    """Whether somebody says that nothing shall come of it, and no more than that."""
    return bool(_SAID.fullmatch(" ".join(re.findall(r"[^\W_]+", words.casefold()))))


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words; None where they are none, or mean something else."""
    told, draft = turn.said, talk.draft
    if told.files or told.forwarded or turn.around.replied is not None or not said(told.text):
        return None
    if draft is not None:
        if draft.form in KEEPS or turn.content.forms[draft.form].staff:
            return None
        return commands.cancelled(turn, answer.cancel(talk))
    if not turn.person.consent:
        return None
    if not talk.loose.empty:
        return free_messages.decided(turn, talk, "no")
    return None if turn.around.cases else (talk, (Say(text("form.nothing_open"), home(turn)),))
