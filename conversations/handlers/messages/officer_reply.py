"""An officer replies to a message about a case: the words are kept, and one tap says for whom they
are. They are never sent to a resident by themselves."""

from collections.abc import Mapping
from typing import Any

from casework.actions.correspondence import Note, Reply
from casework.case.number import number
from casework.case.roles import STAFF
from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Do, Effect, Say, Show, text

FORM = "words"

SHOWN = 300
"""Characters of the words that are shown again with the question."""


def wonder(turn: Turn, talk: Talk, case: int) -> Answered:
    """Ask for whom the words are; what can't be passed on is told at once, with the page."""
    said, page = turn.said, Show("case", {"case": case})
    words = said.text.strip()
    beyond = bool(said.files or said.location or said.phone or said.card)
    if not (words or beyond):
        return talk, (page,)
    if not turn.person.roles & STAFF:
        return talk, (Say(text("officer_reply.office")), page)
    if len(words) > fields.LONGEST:
        return talk, (Say(text("field.text.long", limit=fields.LONGEST)),)
    lost = (Say(text("officer_reply.files")),) if beyond else ()
    if not words:
        return talk, (*lost, page)
    about = {"case": case, "number": number(case), "words": words, "told": words[:SHOWN]}
    draft = Draft(turn.new_id(), FORM, {}, about)
    return talk.opening(draft), (*lost, *question.ask(turn, draft))


def _finished(turn: Turn, draft: Draft, kept: Mapping[str, Any]) -> tuple[Effect, ...]:
    case, words, by = draft.about["case"], draft.about["words"], turn.person.id
    match kept["to"]:
        case "resident":
            return (Do(Reply(by, words), case=case),)
        case "note":
            return (Do(Note(by, words), case=case),)
        case _:
            return (Say(text("officer_reply.nobody")), Show("case", {"case": case}))


FINISH = {FORM: _finished}
"""What the answer leads to."""
