"""Who needs help, told otherwise than by a name: it is they themselves, nobody knows, or a whole
story comes instead.

Tested in tests/conversations/filling/test_beside.py and tests/conversations/filling/test_naming.py.
"""

import re
from dataclasses import replace

from conversations.content.content import Turn
from conversations.content.form import Step
from conversations.filling.aside import names_trouble
from conversations.filling.beside import beside
from conversations.filling.question import in_words
from conversations.filling.where import landmark
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, text

ASKED = "named"
"""Of a form: that the name was asked for once more."""

LONGEST = 8
"""Words of a name at most; more are a story, at least the first time."""

FEW = 4
"""Words from which on those that name a trouble are a story."""

_SELF = re.compile(
    r"(untuk |buat |ya )?(saya|sy|aku|diri|kula|kulo|abdi|ingsun|me|my ?self)"
    r"( (sendiri|dewek|dewe|kiyambak|nyalira|sendirian|self))?( (pak|bu|aja|saja|kok))*"
)

Read = tuple[Talk, tuple[Effect, ...]] | Say


def oneself(words: str) -> bool:
    """Whether somebody says that it is they who need help, and no more than that."""
    return bool(_SELF.fullmatch(_spoken(words)))


def asked(turn: Turn, talk: Talk, draft: Draft, step: Step) -> Read | None:
    """What follows from words that are no name; None where they are one. What can't be known is
    asked for once more, and then left out."""
    words, again = turn.said.text, bool(draft.about.get(ASKED))
    if turn.content.forms[draft.form].staff or not words or turn.said.files:
        return None
    if oneself(words):
        return _oneself(turn, talk, draft)
    asking = replace(draft, about={**draft.about, ASKED: True})
    if landmark.unknown(words):
        if step.optional or again:
            return talk.with_draft(draft.answered(step.key, None)), ()
        return talk.with_draft(asking), (Say(text("field.name.any")),)
    if again or not _story(turn):
        return None
    return beside(turn, talk.with_draft(asking), asking, text("field.name.any"))


def _oneself(turn: Turn, talk: Talk, draft: Draft) -> Read:
    """In one's own report that is what was asked before; who fills it in for others is asked
    again."""
    own = turn.content.forms[draft.form].steps[0]
    if own.key == "who":
        return talk.with_draft(draft.answered(own.key, "self")), ()
    return in_words(turn, draft, problem=text("field.name.own"))


def _story(turn: Turn) -> bool:
    words = turn.said.text
    few = len(words.split()) > FEW and names_trouble(turn, words)
    return few or len(words.split()) > LONGEST


def _spoken(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
