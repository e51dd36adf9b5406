""" "Ga jadi deh": nothing shall come of it. That is no part of a story.

In a form it is the way out, which can be taken back ("eh lanjut aja"); words that wait to be asked
about are let go; who has only cases is offered to withdraw one.
An officer's question may be answered so, and an officer may write so to a resident."""

from collections.abc import Sequence
from dataclasses import replace

from casework.actions.correspondence import Add
from casework.case.model import Status
from casework.case.number import number
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling import answer, choosing, question
from conversations.handlers import big_keyboard, commands, named_case
from conversations.handlers.messages import free_messages, resuming
from conversations.handlers.messages.never_mind import after_all, never_mind
from conversations.pages.home import home
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.dialogue import Draft, Story, Talk
from conversations.protocol.effects import Brief, Button, Do, Say, text
from conversations.protocol.taps import UndoCancel

FEW = 3
"""Words of such an answer, at most."""

KEEPS = frozenset({"answer", "emergency"})
"""Forms where such words are an answer, or must reach whoever is on the way."""


def heard(turn: Turn, talk: Talk) -> Answered | None:
    """What follows from such words; None where they are none, or mean something else."""
    told, draft = turn.said, talk.draft
    if told.files or told.forwarded:
        return None
    if draft is None and talk.cancelled is not None and talk.loose.empty and after_all(told.text):
        return resuming.undo(turn, talk, UndoCancel(talk.cancelled.id))
    if not _calls_off(turn, draft):
        return None
    if turn.around.replied is not None and not _in_its_form(turn, draft):
        return _of_case(turn, talk, turn.around.replied)
    if draft is not None:
        if draft.form in KEEPS or turn.content.forms[draft.form].staff:
            return None
        return commands.cancelled(turn, answer.cancel(talk))
    if not turn.person.consent:
        return None
    if not talk.loose.empty:
        return _let_go(turn, talk)
    if turn.around.cases and not big_keyboard.is_key(turn):
        return _which(turn, talk, turn.around.cases)
    if turn.around.cases:
        return None
    return talk, (Say(text("form.nothing_open"), home(turn)),)


def _let_go(turn: Turn, talk: Talk) -> Answered:
    """What waits is no report.

    A command that waits is not run: an officer who reads "it is in your report" would look for one.
    """
    command = named_case.decided(turn, talk, "no")
    return command or free_messages.decided(turn, talk, "no")


def _calls_off(turn: Turn, draft: Draft | None) -> bool:
    said_so = never_mind(turn.said.text)
    return said_so and not (draft is not None and _answers(turn, draft))


def _answers(turn: Turn, draft: Draft) -> bool:
    """Whether "gak usah" is a no to the question on the screen, or leaves out what may be."""
    step = question.current(turn, draft)
    if step is None or draft.form in KEEPS:
        return False
    chosen = step.kind == "choice" and choosing.label(turn, draft, step)
    return bool(chosen) or (step.optional and fields.says_no(turn.said, FEW))


def _in_its_form(turn: Turn, draft: Draft | None) -> bool:
    """Whether a reply stands under the question of the open form."""
    return draft is not None and draft.about.get("case") == turn.around.replied


def _of_case(turn: Turn, talk: Talk, case_id: int) -> Answered | None:
    """A reply to a case: the words are kept there, and it may be withdrawn. To an officer's
    question they are an answer."""
    cases = [case for case in turn.around.cases if case.id == case_id]
    if not cases or cases[0].status == Status.WAITING:
        return None
    asked = _which(turn, talk, cases)
    kept = Do(Add(turn.person.id, Story().plus(turn.said).dump()), case=case_id)
    return (asked[0], (kept, *asked[1])) if asked else None


def _which(turn: Turn, talk: Talk, cases: Sequence[Brief]) -> Answered | None:
    """Nothing is being filled in, but there are cases: perhaps one shall be withdrawn."""
    rows = tuple(
        (Button(text("second_thoughts.withdraw", number=number(case.id)), _withdraw(case)),)
        for case in cases
        if case.status != Status.RESOLVED
    )
    if not rows:
        return None
    return replace(talk, gathering=None), (Say(text("second_thoughts.which"), rows),)


def _withdraw(case: Brief) -> ActOnCase:
    return ActOnCase("withdraw", case.id)
