"""Commands that name a case by its number, or offer the cases at hand.

Tested in tests/conversations/handlers/test_commands.py."""

from collections.abc import Callable

from casework.case.roles import STAFF, WORKERS
from conversations.content.content import Answered, Turn
from conversations.handlers import command_words, short_numbers
from conversations.handlers.case_actions import act
from conversations.handlers.command_words import numbered, telling
from conversations.handlers.messages import officer_reply
from conversations.pages.by_number import by_number
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Say, Show, text

Handler = Callable[[Turn, Talk, str], Answered]

WRITTEN = frozenset({"ask", "reply", "note"})
"""Actions whose words are for somebody: they may be no more than thanks."""


def case_page(turn: Turn, talk: Talk, words: str) -> Answered:
    if not words:
        return talk, (Show("mine" if not turn.person.roles & WORKERS else "queue", {"words": ""}),)
    case, rest = numbered(words)
    if case is None:
        return _unknown(turn, talk, words, rest)
    answered = talk, by_number(turn, case)
    return command_words.beside(turn, answered, telling(turn.said, rest))


def _unknown(turn: Turn, talk: Talk, words: str, rest: str) -> Answered:
    """No case has this number. Staff who have shortened it are shown which may be meant."""
    if turn.person.roles & STAFF and short_numbers.first(words):
        return short_numbers.several(turn, talk, words)
    unknown = talk, (Say(text("refused.unknown_case")),)
    return command_words.refused(turn, unknown, telling(turn.said, rest))


def on_case(action: str) -> Handler:
    """A staff command that takes a case number, or offers the cases at hand."""

    def run(turn: Turn, talk: Talk, words: str) -> Answered:
        if not words:
            return talk, (Show("pick", {"action": action}),)
        case, rest = numbered(words)
        if case is None:
            return _unknown(turn, talk, words, rest)
        if action not in WRITTEN and command_words.polite(rest):
            rest = ""
        shown = officer_reply.taken(turn, talk, action, case, rest) if rest else None
        if shown is not None:
            return shown
        answered = act(turn, talk, action, case)
        if (taken := command_words.filled(turn, talk, answered, rest)) is not None:
            return taken
        return command_words.beside(turn, answered, telling(turn.said, rest))

    return run
