"""A question whose yes can't be taken back ("delete my data?"): only its button answers it, or a
phrase that nobody types by chance. A bare yes is asked for one of the two; other words leave the
question and are heard as they are."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.content.form import Step
from conversations.filling import question
from conversations.filling.typed import typed_way
from conversations.handlers.messages.never_mind import never_mind
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import text
from conversations.protocol.taps import AnswerStep

STANDS = timedelta(minutes=15)
"""After this time the question is no longer what the person is looking at."""


_NO = r"(jangan|jgn|jgan|ojo|ulah|don ?t|(ga|gak|gk|nggak|ngga|tidak|tdk) (usah|jadi|jd))"
_LATER = r"tar|ntar|entar|nanti|nnti|bentar|sebentar|tunggu|tgg|mengko|mangke|engke|sek|sik|heula"
_BEFORE = r"eh|oh|aduh|waduh|maaf|ya|yah|ga|gak|gk|nggak|ngga|tidak|tdk|jadi|jd"
_OF_IT = (
    r"di ?hapus|hapus|(di ?)?hapus(nya|in|kan)|aja|saja|delete|data|saya|sy|dulu|dong|donk|deh|bu"
    r"|pak|min|kak|lah|itu|it|my"
)
_DONT = re.compile(
    rf"(({_BEFORE}|{_OF_IT}) )*{_NO}( ({_BEFORE}|{_OF_IT}|{_NO}))*"
    rf"|(({_BEFORE}) )*({_LATER})( ({_LATER}|{_BEFORE}|{_OF_IT}))*"
    rf"|(({_BEFORE}) )*aja( ({_BEFORE}|{_OF_IT}|{_NO}))*"
)
"""A no to being forgotten, in the words of somebody who is frightened."""


CANCEL = "/batal"
"""The command that closes the question itself."""


def left(turn: Turn, talk: Talk) -> Talk:
    """The talk without such a question, when a message does not answer it. What lies below it was
    covered, and is asked about before words become its answer."""
    draft = talk.draft
    if draft is None or not turn.content.forms[draft.form].lasting or turn.said.tap:
        return talk
    if _answers(turn, draft) or turn.said.text.startswith(CANCEL):
        return talk
    below = talk.closing()
    return below.with_draft(replace(below.draft, aside=True)) if below.draft else below


def heard(turn: Turn, talk: Talk) -> Answered | AnswerStep | None:
    """The button that the phrase stands for, or what is said to a bare yes; None for other
    words."""
    draft = talk.draft
    if draft is None or not turn.content.forms[draft.form].lasting:
        return None
    step = question.current(turn, draft)
    if step is None or turn.said.tap or turn.said.edited:
        return None
    if _answers(turn, draft) and _refuses(turn, step, turn.said.text.strip().casefold()):
        return AnswerStep(draft.id, step.key, "no")
    if not _agrees(turn, draft):
        return None
    if _spoken(turn.said.text) == _phrase(turn):
        return AnswerStep(draft.id, step.key, "yes")
    problem = text("erase.press", phrase=_phrase(turn))
    return talk, (question.in_words(turn, draft, problem=problem),)


def _answers(turn: Turn, draft: Draft) -> bool:
    step = question.current(turn, draft)
    told = turn.said.text.strip().casefold()
    if step is None or turn.said.files or turn.around.replied is not None:
        return False
    if not told or told.startswith("/"):
        return False
    return _refuses(turn, step, told) or _agrees(turn, draft)


def _agrees(turn: Turn, draft: Draft) -> bool:
    """Whether a message says yes in a word, or types the phrase, while the question stands."""
    asked = datetime.fromisoformat(draft.asked) if draft.asked else turn.said.at
    if draft.aside or turn.said.at - asked > STANDS:
        return False
    if turn.said.files or turn.around.replied is not None:
        return False
    yes = fields.READERS["confirm"](turn.said, turn.content.places) == "yes"
    return yes or _spoken(turn.said.text) == _phrase(turn)


def _refuses(turn: Turn, step: Step, told: str) -> bool:
    """Whether a message says no, in whatever words."""
    if (
        never_mind(told)
        or _DONT.fullmatch(_spoken(told))
        or typed_way(turn, step) == question.CANCEL
    ):
        return True
    return fields.READERS["confirm"](turn.said, turn.content.places) == "no"


def _phrase(turn: Turn) -> str:
    """What may be typed instead of the button."""
    return turn.content.texts.plain(turn.person.language, text("erase.phrase"))


def _spoken(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))
