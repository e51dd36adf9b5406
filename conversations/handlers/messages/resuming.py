"""Words that come when an old question is no longer what the person is looking at: after something
else was shown, or hours later. They are kept, and one tap says whether they answer that question or
are something new."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from conversations.content.content import Answered, Turn
from conversations.filling import picking, question
from conversations.filling.fitting import fits
from conversations.handlers.messages import free_messages
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Button, Effect, Say, Show, text
from conversations.protocol.taps import (
    AnswerStep,
    GoOnWith,
    ResumeForm,
    RunCommand,
    UndoCancel,
    read,
)

OLD_AFTER = timedelta(hours=3)
"""A question that was asked longer ago is asked about before words become its answer."""


def wonder(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """Keep words that may be no answer, and ask; None where they are one."""
    step = question.current(turn, draft)
    picked = step is not None and question.kind_of(step, draft) in picking.KINDS
    if picked or draft.form == "emergency" or not _left(draft, turn.said.at):
        return None
    if not (turn.said.text or turn.said.files) or fits(turn, draft):
        return None
    kept, offered = free_messages.offer(turn, free_messages.keep(turn, talk))
    (say,) = (effect for effect in offered if isinstance(effect, Say))
    go_on = (Button(text("resume.go_on"), GoOnWith(draft.id)),)
    asked = question.in_words(turn, draft).text if step else text("form.review_waits")
    told = text("resume.wonder", told=say.text.args["told"], question=asked)
    kept = replace(kept, about_loose="resume")
    return kept, (replace(say, text=told, buttons=(go_on, *say.buttons)),)


def _left(draft: Draft, at: datetime) -> bool:
    """Whether the person has left the question."""
    if draft.aside:
        return True
    return bool(draft.asked) and at - datetime.fromisoformat(draft.asked) >= OLD_AFTER


def noted(turn: Turn, talk: Talk, effects: Iterable[Effect]) -> Talk:
    """The talk with what was shown last: the question of the open form, or something else."""
    draft = talk.draft
    if draft is None:
        return talk
    shown = list(effects)
    if any(_asks(effect, draft) for effect in shown):
        return talk.with_draft(replace(draft, asked=turn.said.at.isoformat(), aside=False))
    command = turn.said.text.startswith("/") or isinstance(read(turn.said.tap), RunCommand)
    return talk.with_draft(replace(draft, aside=True)) if command and shown else talk


def _asks(effect: Effect, draft: Draft) -> bool:
    """Whether an effect shows the question of a form."""
    if isinstance(effect, Show):
        return effect.args.get("draft") == draft.id
    if not isinstance(effect, Say):
        return False
    taps = (button.tap for row in effect.buttons for button in row)
    return any(isinstance(tap, AnswerStep) and tap.draft == draft.id for tap in taps)


def go_on(turn: Turn, talk: Talk, tap: ResumeForm) -> Answered:
    """Go on with an open form; the same question is asked again."""
    wanted = next((d for d in talk.drafts if d.id == tap.draft), None)
    if wanted is None:
        return talk, (Say(text("form.stale"), home(turn)),)
    rest = tuple(d for d in talk.drafts if d.id != tap.draft)
    return replace(talk, drafts=(*rest, wanted), gathering=None), question.ask(turn, wanted)


def undo(turn: Turn, talk: Talk, tap: UndoCancel) -> Answered:
    """Bring back the form that was cancelled last."""
    if talk.cancelled is None or talk.cancelled.id != tap.draft:
        return talk, (Say(text("form.stale"), home(turn)),)
    back = talk.cancelled
    return replace(talk.opening(back), cancelled=None), question.ask(
        turn, back, edit=turn.said.message_id
    )
