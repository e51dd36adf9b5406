"""Opens a form on top of what is open.

Tested in tests/conversations/filling/test_opening.py and
tests/conversations/filling/test_answer.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conversations.content.content import Answered, Turn
from conversations.filling.question import ask, current
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.talk.gathering import goes_on


def open_form(
    turn: Turn,
    talk: Talk,
    form: str,
    *,
    about: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Answered:
    """Open a form on top of what is open, and ask its first question.

    A form is open only once about the same: a second tap right after the first says nothing, a
    later one asks again."""
    draft = Draft(turn.new_id(), form, answers or {}, about or {}, opened=turn.said.at.isoformat())
    same = next((d for d in talk.drafts if _is_same(d, draft)), None)
    if (
        turn.said.tap
        and same is not None
        and same is talk.draft
        and goes_on(same.opened, turn.said.at)
    ):
        return talk, ()
    talk = replace(talk, drafts=tuple(d for d in talk.drafts if not _is_about(d, draft)))
    same = same or _cancelled(talk, draft)
    if same is not None and not turn.content.forms[form].staff:
        draft = replace(same, opened=draft.opened)
    if turn.content.forms[
        form
    ].staff:  # an officer who begins something else has left what was begun before
        talk = replace(talk, drafts=tuple(d for d in talk.drafts if _stays(turn, d)))
    return talk.opening(draft), ask(turn, draft)


def _cancelled(talk: Talk, draft: Draft) -> Draft | None:
    """The answer to the same question that was stopped last: what has come stays."""
    gone = talk.cancelled
    again = draft.form == "answer" and gone is not None and _is_about(gone, draft)
    return gone if again else None


def _stays(turn: Turn, draft: Draft) -> bool:
    """Whether an open form stays when an officer begins something else: a resident's, and one that
    holds words which are written already, or stands at its card."""
    form = turn.content.forms[draft.form]
    written = any(step.kind == "text" and draft.answers.get(step.key) for step in form.steps)
    return not form.staff or written or "words" in draft.about or current(turn, draft) is None


def _is_about(standing: Draft, draft: Draft) -> bool:
    """Whether an open form is of the same kind and about the same; what is known of it may have
    grown."""
    known = {key: standing.about.get(key) for key in draft.about}
    return (standing.form, known) == (draft.form, draft.about)


def _is_same(standing: Draft, draft: Draft) -> bool:
    """Whether an open form began as this one would."""
    begun = {key: standing.answers.get(key) for key in draft.answers}
    return _is_about(standing, draft) and begun == draft.answers
