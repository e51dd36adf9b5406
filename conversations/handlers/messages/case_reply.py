"""What a reply to a case is: just what its officer has asked for, one of several things, or words
that are added to it.

Tested in tests/conversations/handlers/messages/test_free_messages.py."""

from typing import Any

from casework.actions.correspondence import Add
from casework.actions.question import Answer, kinds
from casework.case.model import Status
from casework.case.number import number
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling import answer, question
from conversations.filling.opening import open_form
from conversations.filling.wants import shown
from conversations.protocol.case_taps import ActOnCase
from conversations.protocol.dialogue import Story, Talk
from conversations.protocol.effects import Brief, Button, Do, Effect, Forget, Say, text

EXACT = frozenset({"phone", "nik", "kk", "number", "date", "location"})
"""Kinds of answers that are read from a reply as they are from the form."""


def wants_several(case: Brief) -> bool:
    return case.status == Status.WAITING and len(kinds(case.wants)) > 1


def first_part(turn: Turn, talk: Talk, case: Brief) -> Answered:
    """What was told begins the answer to a question that wants several things."""
    about = {
        "case": case.id,
        "number": number(case.id),
        "wants": case.wants,
        "question": case.question,
    }
    opened, _ = open_form(turn, talk, "answer", about=about)
    outcome = answer.answered(turn, opened, opened.drafts[-1])
    if isinstance(outcome, Say):
        return opened, (outcome,)
    after, effects = outcome
    begun = after.drafts[-1]
    if question.finished(turn, begun):
        return after, effects
    return after, effects + question.ask(turn, begun)


def says_nothing(case: Brief) -> Say:
    """A sticker, a card, a poll: nothing that an officer could read."""
    told = text("answer.empty", number=number(case.id))
    if case.status != Status.WAITING:
        return Say(told, case=case.id)
    answers = Button(text("case.answer"), ActOnCase("answer", case.id))
    return Say(told, ((answers,),), case=case.id)


def exactly(turn: Turn, case: Brief) -> tuple[Effect, ...] | None:
    """A reply that is what the officer has asked for, and no words besides: a number, a date, a
    pin, a card. It is kept as such, and an identity number leaves the chat."""
    said, wants = turn.said, case.wants
    worded = bool(said.files) or any(map(str.isalpha, said.text))
    if case.status != Status.WAITING or wants not in EXACT or worded:
        return None
    value = fields.READERS[wants](said, turn.content.places)
    if isinstance(value, fields.Problem | fields.Several):
        return None
    answered = _answer(turn, case, wants, value)
    if wants in ("nik", "kk"):
        return Forget(said.message_id), answered
    return (answered,)


def added(turn: Turn, case: Brief, story: Story) -> tuple[Effect, ...]:
    """A story for a case: the answer to its question, where it can be that, else news."""
    news = Do(Add(turn.person.id, story.dump()), case=case.id)
    if case.status != Status.WAITING:
        return (news,)
    if shown.answers(case.wants, story):
        return (_answer(turn, case, "story", story.dump()),)
    answers = Button(text("case.answer"), ActOnCase("answer", case.id))
    return news, Say(text("answer.not_shown"), ((answers,),), case=case.id)


def shows_it(turn: Turn, which: int | str, story: Story) -> Do | None:
    """The answer to an officer who waits to see or hear something of this case; None for a story
    that shows nothing of it."""
    case = next((one for one in turn.around.cases if one.id == which), None)
    if case is None or case.status != Status.WAITING or not shown.asked(case, story):
        return None
    return _answer(turn, case, "story", story.dump())


def _answer(turn: Turn, case: Brief, kind: str, value: Any) -> Do:
    told = Answer(turn.person.id, {"kind": kind, "value": value})
    return Do(told, case=case.id)
