"""A date that does not fit is told as soon as it is written, with the question again, not after the
rest of the form.

The rule is the desk's own (ComplaintDesk.would), tried with words that say nothing.

Tested in tests/test_stories.py."""

from collections.abc import Callable, Mapping

from bot.desk.desk import ComplaintDesk
from casework.actions.certificate import Certify
from casework.actions.correcting.postponement import Postpone
from casework.case import commands as c
from casework.case.model import Refused
from conversations.content.content import Answered, Turn
from conversations.filling.question import in_words
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import text
from storage.unit_of_work import Batch

_ANY = "–"
"""Instead of words that nobody has written yet."""

_STEPS: Mapping[str, tuple[str, Callable[[int, str], c.Command]]] = {
    "postpone": ("until", lambda by, day: Postpone(by, day, _ANY)),
    "certify": ("verified_on", lambda by, day: Certify(by, _ANY, None, day)),
}
"""The step of a form that asks for a date, and what the date leads to."""


async def dated(
    batch: Batch, desk: ComplaintDesk, turn: Turn, before: Talk, answered: Answered
) -> Answered:
    """What was answered; a date that would be refused is asked for again."""
    draft = answered[0].draft
    if draft is None or not _just_dated(draft, before):
        return answered
    step, leads_to = _STEPS[draft.form]
    try:
        command = leads_to(turn.person.id, str(draft.answers[step]))
        await desk.would(batch, turn.person.id, command, await batch.case(draft.about["case"]))
    except Refused as refused:
        again = draft.without(step)
        why = text(refused.key, **refused.args_for_text)
        return answered[0].with_draft(again), (in_words(turn, again, problem=why),)
    return answered


def _just_dated(draft: Draft, before: Talk) -> bool:
    step = _STEPS.get(draft.form, ("",))[0]
    was = next((one.answers.get(step) for one in before.drafts if one.id == draft.id), None)
    return bool(step) and draft.answers.get(step) not in (None, was)
