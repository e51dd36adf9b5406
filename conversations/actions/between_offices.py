"""What two offices write to each other while a referral runs, in words: forms, buttons, and who is
told.

Tested in tests/bot/desk/test_desk_between_offices.py and tests/conversations/test_notices.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from casework.actions import between_offices as b
from casework.actions.handover import by_hand
from casework.actions.referral_answer import Returned
from casework.case.events import Event
from casework.case.model import Case, Stage
from casework.policy.catalogue import Catalogue
from conversations.content.content import Turn
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft
from conversations.protocol.effects import Do, Effect, Text, text
from conversations.protocol.notice import (
    ACTOR,
    OWNER,
    RECEIVER,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    bringing,
    button,
    discreet,
    open_button,
    say,
    told_buttons,
    urgent,
)

Writing = type[b.AskSender] | type[b.AnswerOffice] | type[b.TellProgress]

ACTIONS: Mapping[str, Writing] = {
    "ask_sender": b.AskSender,
    "answer_office": b.AnswerOffice,
    "progress": b.TellProgress,
}
"""The buttons, the forms of the same names (each of one text), and the command that they lead
to."""

LATEST = 3
"""Words of the two offices on the page of the other one."""


def finish(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    """What was written goes to the other side."""
    command = ACTIONS[draft.form](turn.person.id, kept["text"])
    return (Do(command, case=draft.about["case"]),)


FINISH = dict.fromkeys(ACTIONS, finish)


def words_of(event: Event) -> Text | str:
    """What the trail shows of such words, "" for other events."""
    match event:
        case b.SenderAsked() | b.ProgressTold():
            return text("between.by", office=event.name, words=event.words)
        case b.OfficeAnswered():
            return text("between.to", office=event.name, words=event.words)
        case _:
            return ""


def latest(
    history: Sequence[tuple[Event, datetime]], office: str
) -> Sequence[tuple[Event, datetime]]:
    """The last words that the two offices have exchanged; what others wrote is none of theirs."""
    kinds = b.SenderAsked | b.OfficeAnswered | b.ProgressTold | Returned
    own = [(x, at) for x, at in history if isinstance(x, kinds) and x.to == office]
    return own[-LATEST:]


def buttons(case: Case) -> tuple[str, ...]:
    """What the other office may write, by how far the referral is."""
    return ("progress", "ask_sender") if case.stage is Stage.ACCEPTED else ("ask_sender",)


def _sender_asked(case: Case, event: b.SenderAsked, catalogue: Catalogue) -> Notices:
    answer = (button("act.answer_office", "answer_office", case), *open_button(case))
    told = say(
        "notice.sender_asked",
        case,
        answer,
        Delivery.MUST_ARRIVE,
        office=event.name,
        words=event.words,
    )
    return [
        Notice(OWNER, told, urgent(case)),
        Notice(ACTOR, say("done.sender_asked", case, open_button(case))),
    ]


def _office_answered(case: Case, event: b.OfficeAnswered, catalogue: Catalogue) -> Notices:
    told = say(
        "notice.office_answered", case, open_button(case), Delivery.MUST_ARRIVE, words=event.words
    )
    done = say("done.office_answered", case, open_button(case), office=event.name)
    return [Notice(RECEIVER, told, urgent(case)), Notice(ACTOR, done)]


def _progress(case: Case, event: b.ProgressTold, catalogue: Catalogue) -> Notices:
    if by_hand(case):
        return _progress_by_hand(case, event)
    opened, office = open_button(case), discreet(case, event.name)
    teller = say(
        "notice.progress",
        case,
        opened,
        Delivery.MUST_ARRIVE,
        office=office,
        words=event.words,
        due=case.due_at,
    )
    sender = say(
        "notice.progress_staff",
        case,
        opened,
        Delivery.MUST_ARRIVE,
        office=event.name,
        words=event.words,
        due=case.due_at,
    )
    return [
        Notice(TELLER, teller, urgent(case)),
        Notice(OWNER, sender),
        Notice(ACTOR, say("done.progress", case, opened)),
    ]


def _progress_by_hand(case: Case, event: b.ProgressTold) -> Notices:
    """Who wrote the case down for somebody without Telegram is asked to tell them; the holder need
    not hear it twice."""
    told = say(
        "notice.progress_by_hand",
        case,
        told_buttons(case),
        Delivery.MUST_ARRIVE,
        office=discreet(case, event.name),
        words=event.words,
        due=case.due_at,
    )
    sender = say(
        "notice.progress_staff_by_hand",
        case,
        open_button(case),
        Delivery.MUST_ARRIVE,
        office=event.name,
        words=event.words,
        due=case.due_at,
    )
    return [
        Notice(TELLER, bringing("news", told), urgent(case)),
        *([Notice(OWNER, sender)] if case.owner != case.teller else []),
        Notice(ACTOR, say("done.progress_by_hand", case, open_button(case))),
    ]


ROWS = (
    OnEvent(b.SenderAsked, _sender_asked),
    OnEvent(b.OfficeAnswered, _office_answered),
    OnEvent(b.ProgressTold, _progress),
)
