"""Telegram's big keyboard, which asks for a phone number or a place. It stays on the screen until a
message takes it away, and its keys are words like any others."""

from conversations.content.content import Turn
from conversations.filling import answer, question
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Effect, Say, text

KEYS = ("keyboard.phone", "keyboard.location", "form.back", "form.skip", "form.cancel")
"""What stands on it."""


def away(turn: Turn, draft: Draft) -> tuple[Effect, ...]:
    """Take it away when the open question has put it there; nothing otherwise."""
    step = question.current(turn, draft)
    return answer.keyboard_away(question.kind_of(step, draft)) if step is not None else ()


def is_key(turn: Turn) -> bool:
    """Whether the words of a message are those of one of its keys."""
    words, texts = turn.said.text.strip(), turn.content.texts
    return words in {texts.plain(turn.person.language, text(key)) for key in KEYS}


def left_over() -> Say:
    """The answer to a key that was pressed when nothing is asked any more."""
    return Say(text("form.noted"), keyboard="none")
