"""Thanks, a nod or a no that answer no question of an open form: they are answered as anywhere
else, nothing is kept of them, and nobody who was called in an emergency is rung.

Tested in tests/conversations/handlers/messages/test_resuming.py and
tests/conversations/handlers/emergencies/test_several.py."""

from conversations.content import fields
from conversations.content.content import Answered, Turn
from conversations.filling import question
from conversations.filling.fitting import fits, left
from conversations.filling.telling import tells
from conversations.filling.typed import passes_over
from conversations.handlers.messages.answers.not_now import not_now
from conversations.handlers.messages.small_talk import only_thanks, small_talk
from conversations.pages.home import home
from conversations.protocol.dialogue import Draft, Talk
from conversations.protocol.effects import Say, text

FEW = 2
"""Words of a bare no, at most: "tidak pak"."""


def in_form(turn: Turn, talk: Talk, draft: Draft) -> Answered | None:
    """What is said to such words; None for others, and where an officer's question or a choice may
    be answered with them. A question that the person has not left is asked again."""
    said = turn.said
    if not said.text or said.files or said.location or said.forwarded:
        return None
    if "case" in draft.about or turn.content.forms[draft.form].staff:
        return None
    if _puts_off(turn, draft):
        return talk, question.ask(turn, draft)
    tone = _tone(turn, draft)
    if not tone or fits(turn, draft):
        return None
    if left(draft, said.at):
        return talk, (Say(text(f"chat.{tone}"), home(turn)),)
    return talk, (Say(text(f"chat.{tone}")), *question.ask(turn, draft))


def _at_story(turn: Turn, draft: Draft) -> bool:
    step = question.current(turn, draft)
    return step is not None and step.kind == "story"


def _where_words_count(turn: Turn, draft: Draft) -> str:
    """``thanks`` or ``greeting`` where any words would be the address or a name, and thanks that
    would be a piece of the story."""
    words, step = turn.said.text, question.current(turn, draft)
    if step is not None and step.kind in ("address", "name") and any(map(str.isalpha, words)):
        return small_talk(words) if small_talk(words) in ("thanks", "greeting") else ""
    return "thanks" if only_thanks(words) and tells(words, turn.content.words) else ""


def _puts_off(turn: Turn, draft: Draft) -> bool:
    """Whether words pass over a story or an address that there must be, or ask for time before the
    story."""
    words, step = turn.said.text, question.current(turn, draft)
    needed = step is not None and not step.optional and step.kind in ("story", "address")
    return (needed and passes_over(words)) or (_at_story(turn, draft) and not_now(words))


def _tone(turn: Turn, draft: Draft) -> str:
    """``thanks`` or ``nod`` in an emergency, and below a question that the person has left; a nod
    to "where is it?" leads to a landmark (filling/where)."""
    words, gone = turn.said.text, left(draft, turn.said.at)
    if not gone and _at_story(turn, draft):
        tone = small_talk(words)
        return "" if tone == "anger" else tone
    if not gone and draft.form != "emergency":
        return _where_words_count(turn, draft)
    if only_thanks(words):
        return "thanks"
    if gone:
        return "nod" if small_talk(words) == "nod" or fields.says_no(turn.said, FEW) else ""
    step = question.current(turn, draft)
    where = step is not None and step.kind == "address"
    return "nod" if small_talk(words) == "nod" and not where else ""
