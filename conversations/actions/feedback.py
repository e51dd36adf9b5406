"""What the forms of the end lead to: stars, objection, public answer; and the buttons that open
them.

Tested in tests/conversations/actions/test_closing.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.objection import Object
from casework.actions.public_answer import AnswerPublicly
from casework.actions.rating import Rate
from casework.case.model import SaidBy
from casework.case.number import number
from conversations.content.content import Answered, Turn
from conversations.content.on_tap import OnTap
from conversations.filling.question import open_form
from conversations.protocol.case_taps import RateCase
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Effect, Say, text

Effects = tuple[Effect, ...]
Kept = Mapping[str, Any]

WHOSE_WORD = (SaidBy.ASKED_THEM, SaidBy.TELLER_ONLY)
"""The answers of who told a case for somebody else (options.py)."""


def _stars(turn: Turn, talk: Talk, tap: RateCase) -> Answered:
    """Stars were tapped; a line may follow. Few of them open the case again, unless that is
    declined."""
    # Opened again meanwhile, perhaps by these very stars.
    if any(brief.id == tap.case for brief in turn.around.cases):
        return talk, (Say(text("rate.open", number=number(tap.case))),)
    answers = {"stars": tap.stars} | ({"reopen": "no"} if tap.stays_closed else {})
    about = {"case": tap.case, "number": number(tap.case)}
    return open_form(turn, talk, "rate", about=about, answers=answers)


TAPS = (OnTap(RateCase, _stars),)


def _rate(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    reopen, words = kept.get("reopen") != "no", str(kept.get("words") or "")
    return (Do(Rate(turn.person.id, int(kept["stars"]), words, reopen), case=draft.about["case"]),)


def _object(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    return (Do(Object(turn.person.id, kept["words"]), case=draft.about["case"]),)


def _public(turn: Turn, draft: Draft, kept: Kept) -> Effects:
    return (Do(AnswerPublicly(turn.person.id, kept["text"]), case=draft.about["case"]),)


FINISH: Mapping[str, Callable[[Turn, Draft, Kept], Effects]] = {
    "rate": _rate,
    "object": _object,
    "public": _public,
}
