"""Warns, before a result is sent, of names in it that were told in the case and that others would
read.

Tested in tests/bot/desk/duplicates/test_co_reporting.py."""

from bot.desk.duplicates.co_reporting import told_names
from conversations.actions.ending.resolution import warning
from conversations.content.content import Answered
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Say
from storage.unit_of_work import Batch


async def warned(batch: Batch, before: Talk, answered: Answered) -> Answered:
    """What was answered; before the card of a result that was just written, a word about each case
    whose people it names."""
    talk, effects = answered
    draft = talk.draft
    if draft is None or not _just_written(draft, before):
        return answered
    found = [await _warning(batch, case, str(draft.answers["result"])) for case in _cases(draft)]
    return talk, (*(say for say in found if say), *effects)


def _just_written(draft: Draft, before: Talk) -> bool:
    """Whether this message brought a result, in the form for one case or for several."""
    result = draft.answers.get("result")
    was = next((one.answers.get("result") for one in before.drafts if one.id == draft.id), None)
    return draft.form in ("resolve", "bulk") and bool(result) and result != was


def _cases(draft: Draft) -> list[int]:
    return list(draft.answers["cases"]) if draft.form == "bulk" else [draft.about["case"]]


async def _warning(batch: Batch, case_id: int, result: str) -> Say | None:
    case = await batch.case(case_id)
    if case is None or not (case.others or case.intake.asks_secrecy):
        return None
    names = (await told_names(batch, case)).found(result)
    return warning(case, names) if names else None
