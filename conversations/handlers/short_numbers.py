"""A number that an officer has shortened ("26-6", "16"), where it can only be that of a case:
behind a command for cases, before words about one, and where a list of numbers is asked for.

Pure: which case is meant is looked up before (bot/turns/around/short_numbers.py).

Tested in tests/bot/turns/around/test_short_numbers.py."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from casework.case import number as numbers
from casework.search import wishes
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.handlers import command_words
from conversations.handlers.messages import second_matter
from conversations.handlers.messages.answers import numbers_within
from conversations.protocol import unsorted
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Said, Show, Text, text
from conversations.protocol.tap_codec import Tap, case_of
from conversations.protocol.taps import SortMessage

Span = tuple[int, int]
"""From which letter of a message to which."""

COMMANDS = frozenset(
    """kasus ambil tanya balas catatan selesai rujuk terima kembalikan
    tugaskan lepaskan tunda gabungkan""".split()  # noqa: SIM905
)
"""Commands that take the number of a case."""

_SPACED = re.compile(r"(\d{2}) 0*(\d{1,5})(?![\w.:/-]|\s?[A-Za-z]\b)", re.ASCII)
"""Year and number with only a blank between them, as they are said."""

_OF_LISTS = re.compile(r"[^\s,;]+")
_OF_YEAR = re.compile(r"\d{2}\D")
_MOST = numbers_within.MOST


def spans(said: Said, draft: Draft | None) -> tuple[Span, ...]:
    """Where such numbers stand in a message; ``draft``: the open form."""
    if said.tap or said.forwarded:
        return ()
    if draft is not None and _asks_numbers(draft):
        return tuple(_listed(said.text))
    words = _behind_command(said.text)
    if words is None and draft is not None:
        return tuple(islice(numbers_within.spans(said.text, draft, said.at.year), _MOST))
    if words is None:
        own = not said.reply_to and _OF_YEAR.match(said.text)
        words = said.text if own else ""
    short = wishes.short_number(words) or _said_nicely(words)
    begin = len(said.text.rstrip()) - len(words.rstrip())
    return ((begin, begin + len(short)),) if short and said.text[begin:].strip() else ()


def _asks_numbers(draft: Draft) -> bool:
    picks = draft.form == "bulk" and "action" in draft.answers and "cases" not in draft.answers
    return picks or draft.form == "merge"


def _listed(typed: str) -> Iterator[Span]:
    for found in _OF_LISTS.finditer(typed):
        if wishes.short_number(found[0].rstrip(".")):
            yield found.start(), found.start() + len(found[0].rstrip("."))


def _behind_command(typed: str) -> str | None:
    """The words behind a command for cases, with its slash or without; None where there is none."""
    name, words = command_words.parted(command_words.slashed(typed))
    return words if command_words.SPELT.get(name, name) in COMMANDS else None


def _said_nicely(words: str) -> str:
    """The shortened number behind which stand only polite words ("10 ya"), "" for none."""
    short = first(words)
    return short if short and command_words.polite(words[len(short) :]) else ""


def several(turn: Turn, talk: Talk, words: str) -> Answered:
    """The cases that a shortened number may mean, in a list that keeps the command and its words:
    choosing one goes on with them."""
    told = Story().plus(turn.said)
    what = _what_waits(told, behind(words))
    args = {"words": dashed(first(words)), unsorted.WAITS: "1", WHAT: what}
    return second_matter.asked(talk, told, second_matter.COMMAND), (Show("found", args),)


WHAT = "what"
"""In a list whose lines bring a command to a case: what that is, above them."""


def _what_waits(told: Story, words: str) -> Text:
    """What is done with the case that is chosen: the command and the words behind its number."""
    name, _ = command_words.parted(command_words.slashed(told.text))
    if not (words or told.files):
        return text("named.which", command=f"/{name}")
    shown = fields.told(replace(told, texts=(words,)))
    return text("named.which_words", command=f"/{name}", told=shown)


def first(words: str) -> str:
    """The shortened number with which the words behind a command begin, "" for none."""
    if spaced := _SPACED.match(words):
        return spaced[0]
    digits = "" if command_words.for_a_case(words) else words.partition(" ")[0].rstrip(",.:;")
    return wishes.short_number(words) or wishes.short_number(digits)


def dashed(short: str) -> str:
    """A shortened number as it is looked up."""
    return _SPACED.sub(r"\1-\2", short)


def ordered(typed: str) -> bool:
    """Whether words begin with a command for cases, though no slash, and a shortened number."""
    words = _behind_command(typed)
    return words is not None and bool(first(words))


def with_number(typed: str, number: str) -> str:
    """A command with this number instead of the shortened one, and the words behind it."""
    name, words = command_words.parted(command_words.slashed(typed))
    return f"/{name} {number} {behind(words)}".rstrip()


def behind(words: str) -> str:
    """The words behind the shortened number with which those behind a command begin."""
    return words[len(first(words)) :].lstrip(command_words.BETWEEN)


def run(said: Said, tap: Tap | None, talk: Talk) -> tuple[str, int | None]:
    """The command that a message runs, by itself or by the tap below the card about it, and the
    case that it is for; "" and None for none."""
    meant = unsorted.meant(talk, tap) if isinstance(tap, SortMessage) else None
    if isinstance(tap, SortMessage) and meant and meant.about_loose == second_matter.COMMAND:
        name, words = command_words.parted(chosen(meant.loose, tap.what))
    else:
        name, words = command_words.parted("" if tap else said.text)
    return name, command_words.numbered(words)[0] if name else None


def chosen(told: Story, what: str) -> str:
    """A command that waited, for the case that a tap says, if it says one."""
    typed, case = command_words.slashed(told.text), case_of(what)
    return typed if case is None else with_number(typed, numbers.number(case))
