"""A referral that is being written while its resident is asked for the NIK: what was written waits
with it, and nobody is asked for what is written already."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversations.content.content import Answered, Turn
from conversations.filling.question import ask
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Effect, Say, text
from conversations.protocol.requests import AskForNik

FORMS = frozenset({"refer", "refer_without_consent"})

_KEPT = "kept"
"""In what a draft is about: it waits for the answer of its resident."""

_WRITTEN = frozenset({"override", "reason"})
"""Its answers that are words."""


def ask_nik(turn: Turn, talk: Talk, case: int) -> Answered:
    """Ask the resident, and keep the referral of the case as far as it is written: it can't be sent
    while we wait. Where the NIK is written already, go on with that."""
    mine = next((draft for draft in talk.drafts if _refers(draft, case)), None)
    if mine is not None and mine.answers.get("nik"):
        told = Say(text("refer.nik_written", number=mine.about["number"]))
        return talk.in_front(mine), (told, *ask(turn, mine))
    asked: tuple[Effect, ...] = (Do(AskForNik(), case),)
    if mine is None:
        return talk, asked
    rest = tuple(draft for draft in talk.drafts if draft is not mine)
    kept = replace(mine, about={**mine.about, _KEPT: True})
    if not any(kept.answers.get(step) for step in _WRITTEN):
        return replace(talk, drafts=rest), asked
    words = Say(text("refer.nik_kept", number=kept.about["number"], office=kept.about["office"]))
    return replace(talk, drafts=rest, cancelled=kept), (*asked, words)


def taken_up(talk: Talk, form: str, case: int, code: str) -> tuple[Talk, Mapping[str, Any]]:
    """What was written of such a referral to this office, and the talk without it."""
    kept = talk.cancelled
    if kept is None or _KEPT not in kept.about or not _refers(kept, case):
        return talk, {}
    if (kept.form, kept.about["to"]) != (form, code):
        return talk, {}
    written = {step: said for step, said in kept.answers.items() if step in _WRITTEN and said}
    return replace(talk, cancelled=None), written


def _refers(draft: Draft, case: int) -> bool:
    """Whether a form refers this case."""
    return draft.form in FORMS and draft.about.get("case") == case
