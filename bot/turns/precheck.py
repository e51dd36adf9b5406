"""Asks, before a form about a case opens, whether what the form leads to would be refused, so that
nobody fills it in for nothing.

The rule is the desk's own (ComplaintDesk.would), tried with words that say nothing.

Tested in tests/bot/trials/test_end_of_a_case.py and tests/bot/trials/test_too_late.py."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.desk.correcting.corrections import knowing
from bot.desk.desk import ComplaintDesk
from casework.actions.between_offices import AnswerOffice, AskSender, TellProgress
from casework.actions.correcting.letting_go import GiveBack
from casework.actions.correcting.opening_again import OpenAgain
from casework.actions.correcting.postponement import MOST, Postpone
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.correspondence import Note, Reply
from casework.actions.duplicates.splitting import Split
from casework.actions.ending.confirmation import Confirm
from casework.actions.ending.public_answer import AnswerPublicly
from casework.actions.ending.rating import STARS, Rate
from casework.actions.ending.resolution import Reopen, Resolve, Withdraw
from casework.actions.objection import Object
from casework.actions.person_data import RecordPerson
from casework.actions.question import Ask
from casework.actions.referral import Refer
from casework.actions.referral_answer import Return, Why
from casework.case import commands as c
from casework.case.model import Decision, Refused, Verdict
from conversations.content.content import Answered
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Effect, Say, text
from storage.unit_of_work import Batch

_ANY = "–"
"""Instead of words that nobody has written yet."""

LEADS_TO: Mapping[str, Callable[[int, Mapping[str, Any]], c.Command]] = {
    "ask": lambda by, about: Ask(by, _ANY, "text"),
    "resolve": lambda by, about: Resolve(by, Decision.NOT_POSSIBLE, _ANY),
    "refer": lambda by, about: Refer(by, about["to"], _ANY, override=_ANY),
    "refer_without_consent": lambda by, about: Refer(by, about["to"], _ANY, override=_ANY),
    "return": lambda by, about: Return(by, Why.OTHER, _ANY),
    "record_person": lambda by, about: RecordPerson(by, "birth", _ANY),
    "ask_sender": lambda by, about: AskSender(by, _ANY),
    "answer_office": lambda by, about: AnswerOffice(by, _ANY),
    "progress": lambda by, about: TellProgress(by, _ANY),
    "reply": lambda by, about: Reply(by, _ANY),
    "split": lambda by, about: Split(by, _ANY, _ANY, _ANY),
    "public": lambda by, about: AnswerPublicly(by, _ANY),
    "note": lambda by, about: Note(by, _ANY),
    "certify": lambda by, about: Note(by, _ANY),  # asked of the same people, in any status
    "withdraw": lambda by, about: Withdraw(by, _ANY),
    "reopen": lambda by, about: Reopen(by, _ANY),
    "words": lambda by, about: Note(by, about["words"]),
    "words_asked": lambda by, about: Note(by, about["words"]),
    "words_beside": lambda by, about: Note(by, about["words"]),
    "object": lambda by, about: Object(by, _ANY),
    "postpone": lambda by, about: Postpone(by, about["last"], _ANY),
    "give_back": lambda by, about: GiveBack(by, _ANY),
    "open_again": lambda by, about: OpenAgain(by, _ANY),
    "wrong_result": lambda by, about: RetractResult(by, _ANY),
    "confirm": lambda by, about: Confirm(by, Verdict.NO, _ANY),
    "rate": lambda by, about: Rate(by, max(STARS), ""),
}
"""What a form leads to. News for a case are not among them: who follows it may tell more."""


async def checked(
    batch: Batch, desk: ComplaintDesk, person: int, before: Talk, answered: Answered
) -> Answered:
    """What was answered; instead of a form that leads to nothing, the reason."""
    draft = answered[0].draft
    if draft is None or not _just_opened(draft, before):
        return answered
    try:
        case = await batch.case(draft.about["case"])
        about = {**draft.about, "last": _last_day(batch, desk)}
        command = LEADS_TO[draft.form](person, about)
        if case is not None:
            command = await knowing(desk, batch, case, command)
        await desk.would(batch, person, command, case)
    except Refused as refused:
        told: tuple[Effect, ...] = (Say(text(refused.key, **refused.args_for_text)),)
        return before, told
    return answered


def _last_day(batch: Batch, desk: ComplaintDesk) -> str:
    """The latest day until which a case may be put off now (local, ISO 8601)."""
    today = batch.at.astimezone(desk.policy.calendar.zone).date()
    return (today + MOST).isoformat()


def _just_opened(draft: Draft, before: Talk) -> bool:
    return draft.form in LEADS_TO and draft.id not in {one.id for one in before.drafts}
