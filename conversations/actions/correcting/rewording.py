"""An officer has changed a message: while its words wait, those of now go out instead; once they
were sent, it is asked what that means, and whoever got them reads them as they are now.

Tested in tests/conversations/handlers/test_edits.py and
tests/bot/desk/correcting/test_rewording.py."""

from collections.abc import Callable, Mapping
from typing import Any

from casework.actions.correcting.question_dropped import DropQuestion
from casework.actions.correcting.rewording import NOTE, Reword, Reworded
from casework.actions.correcting.taking_back import QUESTION, REPLY, RESULT
from casework.actions.correcting.wrong_result import RetractResult
from casework.actions.handover import by_hand
from casework.case.events import Event
from casework.case.model import Case, Status
from casework.case.number import number
from casework.policy.catalogue import Catalogue
from conversations.actions.ending.confirmation import verdicts
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.protocol.delivery import Delivery
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Earlier, Effect, Rows, Say, text
from conversations.protocol.notice import (
    ACTOR,
    TELLER,
    Notice,
    Notices,
    OnEvent,
    bringing,
    button,
    open_button,
    say,
    told_buttons,
    urgent,
)

FORM = "mend"

WRITTEN: Mapping[str, str] = {
    "result": RESULT,
    "question": QUESTION,
    "ask": QUESTION,
    "reply": REPLY,
    "note": NOTE,
    "words": "",
}
"""What an officer's message became, by the step or the form that took it."""

_LIKELY: Mapping[str, tuple[str, ...]] = {
    RESULT: ("words", "wrong", "nothing"),
    QUESTION: ("words", "drop", "nothing"),
}

_ELSE = ("words", "nothing")

MENDED = frozenset().union(*_LIKELY.values(), _ELSE)
"""Everything that a changed message may mean."""

SHOWN = 300
"""Characters of the words that are shown again with the question."""


def wonder(turn: Turn, talk: Talk, case: int, was: Earlier) -> Answered:
    """Ask what the change of a message means; what has not gone out yet is sent as it stands
    now."""
    words = turn.said.text.strip()
    if len(words) > fields.LONGEST:
        return talk, (Say(text("field.text.long", limit=fields.LONGEST)),)
    if turn.around.unsent and words:
        return talk, (Do(Reword(turn.person.id, was.text.strip(), words), case=case),)
    about = {
        "case": case,
        "number": number(case),
        "words": words,
        "was": was.text.strip(),
        "told": words[:SHOWN],
        "likely": list(_LIKELY.get(WRITTEN[was.step], _ELSE)),
    }
    draft = Draft(turn.new_id(), FORM, {}, about)
    return talk.opening(draft), question.ask(turn, draft)


def _finished(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    about, by = draft.about, turn.person.id
    match kept["what"]:
        case "words":
            return (Do(Reword(by, about["was"], about["words"]), case=about["case"]),)
        case "wrong":
            return (Do(RetractResult(by, kept["why"]), case=about["case"]),)
        case "drop":
            return (Do(DropQuestion(by), case=about["case"]),)
        case _:
            return (Say(text("mend.stays", number=about["number"])),)


FINISH = {FORM: _finished}


def _reworded(case: Case, event: Reworded, catalogue: Catalogue) -> Notices:
    done = Notice(ACTOR, say("done.reworded", case, open_button(case)))
    if event.what == NOTE:
        return [done]
    told = say(
        f"notice.reworded_{event.what}",
        case,
        _buttons(case, event.what),
        Delivery.MUST_ARRIVE,
        words=event.words,
    )
    return [Notice(TELLER, bringing(event.what, told), urgent(case)), done]


def _buttons(case: Case, what: str) -> Rows:
    if what == QUESTION:
        return (button("case.answer", "answer", case),)
    if what != RESULT or case.status is not Status.RESOLVED:
        return open_button(case)
    if not by_hand(case):
        return verdicts(case)
    # Who tells it by hand was asked whether it is fixed when they had told it, and isn't again.
    return open_button(case) if case.ending.heard else told_buttons(case)


ROWS = (OnEvent(Reworded, _reworded),)

LINES: Mapping[type[Event], Callable[[Any], object]] = {Reworded: lambda event: event.words}
"""What the history shows of it."""
