"""An answer that would be refused is told as soon as it is given, with the question again, not
after the rest of the form: a date that does not fit, or a correction that somebody else must make.

The rule is the desk's own (ComplaintDesk.would), tried with words that say nothing.

Tested in tests/test_stories.py and tests/bot/desk/correcting/test_corrections_answers.py."""

from collections.abc import Callable, Mapping

from bot.desk.correcting.corrections import knowing
from bot.desk.desk import ComplaintDesk
from casework.actions.certificate import Certify
from casework.actions.correcting.classification import CorrectService, CorrectUrgency
from casework.actions.correcting.placing import DISTRICT, CorrectPlace
from casework.actions.correcting.postponement import Postpone
from casework.case import commands as c
from casework.case.model import Refused, Urgency
from conversations.content.content import Answered, Turn
from conversations.filling.question import in_words
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import text
from storage.unit_of_work import Batch

_ANY = "–"
"""Instead of words that nobody has written yet."""

_CHOSEN = "what"
"""The step that says what is to be corrected: nothing of it is known yet, so that its being the
same as before is no refusal."""


def _correction(by: int, what: str) -> c.Command:
    if what == "urgency":
        return CorrectUrgency(by, Urgency.LOW, _ANY)
    if what == "address":
        return CorrectUrgency(by, Urgency.EMERGENCY, _ANY)  # may be asked in the same states
    return CorrectPlace(by, _ANY, office=DISTRICT)


_STEPS: Mapping[str, Mapping[str, Callable[[int, str], c.Command]]] = {
    "postpone": {"until": lambda by, day: Postpone(by, day, _ANY)},
    "certify": {"verified_on": lambda by, day: Certify(by, _ANY, None, day)},
    "correct": {
        _CHOSEN: _correction,
        "service": lambda by, code: CorrectService(by, code, _ANY),
        "urgency": lambda by, level: CorrectUrgency(by, Urgency(level), _ANY),
        "village": lambda by, code: CorrectPlace(by, _ANY, village=code),
        "office": lambda by, office: CorrectPlace(by, _ANY, office=office),
    },
}
"""The steps of a form whose answers are tried, and what each leads to."""


async def tried(
    batch: Batch, desk: ComplaintDesk, turn: Turn, before: Talk, answered: Answered
) -> Answered:
    """What was answered; an answer that would be refused is asked for again."""
    draft = answered[0].draft
    step = _just_given(draft, before) if draft else ""
    if draft is None or not step:
        return answered
    command = _STEPS[draft.form][step](turn.person.id, str(draft.answers[step]))
    case = await batch.case(draft.about["case"])
    try:
        known = await knowing(desk, batch, case, command) if case else command
        await desk.would(batch, turn.person.id, known, case)
    except Refused as refused:
        if step == _CHOSEN and refused.key == "refused.correct.same":
            return answered
        again = draft.without(step)
        why = text(refused.key, **refused.args_for_text)
        return answered[0].with_draft(again), (in_words(turn, again, problem=why),)
    return answered


def _just_given(draft: Draft, before: Talk) -> str:
    """The step of an open form that was answered with this message, if its answer is tried."""
    was = next((one.answers for one in before.drafts if one.id == draft.id), {})
    given = (
        step
        for step in _STEPS.get(draft.form, ())
        if draft.answers.get(step) not in (None, was.get(step))
    )
    return next(given, "")
