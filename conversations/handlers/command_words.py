"""A command is read apart from what stands behind or under it: words, files and places there are
never lost.

Tested in tests/conversations/handlers/test_commands_words.py."""

import re
from dataclasses import replace

from casework.case.number import parse
from conversations.content.content import Answered, Turn
from conversations.filling import along, question, taking
from conversations.handlers.emergencies import emergency
from conversations.handlers.messages import free_messages, offering
from conversations.handlers.messages.small_talk import small_talk
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Effect, Said

_NAME = re.compile(r"/\s*(\w*)(?:@\w+)?")
BETWEEN = " \t\r\n\u00a0\u2009\u202f,.:;!–—-"
"""What people put between a command and their words."""

_FILLER = r"(?:dulu|dl|saja|aja|laporan|kasus|nomor|nomer|no|yang|yg|ya|dong|report|case)\b\W*"
_FILLERS = re.compile(rf"(?:{_FILLER})+(?=\d|$)", re.IGNORECASE)
"""Words between a command and its number, or behind it alone, that say nothing."""

_EACH_FILLER = re.compile(rf"\b{_FILLER}", re.IGNORECASE)

_PLEASE = re.compile(r"(?:(?:tolong|mohon|minta|please)\b\W*)+", re.IGNORECASE)

_TELL = frozenset({"lapor", "catat", "cari", "start"})
"""Commands behind which every word counts."""

SPELT = {
    "antrean": "antrian",
    "gabung": "gabungkan",
    "jawab": "balas",
    "lepas": "lepaskan",
    "selesaikan": "selesai",
    "tanyakan": "tanya",
}
"""How a command is written too: its name is relied upon, and people say it so."""

_PARTS = 3
"""Words that a case number may be written in."""


_SHORT = re.compile(r"\d{1,5}(?!\d)", re.ASCII)
"""How a number begins that lacks its year."""

_LIKE_A_NUMBER = re.compile(r"\d{2}\s*[-–—_./ ]\s*\d{1,6}(?!\d)")
"""How a case number begins, also one with a wrong letter or for no case: year and number."""


def parted(typed: str) -> tuple[str, str]:
    """The name of a command, without slash and in small letters, and the words behind it."""
    found = _NAME.match(typed)
    if found is None:
        return "", typed
    name, words = found[1].casefold(), typed[found.end() :].lstrip(BETWEEN).rstrip()
    begun, _, case = name.partition("_")
    if case[:1].isdigit():  # as a link in one of our texts: /kasus_26_00042_K
        return begun, f"{case} {words}".rstrip()
    return name, words if name in _TELL else to_number(words)


def to_number(words: str) -> str:
    """Words from the number on, where none before it says anything."""
    found = _FILLERS.match(words)
    rest = words[found.end() :] if found else words
    return rest if not rest or for_a_case(rest) or _SHORT.match(rest) else words


def slashed(typed: str) -> str:
    """What begins with a command's name, as that command; a "please" before it aside."""
    bare = typed.strip().removeprefix("/")
    return f"/{bare[found.end() :] if (found := _PLEASE.match(bare)) else bare}"


def behind(typed: str) -> str:
    """The words behind a command; all of them where there is none."""
    return parted(typed)[1] if typed.startswith("/") else typed


def numbered(words: str) -> tuple[int | None, str]:
    """The case number that words begin with, and those behind it. A single word that is none is a
    mistyped number and no word."""
    parts = words.split()
    for many in range(min(_PARTS, len(parts)), 0, -1):
        case = parse(" ".join(parts[:many]).rstrip(",.:;"))
        if case is not None:
            rest = words.split(maxsplit=many)[many:]
            return case, "".join(rest).lstrip(BETWEEN)
    return None, words if len(parts) > 1 else ""


def polite(words: str) -> bool:
    """Whether words only ask nicely ("dulu ya pak") or thank, and say nothing."""
    rest = _EACH_FILLER.sub("", words).strip()
    return not rest or small_talk(rest) in ("nod", "thanks", "greeting")


def for_a_case(words: str) -> bool:
    """Whether words were meant for a case: a number like one of ours stands first, right or
    wrong."""
    return numbered(words)[0] is not None or _LIKE_A_NUMBER.match(words) is not None


def telling(said: Said, words: str) -> Said:
    """What a message tells besides its command."""
    tells = bool(words) and parse(words) is None and small_talk(words) != "greeting"
    return replace(said, text=words if tells else "")


def empty(said: Said) -> bool:
    """Whether a message holds nothing that could be lost."""
    return not (said.text or said.files or said.location)


def keep(turn: Turn, talk: Talk, told: Said) -> Talk:
    """The talk with these words waiting to be asked about."""
    return talk if empty(told) else free_messages.keep(replace(turn, said=told), talk)


def beside(turn: Turn, answered: Answered, told: Said) -> Answered:
    """What a command has led to, and what to do with the words that it did not take."""
    talk, effects = answered
    if empty(told):
        return answered
    turn = replace(turn, said=told)
    alarm = emergency.heard(turn, talk)
    if alarm is not None:
        kept, asked = emergency.wonder(turn, talk, alarm)
        return kept, (*effects, *asked)
    kept, offered = offering.offer(turn, keep(turn, talk, told))
    return kept, (*effects, *offered)


def refused(turn: Turn, answered: Answered, told: Said, *, asks: bool = False) -> Answered:
    """What a command has led to that was not carried out: words that were meant for a case, or only
    asked for a list (``asks``), are no report, whoever wrote them. Danger, files and all else are
    asked about all the same."""
    words = behind(turn.said.text)
    if not (asks or for_a_case(words)):
        return beside(turn, answered, told)
    if told.files or told.location or emergency.heard(replace(turn, said=told), answered[0]):
        return beside(turn, answered, told)
    return answered


def filled(turn: Turn, before: Talk, answered: Answered, words: str) -> Answered | None:
    """A form that was just opened, with the words as the answer to its first question that takes
    any, and the date among them; None where there is none."""
    talk, draft = answered[0], answered[0].draft
    if draft is None or draft.id in {one.id for one in before.drafts}:
        return None
    shown, problem = taking.filled(turn, along.with_files(draft, turn.said), words)
    if shown is draft and problem is None:
        return None
    asked: tuple[Effect, ...] = ()
    if not question.finished(turn, shown):
        asked = question.ask(turn, shown, problem=problem)
    return talk.with_draft(shown), asked


def is_payload(words: str) -> bool:
    """Whether this is what a link carries."""
    return not words or " " not in words or words[1:2] == "_"


def is_code(words: str) -> bool:
    """Whether this may be the code of a page, a filter or a period: one word with a digit."""
    return len(words.split()) == 1 and any(map(str.isdigit, words))
