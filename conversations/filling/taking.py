"""Whether the question of an open form takes words that are typed: at one that wants a tap or a
number they are about something else.

Tested in tests/conversations/handlers/messages/test_officer_reply_left.py."""

from conversations.content.content import Turn
from conversations.content.ready_answers import FORMS
from conversations.filling.question import current, kind_of
from conversations.protocol.dialogue import Draft

_IN_WORDS = frozenset({"text", "name", "address", "story"})

_TAPPED = frozenset({"choice", "ticks", "confirm"})

LEAST = 8
"""Characters of an own answer at least: "oke" is none."""

_OF_NUMBERS = frozenset({"merge"})
"""Forms whose words are the number of a case."""


def takes_words(turn: Turn, draft: Draft) -> bool:
    """Whether what is typed now is the answer, whatever it tells of."""
    step = current(turn, draft)
    if step is None or draft.form in _OF_NUMBERS:
        return False
    return kind_of(step, draft) in _IN_WORDS


def takes_own_answer(turn: Turn, draft: Draft) -> bool:
    """Whether what is typed may be the answer that the choice before it leads to."""
    step, words = current(turn, draft), turn.said.text
    chosen = step is not None and step.kind == "choice" and draft.form in FORMS
    return chosen and len(words) >= LEAST


def wants_tap(turn: Turn, draft: Draft) -> bool:
    """Whether only a button answers: what is typed is no answer, nor a number or a date."""
    step = current(turn, draft)
    tapped = step is None or kind_of(step, draft) in _TAPPED
    return tapped and not takes_own_answer(turn, draft)
