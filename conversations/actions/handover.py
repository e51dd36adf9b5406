"""Handing a case over to whom it is about: the code as people see and type it, and the buttons
around it. Pure."""

import re

from conversations.content.content import Answered, Turn
from conversations.pages.home import home
from conversations.protocol.dialogue import Talk
from conversations.protocol.effects import Button, Do, Rows, Say, text
from conversations.protocol.requests import HandOver, Sight, TakeOverByCode
from conversations.protocol.taps import AnswerHandover

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letters that a hand confuses with digits, none that make words."""

LENGTH, GROUP = 16, 4
"""16 letters of 5 bits are 80 random bits, written on paper in groups of four."""

DAYS = 14
"""How long a code can be used."""

PREFIX = "a_"
_CODE = re.compile(rf"({PREFIX})?([0-9A-Za-z]{{4}}([- ]?[0-9A-Za-z]{{4}}){{3}})")
_MISREAD = str.maketrans("OIL", "011")


def code_in(text: str) -> str:
    """The code that a message or link is, as it is kept; "" when it is none.

    Whole numbers (a NIK has 16 digits too) and four plain words of four letters are none.
    """
    found = _CODE.fullmatch(text.strip())
    if found is None:
        return ""
    typed = found[2]
    certain = bool(found[1]) or "-" in typed or any(ch.isdigit() for ch in typed)
    code = re.sub("[- ]", "", typed).upper().translate(_MISREAD)
    return code if certain and not code.isdigit() and set(code) <= set(ALPHABET) else ""


def written(code: str) -> str:
    """The code as it stands on paper: ``K7TM-4XWA-9QRN-2BEF``."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))


def choices(code: str) -> Rows:
    """What somebody can answer who was told what a code opens."""
    return (
        (Button(text("handover.keep"), AnswerHandover("keep", code)),),
        (Button(text("handover.alone"), AnswerHandover("alone", code)),),
        (Button(text("handover.not_mine"), AnswerHandover("no", code)),),
    )


def answered(turn: Turn, talk: Talk, choice: str, code: str) -> Answered:
    """The tap on one of the choices."""
    if choice in ("keep", "alone"):
        return talk, (Do(TakeOverByCode(code_in(PREFIX + code), choice == "keep")),)
    return talk, (Say(text("handover.left"), home(turn), edit=turn.said.message_id),)


ACTIONS = frozenset({"handover", "sight_on", "sight_off"})


def act(turn: Turn, talk: Talk, action: str, case: int) -> Answered:
    """Buttons of a case's page: make a code; let the volunteer look on, or no longer."""
    if action == "handover":
        return talk, (Do(HandOver(case)),)
    return talk, (Do(Sight(case, action == "sight_on")),)
